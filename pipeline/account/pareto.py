"""Which designs of a site no other design of it beats."""

from __future__ import annotations

import numpy as np


def pareto_within(groups: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Rows that no other row of their group equals or beats in every figure and beats in one.

    Parameters
    ----------
    groups
        The site of every row, shape (n,).
    figures
        Smaller is better, shape (n, figures). A figure that is missing for a row counts as the best for the
        row itself and as the worst when it is a rival's; a figure missing for a whole site so decides
        nothing.

    Returns
    -------
    numpy.ndarray
        Booleans, shape (n,).
    """
    best = np.where(np.isnan(figures), -np.inf, figures)
    worst = np.where(np.isnan(figures), np.inf, figures)
    found = np.ones(len(groups), dtype=bool)
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.r_[True, groups[order][1:] != groups[order][:-1]])
    for rows in np.split(order, starts[1:]):
        everywhere = np.isnan(figures[rows]).all(axis=0)
        mine = np.where(everywhere, 0.0, best[rows])
        rival = np.where(everywhere, 0.0, worst[rows])
        no_worse = (rival[:, None, :] <= mine[None, :, :]).all(axis=2)
        better = (rival[:, None, :] < mine[None, :, :]).any(axis=2)
        found[rows] = ~(no_worse & better).any(axis=0)
    return found


def pareto_among(groups: np.ndarray, figures: np.ndarray, able: np.ndarray) -> np.ndarray:
    """:func:`pareto_within` among the rows that do their task: the others neither beat nor are unbeaten.

    A plant too small to cool its site is cheap; ``able`` (booleans, shape (n,)) keeps it from beating one
    that does. In a group without an able row all are compared.
    """
    none_able = ~np.isin(groups, np.unique(groups[able]))
    compared = able | none_able
    found = np.zeros(len(groups), dtype=bool)
    if compared.any():
        found[compared] = pareto_within(groups[compared], figures[compared])
    return found
