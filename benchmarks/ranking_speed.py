"""Rank acceptability and TOPSIS side by side with pymcdm, pyrepo-mcda and scikit-criteria.

    pip install -e .[bench]
    python benchmarks/ranking_speed.py            # all; about three minutes on two cores
    python benchmarks/ranking_speed.py --quick    # a tenth of the draws

Figures of worth are random; what is measured does not depend on them. First it is shown that a plain TOPSIS
(min-max scaling) gives the peers' numbers: ours, with the candidates' own ends as reference points. The peers
take one weight vector at a time; their time per draw is the median over a few draws. Ours includes everything
from the draws of the weights to the counted ranks. Memory is the largest resident set of the process.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

CRITERIA = 12
PEERS = ("pymcdm", "pyrepo-mcda", "scikit-criteria")


def peer(name: str) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """TOPSIS with min-max scaling as the peer does it; all criteria more is better."""
    types = np.ones(CRITERIA)
    if name == "pymcdm":
        from pymcdm import methods as pymcdm_methods

        return lambda x, w: pymcdm_methods.TOPSIS()(x, w, types)
    if name == "pyrepo-mcda":
        from pyrepo_mcda import mcda_methods

        return lambda x, w: mcda_methods.TOPSIS()(x, w, types)
    from skcriteria import mkdm
    from skcriteria.agg import topsis
    from skcriteria.preprocessing.scalers import MinMaxScaler

    scaler, method = MinMaxScaler(target="matrix"), topsis.TOPSIS()

    def evaluate(x: np.ndarray, w: np.ndarray) -> np.ndarray:
        decision = mkdm(x, [max] * CRITERIA, weights=w)
        return np.asarray(method.evaluate(scaler.transform(decision)).e_.similarity)

    return evaluate


def same_numbers() -> list[str]:
    """Largest difference of the closeness from each peer, 200 candidates, 20 weight vectors."""
    from pipeline.ranking.large import score_blocks
    from pipeline.ranking.topsis import closeness

    generator = np.random.default_rng(1)
    x = generator.random((200, CRITERIA)) * 100
    weights = generator.dirichlet(np.ones(CRITERIA), 20)
    scaled = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
    ours = np.stack([closeness(scaled, one) for one in weights])
    compiled = np.vstack([block.copy() for block in score_blocks(scaled, weights, "topsis")])
    rows = []
    for name in PEERS:
        theirs = np.stack([peer(name)(x, one) for one in weights])
        rows.append(f"| {name} | {np.abs(ours - theirs).max():.1e} | {np.abs(compiled - theirs).max():.1e} |")
    return rows


def per_draw(name: str, sites: int) -> float:
    """Seconds per draw of a peer's TOPSIS."""
    generator = np.random.default_rng(2)
    x, method, times = generator.random((sites, CRITERIA)), peer(name), []
    for weights in generator.dirichlet(np.ones(CRITERIA), 4):
        started = time.perf_counter()
        method(x, weights)
        times.append(time.perf_counter() - started)
    return float(np.median(times[1:]))


def ours(kind: str, sites: int, draws: int) -> float:
    """Seconds for all draws: ``scores`` (TOPSIS), or ``topsis``, ``weighted_sum`` with the ranks counted."""
    from pipeline.ranking.draws import uniform_weights
    from pipeline.ranking.large import acceptability, score_blocks

    generator = np.random.default_rng(2)
    acceptability(generator.random((64, CRITERIA)), np.full((2, CRITERIA), 1 / CRITERIA), "topsis")
    acceptability(generator.random((64, CRITERIA)), np.full((2, CRITERIA), 1 / CRITERIA))
    x = generator.random((sites, CRITERIA), dtype=np.float32)
    started = time.perf_counter()
    weights = uniform_weights(np.full(CRITERIA, 1 / CRITERIA), draws, 3)
    if kind == "scores":
        for _ in score_blocks(x, weights, "topsis"):
            pass
    else:
        acceptability(x, weights, kind)  # type: ignore[arg-type]
    return time.perf_counter() - started


def apart(*arguments: str) -> tuple[float, float]:
    """Run one measurement in a process of its own: seconds, and MiB."""
    out = subprocess.run(
        [sys.executable, __file__, "--one", *arguments], check=True, capture_output=True, text=True
    ).stdout
    seconds, memory = out.split()
    return float(seconds), float(memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    warnings.filterwarnings("ignore", module="skcriteria")
    if given.one:
        what, *numbers = given.one
        counts = [int(number) for number in numbers]
        seconds = per_draw(what, counts[0]) if what in PEERS else ours(what, *counts)
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    scale = 10 if given.quick else 1
    print("Plain TOPSIS, largest difference of the closeness:\n")
    print("| peer | ours, float64 | ours, compiled float32 |\n|---|---:|---:|")
    print("\n".join(same_numbers()))
    print(f"\nTOPSIS of {CRITERIA} criteria, milliseconds per draw of the weights:\n")
    print("| sites | " + " | ".join(PEERS) + " | Kilowhere | times faster than pymcdm |")
    print("|---:|" + "---:|" * (len(PEERS) + 2))
    for sites, draws in ((1_000, 20_000 // scale), (100_000, 2_000 // scale)):
        theirs = [apart(name, str(sites))[0] for name in PEERS]
        mine = apart("scores", str(sites), str(draws))[0] / draws
        cells = " | ".join(f"{1000 * one:,.3g}" for one in theirs)
        print(f"| {sites:,} | {cells} | {1000 * mine:.3g} | {theirs[0] / mine:,.0f} |")
    print(f"\nRank acceptability, {CRITERIA} criteria, from the weights to the counted ranks:\n")
    print("| method | sites | draws | seconds | MiB |\n|---|---:|---:|---:|---:|")
    for kind, sites, draws in (
        ("weighted_sum", 1_000, 10_000),
        ("weighted_sum", 100_000, 10_000),
        ("topsis", 100_000, 10_000),
        ("weighted_sum", 1_000_000, 1_000),
    ):
        seconds, memory = apart(kind, str(sites), str(draws // scale))
        print(f"| {kind} | {sites:,} | {draws // scale:,} | {seconds:.1f} | {memory:,.0f} |")


if __name__ == "__main__":
    main()
