"""Facility model: cooling designs as data, hour by hour, to PUE and WUE with bands."""

from __future__ import annotations

from typing import Any

__all__ = ["simulate", "stream_weighted_sums", "weighted_sums"]


def __getattr__(name: str) -> Any:
    """Import the functions when they are asked for; numba takes a second to load."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"pipeline.facility.{'model' if name == 'simulate' else 'weighted'}"), name)
