"""What a number of the room may be: one check, so that no infinity or slip of the pen gets into a figure."""

from __future__ import annotations

from pipeline.errors import InputError

#: Largest value that is taken for meant, by name; each is far beyond anything built.
LARGEST = {
    "parameters_b": 1e6,
    "active_parameters_b": 1e6,
    "tokens_b": 1e9,
    "sequence_tokens": 1e8,
    "petaflop_s_days": 1e13,
    "flop": 1e33,
    "chips": 10_000_000,
    "batch": 100_000,
    "input_tokens": 1e8,
    "output_tokens": 1e8,
    "steps": 10_000,
    "pue": 10.0,
    "mwh": 1e10,
    "tco2e": 1e10,
    "m3": 1e12,
    "gco2e_per_kwh": 5000.0,
    "l_per_kwh": 1000.0,
}


def check_positive(**values: float | None) -> None:
    """Refuse a number that is missing, not above 0, not finite or beyond ``LARGEST``.

    Raises
    ------
    InputError
        The first such number, by name, with what is allowed.
    """
    for name, value in values.items():
        if value is None or not 0 < value <= LARGEST[name]:
            problem = "missing" if value is None else "out of range"
            allowed = f"a number above 0, at most {LARGEST[name]:g}"
            raise InputError(problem, column=name, value=value, allowed=allowed)


def check_from(least: float, **values: float) -> None:
    """Refuse a number below ``least`` or beyond ``LARGEST``; raises as :func:`check_positive`."""
    for name, value in values.items():
        if not least <= value <= LARGEST[name]:
            allowed = f"a number from {least:g} to {LARGEST[name]:g}"
            raise InputError("out of range", column=name, value=value, allowed=allowed)


def check_active(parameters_b: float, active_parameters_b: float) -> None:
    """Refuse more active parameters than there are; raises as :func:`check_positive`."""
    check_positive(parameters_b=parameters_b, active_parameters_b=active_parameters_b)
    if active_parameters_b > parameters_b:
        raise InputError(
            "more active parameters than there are",
            column="active_parameters_b",
            value=active_parameters_b,
            allowed=f"at most {parameters_b:g}",
        )
