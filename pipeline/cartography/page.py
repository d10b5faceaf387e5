"""One HTML page: folium's map, the data as JSON, our scripts and styles inline, and a strict policy."""

from __future__ import annotations

import html
import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import folium
import jinja2
from branca.element import Element, Figure
from folium.template import Template
from markupsafe import Markup

from pipeline.cartography import assets
from pipeline.cartography.offline import check_offline
from pipeline.cartography.policy import strict_policy
from pipeline.configs.maps import MapsConfig
from pipeline.templating import environment

MAP_ID = "kilowhere"
#: Latitude and longitude of the first view; the page then fits the ranked sites.
_CENTRE = (25.0, 5.0)


class InlineMap(folium.Map):
    """folium's map without the ten files that it would fetch, and without a viewport that forbids zooming."""

    _template = Template(
        "{% macro html(this, kwargs) %}<div id={{ this.get_name()|tojson }}></div>{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.folium_script(kwargs) }}{% endmacro %}"
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - as folium declares it

    def folium_script(self, kwargs: Any) -> str:
        """What folium itself would write."""
        text: str = folium.Map._template.module.script(self, kwargs)
        return text


def render_page(data: dict[str, Any], maps: MapsConfig) -> str:
    """The page as text; the same data give the same bytes.

    Raises
    ------
    ValueError
        Something in the page would be fetched from outside.
    """
    container, map_script = _folium_parts(maps)
    leaflet_script, _ = assets.leaflet()
    scripts = [leaflet_script, map_script, assets.script()]
    style = assets.style()
    page = (
        _environment()
        .get_template("map.html.j2")
        .render(
            title=data["title"],
            policy=strict_policy(scripts, style, _image_host(maps)),
            style=Markup(style),  # noqa: S704 - our own files
            container=Markup(container),  # noqa: S704 - folium's element, from settings only
            data=Markup(script_json(data)),  # noqa: S704 - escaped there
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files, hashed in the policy
            online=maps.online_tiles_url is not None,
            credit=maps.online_tiles_attribution,
        )
    )
    check_offline(page)
    return page


def script_json(value: Any) -> str:
    """JSON that cannot end or open a tag: ``<``, ``>`` and ``&`` as escapes, and so the two line separators.

    Raises
    ------
    ValueError
        A number is NaN or infinite, which JSON has no word for.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _image_host(maps: MapsConfig) -> str | None:
    """Where the optional online base map comes from; ``None`` unless it is configured."""
    if maps.online_tiles_url is None:
        return None
    parts = urlsplit(maps.online_tiles_url)
    return f"{parts.scheme}://{parts.netloc}"


def _folium_parts(maps: MapsConfig) -> tuple[str, str]:
    """The map's element and script as folium renders them, with names that are the same in every run."""
    chart = InlineMap(
        location=_CENTRE,
        zoom_start=2,
        tiles=None,
        prefer_canvas=True,
        zoom_control="topleft",
        min_zoom=1,
        max_zoom=10,
        zoom_snap=0.25,
        zoom_delta=0.75,
        attribution_control=maps.online_tiles_url is not None,
        max_bounds_viscosity=0.8,
        max_bounds=True,
        min_lat=-75,
        max_lat=86,
        min_lon=-200,
        max_lon=200,
    )
    _name(chart, MAP_ID)
    if maps.online_tiles_url is not None:
        tiles = folium.TileLayer(
            maps.online_tiles_url, attr=html.escape(maps.online_tiles_attribution), show=False, overlay=True
        )
        _name(tiles, "online").add_to(chart)
    figure = Figure()
    figure.add_child(chart)
    figure.render()
    return figure.html.render().strip(), "\n" + figure.script.render().strip() + "\n"


def _name(element: Element, name: str) -> Any:
    """Replace folium's random identifier."""
    element._id = name
    return element


@cache
def _environment() -> jinja2.Environment:
    return environment("pipeline.cartography")
