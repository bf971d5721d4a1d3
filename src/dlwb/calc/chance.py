"""Numbers by chance that a seed decides on every machine: only the generator's raw bits are used, which numpy never changes."""

import hashlib

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Chance:
    """A stream of numbers that belongs to a seed and a place; streams of different places have nothing in common."""

    def __init__(self, seed: int, *place: int | str) -> None:
        digest = hashlib.sha256(repr((seed, *place)).encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest[:16]))

    def bytes(self, count: int) -> npt.NDArray[np.uint8]:
        """Bytes, each equally likely."""
        return self._raw(-(-count // 8)).view(np.uint8)[:count]

    def uniform(self, count: int) -> Floats:
        """Numbers from 0 up to, and without, 1: the upper 53 bits of each raw number."""
        return (self._raw(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def between(self, low: float, high: float) -> float:
        """One number from `low` up to `high`."""
        return low + (high - low) * float(self.uniform(1)[0])

    def whole(self, low: int, high: int) -> int:
        """One whole number from `low` to `high`, both included."""
        return low + int(self.uniform(1)[0] * (high - low + 1))

    def normal(self, count: int) -> Floats:
        """Numbers of the standard normal distribution (Box and Muller, Ann. Math. Stat. 29, 1958)."""
        half = -(-count // 2)
        radius = np.sqrt(-2.0 * np.log(1.0 - self.uniform(half)))
        angle = 2.0 * np.pi * self.uniform(half)
        normal: Floats = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:count]
        return normal

    def _raw(self, count: int) -> npt.NDArray[np.uint64]:
        return np.atleast_1d(np.asarray(self._bits.random_raw(count), dtype=np.uint64))
