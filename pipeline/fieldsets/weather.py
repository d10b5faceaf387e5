"""Columns of the climate tables, of the weather stage and of an hourly year of weather."""

from __future__ import annotations

from pipeline.fieldsets.base import F

WEATHER_PROVIDERS = ("typical", "epw", "tmy3", "csv", "nasa-power", "open-meteo", "pvgis")

FIELDS = [
    F("utc_offset_h", "hour", "float", "Local standard time minus UTC", -12.0, 14.0),
    F("relief_m", "m", "float", "Standard deviation of land heights within 30 km", 0.0, 3000.0),
    F(
        "mean_shift_residual_k",
        "delta_degC",
        "float",
        "Shift of the grid's annual mean at a station beyond the regression",
        -15.0,
        15.0,
    ),
    F(
        "season_shift_residual_k",
        "delta_degC",
        "float",
        "Stretch of the grid's seasonal half amplitude at a station beyond the regression",
        -10.0,
        10.0,
    ),
    F(
        "hot_spread_residual_k",
        "delta_degC",
        "float",
        "Dry bulb exceeded 1 % of the year minus the mean of the hottest month, beyond the regression",
        -25.0,
        25.0,
    ),
    F(
        "cold_spread_residual_k",
        "delta_degC",
        "float",
        "Mean of the coldest month minus the dry bulb exceeded 99 % of the year, beyond the regression",
        -40.0,
        40.0,
    ),
    F("climate_target", "", "str", "What a regression of the typical year gives"),
    F("climate_feature", "", "str", "What it is calculated from"),
    F("coefficient", "1", "float", "Coefficient of the feature, per its own unit"),
    F(
        "weather_provider",
        "",
        "str",
        "Where a site's hourly weather comes from",
        choices=WEATHER_PROVIDERS,
    ),
    F("weather_source", "", "str", "Dataset, file or service of a site's weather, with vintage"),
    F(
        "weather_fallback",
        "",
        "str",
        "Why the configured source was not used; empty where it was",
        nullable=True,
    ),
    F("weather_warning", "", "str", "What the checks of a weather file found", nullable=True),
    F("dry_bulb_mean_c", "degC", "float", "Annual mean of dry bulb", -60.0, 45.0),
    F("wet_bulb_mean_c", "degC", "float", "Annual mean of wet bulb", -60.0, 35.0),
    F("dry_bulb_p99_c", "degC", "float", "Dry bulb exceeded in 1 % of the hours", -50.0, 60.0),
    F("wet_bulb_p99_c", "degC", "float", "Wet bulb exceeded in 1 % of the hours", -50.0, 40.0),
    F(
        "dry_bulb_mean_sd_k",
        "delta_degC",
        "float",
        "Standard deviation of the error of the mean dry bulb",
        0.0,
        10.0,
    ),
    F(
        "wet_bulb_mean_sd_k",
        "delta_degC",
        "float",
        "Standard deviation of the error of the mean wet bulb",
        0.0,
        10.0,
    ),
    F(
        "dry_bulb_p99_sd_k",
        "delta_degC",
        "float",
        "Standard deviation of the error of the 99 % quantile of dry bulb",
        0.0,
        10.0,
    ),
    F(
        "wet_bulb_p99_sd_k",
        "delta_degC",
        "float",
        "Standard deviation of the error of the 99 % quantile of wet bulb",
        0.0,
        10.0,
    ),
    F("dry_bulb_c", "degC", "float", "Dry bulb of an hour", -90.0, 60.0),
    F("dew_point_c", "degC", "float", "Dew point of an hour (frost point below 0.01 °C)", -100.0, 40.0),
    F("wet_bulb_c", "degC", "float", "Thermodynamic wet bulb of an hour", -90.0, 45.0),
    F("pressure_pa", "Pa", "float", "Station pressure of an hour", 45000.0, 112000.0),
    F("time", "", "str", "Start of the hour in local standard time, ISO 8601 with the offset from UTC"),
]
