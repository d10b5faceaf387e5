"""Find, for each first-order region of Natural Earth, the GADM 4.1 region whose AWARE factor it takes.

The two gazetteers disagree on names and, in places, on the rank of a region (Natural Earth has Italian
provinces where GADM has regions). A row of ``region_aliases.csv`` comes first; else a region matches by its
own name, else by the name of the larger region that holds it; an unclear match is no match.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

#: Attributes that hold a region's own name: the map's, Natural Earth's, GeoNames' (gn), GeoPlanet's (woe).
NAME_ATTRIBUTES = ("map_name", "name", "name_en", "name_local", "name_alt", "gn_name", "woe_name")
#: Attributes that hold the larger region.
PARENT_ATTRIBUTES = ("region", "region_sub", "geonunit")

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th"})
_RANKS = re.compile(
    r"\b(province|provincia|state|oblast|kray|krai|respublika|republic|region|regiao|rayon|district|distrito|"
    r"department|departamento|governorate|prefecture|county|municipality|of|the|autonomous|megye|fylke|judet|"
    r"estado|de|del|da|al|el|as|ash|ad|ar|an|az|territory)\b"
)


@dataclass(frozen=True, slots=True)
class Match:
    """One region's counterpart and how it was found (name, parent, alias or union)."""

    country: str
    region: str
    how: str


def strict(name: str) -> str:
    """A name in lower case without accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(one for one in plain if not unicodedata.combining(one)).lower().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "", plain)


def loose(name: str) -> str:
    """As :func:`strict`, without words of rank and articles ("Krasnodar Krai" is "Krasnodar")."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(one for one in plain if not unicodedata.combining(one)).lower().translate(_LETTERS)
    short = _RANKS.sub(" ", re.sub(r"[^a-z0-9]+", " ", plain))
    return short.replace(" ", "") or strict(name)


def _find(names: Iterable[str], regions: Iterable[str]) -> str | None:
    """The one region that the first telling name names; ``None`` if none does or several do."""
    regions = list(regions)
    for reduce in (strict, loose):
        index = defaultdict(set)
        for region in regions:
            index[reduce(region)].add(region)
        for name in names:
            found = index.get(reduce(name), set())
            if len(found) == 1:
                return next(iter(found))
    return None


def _values(region: Mapping[str, object], attributes: Iterable[str]) -> list[str]:
    return [
        part.strip()
        for attribute in attributes
        for part in re.split(r"[|,;/]", str(region.get(attribute) or ""))
        if part.strip()
    ]


def read_aliases(path: Path) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """By (Natural Earth country, attribute, value): AWARE country, AWARE region (or empty), reason."""
    with open(path, encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {
        (row["alias_country"], row["alias_attribute"], row["alias_value"]): (
            row["aware_country"],
            row["aware_region"],
            row["alias_reason"],
        )
        for row in rows
    }


def match_region(
    region: Mapping[str, object],
    gadm: Mapping[str, list[str]],
    aliases: Mapping[tuple[str, str, str], tuple[str, str, str]],
) -> Match | None:
    """The GADM region of one Natural Earth polygon, or ``None``.

    ``gadm`` lists the region names of each country. An alias comes first, since it was looked at by a person;
    one without a region says that there is no counterpart.
    """
    admin = str(region.get("admin"))
    country = aliases.get((admin, "admin", admin), (admin, "", ""))[0]
    for attribute in ("adm1_code", "iso_3166_2", "region", "geonunit"):
        alias = aliases.get((admin, attribute, str(region.get(attribute))))
        if alias is not None:
            return Match(alias[0], alias[1], "alias") if alias[1] else None
    regions = gadm.get(country, [])
    for how, attributes in (("name", NAME_ATTRIBUTES), ("parent", PARENT_ATTRIBUTES)):
        found = _find(_values(region, attributes), regions)
        if found is not None:
            return Match(country, found, how)
    return None


def mended(
    polygons: Iterable[Mapping[str, object]], mends: Mapping[str, Mapping[str, str]]
) -> list[dict[str, object]]:
    """Natural Earth polygons with the region id and name that ``boundary_mends.csv`` gives them.

    Polygons that the map leaves out (an empty country there) are left out here.
    """
    out = []
    for polygon in polygons:
        mend = mends.get(str(polygon["adm1_code"]))
        if mend is not None and not mend["country_iso3"]:
            continue
        region_id = (mend or {}).get("region_id") or polygon["iso_3166_2"]
        out.append({**polygon, "map_id": region_id, "map_name": (mend or {}).get("region_name") or ""})
    return out


def match_all(
    polygons: Iterable[Mapping[str, object]],
    gadm: Mapping[str, list[str]],
    aliases: Mapping[tuple[str, str, str], tuple[str, str, str]],
) -> tuple[dict[str, list[Match]], list[tuple[str, str, str]]]:
    """Matches by region id, and the ids left over as (id, country, name).

    Polygons that share an id and disagree on their counterpart stand for the union of their counterparts, but
    only if no other id has a part in one of these; otherwise the id stays without.
    """
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    how: dict[str, str] = {}
    label: dict[str, tuple[str, str]] = {}
    for polygon in polygons:
        region_id = str(polygon["map_id"])
        label.setdefault(region_id, (str(polygon.get("admin")), str(polygon.get("name"))))
        match = match_region(polygon, gadm, aliases)
        if match is not None:
            found[region_id].add((match.country, match.region))
            how[region_id] = min(how.get(region_id, match.how), match.how)
    users = Counter(pair for pairs in found.values() for pair in pairs)
    matches = {}
    for region_id, pairs in sorted(found.items()):
        if len(pairs) == 1:
            matches[region_id] = [Match(*pair, how[region_id]) for pair in pairs]
        elif all(users[pair] == 1 for pair in pairs):
            matches[region_id] = [Match(*pair, "union") for pair in sorted(pairs)]
    left = sorted((region_id, *label[region_id]) for region_id in label.keys() - matches.keys())
    return matches, left
