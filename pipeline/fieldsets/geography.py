"""Columns of the candidate sites and of the regions they stand in."""

from __future__ import annotations

from pipeline.fieldsets.base import F

#: What a candidate site can be; the first two are where demand is, the third is where power is.
SITE_KINDS = ("cloud_region", "colocation_metro", "power_led")

FIELDS = [
    F("site_id", "", "str", "Key of a candidate site: lower-case letters, digits and hyphens"),
    F("name", "", "str", "Name of the site as shown in tables and on the map"),
    F(
        "kind",
        "",
        "str",
        "cloud_region: the metro of a public cloud region; colocation_metro: a large market of multi-tenant "
        "data centers; power_led: chosen for its power supply",
        choices=SITE_KINDS,
        nullable=True,
    ),
    F("country_iso3", "", "str", "Country or territory, ISO 3166-1 alpha-3 (Kosovo: XKX, user-assigned)"),
    F("country_name", "", "str", "Name of the country or territory in English"),
    F(
        "region_id",
        "",
        "str",
        "First-order region, ISO 3166-2; a trailing ~ marks a stand-in where ISO has no code for the unit",
        nullable=True,
    ),
    F("region_name", "", "str", "Name of the first-order region"),
    F("latitude_deg", "deg", "float", "Latitude north, WGS 84", -90.0, 90.0),
    F("longitude_deg", "deg", "float", "Longitude east, WGS 84", -180.0, 180.0),
    F("elevation_m", "m", "float", "Height of the ground above sea level", -450.0, 6000.0, nullable=True),
    F("site_source", "", "str", "Where the coordinates come from (geonames:<id>)"),
    F("site_note", "", "str", "Why the site is a candidate; the cloud regions it hosts"),
    F(
        "region_join",
        "",
        "str",
        "within: the point lies in the region's polygon; nearest: off its simplified coast, within the "
        "distance that the configuration allows",
        choices=("within", "nearest"),
    ),
    F("region_join_distance_km", "km", "float", "Distance from the point to its region; 0 inside", 0.0),
]
