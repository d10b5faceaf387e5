"""The compiled loops against the plain ones."""

import numpy as np
import pandas as pd
import pytest

from pipeline.ranking import sureness
from pipeline.ranking.large import acceptability, last_ranks, score_blocks
from pipeline.ranking.rank import rank_sites
from pipeline.ranking.robustness import Acceptability, rank_counts
from pipeline.ranking.topsis import closeness

from .conftest import settings, table

GENERATOR = np.random.default_rng(11)
WORTHS = GENERATOR.integers(0, 65, (130, 4)) / 64.0  # sums of few bits: float32 ties where float64 does
WEIGHTS = GENERATOR.integers(0, 17, (90, 4)) / 16.0


def test_weighted_sums_are_the_plain_ones() -> None:
    found = np.vstack([block.copy() for block in score_blocks(WORTHS, WEIGHTS)])
    assert found == pytest.approx(WEIGHTS @ WORTHS.T, rel=1e-6)


def test_closeness_is_the_plain_one() -> None:
    weights = WEIGHTS[WEIGHTS.sum(axis=1) > 0]
    found = np.vstack([block.copy() for block in score_blocks(WORTHS, weights, "topsis")])
    assert found == pytest.approx(np.stack([closeness(WORTHS, one) for one in weights]), abs=1e-6)


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = acceptability(WORTHS, WEIGHTS).counts
    monkeypatch.setattr("pipeline.ranking.large.BLOCK_SCORES", 130 * 7)
    assert np.array_equal(acceptability(WORTHS, WEIGHTS).counts, whole)


def test_ranks_are_exact_up_to_a_hundred_and_binned_beyond() -> None:
    exact = Acceptability(rank_counts(WEIGHTS @ WORTHS.T), len(WEIGHTS))
    found = acceptability(WORTHS, WEIGHTS)
    assert np.array_equal(found.counts[:, :100], exact.counts[:, :100])
    assert (found.counts.sum(axis=1) == len(WEIGHTS)).all()
    for places in (1, 5, 10, 100, 130):
        assert found.p_top(places) == pytest.approx(exact.p_top(places))
    for share in (0.05, 0.5, 0.95):
        upper, true = found.quantile(share), exact.quantile(share)
        assert (upper >= true).all()
        assert (upper <= np.maximum(true, true * 1.06 + 1)).all()
    with pytest.raises(ValueError, match="not known"):
        found.p_top(103)


def test_bins_cover_every_rank_once() -> None:
    assert last_ranks(3).tolist() == [1, 2, 3]
    ends = last_ranks(1_000_000)
    assert ends[:100].tolist() == list(range(1, 101))
    assert (np.diff(ends) > 0).all()
    assert ends[-1] == 1_000_000
    assert len(ends) < 300
    assert last_ranks(0).tolist() == []


def test_too_many_draws_for_the_counters_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        acceptability(np.zeros((2, 1)), np.ones((65_536, 1)))


def test_many_sites_are_ranked_by_weights_alone_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = GENERATOR.uniform((1, 1, 1), (900, 190, 95), (60, 3))
    rows = table({f"s{index:02d} dry": tuple(values) for index, values in enumerate(figures)})
    few = rank_sites(rows, [], settings(draws=500))
    monkeypatch.setattr(sureness, "LARGE", 59)
    many = rank_sites(rows, [], settings(draws=500))
    pd.testing.assert_series_equal(many.sites["score"], few.sites["score"])
    exact = few.robustness["sites"]["weights_only"]
    for site, found in many.robustness["sites"]["joint"].items():
        assert found["p_top10"] == pytest.approx(exact[site]["p_top10"], abs=0.01)
    assert "central values" in many.robustness["methods"]["large"]
    assert "large" not in few.robustness["methods"]
    assert many.sites["tie_group"].notna().sum() == 50
