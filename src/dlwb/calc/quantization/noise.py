"""How much noise 8 bits add inside a network, seen in one pass of both forms over the same pictures.

Noise is the squared difference to the exact tensor over the exact tensor's power, channel by channel, and then the mean over
channels: a channel of small numbers beside one of large ones is lost long before the power of the whole tensor shows it. A
channel counts as lost at 1. What a group adds is what comes out beyond what went in; on average a layer hands relative noise
on as it is, so that the noise of all layers before does not count as its own.

That is cheap and rough: a layer whose sums nearly cancel makes much relative noise of little, and takes the blame for the layers
before it. So it only says which groups of many are worth being tried alone in 8 bits, where the noise of the network's own
outputs counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]

# Up to so many groups are all tried alone. Of more, so many of the noisiest are, and the last ones before the outputs, whose
# noise nothing averages out any more: what comes out of a pooling layer is less noisy than what went in, whatever it adds.
ALL_TRIED = 32
_NOISIEST_TRIED = 20
_LAST_TRIED = 6
# Channels with a smaller share of the mean power than this are as good as empty: what they are lost for is nothing.
_EMPTY = 1e-6
_WITH_CHANNELS = 4


class NoiseTally:
    """Error and power of tensors, added up over pictures."""

    def __init__(self) -> None:
        self._error: dict[str, Floats] = {}
        self._power: dict[str, Floats] = {}

    def add(self, exact: Mapping[str, Array], rounded: Mapping[str, Array]) -> None:
        """Count the tensors of one more picture; those whose shapes differ say nothing."""
        for name, reference in exact.items():
            other = rounded.get(name)
            if other is None or other.shape != reference.shape or not np.issubdtype(reference.dtype, np.floating):
                continue
            by_channel = _channels(reference)
            error, power = _sums(_channels(other) - by_channel), _sums(by_channel)
            known = self._error.get(name)
            if known is not None and known.shape != error.shape:
                continue
            self._error[name] = error if known is None else known + error
            self._power[name] = power if known is None else self._power[name] + power

    def noise(self, name: str) -> float | None:
        """The noise of a tensor, 0..1; None: it was never seen, or is empty."""
        if name not in self._power:
            return None
        power, error = self._power[name], self._error[name]
        counts = power > _EMPTY * power.mean()
        if not counts.any():
            return None
        return float(np.fmin(error[counts] / power[counts], 1.0).mean())  # NaN, made of numbers or not, is all noise

    def added(self, inputs: Sequence[str], outputs: Sequence[str]) -> float:
        """The noise that comes out of a group beyond what went in, at least 0; of several tensors the noisiest counts."""
        came = max((noise for name in inputs if (noise := self.noise(name)) is not None), default=0.0)
        left = max((noise for name in outputs if (noise := self.noise(name)) is not None), default=0.0)
        return max(0.0, left - came)


def worth_trying(noise: Sequence[float]) -> list[int]:
    """The groups that are worth being tried alone: the noisiest, and the last in the order of the graph."""
    order = sorted(range(len(noise)), key=lambda group: (-noise[group], group))
    last = range(max(0, len(noise) - _LAST_TRIED), len(noise))
    return sorted({*order[:_NOISIEST_TRIED], *last})


def refined(noise: Sequence[float], alone: Mapping[int, float]) -> tuple[float, ...]:
    """The sensitivity of every group: where it was tried `alone`, the noise at the network's outputs.

    The noise of the others is brought to the same scale, and they stay behind those that were tried.
    """
    seen = [value / noise[group] for group, value in alone.items() if noise[group] > 0]
    scale = float(np.median(seen)) if seen else 1.0
    most = min((value for value in alone.values() if value > 0), default=1.0)
    return tuple(alone.get(group, min(value * scale, most)) for group, value in enumerate(noise))


def _channels(values: Array) -> Floats:
    """The tensor as `[channels, rest]`; tensors of fewer than four dimensions have one channel."""
    wide = np.asarray(values, dtype=np.float64)
    if wide.ndim < _WITH_CHANNELS:
        return wide.reshape(1, -1)
    return np.moveaxis(wide, 1, 0).reshape(wide.shape[1], -1)


def _sums(values: Floats) -> Floats:
    sums: Floats = np.einsum("cr,cr->c", values, values)
    return sums
