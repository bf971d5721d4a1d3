"""A profile as the explanation sees it: layer times brought to the latency without counters, window by window."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from dlwb.calc.slowdown.amount import Amount, Floats, total
from dlwb.domain.measurement import ExecutionProfile, LayerProfile, LayerStatus, RawProfile


@dataclass(frozen=True, slots=True)
class Side:
    """One network: its profile, and the raw windows where it was profiled in turns with the other."""

    profile: ExecutionProfile
    raw: RawProfile | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the version beside its profile.

    `quantized` is False for a version that was changed in another way: its ideal is its parent. `integer` are operations
    whose inputs are 8-bit by the structure of its graph; None: not known. `kept` were put back to floating point to keep a
    bound, `ignored` (and `ignored_types`) were left out on a person's word. `weights_only`: activations were never to be in
    8 bits.
    """

    quantized: bool = True
    integer: frozenset[str] | None = None
    kept: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    ignored_types: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    weights_only: bool = False


class Times:
    """Layer times of one side in µs, without what the counters cost; they and `outside` add up to `latency`."""

    def __init__(self, side: Side) -> None:
        profile, raw = side.profile, side.raw
        self.layers = tuple(layer for layer in profile.layers if layer.status is LayerStatus.EXECUTED)
        # Counters make every layer a little slower; what they add is spread over all of the inference.
        probe = profile.latency_ms.value / profile.profiled_latency_ms.value
        windows: dict[str, Floats] = {}
        latency_windows: Floats | None = None
        if raw is not None:
            latency_windows = np.asarray(raw.timed_latency_ms) * 1e3
            scale = latency_windows / (np.asarray(raw.profiled_latency_ms) * 1e3)
            windows = {layer.name: np.asarray(layer.time_us) * scale for layer in raw.layers}
        self._of = {
            layer.name: Amount.of(layer.time_us, windows[layer.name] if raw else None) * (1.0 if raw else probe)
            for layer in self.layers
        }
        if raw is not None:
            # Values are the medians of the scaled windows, so that value and interval speak of the same thing.
            self._of = {name: Amount(float(np.median(windows[name])), windows=windows[name]) for name in self._of}
        latency = profile.latency_ms
        self.latency = Amount(
            latency.value * 1e3,
            (latency.value - latency.low) * 1e3,
            (latency.high - latency.value) * 1e3,
            latency_windows,
        )
        self.outside = self.latency - total(self._of.values())

    def of(self, *layers: LayerProfile) -> Amount:
        """The time of layers together."""
        return total(self._of[layer.name] for layer in layers)
