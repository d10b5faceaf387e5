"""Random numbers by name: the same seed and name give the same numbers, whoever else is in the run.

A site that comes or goes must not change what another site draws; so each area, dataset and site has a
stream of its own instead of a place in a common one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np


def generator(seed: int, name: str) -> np.random.Generator:
    """A generator of its own for ``name``."""
    words = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words.tolist()])))


class Streams:
    """Named streams read block by block, so that memory does not grow with the number of draws.

    Within a block a name always gives the same draws; blocks of any sizes give the same sequence.
    """

    def __init__(self, seed: int, block: int) -> None:
        self._seed = seed
        self._generators: dict[str, np.random.Generator] = {}
        self._cache: dict[str, np.ndarray] = {}
        self.block = block
        self.number = 0

    def next_block(self, block: int) -> None:
        """Go on to the next ``block`` draws of every stream."""
        self._cache.clear()
        self.number += 1
        self.block = block

    def normals(self, names: np.ndarray) -> np.ndarray:
        """Standard normal draws, shape (names, block); equal names get equal rows."""
        return self._rows(names, lambda stream: stream.standard_normal(self.block))

    def uniforms(self, names: np.ndarray) -> np.ndarray:
        """Draws uniform over 0 … 1, shape (names, block); equal names get equal rows."""
        return self._rows(names, lambda stream: stream.random(self.block))

    def _rows(self, names: np.ndarray, draw: Callable[[np.random.Generator], np.ndarray]) -> np.ndarray:
        unique, row = np.unique(names.astype(str), return_inverse=True)
        table = np.empty((len(unique), self.block))
        for index, name in enumerate(unique):
            if name not in self._cache:
                if name not in self._generators:
                    self._generators[name] = generator(self._seed, name)
                self._cache[name] = draw(self._generators[name])
            table[index] = self._cache[name]
        return table[row]
