"""The same answer on a device or from a data center: energy of both, and where they are equal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from pipeline.errors import InputError
from pipeline.workload.draws import Estimate, generator, overhead_factor, triangular
from pipeline.workload.inference import BATCHES, Request, ServingResult, Setup, serve
from pipeline.workload.limits import check_from
from pipeline.workload.tables import Tables

WH = 3600.0
#: Spread of a device's energy per token: temperature, battery and runtime (assumption).
_DEVICE_RANGE = (0.7, 1.0, 1.5)


@dataclass(frozen=True)
class Comparison:
    """Energy of one request both ways [Wh]; ``break_even_batch``: smallest at which the cloud takes less."""

    edge_wh: Estimate
    cloud_wh: Estimate
    network_wh: float
    break_even_batch: int | None
    served: ServingResult

    def record(self) -> dict[str, object]:
        """The keys of ``kilowhere workload compare --json``."""
        return {
            **self.edge_wh.record("edge_wh_per_request"),
            **self.cloud_wh.record("cloud_wh_per_request"),
            "network_wh_per_request": self.network_wh,
            "cloud_over_edge": self.cloud_wh.central / self.edge_wh.central,
            "break_even_batch": self.break_even_batch,
            "less_energy": "edge" if self.edge_wh.central < self.cloud_wh.central else "cloud",
            "driver": self.cloud_wh.driver(),
        }


def compare(
    tables: Tables,
    devices: pd.DataFrame,
    *,
    device: str,
    setup: Setup,
    request: Request,
    pue: float,
    network: str,
    draws: int = 2000,
    seed: int = 1907,
) -> Comparison:
    """Energy of a request on ``device`` and through ``network`` (``fixed``, ``mobile`` or ``none``) in the
    cloud.

    The device's joules per token hold for the model it was measured with and scale with the parameters beyond
    it: decoding one sequence reads every weight once per token. Its reading of the prompt is left out (small
    for short prompts). The cloud's share is at the wall, times PUE, and the network's per byte.

    Raises
    ------
    InputError
        Unknown device or network, PUE below 1, or as :func:`~pipeline.workload.inference.serve`.
    """
    if device not in devices.index:
        raise InputError("unknown device", column="edge", value=device, allowed=", ".join(devices.index))
    if network not in ("fixed", "mobile", "none"):
        raise InputError("unknown network", column="network", value=network, allowed="fixed, mobile, none")
    check_from(1.0, pue=pue)
    row = devices.loc[device]
    scale = request.active_parameters_b / float(row["parameters_b"])
    central = float(row["joules_per_output_token"]) * scale * request.output_tokens / WH
    spread = triangular(generator(seed, device), *_DEVICE_RANGE, draws)
    carried, network_factors = _network(tables, network, seed, draws)
    result = serve(tables, request, setup, draws=draws, seed=seed)
    cloud = result.wall_wh_per_request.times(pue)
    share = carried / (cloud.central + carried)
    whole = Estimate(
        cloud.central + carried,
        {name: 1.0 + (1.0 - share) * (one - 1.0) for name, one in cloud.factors.items()}
        | {name: 1.0 + share * (one - 1.0) for name, one in network_factors.items()},
    )
    edge = Estimate(central, {"device": spread})
    return Comparison(
        edge, whole, carried, _break_even(tables, request, setup, pue, carried, central), result
    )


def _network(tables: Tables, network: str, seed: int, draws: int):  # type: ignore[no-untyped-def]
    if network == "none":
        return 0.0, {}
    per_gb, draws_of_it = overhead_factor(tables.overheads, f"network_{network}_kwh_per_gb", seed, draws)
    size, size_draws = overhead_factor(tables.overheads, "request_gb", seed, draws)
    return 1000.0 * per_gb * size, {"network": draws_of_it, "data of a request": size_draws}


def _break_even(
    tables: Tables, request: Request, setup: Setup, pue: float, network_wh: float, edge_wh: float
) -> int | None:
    """Smallest batch (a power of 2) that fits and takes no more than the device; ``None`` if none does."""
    found = None
    for batch in BATCHES:
        try:
            result = serve(tables, request, replace(setup, batch=float(batch)), draws=2)
        except InputError:  # does not fit the memory
            continue
        if result.wall_wh_per_request.central * pue + network_wh <= edge_wh:
            found = batch
    return found
