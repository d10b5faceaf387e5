"""Proof that a page asks for nothing from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: Attributes whose value a browser loads by itself (a link that a reader may click is not one of them).
_LOADING = {
    *(
        "src",
        "srcset",
        "data",
        "poster",
        "background",
        "manifest",
        "action",
        "formaction",
        "ping",
        "codebase",
    ),
}
_LOADING_HREF = {"link", "use", "image", "base", "feimage", "script"}
_CSS_REFERENCE = re.compile(r"@import\b|url\(\s*['\"]?\s*(?!data:|#)[^)]", re.IGNORECASE)


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            loads = name in _LOADING or (name in {"href", "xlink:href"} and tag in _LOADING_HREF)
            if loads and value and not value.lower().startswith(("data:", "#")):
                self.found.append(f"<{tag} {name}={value[:80]!r}>")
            if name == "style" and value and _CSS_REFERENCE.search(value):
                self.found.append(f"<{tag} style={value[:80]!r}>")
            if name == "http-equiv" and (value or "").lower() == "refresh":
                self.found.append("<meta http-equiv=refresh>")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.found += [f"style: {match.group(0)}" for match in _CSS_REFERENCE.finditer(data)]


def outside_references(html: str) -> list[str]:
    """Everything in a page that a browser would fetch by itself, in the order in which it stands there.

    Looks at loading attributes, ``url()`` and ``@import`` of styles, and ``<meta http-equiv=refresh>``. What
    a script does when it runs is held back by the page's Content-Security-Policy.
    """
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found


def check_offline(html: str) -> None:
    """Raise ``ValueError`` naming what a page would fetch."""
    found = outside_references(html)
    if found:
        raise ValueError(f"the map would ask for {len(found)} resources from outside: {', '.join(found[:5])}")
