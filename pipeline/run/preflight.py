"""What is checked before any job starts: settings, candidates, own figures, checksums of the datasets."""

from __future__ import annotations

from pipeline.config import Config, load_config, relative_to_root
from pipeline.datasets import verify_all
from pipeline.geography.candidates import read_candidates


def preflight(scenario: str) -> Config:
    """Check everything a run of ``scenario`` would read.

    Raises
    ------
    InputError
        The first fault found, with file, row, column, value and what is allowed.
    """
    config = load_config(scenario)
    verify_all()
    read_candidates(relative_to_root(config.geography.candidates))
    if config.regional.overrides is not None:
        from pipeline.geography.regional import read_overrides

        read_overrides(relative_to_root(config.regional.overrides))
    return config
