"""What causes are called, what was seen of them, and what to do: plain words for figures."""

from collections.abc import Sequence

from dlwb.calc.figure_words import TOO_NOISY, counted, is_hidden, per_cent, ratio_figures
from dlwb.domain.explanation import Cause, ExplainedCause, ExplainedLayer
from dlwb.domain.measurement import Estimate

# From here on a share of what is lost is worth a word, and a gap as a share of the time worth explaining.
_WORTH = 0.1
_LITTLE = 0.05
_MOST_CAUSES = 3
_MOST_LIMITS = 2
# Said of the time outside all layers where the machine was busy.
_OTHERS = ", with what others took of the busy machine"

_WORDS: dict[Cause, tuple[str, str]] = {
    Cause.CONVERSIONS: (
        "Reorders, quantizing and dequantizing",
        "Let neighbours work in the same numbers: put a float layer between 8-bit ones into 8 bits too, or the 8-bit island "
        "between float ones back to float.",
    ),
    Cause.KEPT_FLOAT: (
        "Layers kept in floating point",
        "A larger accepted drop or more calibration pictures may let them be 8-bit.",
    ),
    Cause.NOT_QUANTIZED: (
        "Layers that were not quantized",
        "Look whether the kind of network is the right one, and do not leave out their types; layers that hand on floats "
        "follow their neighbours.",
    ),
    Cause.FELL_BACK: (
        "8-bit layers that ran in floating point",
        "The device has no 8-bit kernel for these shapes; keep them in floating point and save the conversions around.",
    ),
    Cause.REFERENCE_KERNEL: (
        "8-bit layers run by a reference kernel",
        "Keep them in floating point, where the device has a fast kernel, or try another version of the engine.",
    ),
    Cause.NARROW_KERNEL: (
        "8-bit kernels with narrower instructions",
        "The device has wider instructions than these kernels use; their shapes keep them out. Keep them in floating point "
        "if they are slower there.",
    ),
    Cause.DEPTHWISE: (
        "Depthwise convolutions",
        "8-bit instructions add up neighbouring channels, and a depthwise convolution never does: only its bytes get fewer. "
        "There is nothing to gain in it but a network with fewer of them.",
    ),
    Cause.SLOWER: (
        "Layers slower in 8 bits than in floating point",
        "Keep them in floating point, if the layers around are not 8-bit either.",
    ),
    Cause.BYTES: (
        "Layers that wait for memory",
        "Bytes decide here, not arithmetic: smaller batches keep data in the cache, and layers that write floats need an 8-bit "
        "consumer.",
    ),
    Cause.EFFICIENCY: (
        "8-bit kernels below their ceiling",
        "The layers are too small for the faster arithmetic: larger batches give it more to do.",
    ),
    Cause.FLOAT_SLOWER: (
        "Layers that 8 bits do not change, but slow down",
        "They stay in floating point and read or write other layouts now; look at the conversions beside them.",
    ),
    Cause.EXTRA_LAYERS: ("Layers that only the version has", "Look at them in the graph as executed."),
    Cause.OVERHEAD: (
        "Time outside all layers",
        "Starting an inference costs that much more; larger batches share it.",
    ),
    Cause.GAINS: ("Layers faster than their ideal", "Nothing has to be done; they make up for others."),
    Cause.DEVICE: (
        "The device's 8-bit arithmetic",
        "Where it has no instructions for 8-bit products (AVX-512 VNNI, AMX, DP4A), 8 bits save bytes only; hold bf16 or f16 "
        "against it.",
    ),
    Cause.MEMORY: (
        "Layers that wait for memory even in 8 bits",
        "A smaller batch keeps data in the cache; wider layers have more to calculate for each byte.",
    ),
    Cause.NOT_QUANTIZABLE: (
        "Layers that cannot be in 8 bits",
        "They stay as they are; a reduced float precision (bf16, f16) makes them faster as well.",
    ),
    Cause.OUTSIDE: (
        "Time outside all layers",
        "Starting an inference costs the same in any precision; larger batches share it.",
    ),
}


