"""A real browser without a network: every request is refused and counted, and so is every complaint."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from pipeline.cartography.grid import MapInputs
from pipeline.cartography.page import render_page
from pipeline.cartography.payload import payload
from pipeline.configs.maps import MapsConfig
from tests.cartography.synthetic import HOSTILE, gate_configs, map_inputs, ranking_config

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
MAPS = MapsConfig()


@dataclass
class Opened:
    """An open page with what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def quiet(self) -> bool:
        """Nothing was asked for and nothing went wrong."""
        return not self.requests and not self.complaints


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("no Chromium on this machine: apt-get install chromium")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def inputs() -> MapInputs:
    """Sixty made-up candidates, some with names that would do harm as markup."""
    return map_inputs(60, names=HOSTILE, gaps=0.12)


@pytest.fixture(scope="session")
def map_file(inputs: MapInputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maps") / "made-up.html"
    data = payload(inputs, MAPS, gate_configs(), ranking_config())
    path.write_text(render_page(data, MAPS), encoding="utf-8")
    return path


Opener = Callable[..., Opened]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Opener]:
    """Open a file at a width and height; the network is refused."""
    contexts = []

    def opener(path: Path, *, width: int = 1440, height: int = 900, fragment: str = "") -> Opened:
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        opened = Opened(context.new_page())

        def refuse(route: Route) -> None:
            if route.request.url.split("#")[0] == path.as_uri():
                route.continue_()
            else:
                opened.requests.append(route.request.url)
                route.abort()

        context.route("**/*", refuse)
        opened.page.on(
            "console",
            lambda message: (
                message.type in {"error", "warning"}
                and opened.complaints.append(f"{message.type}: {message.text}")
            ),
        )
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.goto(path.as_uri() + fragment)
        return opened

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def open_map(open_page: Opener, map_file: Path) -> Opener:
    """Open the made-up map and wait until it says that it is ready."""

    def opener(**settings: object) -> Opened:
        opened = open_page(map_file, **settings)
        opened.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
        return opened

    return opener
