"""Whose fault it is that a layer takes longer than its ideal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dlwb.calc.figure_words import per_cent
from dlwb.calc.layer_match import is_quantizer
from dlwb.calc.roofline import ceiling_precision
from dlwb.calc.slowdown.amount import NOTHING, Amount, total
from dlwb.calc.slowdown.ideal import ARITHMETIC, CONVERTING, EIGHT_BIT, Ideal
from dlwb.calc.slowdown.sides import Facts, Times
from dlwb.domain.comparison import LayerGroup
from dlwb.domain.explanation import Cause, ExplainedLayer
from dlwb.domain.measurement import LayerProfile

_DEPTHWISE = re.compile(r"(^|_)dw(_|$)")
_REFERENCE = re.compile(r"^ref(_|$)")
# Instruction sets by the names that kernels carry, the widest last.
_WIDTHS = ("sse4", "avx", "avx2", "avx512", "amx")


@dataclass(frozen=True, slots=True)
class Item:
    """One layer of the version (or what the parent alone has) with what it adds to the gap; `cause` None: nobody's."""

    cause: Cause | None
    excess: Amount
    layer: ExplainedLayer


@dataclass(frozen=True, slots=True)
class Judge:
    """Both sides, what the ideal of each of the parent's layers is, and what is known of the version.

    `peak` is the 8-bit ceiling in 10^9 operations per second, None where nobody knows it.
    """

    parent: Times
    version: Times
    ideals: dict[str, Ideal]
    facts: Facts
    peak: float | None = None

    def items(self, group: LayerGroup) -> Iterator[Item]:
        """What the layers of a group add to the gap."""
        parents, versions = (side.layers if side else () for side in group.sides)
        yield from self._conversions(
            [layer for layer in parents if self._converts(layer)],
            [layer for layer in versions if self._converts(layer)],
            group,
        )
        before = [layer for layer in parents if not self._converts(layer)]
        after = [layer for layer in versions if not self._converts(layer)]
        if before and not after:
            excess = self._ideal(before) * -1.0
            yield Item(Cause.GAINS, excess, self._layer(before[0], before, [], excess, group, "only the parent has it"))
        elif after and not before:
            for layer in after:
                excess = self.version.of(layer)
                yield Item(Cause.EXTRA_LAYERS, excess, self._layer(layer, [], [layer], excess, group, ""))
        elif after:
            yield from self._matched(before, after, group)

    def _converts(self, layer: LayerProfile) -> bool:
        """Whether a layer does nothing but put numbers into another layout or precision."""
        if layer.type in CONVERTING or is_quantizer(layer):
            return True
        return bool(layer.origin) and all(self.facts.types.get(name) in CONVERTING for name in layer.origin)

    def _ideal(self, layers: Sequence[LayerProfile]) -> Amount:
        return total(self.parent.of(layer) * self.ideals[layer.name].factor for layer in layers)

    def _conversions(
        self, before: Sequence[LayerProfile], after: Sequence[LayerProfile], group: LayerGroup
    ) -> Iterator[Item]:
        """Reorders and quantizers by themselves, against those that the parent had there."""
        if not before and not after:
            return
        excess = self.version.of(*after) - self._ideal(before)
        longest = max(after or before, key=lambda layer: layer.time_us.value)
        consumer = f"before {longest.consumer}" if longest.consumer else ""
        cause = Cause.CONVERSIONS if excess.value >= 0 else Cause.GAINS
        yield Item(cause, excess, self._layer(longest, before, after, excess, group, consumer))

    def _matched(
        self, before: Sequence[LayerProfile], after: Sequence[LayerProfile], group: LayerGroup
    ) -> Iterator[Item]:
        """Layers of the version, each with its part of what the parent's layers took."""
        for layer, part in zip(after, _parts(after), strict=True):
            old, ideal = self.parent.of(*before) * part, self._ideal(before) * part
            excess = self.version.of(layer) - ideal
            leading = max(before, key=lambda one: (one.type in ARITHMETIC, one.time_us.value))
            cause, reason = self._cause(leading, layer, group, old.value, excess)
            yield Item(
                cause,
                excess,
                ExplainedLayer(
                    name=layer.name,
                    type=layer.type,
                    operations=group.operations,
                    parent_us=old.value,
                    ideal_us=ideal.value,
                    version_us=self.version.of(layer).value,
                    excess_us=excess.value,
                    parent_precision=leading.precision,
                    precision=layer.precision,
                    kernel=layer.kernel,
                    reason=reason,
                ),
            )

    def _cause(
        self, before: LayerProfile, after: LayerProfile, group: LayerGroup, old_us: float, excess: Amount
    ) -> tuple[Cause | None, str]:
        """The first rule that fits, and what is special about the layer."""
        arithmetic = before.type in ARITHMETIC and self.facts.quantized
        if not arithmetic and self.ideals[before.name].bound is None and not excess.is_clear:
            return None, ""
        if excess.value < 0:
            return Cause.GAINS, ""
        if ceiling_precision(after.precision) != EIGHT_BIT:
            if arithmetic:
                return self._in_float(after, group)
            moves = self.ideals[before.name].bound is not None
            return (Cause.NOT_QUANTIZED, "hands on floats") if moves else (Cause.FLOAT_SLOWER, _moves(after))
        if _REFERENCE.match(after.kernel) and arithmetic:
            return Cause.REFERENCE_KERNEL, after.kernel
        if _DEPTHWISE.search(after.kernel):
            return Cause.DEPTHWISE, ""
        if arithmetic and _width(after) < self._widest:
            return Cause.NARROW_KERNEL, after.kernel
        if self.version.of(after).value > old_us:
            return Cause.SLOWER, ""
        if after.bound == "memory":
            return Cause.BYTES, _moves(after)
        time_us = self.version.of(after).value
        if self.peak and arithmetic and after.gflop > 0 and time_us > 0:
            return Cause.EFFICIENCY, f"reaches {per_cent(after.gflop * 1e6 / time_us / self.peak)} of the 8-bit ceiling"
        return Cause.EFFICIENCY, ""

    def _in_float(self, layer: LayerProfile, group: LayerGroup) -> tuple[Cause, str]:
        """Why a layer that could have been in 8 bits was not."""
        names = frozenset(group.operations)
        facts = self.facts
        if names & facts.kept:
            return Cause.KEPT_FLOAT, "put back to floating point to keep the bound"
        if names & facts.ignored or {facts.types.get(name) for name in names} & facts.ignored_types:
            return Cause.KEPT_FLOAT, "left in floating point because you asked for it"
        if facts.integer is not None and names & facts.integer:
            return (
                Cause.FELL_BACK,
                f"8-bit in the network, but run by {layer.kernel or 'a kernel'} in {layer.precision}",
            )
        return Cause.NOT_QUANTIZED, "the quantizer left its inputs in floating point"

    @property
    def _widest(self) -> int:
        """The widest instructions that arithmetic of either network used."""
        layers = (*self.parent.layers, *self.version.layers)
        return max((_width(layer) for layer in layers if layer.type in ARITHMETIC), default=0)

    def _layer(  # noqa: PLR0917 - both sides and what is between them
        self,
        shown: LayerProfile,
        before: Sequence[LayerProfile],
        after: Sequence[LayerProfile],
        excess: Amount,
        group: LayerGroup,
        reason: str,
    ) -> ExplainedLayer:
        return ExplainedLayer(
            name=shown.name,
            type=shown.type,
            operations=group.operations,
            parent_us=self.parent.of(*before).value if before else None,
            ideal_us=self._ideal(before).value if before else None,
            version_us=self.version.of(*after).value if after else None,
            excess_us=excess.value,
            parent_precision=before[0].precision if before else "",
            precision=after[0].precision if after else "",
            kernel=shown.kernel,
            reason=reason,
        )


def _moves(layer: LayerProfile) -> str:
    wide = layer.output_precision not in ("", "i8", "u8")
    return f"writes {layer.output_precision}" if wide else ""


def _parts(layers: Sequence[LayerProfile]) -> list[float]:
    """How a time that belongs to several layers is divided among them: by operations, or where one has none, by time."""
    weights = [layer.gflop for layer in layers]
    if min(weights) <= 0:
        weights = [layer.time_us.value for layer in layers]
    whole = sum(weights)
    return [weight / whole if whole > 0 else 1 / len(layers) for weight in weights]


def _width(layer: LayerProfile) -> int:
    """The rank of the instructions in a kernel's name; -1 for one that names none."""
    return max((rank for rank, name in enumerate(_WIDTHS) if name in layer.kernel), default=-1)


def excess_of(items: Sequence[Item]) -> Amount:
    """What items add together."""
    return total(item.excess for item in items) if items else NOTHING
