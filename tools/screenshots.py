"""Pictures of the map and of the report's first page for README, from a finished run.

    python tools/screenshots.py [--scenario default] [--out docs/images]

Needs Chromium (``apt-get install chromium``). The network is refused, as the pages need none.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
#: Select the first site, so that its card is in the picture too.
FIRST = "() => kilowhere.select(kilowhere.view.order[0])"


def picture(
    browser: Browser, page_path: Path, target: Path, *, width: int, height: int, card: bool = False
) -> None:
    """Open a page without a network and save what is seen."""
    if not page_path.is_file():
        raise SystemExit(f"{page_path} is missing: run `make rank` first")
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    page.goto(page_path.as_uri())
    if page.locator("#kilowhere-data").count():
        page.wait_for_selector("html[data-ready=true]")
    if card:
        page.evaluate(FIRST)
    page.wait_for_timeout(300)
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    context.close()
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", default="default")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    chart = ROOT / "maps" / f"{given.scenario}.html"
    report = ROOT / "results" / given.scenario / "report.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        picture(browser, chart, given.out / "map.png", width=1440, height=860)
        picture(browser, chart, given.out / "map-card.png", width=1440, height=860, card=True)
        picture(browser, chart, given.out / "map-phone.png", width=375, height=800)
        picture(browser, report, given.out / "report.png", width=1100, height=1740)
        browser.close()


if __name__ == "__main__":
    main()
