"""Kilowhere: where the next megawatt of compute should go, with which cooling, and at what cost."""

__version__ = "0.1.0"
