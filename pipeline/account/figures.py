"""Joint draws of every figure of the account, made from its central value and its inputs' factors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipeline.account.uncertainty import Factors, number

#: AWARE factors are cut off at these ends by definition.
AWARE_RANGE = (0.1, 100.0)

#: Which inputs' errors each figure depends on, as :meth:`Factors.score` names them.
INPUTS_OF = {
    "facility_mwh": ("plant", "weather"),
    "carbon_tco2e": ("plant", "weather", "carbon", "carbon_hours"),
    "lifetime_tco2e": ("plant", "weather", "carbon", "carbon_hours", "pathway", "hardware", "building"),
    "scarcity_m3_world": ("plant", "plant_water", "weather", "grid_water", "aware"),
    "electricity_usd": ("plant", "weather", "price"),
    "npv_usd": ("plant", "plant_water", "weather", "price", "carbon", "carbon_hours", "pathway"),
}


class Figures:
    """Draws of single figures, shape (rows, block), NaN where the figure is missing.

    A central figure is scaled, so the draws need no hourly data: with PUE = 1 + o, energy goes with
    (1 + o f) / (1 + o).
    """

    def __init__(self, factors: Factors) -> None:
        self.factors = factors
        self.rows = factors.rows

    def column(self, name: str) -> np.ndarray:
        """A column of the account, shape (rows, 1)."""
        return number(self.rows, name)[:, None]

    def energy(self) -> np.ndarray:
        """Factor on the energy at the meter."""
        overhead = self.column("facility_mwh") / self.column("it_mwh") - 1.0
        scaled: np.ndarray = (1.0 + overhead * self.factors.overhead()) / (1.0 + overhead)
        return scaled

    def peak(self) -> np.ndarray:
        """Power at the meter per MW of the largest IT load."""
        overhead = self.column("peak_mw_per_mw_it") - 1.0
        scaled: np.ndarray = 1.0 + overhead * self.factors.overhead()
        return scaled

    def aware(self) -> np.ndarray:
        """Factor on the scarcity factor; clipping the factor itself keeps AWARE's ends.

        1 where it is missing: the sum is missing already.
        """
        aware = self.column("aware_cf_annual")
        clipped = np.clip(aware * self.factors.regional("aware"), *AWARE_RANGE) / aware
        return np.where(np.isnan(aware), 1.0, clipped)

    def site_scarcity(self) -> np.ndarray:
        """Scarcity-weighted water of the cooling before the scarcity factor's error."""
        return self.column("site_scarcity_m3_world") * self.factors.site_water()

    def grid_water(self, name: str) -> np.ndarray:
        """A figure that goes with energy and the grid's water per kWh."""
        return self.column(name) * self.energy() * self.factors.regional("grid_water")

    def scarcity(self) -> np.ndarray:
        """Scarcity-weighted water, on site and in generation."""
        found: np.ndarray = (self.site_scarcity() + self.grid_water("grid_scarcity_m3_world")) * self.aware()
        return found

    def hours(self) -> np.ndarray:
        """The covariance of load and grid, NaN where the hours are unknown."""
        found: np.ndarray = (
            self.column("carbon_covariance_tco2e")
            + self.column("carbon_annual_mean_tco2e") * self.factors.hours()
        )
        return found

    def carbon(self) -> np.ndarray:
        """Location-based emissions of the electricity."""
        drawn = self.energy() * self.factors.regional("carbon")
        if "carbon_covariance_tco2e" not in self.rows:
            return self.column("carbon_tco2e") * drawn
        annual = self.column("carbon_annual_mean_tco2e")
        # where the hours are unknown the annual mean stands alone, as in the central figure
        hours = np.nan_to_num(self.hours())
        found: np.ndarray = np.maximum(annual + hours, 0.0) * drawn
        return found

    def scaled_carbon(self, name: str) -> np.ndarray:
        """A figure proportional to the location-based emissions."""
        location = self.column("carbon_tco2e")
        share = np.divide(self.column(name), location, out=np.zeros_like(location), where=location != 0.0)
        return self.carbon() * share

    def embodied(self, stem: str = "") -> np.ndarray:
        """Hardware, plant and building: per year, or with ``lifetime_`` over the life."""
        hardware = self.column("embodied_hardware_tco2e") * self.factors.single("hardware")
        total = hardware + self.column("embodied_building_tco2e") * self.factors.single("building")
        if not stem:
            return total
        ratio: np.ndarray = self.column(f"{stem}embodied_tco2e") / self.column("embodied_tco2e")
        return total * ratio

    def lifetime(self) -> np.ndarray:
        """Emissions over the life of the facility."""
        operational = self.scaled_carbon("lifetime_operational_tco2e") * self.factors.single("pathway")
        found: np.ndarray = operational + self.column("lifetime_backup_tco2e") + self.embodied("lifetime_")
        return found

    def npv(self) -> np.ndarray:
        """Present value of operation: each part with the errors of its own inputs."""
        rows = self.rows
        total = self.price("npv_electricity_usd")
        if "npv_tax_usd" in rows:
            total = total + self.column("npv_tax_usd") * self.energy()
        if "npv_demand_usd" in rows:
            total = total + self.column("npv_demand_usd") * self.peak() / self.column("peak_mw_per_mw_it")
        if "npv_water_usd" in rows:
            total = total + self.column("npv_water_usd") * self.factors.site_water()
        if "npv_carbon_usd" in rows:
            total = total + self.scaled_carbon("npv_carbon_usd") * self.factors.single("pathway")
        return total

    def with_capex(self) -> np.ndarray:
        """Present value of operation and capital cost."""
        found: np.ndarray = self.npv() + self.column("capex_usd") * self.factors.single("capex")
        return found

    def scaled(self, make: Callable[[], np.ndarray], total: str, name: str) -> np.ndarray:
        """A figure that goes with another total."""
        found: np.ndarray = make() * (self.column(name) / self.column(total))
        return found

    def price(self, name: str) -> np.ndarray:
        """A figure that goes with energy and the electricity price."""
        return self.column(name) * self.energy() * self.factors.regional("price")


