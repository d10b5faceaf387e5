"""Carbon and water of one training run beside SiteFootprint, and of one request beside EcoLogits.

    python -m venv peers && peers/bin/pip install sitefootprint==0.1.0 ecologits==0.11.0
    python benchmarks/account_peers.py --peers peers/bin/python

A training of 1e25 FLOP at Oslo, Ashburn and Lagos. SiteFootprint is given this checkout's hourly weather, so
what is left between the two is the plant, the work per accelerator-hour, and the boundary of carbon. The
peers run in a virtual environment of their own; nothing of them is installed here.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.configs.regional import RegionalConfig
from pipeline.facility import weighted_sums
from pipeline.facility.designs import select
from pipeline.geography.regional import attach
from pipeline.weather.psychrometrics import saturation_pressure_pa
from pipeline.weather.typical import typical_year
from pipeline.workload.inference import Request, Setup, serve
from pipeline.workload.tables import load_tables
from pipeline.workload.training import train

FLOP = 1e25
SITES = {
    "Oslo": (59.91, 10.75, "NOR", "NO-03"),
    "Ashburn": (39.04, -77.49, "USA", "US-VA"),
    "Lagos": (6.52, 3.38, "NGA", "NG-LA"),
}
#: SiteFootprint's plant and the nearest of ours.
PLANTS = {"evaporative": "waterside_tower", "dry": "dry_cooler_air_chiller", "dtc_dry": "liquid_dry_cooler"}

SITEFOOTPRINT = """
import json, sys, numpy as np
from sitefootprint import estimate
given = json.loads(sys.argv[1])
weather = dict(np.load(given["weather"]))
series = {name: {"t_db": weather[name + "_t"], "rh": weather[name + "_rh"]} for name in given["sites"]}
found = {}
for plant in given["plants"]:
    r = estimate(given["sites"], flop=given["flop"], arch=plant, years=[2024], weather=series)
    found[plant] = {"it_kwh": r["it_energy_kwh"], "sites": {s["name"]: s for s in r["sites"]}}
print(json.dumps(found, default=float))
"""

ECOLOGITS = """
import json
from ecologits.tracers.utils import llm_impacts
model = "meta-llama/Meta-Llama-3.1-70B-Instruct"
found = llm_impacts("huggingface_hub", model, 300, request_latency=10.0, electricity_mix_zone="USA")
parts = {"energy_kwh": found.energy, "kgco2e": found.gwp, "of_it_embodied": found.embodied.gwp}
parts["water_l"] = found.wcf
print(json.dumps({name: str(part.value) for name, part in parts.items()}))
"""


def site_weather() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Hourly weather of the sites for the kernel, and as temperature and relative humidity for the peer."""
    block, series = np.empty((len(SITES), 3, 8760), np.float32), {}
    for at, (name, (latitude, longitude, *_)) in enumerate(SITES.items()):
        year = typical_year(latitude, longitude)
        block[at] = np.stack([year.dry_bulb_c, year.dew_point_c, year.pressure_pa])[:, :8760]
        dry, dew = (block[at, row].astype(float) for row in (0, 1))
        vapour = np.array([saturation_pressure_pa(one) for one in dew])
        full = np.array([saturation_pressure_pa(one) for one in dry])
        series[f"{name}_t"], series[f"{name}_rh"] = dry, np.clip(100.0 * vapour / full, 1.0, 100.0)
    return block, series


def ours(weather: np.ndarray) -> tuple[float, pd.DataFrame]:
    """IT energy of the run [MWh], and per site and plant PUE, WUE, intensity, tonnes and cubic metres."""
    run = train(load_tables(), flop=FLOP, chip="H100-SXM", chips=16_384, active_parameters_b=405.0)
    energy = run.energy_mwh_it.central
    sites = pd.DataFrame(
        [(name, *place) for name, place in SITES.items()],
        columns=["site_id", "latitude_deg", "longitude_deg", "country_iso3", "region_id"],
    )
    regional = attach(sites, RegionalConfig())
    rows = []
    for plant, design in PLANTS.items():
        found = weighted_sums(weather, select((design,), {}), np.ones((len(sites), 1, 8760), np.float32))
        pue = found.energy_kwh.sum(axis=-1)[:, 0, 0] / 8760.0
        wue = found.withdrawal_l.sum(axis=-1)[:, 0, 0] / 8760.0
        for at, name in enumerate(SITES):
            intensity = float(regional["carbon_gco2e_per_kwh"].iloc[at])
            rows.append(
                {
                    "plant": plant,
                    "site": name,
                    "pue": pue[at],
                    "g_per_kwh": intensity,
                    "tco2e": energy * pue[at] * intensity / 1000.0,
                    "m3": energy * wue[at],
                }
            )
    return energy, pd.DataFrame(rows)


def theirs(python: str, series: dict[str, np.ndarray]) -> dict[str, object]:
    """What SiteFootprint says of the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weather.npz"
        np.savez(path, **series)
        given = {"weather": str(path), "sites": list(SITES), "plants": list(PLANTS), "flop": FLOP}
        return dict(json.loads(_run(python, SITEFOOTPRINT, json.dumps(given))))


def _run(python: str, code: str, *arguments: str) -> str:
    command = [python, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def request() -> pd.Series:
    """A request to a dense model of 70 billion parameters, as the default plan serves it."""
    setup = Setup(chip="H100-SXM", chips=4, precision="bf16", batch=64.0)
    asked = Request(parameters_b=70.0, active_parameters_b=70.0, input_tokens=500.0, output_tokens=300.0)
    return pd.Series(serve(load_tables(), asked, setup).record())


def main() -> None:
    """Print both comparisons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", required=True, help="interpreter of the environment with the peers")
    python = parser.parse_args().peers
    weather, series = site_weather()
    energy, table = ours(weather)
    peer = theirs(python, series)
    print(f"IT energy of {FLOP:.0e} FLOP: {energy:,.0f} MWh")
    for at, row in table.iterrows():
        site = peer[row["plant"]]["sites"][row["site"]]  # type: ignore[index]
        table.loc[at, ["peer_pue", "peer_g_per_kwh", "peer_tco2e", "peer_m3"]] = [
            site["pue"]["median"],
            site["grid_g_per_kwh"],
            site["co2_t"]["median"],
            site["water_m3"]["median"],
        ]
    print("SiteFootprint:", peer["evaporative"]["it_kwh"])  # type: ignore[index]
    print(table.round(3).to_string(index=False))
    print("\na request, 70B, 500 tokens in, 300 out\n", request().to_string())
    print("EcoLogits:", _run(python, ECOLOGITS).strip())


if __name__ == "__main__":
    main()
