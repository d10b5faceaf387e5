"""Facility model: cooling designs as data, hour by hour, to PUE and WUE with bands."""

from __future__ import annotations

from typing import Any

__all__ = ["simulate"]


def __getattr__(name: str) -> Any:
    """Import :func:`simulate` when it is asked for; numba takes a second to load."""
    if name == "simulate":
        from pipeline.facility.model import simulate

        return simulate
    raise AttributeError(name)
