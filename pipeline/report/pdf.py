"""The report's page as PDF, by a converter that happens to be there; never part of a run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from os import PathLike
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import atomic_path

#: Browsers that print to PDF, in the order in which they are looked for.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-extensions", "--no-pdf-header-footer", "--virtual-time-budget=10000"),
)
#: Longest time that a browser may take [s].
_PATIENCE_S = 120
#: The time of printing, which Chromium writes into the file; replaced by as many characters.
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")


def find_browser() -> str | None:
    """Path of a browser that can print, or ``None``."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def write_pdf(page: str | PathLike[str], target: str | PathLike[str]) -> str:
    """Print a report's HTML page; returns the converter's name.

    The date of printing is taken out, so that the same page and the same version of the same browser give the
    same bytes; another version or other fonts do not, which is why no PDF is part of a run.

    Raises
    ------
    InputError
        There is no page, no browser, or the browser fails.
    """
    source = Path(page)
    if not source.is_file():
        raise InputError(
            "there is no report to print", file=source, allowed="a finished run: `kilowhere run` first"
        )
    browser = find_browser()
    if browser is None:
        raise InputError(
            "no browser that can print to PDF is installed",
            allowed=f"one of {', '.join(BROWSERS)} on the path, or print report.html from any browser",
        )
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "report.pdf"
        done = _print(browser, source, printed, Path(folder) / "profile")
        if not printed.is_file():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise InputError("the browser did not print the report", file=source, value=last[:200])
        with atomic_path(target) as temporary:
            temporary.write_bytes(without_date(printed.read_bytes()))
    return Path(browser).name


def _print(browser: str, source: Path, printed: Path, profile: Path) -> subprocess.CompletedProcess[str]:
    # A browser's sandbox does not start for root; the page itself runs no script and loads nothing.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [browser, *_ARGUMENTS, *sandbox, f"--user-data-dir={profile}", f"--print-to-pdf={printed}"]
    try:
        return subprocess.run(  # noqa: S603 - a browser from the path, with our own page
            [*command, source.resolve().as_uri()],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(
            "the browser took too long to print", file=source, value=f"{_PATIENCE_S} s"
        ) from None


def without_date(pdf: bytes) -> bytes:
    """The same file with one fixed date, of the same length, so that no offset in it moves."""
    return _DATE.sub(rb"/\1 (D:19800101000000", pdf)
