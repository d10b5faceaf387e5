"""What the planning report says, section by section, from a finished ranking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from pipeline.config import Config
from pipeline.datasets import Source
from pipeline.report import charts
from pipeline.report.blocks import (
    Block,
    Column,
    Figure,
    Markdown,
    Section,
    Text,
    number,
    percent,
    table,
)

#: How many sites the shortlist shows.
SHORTLIST = 10
#: How many sites the robustness charts show: those that could well be in the shortlist.
CONTENDERS = 20


@dataclass(frozen=True)
class Inputs:
    """Everything a report is written from; tables as the stages left them."""

    scenario: str
    config: Config
    sites: pd.DataFrame
    regional: pd.DataFrame
    weather: pd.DataFrame
    jobs: pd.DataFrame
    workload: Mapping[str, Any]
    facility: pd.DataFrame
    account: pd.DataFrame
    ranking: pd.DataFrame
    gates: pd.DataFrame
    robustness: Mapping[str, Any]
    limitations: str
    sources: Mapping[str, Source]
    land: gpd.GeoDataFrame

    @property
    def ranked(self) -> pd.DataFrame:
        """The sites that passed the gates, best first."""
        return self.ranking[self.ranking["rank"].notna()].sort_values("rank", kind="stable")

    @property
    def criteria(self) -> list[str]:
        """Names of the criteria, in the order of the configuration."""
        return [
            name.removeprefix("contribution_") for name in self.ranking if name.startswith("contribution_")
        ]


def sections(inputs: Inputs) -> list[Section]:
    """The whole report."""
    return [
        Section("summary", "Summary", tuple(_summary(inputs))),
        Section("shortlist", "Shortlist", tuple(_shortlist(inputs))),
        Section("account", "Account of the shortlist", tuple(_account(inputs))),
        Section("gates", "Gates", tuple(_gates(inputs))),
        Section("robustness", "How sure the order is", tuple(_robustness(inputs))),
        Section("workload", "Workload", tuple(_workload(inputs))),
        Section("limits", "What the ranking does not know", (Markdown(inputs.limitations),)),
        Section("sources", "Data and licences", tuple(_sources(inputs))),
        Section("settings", "Settings", tuple(_settings(inputs))),
    ]


def _summary(inputs: Inputs) -> list[Block]:
    ranked, total = inputs.ranked, len(inputs.ranking)
    blocks: list[Block] = []
    if inputs.config.description:
        blocks.append(Text.of(inputs.config.description))
    if ranked.empty:
        blocks.append(
            Text.of(f"No site is ranked: all {total} candidates fail a gate. See the section on gates.")
        )
        return blocks
    first = ranked.iloc[0]
    sure = int((ranked["p_top10"] >= 0.9).sum())
    countries = ranked["country_iso3"].nunique()
    incomplete = int((ranked["completeness"] < 1).sum())
    lines = [
        f"First of {len(ranked)} ranked sites in {countries} countries: {first['name']} "
        f"({first['country_iso3']}) with {first['design']}, score {first['score']:.3f}.",
        f"It is first in {percent(first['p_top1'])} and among the first ten in {percent(first['p_top10'])} "
        "of the draws. What the draws vary is stated in the section on robustness.",
        f"{sure} {'site is' if sure == 1 else 'sites are'} in the first ten in at least 90 % of the draws. "
        "Sites whose rank intervals overlap are not told apart by what is known here.",
        f"{total - len(ranked)} of {total} candidates are excluded by a gate; each has its reason on record.",
    ]
    if incomplete:
        lines.append(
            f"{incomplete} ranked sites lack at least one figure. Their score is the middle of an interval "
            "from worst to best case; nothing missing was set to zero."
        )
    blocks.append(Text(tuple(lines)))
    blocks.append(
        Figure(
            "Candidates by rank; the first ten are ringed, excluded ones grey. Outlines: Natural Earth.",
            f"World map of {len(ranked)} ranked candidates. First ten: "
            + ", ".join(ranked["name"].head(10))
            + ".",
            charts.world(inputs.ranking, inputs.land),
        )
    )
    return blocks


def _shortlist(inputs: Inputs) -> list[Block]:
    short = inputs.ranked.head(SHORTLIST)
    if short.empty:
        return [Text.of("Nothing passed the gates.")]

    columns = [
        Column("rank", "rank", lambda value: f"{value:.0f}"),
        Column("name", "site"),
        Column("country_iso3", "country"),
        Column("design", "cooling design"),
        Column("score", "score", lambda value: f"{value:.3f}"),
        Column("score_low", "lowest", lambda value: f"{value:.3f}"),
        Column("score_high", "highest", lambda value: f"{value:.3f}"),
        Column("p_top1", "P(first)", percent),
        Column("p_top10", "P(top ten)", percent),
        Column("rank_p05", "rank, 5 %", lambda value: f"{value:.0f}"),
        Column("rank_p95", "rank, 95 %", lambda value: f"{value:.0f}"),
        Column("completeness", "complete", percent),
    ]
    parts = [
        Column(f"contribution_{name}", name.replace("_", " "), lambda value: f"{value:.3f}")
        for name in inputs.criteria
    ]
    labels = [name.replace("_", " ") for name in inputs.criteria]
    return [
        table("The first sites of the ranking", short, columns),
        Figure(
            "What each criterion adds to the score; the parts sum to the score exactly.",
            "Stacked bars of the score's parts for the shortlist; the table below has the same figures.",
            charts.contributions(short, inputs.criteria, labels),
        ),
        table("Parts of the score", short, [columns[0], columns[1], *parts, columns[4]]),
    ]


def _account(inputs: Inputs) -> list[Block]:
    short = inputs.ranked.head(SHORTLIST)[["site_id", "name", "rank", "design"]]
    if short.empty:
        return [Text.of("Nothing passed the gates.")]
    ledger = short.merge(inputs.account, on=["site_id", "design"]).merge(
        inputs.facility[["site_id", "design", "pue", "pue_p05", "pue_p95", "wue_l_per_kwh"]],
        on=["site_id", "design"],
    )
    rank, name = Column("rank", "rank", lambda value: f"{value:.0f}"), Column("name", "site")
    physical = ["facility_mwh", "peak_mw", "carbon_tco2e", "electricity_usd"]
    water = [
        "site_water_withdrawal_m3",
        "site_water_consumption_m3",
        "grid_water_consumption_m3",
        "scarcity_m3_world",
    ]
    source = short.merge(inputs.regional, on="site_id")
    provenance = [
        "carbon_gco2e_per_kwh",
        "carbon_method",
        "carbon_source",
        "price_usd_per_mwh",
        "price_source",
        "aware_source",
    ]
    energy = inputs.workload["it_mwh"]
    return [
        Text.of(
            f"Each site serves the same IT load: {number(energy)} MWh in a year. Quantities are a year's, "
            "absolute and without weights; a dash is a figure that is missing, not zero."
        ),
        table(
            "Facility and year",
            ledger,
            [
                rank,
                name,
                Column("design", "design"),
                Column("pue", "PUE", lambda value: f"{value:.3f}"),
                Column("pue_p05", "5 %", lambda value: f"{value:.3f}"),
                Column("pue_p95", "95 %", lambda value: f"{value:.3f}"),
                Column("wue_l_per_kwh", "WUE [L/kWh]", lambda value: f"{value:.2f}"),
                *[Column(one) for one in physical],
            ],
        ),
        table("Water of a year", ledger, [rank, name, *[Column(one) for one in water]]),
        Figure(
            "PUE and water use of the first five sites with their chosen design, by month.",
            "Two line charts by month: PUE and WUE of the first five sites.",
            charts.monthly(inputs.ranked, inputs.facility),
        ),
        table(
            "Where the regional figures come from", source, [rank, name, *[Column(one) for one in provenance]]
        ),
    ]


def _gates(inputs: Inputs) -> list[Block]:
    excluded = inputs.ranking[inputs.ranking["rank"].isna()]
    blocks: list[Block] = [
        Text.of(
            "A gate passes or fails a site with a cooling design, with its reason; it adds no score. "
            "A site is excluded when no design passes."
        ),
        Text(
            tuple(f"{gate.name}: {gate.reason}" for gate in inputs.config.gates)
            or ("This scenario has no gate.",)
        ),
    ]
    counts = inputs.robustness.get("exclusions", [])
    if counts:
        frame = pd.DataFrame(counts)
        blocks.append(
            table(
                "Sites excluded",
                frame,
                [
                    Column("gate", "gate"),
                    Column("excluded", "excluded by it"),
                    Column("excluded_alone", "by it alone"),
                ],
            )
        )
    if not excluded.empty:
        blocks.append(
            table(
                "Excluded sites and why",
                excluded.sort_values("site_id"),
                [
                    Column("name", "site"),
                    Column("country_iso3", "country"),
                    Column("gate_reasons", "reasons"),
                ],
            )
        )
    return blocks


def _robustness(inputs: Inputs) -> list[Block]:
    contenders = inputs.ranked.head(CONTENDERS)
    if contenders.empty:
        return [Text.of("Nothing passed the gates.")]
    shown = [
        Column("rank", "rank", lambda value: f"{value:.0f}"),
        Column("name", "site"),
        *[Column(f"p_top{n}", f"P(top {n})", percent) for n in (1, 5, 10)],
        *[Column(f"rank_p{q}", f"rank, {q} %", lambda value: f"{value:.0f}") for q in ("05", "50", "95")],
    ]
    statement = inputs.robustness.get("statement")
    blocks: list[Block] = [Text.of(str(statement))] if statement else []
    return [
        *blocks,
        Figure(
            "Rank of each contender over the draws.",
            "Interval chart of ranks; the table below has the same figures.",
            charts.rank_intervals(contenders),
        ),
        table("Rank acceptability", contenders, shown),
    ]


def _workload(inputs: Inputs) -> list[Block]:
    names = [
        "job",
        "kind",
        "it_mwh_p05",
        "it_mwh_p50",
        "it_mwh_p95",
        "peak_it_mw",
        "shiftable_share",
        "latency_class",
        "driver",
    ]
    return [
        table("Jobs", inputs.jobs, [Column(name) for name in names if name in inputs.jobs]),
        Text.of(
            "The jobs become megawatts of IT load for every hour of the year; the account consumes them."
        ),
    ]


def _sources(inputs: Inputs) -> list[Block]:
    frame = pd.DataFrame([{"dataset": key, **_source_row(value)} for key, value in inputs.sources.items()])
    return [
        Text.of(
            "Every figure comes from one of these tables; its row in datasets/sources.csv has the checksum."
        ),
        Text.of(
            "Contains information from Electricity Maps, made available under the Open Database License "
            "(ODbL 1.0); tables derived from share-alike data stand in files of their own."
        ),
        table(
            "Datasets",
            frame,
            [
                Column(name)
                for name in ("dataset", "title", "publisher", "vintage", "method", "licence", "url")
            ],
        ),
    ]


def _source_row(source: Source) -> dict[str, str]:
    return {
        name: getattr(source, name) for name in ("title", "publisher", "vintage", "method", "licence", "url")
    }


def _settings(inputs: Inputs) -> list[Block]:
    settings = inputs.config.model_dump(mode="json")
    rows = [{"key": key, "value": value} for key, value in _flat(settings)]
    return [
        Text.of("manifest.json beside this report has versions and the checksum of every input and output."),
        table("Configuration of this run", pd.DataFrame(rows), [Column("key"), Column("value")]),
    ]


def _flat(value: Any, at: str = "") -> list[tuple[str, str]]:
    """Nested settings as dotted keys, lists of plain values on one line."""
    if isinstance(value, dict) and value:
        return [row for key, item in value.items() for row in _flat(item, f"{at}.{key}" if at else str(key))]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [row for index, item in enumerate(value) for row in _flat(item, f"{at}[{index}]")]
    return [(at, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))]
