"""Take what the maps inline, and what their tests need, out of pinned npm packages.

    npm pack leaflet@1.9.4 axe-core@4.14.1
    python tools/build_map_assets.py --packages .

Leaflet (BSD-2-Clause) goes into ``pipeline/cartography/assets/vendor/`` and so into every map; axe-core
(MPL-2.0) goes into ``tests/browser/assets/`` and is used by the accessibility test only. Each folder has a
``vendor.json`` with package, version, licence and the SHA-256 of every file. Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.files import sha256_of, write_json, write_text  # noqa: E402


@dataclass(frozen=True)
class Package:
    """One npm package: its archive, and which members become which files."""

    name: str
    version: str
    licence: str
    archive: str
    sha256: str
    folder: str
    members: tuple[tuple[str, str], ...]


PACKAGES = (
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        "leaflet-1.9.4.tgz",
        "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
        "pipeline/cartography/assets/vendor",
        (
            ("package/dist/leaflet.js", "leaflet.js"),
            ("package/dist/leaflet.css", "leaflet.css"),
            ("package/LICENSE", "leaflet.LICENSE.txt"),
        ),
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        "axe-core-4.14.1.tgz",
        "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        "tests/browser/assets",
        (("package/axe.min.js", "axe.min.js"), ("package/LICENSE", "axe-core.LICENSE.txt")),
    ),
)

#: Pictures of controls that the maps do not use, and VML: a page without them asks for nothing.
_UNUSED_DECLARATION = re.compile(r"[ \t]*(?:background-image|behavior):\s*url\([^)]*\);?\n?")


def adapt(name: str, text: str) -> str:
    """What differs from the published file: Unix line ends, no source map, no picture from elsewhere."""
    text = text.replace("\r\n", "\n")
    if name.endswith(".js"):
        return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)
    if name.endswith(".css"):
        text = _UNUSED_DECLARATION.sub("", text)
        if "url(" in text or "@import" in text:
            raise SystemExit(f"{name} still refers to another file")
    return text


def unpack(package: Package, packages: Path) -> None:
    """Write one package's files and its ``vendor.json``."""
    archive_path = packages / package.archive
    found = sha256_of(archive_path)
    if found != package.sha256:
        raise SystemExit(f"{archive_path}: sha256 {found}, expected {package.sha256}")
    files = {}
    with tarfile.open(archive_path) as archive:
        for member, name in package.members:
            handle = archive.extractfile(member)
            assert handle is not None
            text = adapt(name, handle.read().decode())
            write_text(text, ROOT / package.folder / name)
            files[name] = hashlib.sha256(text.encode()).hexdigest()
    record = {
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "registry": "npm",
        "archive_sha256": package.sha256,
        "files_sha256": files,
        "built_by": "tools/build_map_assets.py",
    }
    write_json(record, ROOT / package.folder / "vendor.json")


def main() -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, required=True, help="folder with the npm archives")
    given = parser.parse_args()
    for package in PACKAGES:
        unpack(package, given.packages)


if __name__ == "__main__":
    main()
