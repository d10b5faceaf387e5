"""Stage ``facility``: every cooling design at every site, hour by hour."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.configs.facility import FacilityConfig
from pipeline.configs.reading import read_sections
from pipeline.errors import InputError
from pipeline.facility.designs import select
from pipeline.facility.warm import ensure_compiled
from pipeline.files import atomic_path, read_npy, read_parquet, read_text
from pipeline.stage import run, say


def main(arguments: list[str] | None = None) -> None:
    """Read sites, weather and load; write ``facility.parquet``, a row per site and design."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.facility", description=__doc__)
    for name in ("config", "sites", "weather", "weather-sites", "it-load", "workload", "facility"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    config: FacilityConfig = read_sections(given.config, facility=FacilityConfig)["facility"]
    designs = select(config.designs, config.parameters)
    sites = read_parquet(given.sites)["site_id"].to_numpy()
    weather = read_npy(given.weather, mmap=True)
    mean_sd_k = read_parquet(given.weather_sites)["dry_bulb_mean_sd_k"].to_numpy(dtype=float)
    load_mw = read_npy(given.it_load)
    if weather.shape[0] != len(sites):
        raise InputError(
            "weather and sites differ in number",
            file=given.weather,
            value=weather.shape[0],
            allowed=len(sites),
        )

    ensure_compiled()
    from pipeline.facility.model import check_load, check_weather, stream
    from pipeline.facility.weather_error import weather_error

    it_capacity_mw = float(json.loads(read_text(given.workload))["it_capacity_mw"])
    load = np.asarray(load_mw, dtype=np.float64) / it_capacity_mw
    check_load(load)
    check_weather(weather, sites)
    say("facility", f"{len(designs)} designs at {len(sites)} sites, {config.draws} draws")
    threads = int(os.environ.get("NUMBA_NUM_THREADS", "2"))

    def parts() -> Iterator[tuple[int, dict[str, Any]]]:
        for start, columns in stream(
            weather,
            load,
            designs,
            draws=config.draws,
            seed=config.seed,
            band_hour_step=config.band_hour_step,
            threads=threads,
        ):
            here = slice(start, start + len(columns["pue"]) // len(designs))
            error = weather_error(weather[here], load, designs, mean_sd_k[here], threads=threads)
            columns["overhead_weather_log_sd"] = error.overhead_log_sd.ravel()
            columns["site_water_weather_log_sd"] = error.site_water_log_sd.ravel()
            yield start, columns

    with atomic_path(given.facility) as temporary:
        _write(parts(), sites, len(designs), temporary)


def _write(parts: Iterator[tuple[int, dict[str, Any]]], sites: Any, count: int, path: Path) -> None:
    """Append each chunk to the Parquet file, so that no more than one is held."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    try:
        for start, columns in parts:
            here = sites[start : start + len(columns["pue"]) // count]
            part = pa.table({"site_id": np.repeat(here, count), **columns})
            writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
            writer.write_table(part)
    finally:
        if writer is not None:
            writer.close()


if __name__ == "__main__":
    raise SystemExit(run(main))
