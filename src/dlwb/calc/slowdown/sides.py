"""A profile as the explanation sees it: what each layer takes where nobody disturbs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dlwb.calc.slowdown.amount import Amount, Floats, total
from dlwb.domain.measurement import ExecutionProfile, LayerProfile, LayerStatus, RawProfile

_RESAMPLES = 400
# Where the windows took so many times as long as their quieter thirds, others used the machine.
_DISTURBED = 1.15


@dataclass(frozen=True, slots=True)
class Side:
    """One network: its profile, and the raw windows where it was profiled in turns with the other."""

    profile: ExecutionProfile
    raw: RawProfile | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the version beside its profile.

    `quantized` is False for a version whose arithmetic is not in 8 bits: its ideal is its parent. `integer` are operations
    whose inputs are 8-bit by the structure of its graph; None: not known. `kept` were put back to floating point to keep a
    bound, `ignored` (and `ignored_types`) were left out on a person's word. `weights_only`: that
    is so because only its weights are smaller.
    """

    quantized: bool = True
    integer: frozenset[str] | None = None
    kept: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    ignored_types: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    weights_only: bool = False


class Times:
    """Layer times of one side in µs; they and `outside` add up to `latency`, which is with counters (1 or 2 % more).

    Of a side with raw windows, each time is that of its own quieter third of the windows, so that what others did to a layer
    on a busy machine is not laid at its door, and the latency is their sum; on a quiet machine that is the measured one
    within a few per cent. `disturbed`: the windows took clearly longer than that.
    """

    def __init__(self, side: Side) -> None:
        profile = side.profile
        self.layers = tuple(layer for layer in profile.layers if layer.status is LayerStatus.EXECUTED)
        if side.raw is None:
            self._of = {layer.name: Amount.of(layer.time_us) for layer in self.layers}
            self.latency = Amount.of(profile.profiled_latency_ms) * 1e3
            self.outside = self.latency - total(self._of.values())
            self.disturbed = False
            return
        latency = np.asarray(side.raw.profiled_latency_ms) * 1e3
        names = {layer.name for layer in self.layers}
        windows = {layer.name: np.asarray(layer.time_us) for layer in side.raw.layers if layer.name in names}
        self._of = {name: _quieter(times) for name, times in windows.items()}
        self.outside = _quieter(latency - np.sum(list(windows.values()), axis=0))
        self.latency = total(self._of.values()) + self.outside
        self.disturbed = float(latency.mean()) > _DISTURBED * self.latency.value

    def of(self, *layers: LayerProfile) -> Amount:
        """The time of layers together."""
        return total(self._of[layer.name] for layer in layers)


def _quieter(windows: Floats) -> Amount:
    """The mean of the lowest third, with the same of every resample; resamples depend on nothing but the number of windows."""
    count = max(1, windows.size // 3)
    chosen = np.random.default_rng(windows.size).integers(0, windows.size, (_RESAMPLES, windows.size))
    replicates = np.sort(windows[chosen], axis=1)[:, :count].mean(axis=1)
    return Amount(float(np.sort(windows)[:count].mean()), replicates=replicates)
