"""From two profiles to an explanation: the gap between a version and its ideal, summed into causes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dlwb.calc.layer_match import match_layers
from dlwb.calc.slowdown.amount import Amount, around, total
from dlwb.calc.slowdown.causes import Item, Judge
from dlwb.calc.slowdown.ideal import (
    ARITHMETIC,
    BITS,
    EIGHT_BIT,
    UNCHANGED,
    Ideal,
    arithmetic_ratio,
    ideal_of,
    raised,
)
from dlwb.calc.slowdown.sides import Facts, Side, Times
from dlwb.calc.slowdown.words import described, verdict
from dlwb.domain.explanation import Cause, ExplainedCause, ExplainedLayer, Explanation
from dlwb.domain.measurement import Estimate, LayerProfile
from dlwb.domain.target import Ceilings

_APART = "The profiles were taken apart in time, so what the machine did meanwhile is in the difference too."
_NO_CEILINGS = "Nobody has measured the ceilings of this device, so the ideal knows only that bytes get fewer."
_BUSY = "The machine was busy, so these are its quieter moments, and what others took lands outside the layers."
_WEIGHTS_ONLY = "Only the weights are smaller; it calculates in floating point, so its parent is its ideal."
_NO_EIGHT = "This device has no 8-bit arithmetic that could be measured."


def explain_slowdown(parent: Side, version: Side, facts: Facts | None = None) -> Explanation:
    """Why `version` is no faster than it is.

    measured = ideal + causes + rest, and ideal = hoped + limits, exactly. Both sides with raw windows, as many, were profiled
    in turns: then differences are paired.
    """
    facts = facts or Facts()
    paired = _in_turns(parent, version)
    parts = _parts(parent, version, facts) if paired else _parts(Side(parent.profile), Side(version.profile), facts)
    before, after, ideal, gap = parts.before, parts.after, parts.ideal, parts.gap
    rest = gap - total(item.excess for item in parts.items if item.cause is not None) - parts.overhead
    causes = _causes(parts.items, parts.overhead, rest)
    precision = _main_precision(before.layers)
    ratio = arithmetic_ratio(precision, parts.ceilings)
    hope = max(ratio or 1.0, BITS.get(precision, 8) / 8) if facts.quantized else 1.0
    speedup, ideal_speedup = _ratio(before.latency, after.latency), before.latency.value / ideal.value
    told = causes if _can_be_told(parts) else None
    limits = _limits(parts, hope, facts)
    return Explanation(
        verdict=verdict(
            speedup, ideal_speedup, hope, told, limits, gap.value / after.latency.value, busy=parts.disturbed
        ),
        parent_us=before.latency.estimate,
        version_us=after.latency.estimate,
        speedup=speedup,
        ideal_us=ideal.value,
        ideal_speedup=ideal_speedup,
        hoped_us=before.latency.value / hope,
        hoped_speedup=hope,
        arithmetic_ratio=ratio,
        gap_us=gap.estimate,
        causes=causes,
        rest_us=rest.estimate,
        covered=max(0.0, 1 - abs(rest.value) / gap.value) if gap.value > 0 else 1.0,
        limits=limits,
        paired=paired,
        notes=_notes(facts, parts, paired=paired, ratio=ratio),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Both sides, what could be, and what each layer of the version adds to the gap."""

    before: Times
    after: Times
    ceilings: Ceilings | None
    ideals: dict[str, Ideal]
    ideal: Amount
    gap: Amount
    overhead: Amount
    items: tuple[Item, ...]

    @property
    def disturbed(self) -> bool:
        """Whether others used the machine meanwhile."""
        return self.before.disturbed or self.after.disturbed


def _parts(parent: Side, version: Side, facts: Facts) -> _Parts:
    before, after = Times(parent), Times(version)
    ceilings = parent.profile.ceilings
    if ceilings is not None:
        ceilings = raised(ceilings, (parent.profile, version.profile))
    ideals = {layer.name: ideal_of(layer, ceilings) if facts.quantized else UNCHANGED for layer in before.layers}
    ideal = total(before.of(layer) * ideals[layer.name].factor for layer in before.layers) + before.outside
    judge = Judge(before, after, ideals, facts, ceilings.gflops.get(EIGHT_BIT) if ceilings else None)
    groups = match_layers((before.layers, after.layers))
    return _Parts(
        before=before,
        after=after,
        ceilings=ceilings,
        ideals=ideals,
        ideal=ideal,
        gap=after.latency - ideal,
        overhead=after.outside - before.outside,
        items=tuple(item for group in groups for item in judge.items(group)),
    )


def _can_be_told(parts: _Parts) -> bool:
    """Whether causes can be ranked: not where the machine was so busy that the layers may have no gap at all.

    What others take from a busy machine is in no layer, so the time there is no evidence of a gap by itself.
    """
    return not parts.disturbed or (parts.gap - parts.overhead).is_clear


