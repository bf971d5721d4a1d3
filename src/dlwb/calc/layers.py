"""From raw counters to an explained profile: every executed layer joined with its theory (METHODS §3)."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from dlwb.calc.graph_match import computes
from dlwb.calc.roofline import for_threads, place
from dlwb.calc.stats import median_estimate
from dlwb.domain.graph import LayerCost, ModelAnalysis
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import (
    ExecutionProfile,
    LayerProfile,
    LayerStatus,
    PrecisionTransition,
    RawLayer,
    RawProfile,
    Share,
)
from dlwb.domain.target import Ceilings, Environment

# Layers whose work is to convert; any other layer that changes precision does it on the way.
_CONVERSIONS = frozenset({"Reorder", "Convert", "FakeQuantize", "Quantize", "Dequantize"})
_FUSING_CONVERSIONS = frozenset({"Subgraph", "Eltwise"})


def explain(
    config: InferenceConfig,
    raw: RawProfile,
    analysis: ModelAnalysis,
    ceilings: Ceilings | None,
    environment: Environment,
) -> ExecutionProfile:
    """Join measured layers with the theory of the operations fused into them.

    Args:
        config: as asked for; `raw.effective` is what was profiled.
        raw: counters per window; origins are operations of the model.
        analysis: of the model at the profiled shapes.
        ceilings: of the device with all its threads, brought down to those that were profiled; None: no roofline.
        environment: of the measurement.
    """
    if ceilings is not None:
        ceilings = for_threads(ceilings, raw.effective.threads)
    costs = {cost.name: cost for cost in analysis.layers}
    parts = _cost_parts(raw.layers, costs)
    total_us = math.fsum(_layer_us(layer) for layer in raw.layers)
    layers = tuple(_explain_layer(layer, parts[layer.name], total_us, ceilings) for layer in raw.layers)
    executed = [layer for layer in layers if layer.status is LayerStatus.EXECUTED]
    return ExecutionProfile(
        config=config,
        effective=raw.effective,
        inferences=raw.inferences,
        latency_ms=median_estimate(raw.timed_latency_ms),
        profiled_latency_ms=median_estimate(raw.profiled_latency_ms),
        probe_factor=_probe_factor(raw),
        unexplained_share=_unexplained_share(raw),
        layers=layers,
        by_type=_shares(executed, lambda layer: layer.type),
        by_precision=_shares(executed, lambda layer: layer.precision),
        transitions=_transitions(raw.layers),
        fused_away=_fused_away(raw.layers, costs),
        ceilings=ceilings,
        environment=environment,
    )


def _layer_us(layer: RawLayer) -> float:
    return float(median(layer.time_us)) if layer.status is LayerStatus.EXECUTED else 0.0


def _cost_parts(layers: Sequence[RawLayer], costs: Mapping[str, LayerCost]) -> dict[str, list[tuple[LayerCost, float]]]:
    """By layer, its operations and the part of each that is its own.

    An operation that several layers name counts once: for the layers that can compute it, if any, in proportion
    to their time.
    """
    owners: dict[str, list[RawLayer]] = defaultdict(list)
    for layer in layers:
        for origin in layer.origin:
            if origin in costs:
                owners[origin].append(layer)
    parts: dict[str, list[tuple[LayerCost, float]]] = {layer.name: [] for layer in layers}
    for origin, named in owners.items():
        able = [layer for layer in named if computes(layer.type, costs[origin].type)] or named
        total = math.fsum(_layer_us(layer) for layer in able)
        for layer in able:
            part = _layer_us(layer) / total if total > 0 else 1 / len(able)
            parts[layer.name].append((costs[origin], part))
    return parts


def _explain_layer(
    layer: RawLayer, parts: Sequence[tuple[LayerCost, float]], total_us: float, ceilings: Ceilings | None
) -> LayerProfile:
    time = median_estimate(layer.time_us)
    own_us = _layer_us(layer)
    operations = math.fsum((cost.flop + cost.iop) * part for cost, part in parts)
    moved = _bytes_moved(layer, parts)
    placement = place(operations, moved, own_us, layer.precision, ceilings)
    return LayerProfile(
        name=layer.name,
        type=layer.type,
        kernel=layer.kernel,
        precision=layer.precision,
        output_precision=layer.output_precision,
        output_layout=layer.output_layout,
        order=layer.order,
        status=layer.status,
        time_us=time,
        cpu_us=float(median(layer.cpu_us)),
        share=own_us / total_us if total_us > 0 else 0.0,
        gflop=operations / 1e9,
        gflops=placement.gflops,
        bytes_moved=moved,
        intensity=placement.intensity,
        roofline=placement.fraction,
        bound=placement.bound,
        output_shape=layer.output_shape,
        origin=layer.origin,
        consumer=layer.consumer,
    )


def _bytes_moved(layer: RawLayer, parts: Sequence[tuple[LayerCost, float]]) -> int:
    """As the engine tells, else by theory: what the first operation reads, all weights, what the last one writes."""
    if layer.bytes_read is not None and layer.bytes_written is not None:
        return layer.bytes_read + layer.bytes_written
    if not parts:
        return 0
    (first, first_part), (last, last_part) = parts[0], parts[-1]
    weights = math.fsum(cost.weights_bytes * part for cost, part in parts[1:])
    return round(first.bytes_read * first_part + weights + last.bytes_written * last_part)


def _probe_factor(raw: RawProfile) -> float:
    """Median over the windows of profiled ÷ timed latency, taken side by side."""
    pairs = zip(raw.profiled_latency_ms, raw.timed_latency_ms, strict=True)
    return float(median(profiled / timed for profiled, timed in pairs))


def _unexplained_share(raw: RawProfile) -> float:
    """Median over the windows of the part of the profiled latency that is in no layer."""
    shares = []
    for window, latency_ms in enumerate(raw.profiled_latency_ms):
        explained_us = math.fsum(layer.time_us[window] for layer in raw.layers)
        shares.append(1 - explained_us / 1e3 / latency_ms)
    return float(median(shares))


def _shares(layers: Iterable[LayerProfile], key: Callable[[LayerProfile], str]) -> tuple[Share, ...]:
    """Parts of the layer sum by `key`, largest first."""
    times: dict[str, list[LayerProfile]] = defaultdict(list)
    for layer in layers:
        times[key(layer)].append(layer)
    shares = [
        Share(
            name,
            math.fsum(layer.time_us.value for layer in group),
            math.fsum(layer.share for layer in group),
            len(group),
        )
        for name, group in times.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.time_us, share.name)))


def _transitions(layers: Sequence[RawLayer]) -> tuple[PrecisionTransition, ...]:
    """Where data changes precision: layers that convert, with their time; costliest first.

    A conversion that a convolution does on its way out costs nothing that could be told apart, and is not listed.
    """
    by_name = {layer.name: layer for layer in layers}
    counts: Counter[tuple[str, str]] = Counter()
    times: dict[tuple[str, str], float] = defaultdict(float)
    for layer in layers:
        sources = [by_name[name].output_precision for name in layer.inputs if name in by_name]
        pure = layer.type in _CONVERSIONS or (layer.type in _FUSING_CONVERSIONS and len(sources) == 1)
        if not pure or layer.status is not LayerStatus.EXECUTED or not sources or sources[0] == layer.output_precision:
            continue
        change = (sources[0], layer.output_precision)
        counts[change] += 1
        times[change] += _layer_us(layer)
    found = [
        PrecisionTransition(source, target, counts[(source, target)], us) for (source, target), us in times.items()
    ]
    return tuple(sorted(found, key=lambda transition: -transition.time_us))


def _fused_away(layers: Sequence[RawLayer], costs: Mapping[str, LayerCost]) -> int:
    """Operations that run only inside a layer of another one: all but the costliest of each layer."""
    fused: set[str] = set()
    leading: set[str] = set()
    for layer in layers:
        known = [origin for origin in layer.origin if origin in costs]
        fused.update(known)
        if known:
            leading.add(max(known, key=lambda origin: costs[origin].flop + costs[origin].iop))
    return len(fused - leading)
