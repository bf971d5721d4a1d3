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
    """Layer times of one side in µs, without what the counters cost; they and `outside` add up to `latency`.

    Of a side with raw windows, all values are means over the quieter half of the windows, by latency. Medians layer by layer
    would not add up, because a burst of foreign load hits another layer in every window; the interval looks at all windows.
    """

    def __init__(self, side: Side) -> None:
        profile = side.profile
        self.layers = tuple(layer for layer in profile.layers if layer.status is LayerStatus.EXECUTED)
        if side.raw is None:
            # Counters make every layer a little slower; what they add is spread over all of the inference.
            probe = profile.latency_ms.value / profile.profiled_latency_ms.value
            self._of = {layer.name: Amount.of(layer.time_us) * probe for layer in self.layers}
            self.latency = Amount.of(profile.latency_ms) * 1e3
        else:
            self._of, self.latency = _in_windows(side.raw)
        self.outside = self.latency - total(self._of[layer.name] for layer in self.layers)

    def of(self, *layers: LayerProfile) -> Amount:
        """The time of layers together."""
        return total(self._of[layer.name] for layer in layers)


def _in_windows(raw: RawProfile) -> tuple[dict[str, Amount], Amount]:
    """Times by layer, and the latency without counters."""
    latency = np.asarray(raw.timed_latency_ms) * 1e3
    scale = latency / (np.asarray(raw.profiled_latency_ms) * 1e3)
    quieter = np.argsort(latency, kind="stable")[: (latency.size + 1) // 2]

    def amount(windows: Floats) -> Amount:
        return Amount(float(windows[quieter].mean()), windows=windows)

    return {layer.name: amount(np.asarray(layer.time_us) * scale) for layer in raw.layers}, amount(latency)
