"""The accessibility checker axe-core (tests/browser/assets, MPL-2.0) on an open page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "assets" / "axe.min.js"


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """Serious and critical violations: the rule and where.

    Playwright runs the checker as an evaluated script, which the page's own policy does not concern.
    """
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10, "the checker has looked at something"
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
