"""The weather stage: an hourly year for every site, and what is known about how wrong it may be."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.configs.reading import read_sections
from pipeline.configs.weather import WeatherConfig
from pipeline.files import read_parquet, write_parquet
from pipeline.stage import run, say


def main(arguments: list[str] | None = None) -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.weather", description=__doc__)
    parser.add_argument("--config", required=True, help='JSON with the section "weather"')
    parser.add_argument("--sites", type=Path, required=True, help="sites.parquet of the geography stage")
    parser.add_argument("--weather", type=Path, required=True, help="output: hours of all sites (.npy)")
    parser.add_argument("--summary", type=Path, required=True, help="output: a row per site")
    given = parser.parse_args(arguments)
    config = read_sections(given.config, weather=WeatherConfig)["weather"]
    sites = read_parquet(given.sites)

    from pipeline.weather.stage import write_weather

    summary = write_weather(sites, config, given.weather)
    write_parquet(summary, given.summary)
    kinds = ", ".join(f"{count} {kind}" for kind, count in summary.weather_provider.value_counts().items())
    say("weather", f"{len(summary)} sites: {kinds}")


if __name__ == "__main__":
    raise SystemExit(run(main))