def _in_turns(parent: Side, version: Side) -> bool:
    if parent.raw is None or version.raw is None:
        return False
    return len(parent.raw.timed_latency_ms) == len(version.raw.timed_latency_ms) > 1


def _main_precision(layers: Iterable[LayerProfile]) -> str:
    """The precision that most of the arithmetic of the parent ran in."""
    times: dict[str, float] = defaultdict(float)
    for layer in layers:
        times[layer.precision.lower()] += layer.time_us.value * (1.0 if layer.type in ARITHMETIC else 1e-6)
    return max(times, key=lambda name: times[name], default="f32")


def _ratio(top: Amount, bottom: Amount) -> Estimate:
    """A ratio of two times; by their replicates where there are any."""
    value = top.value / bottom.value
    if top.replicates is not None and bottom.replicates is not None:
        return around(value, top.replicates / bottom.replicates)
    a, b = top.estimate, bottom.estimate
    return Estimate(value, a.low / b.high, a.high / b.low)


# --- between the ideal and the measured -----------------------------------------------------------


def _causes(items: Sequence[Item], overhead: Amount, rest: Amount) -> tuple[ExplainedCause, ...]:
    """The causes, the largest first; gains last."""
    amounts: dict[Cause, list[Amount]] = defaultdict(list, {Cause.OVERHEAD: [overhead]})
    layers: dict[Cause, list[ExplainedLayer]] = defaultdict(list)
    for item in items:
        if item.cause is not None:
            amounts[item.cause].append(item.excess)
            layers[item.cause].append(item.layer)
    return _in_order(amounts, layers, max(0.0, rest.value))


def _in_order(
    amounts: Mapping[Cause, Sequence[Amount]], layers: Mapping[Cause, Sequence[ExplainedLayer]], more: float = 0.0
) -> tuple[ExplainedCause, ...]:
    """Causes with their shares of all that is lost (with `more` µs that are nobody's), the largest first."""
    sums = {cause: total(parts) for cause, parts in amounts.items()}
    lost = more + sum(max(0.0, amount.value) for amount in sums.values())
    found = [
        described(
            cause,
            amount.estimate,
            amount.value / lost if lost > 0 else 0.0,
            sorted(layers.get(cause, ()), key=lambda layer: -abs(layer.excess_us)),
        )
        for cause, amount in sums.items()
    ]
    return tuple(sorted(found, key=lambda cause: -cause.time_us.value))


# --- between what was hoped for and the ideal -----------------------------------------------------


def _limits(parts: _Parts, hope: float, facts: Facts) -> tuple[ExplainedCause, ...]:
    """Why the ideal is not as good as hoped for: it sums to ideal − hoped."""
    if not facts.quantized:
        return ()
    amounts: dict[Cause, list[Amount]] = defaultdict(list)
    layers: dict[Cause, list[ExplainedLayer]] = defaultdict(list)
    before = parts.before
    for layer in before.layers:
        ideal, time = parts.ideals[layer.name], before.of(layer)
        lost = time * (ideal.factor - 1 / hope)
        cause = _limit(layer, ideal, parts.ceilings)
        amounts[cause].append(lost)
        layers[cause].append(
            ExplainedLayer(
                name=layer.name,
                type=layer.type,
                operations=layer.origin,
                parent_us=time.value,
                ideal_us=time.value * ideal.factor,
                version_us=None,
                excess_us=lost.value,
                parent_precision=layer.precision,
                kernel=layer.kernel,
            )
        )
    amounts[Cause.OUTSIDE].append(before.outside * (1 - 1 / hope))
    return _in_order(amounts, layers)


def _limit(layer: LayerProfile, ideal: Ideal, ceilings: Ceilings | None) -> Cause:
    if ideal.bound == "memory":
        return Cause.MEMORY
    if ideal.bound == "compute":
        return Cause.DEVICE
    arithmetic = layer.type in ARITHMETIC and layer.precision.lower() in BITS
    no_eight = ceilings is None or not ceilings.gflops.get(EIGHT_BIT)
    return Cause.DEVICE if arithmetic and no_eight else Cause.NOT_QUANTIZABLE


def _notes(facts: Facts, parts: _Parts, *, paired: bool, ratio: float | None) -> tuple[str, ...]:
    notes = [_WEIGHTS_ONLY] if facts.weights_only else []
    if not paired:
        notes.append(_APART)
    if parts.disturbed:
        notes.append(_BUSY)
    if parts.ceilings is None:
        notes.append(_NO_CEILINGS)
    elif ratio is None:
        notes.append(_NO_EIGHT)
    return tuple(notes)
