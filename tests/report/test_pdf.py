"""Printing: the same page gives the same bytes, and what is missing is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.errors import InputError
from pipeline.report import cli, pdf

PAGE = (
    '<!doctype html><html lang="en">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    "<title>t</title><p>One page<script>document.title = 'ran'</script></p></html>"
)


def test_dates_are_replaced_without_moving_a_byte() -> None:
    raw = b"<</Producer (x)\n/CreationDate (D:20261123081900+00'00')\n/ModDate (D:20261123081901+00'00')>>"
    clean = pdf.without_date(raw)
    assert len(clean) == len(raw)
    assert clean.count(b"D:19800101000000+00'00'") == 2


def test_no_report_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report to print"):
        pdf.write_pdf(tmp_path / "report.html", tmp_path / "report.pdf")


def test_no_browser_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(InputError, match="no browser that can print"):
        pdf.write_pdf(tmp_path / "report.html", tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


def test_a_browser_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(pdf, "find_browser", lambda: "/bin/false")
    with pytest.raises(InputError, match="did not print"):
        pdf.write_pdf(tmp_path / "report.html", tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.skipif(pdf.find_browser() is None, reason="no browser on this machine: apt-get install chromium")
def test_the_same_page_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results" / "few"
    folder.mkdir(parents=True)
    (folder / "report.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    for name in ("a.pdf", "b.pdf"):
        done = CliRunner().invoke(cli.report, ["few", "--pdf", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert "MB, printed by" in done.output
    written = (tmp_path / "a.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert written == (tmp_path / "b.pdf").read_bytes()