def described(cause: Cause, time_us: Estimate, share: float, layers: Sequence[ExplainedLayer]) -> ExplainedCause:
    """A cause in words; `layers` come with the largest part first."""
    title, advice = _WORDS[cause]
    if cause is Cause.OVERHEAD and time_us.value <= 0:
        advice = _WORDS[Cause.GAINS][1]
    return ExplainedCause(cause, title, _evidence(cause, time_us, layers), advice, time_us, share, tuple(layers))


def _evidence(cause: Cause, time_us: Estimate, layers: Sequence[ExplainedLayer]) -> str:
    if cause is Cause.OVERHEAD:
        more = "more" if time_us.value >= 0 else "less"
        return f"{abs(time_us.value):,.0f} µs {more} than in the parent are in no layer."
    if not layers:
        return f"{time_us.value:,.0f} µs of the parent that 8 bits cannot save are in no layer."
    count = counted(len(layers), "layer")
    took = sum(layer.version_us or 0.0 for layer in layers)
    before = sum(layer.parent_us or 0.0 for layer in layers)
    reasons = list(dict.fromkeys(layer.reason for layer in layers))
    why = f"; {reasons[0]}" if len(reasons) == 1 and reasons[0] else ""
    if cause in (Cause.DEVICE, Cause.MEMORY, Cause.NOT_QUANTIZABLE):
        return f"{count} of the parent with {before:,.0f} µs{why}."
    if took == 0:
        return f"{count} with {before:,.0f} µs are gone{why}."
    if before == 0:
        return f"{count} with {took:,.0f} µs that the parent does not have{why}."
    ideal = sum(layer.ideal_us or 0.0 for layer in layers)
    return f"{count} with {took:,.0f} µs, {before:,.0f} µs in the parent, ideally {ideal:,.0f} µs{why}."


def verdict(  # noqa: PLR0917 - each part of the sentence
    speedup: Estimate,
    ideal: float,
    hoped: float,
    causes: Sequence[ExplainedCause] | None,
    limits: Sequence[ExplainedCause],
    gap_share: float,
    *,
    busy: bool = False,
) -> str:
    """All of it in a sentence or two.

    Args:
        speedup: parent ÷ version, in time of one inference.
        ideal: what it could be.
        hoped: what bits and instructions promise.
        causes: of the gap, the largest first; None: the machine was too busy to say.
        limits: of the ideal, the largest first.
        gap_share: gap ÷ time of the version; below `_LITTLE` nothing is left to explain.
        busy: others used the machine, and what they took is in the time outside all layers.
    """
    words = f"{_times(speedup)}; {ideal:.2f} times would be ideal here"
    if ideal < 0.9 * hoped:
        held_back = _leading(limits, _MOST_LIMITS, busy=False)
        why = f" (held back by {held_back})" if held_back else ""
        words += f", not the {hoped:.1f} times that 8-bit arithmetic promises{why}"
    if causes is None:
        return (
            f"The version is {words}. The machine was too busy to say what costs most; explain again when it is quiet."
        )
    if gap_share < _LITTLE:
        return f"The version is {words}; it is about as fast as it can be."
    leading = _leading(causes, _MOST_CAUSES, busy=busy)
    return f"The version is {words}." + (f" What costs most: {leading}." if leading else "")


def _leading(causes: Sequence[ExplainedCause], most: int, *, busy: bool) -> str:
    """The causes that are worth a word, the largest first, with their shares."""
    found = [cause for cause in causes if cause.share >= _WORTH]
    return ", ".join(
        f"{cause.title[0].lower()}{cause.title[1:]} ({per_cent(cause.share)}"
        f"{_OTHERS if busy and cause.cause is Cause.OVERHEAD else ''})"
        for cause in found[:most]
    )


def _times(speedup: Estimate) -> str:
    """The ratio, and what it is one of: throughput under load has another."""
    if is_hidden(speedup):
        return f"not clearly faster than its parent, one inference at a time: {TOO_NOISY}"
    value, low, high = ratio_figures(speedup)
    value, interval = f"{value} times", f"[{low}, {high}]"
    if speedup.low > 1:
        return f"{value} as fast as its parent {interval}, one inference at a time"
    if speedup.high < 1:
        value, low, high = ratio_figures(Estimate(1 / speedup.value, 1 / speedup.high, 1 / speedup.low))
        return f"slower than its parent: one inference takes {value} times as long [{low}, {high}]"
    return f"not clearly faster than its parent, one inference at a time ({value} {interval})"
