"""What limits a model on this machine, told from its own measurements; and what is worth trying next.

Every rule looks at figures that were measured here and is silent where it has none. None of them promises anything: a trial
is measured side by side with the present configuration, and only that says whether it helped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dlwb.calc.figure_words import counted, per_cent
from dlwb.domain.advice import Finding, Limit, Trial
from dlwb.domain.headline import Headline
from dlwb.domain.inference import Hint, InferenceConfig, Mode
from dlwb.domain.measurement import ExecutionProfile, LayerProfile, LayerStatus, VerdictStatus
from dlwb.domain.target import Ceilings, Device

# From here on a share of the time is worth a word.
_WORTH = 0.10
_DOMINATING = 0.30
_MOSTLY = 0.40
# A layer that reaches this part of the roofline has little left to gain where it is.
_NEAR_ROOF = 0.5
# Above the ceiling lies what a nearer cache gives; far above it a ceiling that was measured badly.
_BEYOND = 1.3
_MOST_LAYERS = 5
_CONVERSIONS = frozenset({"Reorder", "Convert", "FakeQuantize", "Quantize", "Dequantize"})
_FLOATS = ("f32", "bf16", "f16")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a model in one configuration.

    `headline` is of the benchmark of `config`; it is a disturbed one only where no other is there. `profile` may be of another
    configuration of the same model. `reshapable` says whether the batch can be changed.
    """

    config: InferenceConfig
    headline: Headline
    device: Device | None
    profile: ExecutionProfile | None
    ceilings: Ceilings | None
    reshapable: bool


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything that limits the model: first what puts the figures themselves in doubt, then the largest share of the time."""
    found = [finding for rule in _RULES for finding in rule(evidence)]
    return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> float:
    if finding.limit is Limit.CONDITIONS:
        return -2.0
    return 0.0 if finding.share is None else -finding.share


# --- from the profile -----------------------------------------------------------------------------


def _executed(profile: ExecutionProfile) -> list[LayerProfile]:
    layers = [layer for layer in profile.layers if layer.status is LayerStatus.EXECUTED]
    return sorted(layers, key=lambda layer: -layer.time_us.value)


def _share(layers: Sequence[LayerProfile]) -> float:
    return sum(layer.share for layer in layers)


def _names(layers: Sequence[LayerProfile]) -> tuple[str, ...]:
    return tuple(layer.name for layer in layers[:_MOST_LAYERS])


def _compute(evidence: Evidence) -> Iterator[Finding]:
    if evidence.profile is None:
        return
    bound = [layer for layer in _executed(evidence.profile) if layer.bound == "compute"]
    share = _share(bound)
    if share < _MOSTLY:
        return
    reached = sum((layer.roofline or 0) * layer.share for layer in bound) / share
    yield Finding(
        Limit.COMPUTE,
        "Limited by arithmetic",
        f"{per_cent(share)} of the layer time is in {counted(len(bound), 'layer')} that the processor's arithmetic limits; "
        f"{_room(reached)}.",
        share,
        _names(bound),
        (*_other_precision(evidence), *(() if reached >= _NEAR_ROOF else _more_batch(evidence))),
    )


def _room(reached: float) -> str:
    if reached > _BEYOND:
        return "they run faster than the ceiling that was measured, so that was taken on a busier machine; measure it again"
    if reached >= _NEAR_ROOF:
        return f"they reach {per_cent(reached)} of the measured ceiling, so little is left to gain at this precision"
    return f"they reach {per_cent(reached)} of the measured ceiling, so larger batches or other streams may help"


def _memory(evidence: Evidence) -> Iterator[Finding]:
    if evidence.profile is None:
        return
    bound = [layer for layer in _executed(evidence.profile) if layer.bound == "memory"]
    share = _share(bound)
    if share < _MOSTLY:
        return
    gigabytes = sum(layer.bytes_moved for layer in bound) / 1e9
    seconds = sum(layer.time_us.value for layer in bound) / 1e6
    rate = f"{gigabytes / seconds:.3g} GB/s" if seconds else "an unknown rate"
    waiting = counted(len(bound), "layer that waits", "layers that wait")
    yield Finding(
        Limit.MEMORY,
        "Limited by memory bandwidth",
        f"{per_cent(share)} of the layer time is in {waiting} for memory; data moves at {rate}.",
        share,
        _names(bound),
        (*_other_precision(evidence), *_less_batch(evidence)),
    )


def _conversions(evidence: Evidence) -> Iterator[Finding]:
    if evidence.profile is None:
        return
    converting = [layer for layer in _executed(evidence.profile) if layer.type in _CONVERSIONS]
    share = _share(converting)
    if share < _WORTH:
        return
    changes = sum(transition.count for transition in evidence.profile.transitions)
    precisions = [s.name for s in evidence.profile.by_precision if s.name in _FLOATS and s.share > 0.02]
    mixed = (
        f", {changes} of them between precisions ({', '.join(precisions)})" if changes and len(precisions) > 1 else ""
    )
    trials: tuple[Trial, ...] = ()
    if len(precisions) > 1 and "f32" in _offered(evidence):
        trials = (Trial("f32 throughout, without conversions", replace(evidence.config, precision="f32")),)
    those = counted(len(converting), "layer that only rearranges or converts", "layers that only rearrange or convert")
    yield Finding(
        Limit.CONVERSIONS,
        "Reorders and conversions",
        f"{per_cent(share)} of the layer time goes into {those} data{mixed}.",
        share,
        _names(converting),
        trials,
    )


def _one_layer(evidence: Evidence) -> Iterator[Finding]:
    if evidence.profile is None:
        return
    layers = _executed(evidence.profile)
    if len(layers) < 3 or layers[0].share < _DOMINATING:
        return
    first = layers[0]
    reach = "" if first.roofline is None else f", at {per_cent(first.roofline)} of what this machine could do for it"
    yield Finding(
        Limit.ONE_LAYER,
        "One layer dominates",
        f"'{first.name}' ({first.type}, {first.precision}) alone takes {per_cent(first.share)} of the layer time{reach}.",
        first.share,
        (first.name,),
    )


def _overhead(evidence: Evidence) -> Iterator[Finding]:
    profile = evidence.profile
    if profile is None or profile.unexplained_share < _WORTH:
        return
    yield Finding(
        Limit.OVERHEAD,
        "Time outside the layers",
        f"{per_cent(profile.unexplained_share)} of the latency is in no layer: starting an inference costs that much of "
        f"{profile.latency_ms.value:.3g} ms.",
        profile.unexplained_share,
        (),
        (*_more_batch(evidence), *_more_requests(evidence)),
    )


# --- from the configuration -----------------------------------------------------------------------


def _streams(evidence: Evidence) -> Iterator[Finding]:
    device, effective = evidence.device, evidence.headline.effective
    if device is None or device.streams is None or effective.streams is None or evidence.headline.mode is Mode.SYNC:
        return
    most = device.streams[1]
    if effective.streams < most:
        config = replace(evidence.config, hint=Hint.NONE, streams=most, requests=None)
        yield Finding(
            Limit.STREAMS,
            "Fewer streams than the device has",
            f"{effective.streams} of {most} streams work in parallel, with {effective.requests} "
            f"request{'s' if effective.requests > 1 else ''} in flight.",
            None,
            (),
            (Trial(f"{most} streams", config, "latency of each request rises"),),
        )
    elif effective.requests < effective.streams:
        config = replace(evidence.config, requests=effective.streams)
        yield Finding(
            Limit.STREAMS,
            "Fewer requests than streams",
            f"Only {effective.requests} requests are in flight for {effective.streams} streams, so streams stand idle.",
            None,
            (),
            (Trial(f"{effective.streams} requests", config),),
        )


def _precision(evidence: Evidence) -> Iterator[Finding]:
    used, ceilings = evidence.headline.effective.precision, evidence.ceilings
    if used is None or ceilings is None or used not in ceilings.gflops:
        return
    faster = {
        name: ceilings.gflops[name] / ceilings.gflops[used]
        for name in _offered(evidence)
        if name in ceilings.gflops and ceilings.gflops[name] > 1.1 * ceilings.gflops[used]
    }
    for name, factor in sorted(faster.items(), key=lambda item: -item[1]):
        yield Finding(
            Limit.PRECISION,
            f"{name} is not used",
            f"The model runs in {used}; arithmetic in {name} is {factor:.2g} times as fast on this machine "
            f"({ceilings.gflops[name]:.0f} against {ceilings.gflops[used]:.0f} GFLOP/s measured).",
            None,
            (),
            (Trial(name, replace(evidence.config, precision=name), "may cost accuracy"),),
        )


def _batch(evidence: Evidence) -> Iterator[Finding]:
    effective = evidence.headline.effective
    if effective.batch > 1 or evidence.headline.latency_ms.value >= 2.0 or not evidence.reshapable:
        return
    yield Finding(
        Limit.BATCH,
        "Small inferences, one frame each",
        f"An inference takes {evidence.headline.latency_ms.value:.3g} ms for one frame; several frames at once share what each "
        "start costs.",
        None,
        (),
        _more_batch(evidence),
    )


def _conditions(evidence: Evidence) -> Iterator[Finding]:
    verdict = evidence.headline.verdict
    if verdict.status in (VerdictStatus.CONTENDED, VerdictStatus.THROTTLED):
        yield Finding(
            Limit.CONDITIONS,
            "The machine was busy or held back",
            (" ".join(verdict.reasons) or "The figures were taken on a disturbed machine.")
            + " No undisturbed benchmark of this configuration is there, so all figures here stand under that doubt.",
            None,
            (),
            (),
        )


# --- what to try ----------------------------------------------------------------------------------


def _offered(evidence: Evidence) -> tuple[str, ...]:
    return evidence.device.precisions if evidence.device is not None else ()


def _other_precision(evidence: Evidence) -> tuple[Trial, ...]:
    used = evidence.headline.effective.precision
    narrower = [name for name in _offered(evidence) if name in ("bf16", "f16") and used == "f32"]
    return tuple(Trial(name, replace(evidence.config, precision=name), "may cost accuracy") for name in narrower)


def _more_batch(evidence: Evidence) -> tuple[Trial, ...]:
    if not evidence.reshapable:
        return ()
    batch = evidence.headline.effective.batch * 4
    return (Trial(f"batch {batch}", replace(evidence.config, batch=batch), "latency of each request rises"),)


def _less_batch(evidence: Evidence) -> tuple[Trial, ...]:
    batch = evidence.headline.effective.batch
    if batch < 2 or not evidence.reshapable:
        return ()
    smaller = max(1, batch // 2)
    return (Trial(f"batch {smaller}, whose data fits nearer caches", replace(evidence.config, batch=smaller)),)


def _more_requests(evidence: Evidence) -> tuple[Trial, ...]:
    if evidence.headline.mode is not Mode.CLOSED:
        return ()
    requests = 2 * evidence.headline.effective.requests
    return (
        Trial(f"{requests} requests in flight", replace(evidence.config, requests=requests), "requests wait longer"),
    )


_RULES: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    *(_compute, _memory, _conversions, _one_layer, _overhead),
    *(_streams, _precision, _batch, _conditions),
)
