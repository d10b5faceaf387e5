"""What stands behind the figures: workload, data and licences, settings, versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.datasets import Source
from pipeline.report.blocks import Block, Column, Text, table
from pipeline.report.inputs import Inputs

_JOB_COLUMNS = (
    *("job", "job_kind", "it_mwh_p05", "it_mwh_p50", "it_mwh_p95", "peak_it_mw", "shiftable_share"),
    *("latency_class", "driver"),
)
_SOURCE_COLUMNS = ("title", "publisher", "vintage", "method", "licence", "url")


def workload(inputs: Inputs) -> Iterator[Block]:
    """The jobs that become the IT load."""
    yield table("Jobs", inputs.jobs, [Column(name) for name in _JOB_COLUMNS if name in inputs.jobs])
    yield Text.of(
        "The jobs become megawatts of IT load for every hour of the year; the account consumes them."
    )


def data_sources(inputs: Inputs) -> Iterator[Block]:
    """Every dataset with publisher, vintage and licence."""
    yield Text.of(
        "Every figure comes from one of these tables; its row in datasets/sources.csv has the checksum."
    )
    yield Text.of(
        "Contains information from Electricity Maps, made available under the Open Database License "
        "(ODbL 1.0); tables derived from share-alike data stand in files of their own."
    )
    frame = pd.DataFrame([{"dataset": key, **_row(value)} for key, value in inputs.sources.items()])
    yield table("Datasets", frame, [Column(name) for name in ("dataset", *_SOURCE_COLUMNS)])


def _row(source: Source) -> dict[str, str]:
    return {name: getattr(source, name) for name in _SOURCE_COLUMNS}


def settings(inputs: Inputs) -> Iterator[Block]:
    """The configuration, key by key."""
    rows = [{"key": key, "value": value} for key, value in flat(inputs.config.model_dump(mode="json"))]
    yield table("Configuration of this run", pd.DataFrame(rows), [Column("key"), Column("value")])


def versions(inputs: Inputs) -> Iterator[Block]:
    """The packages that computed the figures."""
    yield Text.of("manifest.json beside this report has the checksum of every input and output and the seed.")
    if inputs.versions:
        rows = [{"package": name, "version": version} for name, version in sorted(inputs.versions.items())]
        yield table("Versions", pd.DataFrame(rows), [Column("package"), Column("version")])


def flat(value: Any, at: str = "") -> list[tuple[str, str]]:
    """Nested settings as dotted keys, lists of plain values on one line."""
    if isinstance(value, dict) and value:
        return [row for key, item in value.items() for row in flat(item, f"{at}.{key}" if at else str(key))]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [row for index, item in enumerate(value) for row in flat(item, f"{at}[{index}]")]
    return [(at, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))]
