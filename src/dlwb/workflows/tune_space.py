"""Where the best configuration is looked for: what the user left open, filled in from the device and the model."""

from collections.abc import Sequence
from dataclasses import replace

from dlwb.calc.batch import has_batch
from dlwb.domain.config_rules import budget_problems, find_device
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.inference import Hint, InferenceConfig, MeasurePlan
from dlwb.domain.model import DimRange, Model, TensorSpec
from dlwb.domain.problems import Problems
from dlwb.domain.search import MOST_TUNE_BUDGET_S, Goal, GoalKind, SearchSpace
from dlwb.domain.target import Device
from dlwb.workflows.sweep import check_space

MOST_CANDIDATES = 1000
# Up to here by powers of two: the latency of larger batches is seconds, and processors have stopped to gain long before.
_MOST_BATCH = 32
_MOST_REQUESTS = 8
# One request leaves its stream idle from its completion to its next start; with four, a tiny model has no gap left.
_REQUESTS_PER_STREAM = (1, 2, 4)


def tuning_space(space: SearchSpace, goal: Goal, model: Model, device: Device | None) -> SearchSpace:
    """The space with every axis filled in that the user left open, which is one without values of its own or in the base.

    For throughput: batch by powers of two where the model has a batch, streams by powers of two over the device's range,
    and one, two and four requests for each stream. For latency: one request on one stream, because another would share
    the cores or wait, and threads by powers of two. Inference precision changes results, so it is never varied unasked.
    """
    base = space.base
    chosen = bool(space.streams or space.cells or space.hints or base.streams)
    requested = bool(space.requests or space.requests_per_stream or base.requests)
    if goal.kind is GoalKind.LATENCY:
        threaded = bool(space.threads or base.threads)
        return replace(
            space,
            streams=space.streams if chosen else _lowest_streams(device),
            threads=space.threads if threaded else _threads(device),
            requests=space.requests if requested else (1,),
        )
    shaped = bool(space.batch or space.cells or space.shapes or base.shapes or base.batch)
    streams = space.streams if chosen else _streams(device)
    explicit = bool(streams or space.cells or base.streams)
    return replace(
        space,
        batch=space.batch if shaped else _batches(model),
        streams=streams,
        requests_per_stream=space.requests_per_stream if requested or not explicit else _REQUESTS_PER_STREAM,
        requests=space.requests if requested or explicit else _requests(device),
    )


def baselines(space: SearchSpace) -> tuple[InferenceConfig, ...]:
    """The engine's own hints in every allowed precision: what somebody gets who tunes nothing."""
    plain = replace(space.base, streams=None, threads=None, requests=None)
    return tuple(
        replace(plain, hint=hint, precision=precision)
        for precision in space.precisions or (plain.precision,)
        for hint in (Hint.THROUGHPUT, Hint.LATENCY)
    )


def candidates(space: SearchSpace) -> tuple[InferenceConfig, ...]:
    """The engine's own hints, then every point of the space that is none of them."""
    first = baselines(space)
    return (*first, *(point for point in space.points() if point not in first))


def check_tuning(
    space: SearchSpace, goal: Goal, budget_s: float, inputs: Sequence[TensorSpec], devices: Sequence[Device]
) -> None:
    """Refuse a search that cannot be done, before anything is started.

    Raises:
        InvalidOptions: with everything that is wrong at once.
    """
    wrong = Problems()
    wrong.add([*_batch_problems(space, inputs), *budget_problems(budget_s, MOST_TUNE_BUDGET_S)])
    if space.size > MOST_CANDIDATES:
        words = f"{space.size:,} candidates are too many; at most {MOST_CANDIDATES:,}."
        wrong.tell(InvalidOptions((OptionProblem("space", words),), "Give fewer values of an axis."))
        wrong.raise_any()
    with wrong.collected():
        check_space(space, MeasurePlan(), goal, devices, inputs)
    wrong.raise_any()


def device_of_space(space: SearchSpace, devices: Sequence[Device]) -> Device | None:
    """The device that the space is about, where it is known."""
    return find_device(devices, space.base.device)


def _batch_problems(space: SearchSpace, inputs: Sequence[TensorSpec]) -> list[OptionProblem]:
    """Batches that the declared shape of the inputs rules out; what only an operation refuses is found by trying."""
    ends = [end for spec in inputs if (end := _batch_range(spec)) is not None]
    asked = {*space.batch, *(batch for batch, _ in space.cells), *([space.base.batch] if space.base.batch else [])}
    refused = sorted(b for b in asked if b >= 1 and any(not low <= b <= high for low, high in ends))
    if not refused:
        return []
    low, high = max(end[0] for end in ends), min(end[1] for end in ends)
    listed = ", ".join(map(str, refused))
    return [OptionProblem("batch", f"the model cannot take {listed}; its input is declared for {low} to {high:g}.")]


def _batch_range(spec: TensorSpec) -> tuple[int, float] | None:
    """Lowest and highest batch of an input whose batch is declared as a range; None where it is fixed or unknown."""
    axis = (spec.layout or "N").find("N")
    if spec.shape is None or not 0 <= axis < len(spec.shape):
        return None
    dim = spec.shape[axis]
    if not isinstance(dim, DimRange):
        return None
    return max(1, dim.low), float("inf") if dim.high is None else dim.high


def _batches(model: Model) -> tuple[int, ...]:
    """Powers of two inside what the inputs are declared for, and the batch that the model was made with."""
    if not has_batch(model):
        return ()
    axes = [(spec, (spec.layout or "N").find("N")) for spec in model.inputs]
    made = {
        dim
        for spec, axis in axes
        if spec.shape and 0 <= axis < len(spec.shape) and isinstance(dim := spec.shape[axis], int)
    }
    ends = [end for spec in model.inputs if (end := _batch_range(spec)) is not None]
    wanted = {*_powers(1, _MOST_BATCH), *(made if len(made) == 1 else ())}
    return tuple(sorted(b for b in wanted if all(low <= b <= high for low, high in ends)))


def _streams(device: Device | None) -> tuple[int, ...]:
    return _powers(*device.streams) if device is not None and device.streams else ()


def _lowest_streams(device: Device | None) -> tuple[int, ...]:
    return (device.streams[0],) if device is not None and device.streams else ()


def _threads(device: Device | None) -> tuple[int, ...]:
    """Threads belong to processors, whose streams reach up to the number of cores."""
    return _powers(*device.streams) if device is not None and device.kind == "CPU" and device.streams else ()


def _requests(device: Device | None) -> tuple[int, ...]:
    """For a device that does not say how many streams it has."""
    high = device.requests[1] if device is not None and device.requests else 1
    return _powers(1, min(high, _MOST_REQUESTS))


def _powers(low: int, high: int) -> tuple[int, ...]:
    """`low`, its doubles up to `high`, and `high`: (1, 6) → 1, 2, 4, 6."""
    values = {low, high}
    value = max(1, low)
    while value < high:
        values.add(value)
        value *= 2
    return tuple(sorted(values))
