"""Climates for the facility tests: made by formula, so that the tests need no weather file."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

HOURS = np.arange(8760)
#: mean dry bulb, annual swing, daily swing, dew-point depression, pressure
CLIMATES = {
    "hot_humid": (27.5, 1.0, 4.0, 3.5, 100_900.0),
    "hot_dry": (26.0, 11.0, 8.0, 19.0, 97_500.0),
    "continental": (8.0, 15.0, 5.0, 5.0, 99_000.0),
    "subarctic": (-3.0, 16.0, 4.0, 3.0, 96_000.0),
    "high_altitude": (13.0, 1.5, 7.0, 6.0, 75_000.0),
    "marine": (10.0, 5.0, 3.0, 3.0, 101_300.0),
}


def climate(name: str) -> npt.NDArray[np.float64]:
    """Hourly dry bulb, dew point and pressure (3, 8760) of a made-up climate with weather passing through."""
    mean, annual, daily, depression, pressure = CLIMATES[name]
    season = -np.cos(2 * np.pi * (HOURS / 24 - 20) / 365)
    front = 3.0 * np.sin(2 * np.pi * HOURS / (24 * 5.3)) + 1.5 * np.sin(2 * np.pi * HOURS / (24 * 11.7))
    clock = -np.cos(2 * np.pi * (HOURS % 24 - 3) / 24)
    dry = mean + annual * season + daily * clock + front
    dew = np.minimum(mean + annual * 0.7 * season + 0.6 * front - depression, dry - 0.05)
    return np.stack([dry, dew, np.full(8760, pressure) + 300 * np.sin(2 * np.pi * HOURS / (24 * 9))])


@pytest.fixture(scope="session", params=sorted(CLIMATES))
def any_climate(request: pytest.FixtureRequest) -> npt.NDArray[np.float64]:
    """Each climate in turn."""
    return climate(request.param)


@pytest.fixture(scope="session")
def all_climates() -> npt.NDArray[np.float32]:
    """All climates as the model takes them: (climates, 3, 8760)."""
    return np.stack([climate(name) for name in sorted(CLIMATES)]).astype(np.float32)