def figure_draws(factors: Factors) -> dict[str, Callable[[], np.ndarray]]:
    """Draws of the account's figures by column name, shape (rows, block), NaN where the figure is missing.

    Each is made only when called: a run of 300 sites and 10,000 draws holds one figure at a time. Figures
    whose columns the rows lack are left out.
    """
    figures = Figures(factors)
    column = figures.column

    def per_mwh(total: Callable[[], np.ndarray], scale: float = 1.0) -> Callable[[], np.ndarray]:
        return lambda: scale * total() / column("it_mwh")

    found: dict[str, Callable[[], np.ndarray]] = {
        "facility_mwh": lambda: column("facility_mwh") * figures.energy(),
        "peak_mw": lambda: column("peak_mw") / column("peak_mw_per_mw_it") * figures.peak(),
        "peak_mw_per_mw_it": figures.peak,
        "carbon_annual_mean_tco2e": lambda: (
            column("carbon_annual_mean_tco2e") * figures.energy() * factors.regional("carbon")
        ),
        "carbon_covariance_tco2e": lambda: figures.hours() * factors.regional("carbon"),
        "carbon_tco2e": figures.carbon,
        "carbon_kgco2e_per_mwh_it": per_mwh(figures.carbon, 1000.0),
        "carbon_market_tco2e": lambda: figures.scaled_carbon("carbon_market_tco2e"),
        "embodied_tco2e": figures.embodied,
        "embodied_hardware_tco2e": lambda: column("embodied_hardware_tco2e") * factors.single("hardware"),
        "embodied_building_tco2e": lambda: column("embodied_building_tco2e") * factors.single("building"),
        "carbon_total_tco2e": lambda: figures.carbon() + column("backup_tco2e") + figures.embodied(),
        "lifetime_operational_tco2e": lambda: (
            figures.scaled_carbon("lifetime_operational_tco2e") * factors.single("pathway")
        ),
        "lifetime_embodied_tco2e": lambda: figures.embodied("lifetime_"),
        "lifetime_tco2e": figures.lifetime,
        "lifetime_kgco2e_per_mwh_it": lambda: (
            figures.lifetime() * (column("lifetime_kgco2e_per_mwh_it") / column("lifetime_tco2e"))
        ),
        "electricity_usd": lambda: figures.price("electricity_usd"),
        "electricity_usd_per_mwh_it": lambda: figures.price("electricity_usd_per_mwh_it"),
        "npv_electricity_usd": lambda: figures.price("npv_electricity_usd"),
        "npv_usd": figures.npv,
        "npv_with_capex_usd": figures.with_capex,
        "capex_usd": lambda: column("capex_usd") * factors.single("capex"),
        "levelised_usd_per_mwh_it": lambda: figures.scaled(
            figures.npv, "npv_usd", "levelised_usd_per_mwh_it"
        ),
        "levelised_with_capex_usd_per_mwh_it": lambda: figures.scaled(
            figures.with_capex, "npv_with_capex_usd", "levelised_with_capex_usd_per_mwh_it"
        ),
        "site_water_consumption_m3": lambda: column("site_water_consumption_m3") * factors.site_water(),
        "site_water_withdrawal_m3": lambda: column("site_water_withdrawal_m3") * factors.site_water(),
        "reclaimed_water_withdrawal_m3": lambda: (
            column("reclaimed_water_withdrawal_m3") * factors.site_water()
        ),
        "grid_water_consumption_m3": lambda: figures.grid_water("grid_water_consumption_m3"),
        "water_consumption_m3": lambda: (
            column("site_water_consumption_m3") * factors.site_water()
            + figures.grid_water("grid_water_consumption_m3")
        ),
        "site_scarcity_m3_world": lambda: figures.site_scarcity() * figures.aware(),
        "grid_scarcity_m3_world": lambda: figures.grid_water("grid_scarcity_m3_world") * figures.aware(),
        "scarcity_m3_world": figures.scarcity,
        "scarcity_m3_world_per_mwh_it": per_mwh(figures.scarcity),
    }
    return {name: make for name, make in found.items() if name in factors.rows}
