"""The question turned round: what can be served or trained for so much energy, carbon or water?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.errors import InputError
from pipeline.workload.accelerators import accelerator
from pipeline.workload.inference import Request, ServingResult, Setup, largest_batch, serve
from pipeline.workload.limits import check_from, check_positive
from pipeline.workload.tables import Tables
from pipeline.workload.training import TrainingResult, check_training_memory, train, training_flop

#: Tokens per parameter of a model trained to be as good as its compute allows (Hoffmann et al. 2022,
#: arXiv:2203.15556).
TOKENS_PER_PARAMETER = 20.0
#: Sizes of a serving group that are tried.
GROUPS = (1, 2, 4, 8)


@dataclass(frozen=True)
class Budget:
    """IT energy that a budget buys [MWh], from energy, carbon or water at a site."""

    it_mwh: float

    @classmethod
    def of(
        cls,
        *,
        mwh: float | None = None,
        tco2e: float | None = None,
        m3: float | None = None,
        pue: float = 1.0,
        gco2e_per_kwh: float | None = None,
        l_per_kwh: float | None = None,
    ) -> Budget:
        """From one of facility MWh, tCO2e (needs the grid's intensity) or m³ on site (needs WUE per IT kWh).

        Raises
        ------
        InputError
            None or more than one budget, a budget not above zero, or the figure that converts it missing.
        """
        given = {
            name: value for name, value in (("mwh", mwh), ("tco2e", tco2e), ("m3", m3)) if value is not None
        }
        if len(given) != 1:
            raise InputError("one budget is needed", column="budget", allowed="one of mwh, tco2e, m3")
        name, value = next(iter(given.items()))
        check_positive(**{name: value})
        check_from(1.0, pue=pue)
        if name == "mwh":
            return cls(value / pue)
        if name == "tco2e":
            return cls(1000.0 * value / _needed("gco2e_per_kwh", gco2e_per_kwh) / pue)
        return cls(value / _needed("l_per_kwh", l_per_kwh))


def _needed(name: str, value: float | None) -> float:
    check_positive(**{name: value})
    assert value is not None
    return value


def served_for(
    tables: Tables,
    budget: Budget,
    request: Request,
    *,
    chips: tuple[str, ...],
    latency_ms_per_token: float,
    precisions: tuple[str, ...] = ("bf16", "fp8", "fp4"),
) -> tuple[ServingResult, dict[str, object]]:
    """The configuration with the least energy per request under a latency, and what the budget serves with
    it.

    Tried are the chips, groups of 1 to 8, the number formats that a chip has, and the largest batch that
    meets the latency. Only chips with measurements are taken unless others are named.

    Raises
    ------
    InputError
        Nothing tried fits and is fast enough.
    """
    best: ServingResult | None = None
    for chip in chips:
        for group in GROUPS:
            for precision in precisions:
                try:
                    setup = largest_batch(
                        tables, request, Setup(chip, group, precision), latency_ms_per_token
                    )
                    found = serve(tables, request, setup)
                except InputError:  # lacks the format, does not fit, or is too slow
                    continue
                if best is None or found.wall_wh_per_request.central < best.wall_wh_per_request.central:
                    best = found
    if best is None:
        raise InputError(
            "no configuration fits its memory and meets the latency",
            column="latency_ms_per_token",
            value=latency_ms_per_token,
            allowed=f"a longer time, or other chips than {', '.join(chips)}",
        )
    per_request = best.wall_wh_per_request
    low, middle, high = (budget.it_mwh * 1e6 / value for value in per_request.quantiles()[::-1])
    requests = budget.it_mwh * 1e6 / per_request.central
    return best, {
        "it_mwh": budget.it_mwh,
        "requests": requests,
        "requests_p05": low,
        "requests_p50": middle,
        "requests_p95": high,
        "output_tokens": requests * request.output_tokens,
        **best.record(),
    }


def trained_for(
    tables: Tables,
    budget: Budget,
    *,
    chip: str,
    chips: int,
    precision: str = "bf16",
    tokens_per_parameter: float = TOKENS_PER_PARAMETER,
) -> tuple[float, TrainingResult]:
    """Parameters [1e9] of the largest dense model whose final run takes the budget, and that run.

    Energy rises with the square of the size (tokens follow it), so the size is found by bisection on the
    logarithm.

    Raises
    ------
    InputError
        As :func:`~pipeline.workload.training.train`; the model found does not fit the chips.
    """

    def run(size_b: float) -> TrainingResult:
        flop = training_flop(size_b, size_b * tokens_per_parameter)
        return train(
            tables, flop=flop, chip=chip, chips=chips, active_parameters_b=size_b, precision=precision
        )

    low, high = np.log(1e-6), np.log(1e9)
    for _ in range(60):
        middle = 0.5 * (low + high)
        if run(float(np.exp(middle))).energy_mwh_it.central < budget.it_mwh:
            low = middle
        else:
            high = middle
    size = float(np.exp(low))
    check_training_memory(accelerator(chip, tables.accelerators), chips, size)
    return size, run(size)
