"""What a page may run and load, as Content-Security-Policy (level 2) says it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

#: The keyword for "from nowhere".
NONE = "'none'"


def content_hash(text: str) -> str:
    """The hash by which a policy allows one inline script or style."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") + "'"


def strict_policy(scripts: Sequence[str], style: str, image_host: str | None = None) -> str:
    """Only these very scripts and this style, no picture but from ``image_host``, nothing else at all."""
    rules = [
        f"default-src {NONE}",
        f"style-src {content_hash(style)}",
        f"img-src {image_host or NONE}",
        f"base-uri {NONE}",
        f"form-action {NONE}",
    ]
    if scripts:
        rules.insert(1, f"script-src {' '.join(content_hash(script) for script in scripts)}")
    return "; ".join(rules)
