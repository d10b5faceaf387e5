"""Record a dataset in ``datasets/sources.csv``: ``python -m pipeline.register_dataset --id … --path …``.

Used by whoever adds or rebuilds a table. Columns must be in the field registry; the row count and the SHA-256
are taken from the file.
"""

from __future__ import annotations

import argparse
import csv
import fcntl
import io
import sys
from dataclasses import astuple, fields
from pathlib import Path

from pipeline.datasets import ROOT, SOURCES, Source, sources
from pipeline.errors import InputError
from pipeline.fields import check_columns
from pipeline.files import sha256_of, write_text
from pipeline.tables import check_frame, read_csv_table


def count_rows(path: Path, key: list[str]) -> int | None:
    """Check a table against the registry and count its rows; ``None`` for a file that is not a table."""
    if path.suffix == ".csv":
        with open(path, encoding="utf-8", newline="") as handle:
            header = next(csv.reader(handle))
        check_columns(header)
        return len(read_csv_table(path, header, key=key))
    if path.suffix == ".parquet":
        import pandas as pd

        frame = pd.read_parquet(path).drop(columns="geometry", errors="ignore")
        check_columns(frame.columns)
        check_frame(frame, key=key, file=path)
        return len(frame)
    return None


def upsert(entry: Source) -> None:
    """Put one row in, sorted by id; a lock keeps two writers apart."""
    SOURCES.parent.mkdir(parents=True, exist_ok=True)
    with open(SOURCES.parent / ".sources.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = dict(sources()) if SOURCES.exists() else {}
        known[entry.dataset] = entry
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(one.name for one in fields(Source))
        writer.writerows(astuple(known[name]) for name in sorted(known))
        write_text(text.getvalue(), SOURCES)


def main(arguments: list[str] | None = None) -> int:
    """Command-line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--id", required=True)
    for name in ("path", "title", "publisher", "licence", "vintage", "method", "retrieved", "built-by"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("licence-url", "url", "key", "notes"):
        parser.add_argument(f"--{name}", default="")
    given = parser.parse_args(arguments)
    path = Path(given.path).resolve()
    key = [name for name in given.key.replace(",", ";").split(";") if name]
    try:
        rows = count_rows(path, key)
        upsert(
            Source(
                dataset=given.id,
                path=path.relative_to(ROOT).as_posix(),
                title=given.title,
                publisher=given.publisher,
                licence=given.licence,
                licence_url=given.licence_url,
                vintage=given.vintage,
                method=given.method,
                url=given.url,
                retrieved=given.retrieved,
                built_by=given.built_by,
                key=";".join(key),
                rows="" if rows is None else str(rows),
                sha256=sha256_of(path),
                notes=given.notes,
            )
        )
    except (InputError, KeyError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
