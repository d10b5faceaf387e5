"""Reading and writing files so that nothing is ever half-written and the same data give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary path beside ``path`` that replaces it only when the block ends without an error.

    A killed or failed writer leaves the old file (or none), never a part of the new one. The temporary
    name keeps the suffix, since some writers choose their format by it.
    """
    final = Path(path)
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_name(f".{final.stem}.{os.getpid()}.tmp{final.suffix}")
    try:
        yield temporary
        with open(temporary, "rb") as handle:
            os.fsync(handle.fileno())
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write UTF-8 text with ``\\n`` line ends."""
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_json(value: Any, path: str | os.PathLike[str]) -> None:
    """Write JSON with sorted keys; NaN and infinity are refused, since no reader but Python's takes them."""
    write_text(json.dumps(value, indent=1, sort_keys=True, allow_nan=False, ensure_ascii=False) + "\n", path)


def write_csv(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table without its index; floats in the shortest form that reads back the same."""
    with atomic_path(path) as temporary:
        frame.to_csv(temporary, index=False, lineterminator="\n", encoding="utf-8")


def write_parquet(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as Parquet (zstd); a GeoDataFrame becomes GeoParquet."""
    with atomic_path(path) as temporary:
        frame.to_parquet(temporary, index=False, compression="zstd")


def write_npy(array: np.ndarray, path: str | os.PathLike[str]) -> None:
    """Write an array as ``.npy`` without pickle, so that it can be memory-mapped."""
    import numpy as np

    with atomic_path(path) as temporary, open(temporary, "wb") as handle:
        np.save(handle, array, allow_pickle=False)


def sha256_of(path: str | os.PathLike[str]) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_text(path: str | os.PathLike[str]) -> str:
    """Read a UTF-8 text file (a byte-order mark is allowed).

    Raises
    ------
    InputError
        The file is missing, a folder, empty, or not UTF-8 (the byte offset is named).
    """
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", file=path) from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=path) from None
    if not raw.strip():
        raise InputError("the file is empty", file=path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise InputError(
            "wrong text encoding",
            file=path,
            row=row,
            value=raw[error.start : error.start + 1],
            allowed="UTF-8",
        ) from None


def read_npy(path: str | os.PathLike[str], *, mmap: bool = False) -> np.ndarray:
    """Read an array written by :func:`write_npy`; pickled content is refused."""
    import numpy as np

    try:
        return np.load(path, allow_pickle=False, mmap_mode="r" if mmap else None)
    except (ValueError, EOFError, OSError) as error:
        raise InputError(f"is not a readable array file ({error})", file=path) from None


def read_parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a Parquet table; a missing, truncated or foreign file is an :class:`InputError`."""
    import pandas as pd
    import pyarrow as pa

    try:
        return pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"is not a readable Parquet file ({reason})", file=path) from None
