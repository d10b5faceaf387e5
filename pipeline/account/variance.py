"""Which input's error moves a figure most: shares of its variance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

#: Rows worked on together.
CHUNK = 256


def variance_shares(figure: np.ndarray, scores: Sequence[np.ndarray]) -> np.ndarray:
    """First-order Sobol indices of every input, from the draws behind a band.

    Polynomial chaos (Sudret 2008, doi:10.1016/j.ress.2007.04.002): the figure is regressed on the Hermite
    polynomials of degree 1 and 2 of each standard normal score; an input's share of the variance is that of
    its own terms. What is left belongs to products of inputs and to higher degrees.

    Parameters
    ----------
    figure
        Draws, shape (rows, draws); NaN rows give NaN.
    scores
        Independent standard normal draws of each input, shape (rows, draws) each.

    Returns
    -------
    numpy.ndarray
        Shape (rows, inputs), 0..1; 0 where the figure does not vary.
    """
    draws = figure.shape[1]
    found = np.full((len(figure), len(scores)), np.nan)
    if np.isnan(figure).all():
        return found
    for start in range(0, len(figure), CHUNK):
        here = slice(start, start + CHUNK)
        values = figure[here]
        centred = values - values.mean(axis=1, keepdims=True)
        terms = []
        for score in scores:
            part = score[here]
            terms += [part, (part**2 - 1.0) / np.sqrt(2.0)]
        basis = np.stack(terms, axis=1)
        # least squares with a little ridge: an input without error has a score but no effect
        gram = basis @ basis.transpose(0, 2, 1) / draws + 1e-9 * np.eye(len(terms))
        right = (basis @ centred[:, :, None] / draws)[..., 0]
        weight = np.linalg.solve(gram, right[..., None])[..., 0]
        variance = centred.var(axis=1)
        own = (weight**2).reshape(len(values), len(scores), 2).sum(axis=2)
        share = np.divide(own, variance[:, None], out=np.zeros_like(own), where=variance[:, None] > 0)
        # chance correlation of finite draws can carry the sum a few per cent past the whole
        share = share / np.maximum(share.sum(axis=1, keepdims=True), 1.0)
        found[here] = np.where(np.isnan(variance)[:, None], np.nan, share)
    return found


def variance_table(
    names: pd.DataFrame, shares: Mapping[str, np.ndarray], inputs_of: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """One row per site, design, figure and input: ``variance_share``; rows of missing figures are left out.

    ``names`` has ``site_id`` and ``design``; ``shares`` by figure, shape (rows, inputs).
    """
    parts = []
    for figure, inputs in inputs_of.items():
        if figure not in shares:
            continue
        known = ~np.isnan(shares[figure]).any(axis=1)
        for at, name in enumerate(inputs):
            share = shares[figure][known, at].round(4)
            parts.append(names[known].assign(variance_of=figure, variance_input=name, variance_share=share))
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(["site_id", "design", "variance_of"], kind="stable", ignore_index=True)


def median_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Median share over sites and designs of every figure's inputs, the largest first.

    Columns ``variance_of``, ``variance_input``, ``variance_share``, in the order of the figures' names.
    """
    found = table.groupby(["variance_of", "variance_input"], sort=True, as_index=False)[
        "variance_share"
    ].median()
    order = ["variance_of", "variance_share", "variance_input"]
    return found.sort_values(order, ascending=[True, False, True], ignore_index=True)


def drivers(
    names: pd.DataFrame, shares: Mapping[str, np.ndarray], inputs_of: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """The input with the largest share of each figure, a column ``<figure>_driver`` each; missing if none."""
    found = {}
    for figure, inputs in inputs_of.items():
        if figure not in shares:
            continue
        share = np.nan_to_num(shares[figure], nan=-1.0)
        best = pd.Series(np.array(inputs)[share.argmax(axis=1)], names.index)
        found[f"{figure}_driver"] = best.where(share.max(axis=1) > 0.0)
    return pd.DataFrame(found)
