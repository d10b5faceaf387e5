"""What is checked before any job starts: settings, candidates, own figures, checksums of the datasets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.config import Config, check_config, relative_to_root, scenario_document
from pipeline.datasets import load, verify_all
from pipeline.errors import InputError
from pipeline.geography.candidates import read_candidates
from pipeline.geography.polygons import country_codes
from pipeline.yaml_source import Document


def preflight(scenario: str) -> Config:
    """Check everything a run of ``scenario`` would read.

    Raises
    ------
    InputError
        The first fault found, with file, row, column, value and what is allowed.
    """
    document = scenario_document(scenario)
    config = check_config(document)
    verify_all()
    candidates = read_candidates(relative_to_root(config.geography.candidates))
    if config.regional.overrides is not None:
        from pipeline.geography.regional import read_overrides

        read_overrides(relative_to_root(config.regional.overrides))
    with _in_the_settings(document, "facility"):
        from pipeline.facility.designs import select

        select(config.facility.designs, config.facility.parameters)
    with _in_the_settings(document, "workload"):
        from pipeline.workload.jobs import run_jobs
        from pipeline.workload.tables import load_tables

        run_jobs(config.workload, load_tables())
    with _in_the_settings(document, "account"):
        from pipeline.account.settings import check_names

        check_names(
            config.account,
            site_ids=frozenset(candidates["site_id"]),
            site_countries=frozenset(candidates["country_iso3"]),
            countries=country_codes(),
            index_years=frozenset(load("us_cpi")["year"].astype(int)),
        )
    return config


@contextmanager
def _in_the_settings(document: Document, section: str) -> Iterator[None]:
    """Tell a fault that a model finds in its settings by the file and row of the setting, or its section."""
    try:
        yield
    except InputError as error:
        if error.file is not None:
            raise
        named = tuple((error.column or "").split("."))
        file, row = document.place(named if named[0] == section else (section,))
        raise InputError(
            error.problem, file=file, row=row, column=error.column, value=error.value, allowed=error.allowed
        ) from None
