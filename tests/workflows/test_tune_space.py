"""Where the best is looked for, and what is refused."""

import pytest

from dlwb.adapters.fake_engine import DEVICES
from dlwb.domain.errors import InvalidOptions
from dlwb.domain.inference import Hint, InferenceConfig
from dlwb.domain.model import Converted, DimRange, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.search import Goal, GoalKind, SearchSpace
from dlwb.domain.target import Device
from dlwb.workflows.tune_space import baselines, candidates, check_tuning, tuning_space

CPU = Device("CPU", "A processor", "CPU", available=True, streams=(1, 6), precisions=("f32", "bf16"))
PICTURE = (TensorSpec("data", (1, 3, 8, 8), "f32", "NCHW"),)
DYNAMIC = (TensorSpec("data", (DimRange(), 3, 8, 8), "f32", "NCHW"),)


SCORES = (TensorSpec("prob", (1, 10), "f32"),)


def model(inputs, outputs) -> Model:
    return Model(
        id="m",
        name="net",
        format=ModelFormat.ONNX,
        task=None,
        inputs=inputs,
        outputs=outputs,
        preprocessing=Preprocessing(),
        precision="f32",
        recipe=Converted(ModelFormat.ONNX, "0", "test", ImportOptions()),
        files=(),
        created="2030-01-01",
    )


def filled(space=SearchSpace(), goal=Goal(), inputs=PICTURE, outputs=SCORES, device=CPU):  # noqa: B008
    return tuning_space(space, goal, model(inputs, outputs), device)


def test_for_throughput_batch_streams_and_requests_are_looked_at():
    space = filled()
    assert space.batch == (1, 2, 4, 8, 16, 32)
    assert space.streams == (1, 2, 4, 6)
    assert space.requests_per_stream == (1, 2, 4)
    assert (space.threads, space.precisions, space.requests) == ((), (), ())
    assert len(space.points()) == space.size == 6 * 4 * 3
    assert {p.requests // p.streams for p in space.points()} == {1, 2, 4}


def test_for_latency_one_request_and_the_threads():
    space = filled(goal=Goal(GoalKind.LATENCY))
    assert (space.batch, space.streams, space.requests, space.threads) == ((), (1,), (1,), (1, 2, 4, 6))
    assert space.size == 4


def test_what_was_given_stays():
    given = SearchSpace(batch=(3,), streams=(2,), threads=(4,), requests=(5,), precisions=("bf16",))
    assert filled(given) == given
    base = InferenceConfig(batch=8, streams=2, requests=3)
    assert filled(SearchSpace(base)).points() == SearchSpace(base).points()
    cells = SearchSpace(cells=((1, 1), (8, 2)))
    assert (filled(cells).batch, filled(cells).streams) == ((), ())
    assert filled(SearchSpace(shapes=({"data": (2, 3, 8, 8)},))).batch == ()


@pytest.mark.parametrize(
    ("inputs", "outputs", "batches"),
    [
        (DYNAMIC, SCORES, (1, 2, 4, 8, 16, 32)),
        ((TensorSpec("data", (DimRange(2, 8), 3), "f32"),), SCORES, (2, 4, 8)),
        ((TensorSpec("data", (3, 224), "f32"),), (TensorSpec("prob", (3, 10), "f32"),), (1, 2, 3, 4, 8, 16, 32)),
        ((TensorSpec("sound", (16000,), "f32"),), SCORES, ()),
        ((TensorSpec("sound", (80, 300), "f32", "CT"),), SCORES, ()),
        ((TensorSpec("x", None, "f32"),), SCORES, ()),
    ],
)
def test_batches_that_the_model_may_take(inputs, outputs, batches):
    assert filled(inputs=inputs, outputs=outputs).batch == batches


def test_a_device_that_does_not_tell_its_streams_varies_requests():
    npu = Device("NPU", "An NPU", "NPU", available=True, requests=(1, 4))
    space = filled(device=npu)
    assert (space.streams, space.requests) == ((), (1, 2, 4))
    assert filled(device=None).requests == (1,)


def test_the_hints_come_first_in_every_allowed_precision():
    space = filled(SearchSpace(precisions=("f32", "bf16"), batch=(1,)))
    hints = baselines(space)
    assert [(c.hint, c.precision) for c in hints] == [
        (hint, precision) for precision in ("f32", "bf16") for hint in (Hint.THROUGHPUT, Hint.LATENCY)
    ]
    everything = candidates(space)
    assert everything[:4] == hints
    assert len(everything) == 4 + space.size
    assert all(c.streams is None and c.requests is None for c in hints)


def refused(space=SearchSpace(), goal=Goal(), budget_s=60.0, inputs=PICTURE):  # noqa: B008
    with pytest.raises(InvalidOptions) as error:
        check_tuning(space, goal, budget_s, inputs, (CPU, *DEVICES))
    return {p.option: p.message for p in error.value.problems}


def test_everything_wrong_is_said_at_once():
    space = SearchSpace(batch=(0, 1), streams=(1, 9), precisions=("f8",))
    problems = refused(space, Goal(latency_limit_ms=-1, memory_limit_bytes=0), budget_s=0.0)
    assert set(problems) == {"batch", "streams", "precision", "latency_limit_ms", "memory_limit_bytes", "budget_s"}


def test_a_batch_that_the_input_rules_out():
    ranged = (TensorSpec("data", (DimRange(1, 8), 3), "f32"),)
    assert refused(SearchSpace(batch=(4, 16, 64)), inputs=ranged) == {
        "batch": "the model cannot take 16, 64; its input is declared for 1 to 8."
    }
    check_tuning(SearchSpace(batch=(4, 8)), Goal(), 60.0, ranged, (CPU,))


def test_an_absurd_space_is_refused_before_it_is_counted_out():
    problems = refused(SearchSpace(batch=tuple(range(1, 9000)), requests=tuple(range(1, 9000))))
    assert "candidates are too many; at most 1,000" in problems["space"]


@pytest.mark.parametrize("budget", [0.0, -1.0, float("inf"), float("nan")])
def test_a_budget_has_to_be_a_time(budget):
    assert set(refused(budget_s=budget)) == {"budget_s"}
