"""Size and speed of the map from 100 to 100,000 candidates, in headless Chromium with the network off.

    python benchmarks/map_size.py [--counts 100 300 1000 10000 100000]

The figures are made up (tests/cartography/synthetic.py), the outlines are the real ones. The robustness draws
are left out, since they are not what is measured. Times are medians over repeats in milliseconds:

first paint   from navigation to first-contentful-paint
ready         from navigation until every marker and table row is there
slider        from moving a weight until the new order is painted (two animation frames included)
zoom          from a change of zoom until it is painted
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.cartography.grid import MapInputs  # noqa: E402
from pipeline.cartography.page import render_page  # noqa: E402
from pipeline.cartography.payload import payload  # noqa: E402
from pipeline.configs.maps import MapsConfig  # noqa: E402
from pipeline.datasets import sources  # noqa: E402
from pipeline.ranking import gates as gating  # noqa: E402
from pipeline.ranking.order import order_sites, with_completeness  # noqa: E402
from pipeline.ranking.tables import joined  # noqa: E402
from tests.cartography.synthetic import (  # noqa: E402
    countries,
    gate_configs,
    ranking_config,
    regions,
    tables,
)

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
SLIDE = (
    "async value => { const node = document.getElementById('weight-carbon'); const start = performance.now();"
    " node.value = value; node.dispatchEvent(new Event('input'));"
    " await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));"
    " return performance.now() - start; }"
)
ZOOM = (
    "async zoom => { const start = performance.now(); kilowhere.map.setZoom(zoom, {animate: false});"
    " await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));"
    " return performance.now() - start; }"
)


def inputs(count: int) -> MapInputs:
    """Made-up tables with the pipeline's own gates and scores, without its draws."""
    made = tables(count)
    config = ranking_config()
    table = with_completeness(
        joined(made["sites"], made["regional"], made["facility"], made["account"]), config
    )
    outcomes = gating.evaluate(table, gate_configs())
    order = order_sites(table, gating.passing(outcomes, len(table)), config)
    frame = table.iloc[order.chosen].reset_index(drop=True)
    frame = frame.assign(
        score=order.scored.score[order.chosen],
        score_low=order.scored.low[order.chosen],
        score_high=order.scored.high[order.chosen],
        gates_undecided=None,
    )
    rank = np.full(len(frame), np.nan)
    rank[order.ranked] = np.arange(1, len(order.ranked) + 1)
    frame["rank"] = pd.array(rank, dtype="Int64")
    for name in ("p_top1", "p_top5", "p_top10"):
        frame[name] = np.where(rank <= 10, 0.7, 0.0)
    for name in ("rank_p05", "rank_p50", "rank_p95", "tie_group"):
        frame[name] = rank
    return MapInputs(
        title=f"{count} made-up candidates",
        scenario="benchmark",
        table=table,
        weather=made["weather"],
        ranking=frame,
        gates=gating.gates_frame(table, outcomes),
        robustness={"statement": "Made up for the benchmark."},
        sources=sources(),
        countries=countries(),
        regions=regions(),
    )


def measure(page: Page, path: Path, repeats: int) -> dict[str, float]:
    """Open a map several times, then move a slider and zoom."""
    paints, readies = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready=true]", timeout=120_000)
        page.evaluate(PAINTED)
        readies.append(1000 * (time.perf_counter() - start))
        paints.append(
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
        )
    slides = [page.evaluate(SLIDE, 30 + 5 * step) for step in range(9)]
    zooms = [page.evaluate(ZOOM, zoom) for zoom in (3, 4, 5, 4, 3)]
    return {
        "first paint": statistics.median(paints),
        "ready": statistics.median(readies),
        "slider": statistics.median(slides),
        "zoom": statistics.median(zooms),
    }


def main() -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 300, 1000, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    maps = MapsConfig()
    print("| candidates | designs in the page | MB | first paint, ms | ready, ms | slider, ms | zoom, ms |")
    print("|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for count in given.counts:
            data = payload(inputs(count), maps, gate_configs(), ranking_config())
            path = Path(folder) / f"{count}.html"
            path.write_text(render_page(data, maps), encoding="utf-8")
            context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
            found = measure(context.new_page(), path, given.repeats)
            context.close()
            size = path.stat().st_size / 1e6
            times = " | ".join(f"{value:.0f}" for value in found.values())
            print(
                f"| {count:,} | {'all' if data['allDesigns'] else 'chosen'} | {size:.2f} | {times} |",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
