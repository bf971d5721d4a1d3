"""Which benchmark advice is drawn from: the newest that can be trusted, among those of the present configuration."""

from dataclasses import replace

import pytest
from builders.finished_runs import MODEL, at, benchmark, run_id

from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.advice import Limit
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.model import Converted, ImportOptions, Model, ModelFormat, Preprocessing
from dlwb.domain.outcomes import TuneOutcome
from dlwb.domain.run import Run, Succeeded
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.specs import TuneSpec
from dlwb.workflows.advise import Advise

BUSY = VerdictStatus.CONTENDED
THE_MODEL = Model(
    MODEL,
    "net",
    ModelFormat.ONNX,
    None,
    (),
    (),
    Preprocessing(),
    "f32",
    Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions()),
    (),
    "t",
)


def advice(*runs):
    store = MemoryStore()
    for run in runs:
        store.add_run(run)
    return Advise(store, tuple, lambda _device, _host: None, lambda _: True)(THE_MODEL)


def limits(found):
    return [finding.limit for finding, _ in found.findings]


@pytest.mark.parametrize("status", [BUSY, VerdictStatus.THROTTLED, VerdictStatus.NOISY, VerdictStatus.NOT_STEADY])
def test_an_older_benchmark_that_is_ok_is_preferred(status):
    calm, older, disturbed = benchmark(2), benchmark(1), benchmark(3, verdict=status)
    found = advice(older, calm, disturbed)
    assert (found.benchmark.id, found.passed_over.id) == (calm.id, disturbed.id)
    assert Limit.CONDITIONS not in limits(found)


def test_the_newest_is_taken_when_it_is_ok():
    newest = benchmark(3)
    found = advice(benchmark(1), benchmark(2, verdict=BUSY), newest)
    assert (found.benchmark.id, found.passed_over) == (newest.id, None)


@pytest.mark.parametrize(
    "other",
    [
        benchmark(1, streams=1),
        benchmark(1, device="GPU"),
        benchmark(1, host="there"),
        benchmark(1, versions={"openvino": "2029.4", "dlwb": "0.1"}),
        benchmark(1, model="another"),
    ],
    ids=["streams", "device", "host", "version", "model"],
)
def test_only_one_of_the_same_configuration_and_conditions_stands_in(other):
    disturbed = benchmark(2, verdict=BUSY)
    found = advice(other, disturbed)
    assert (found.benchmark.id, found.passed_over) == (disturbed.id, None)


def test_it_is_said_when_only_disturbed_ones_are_there():
    disturbed = benchmark(2, verdict=BUSY)
    found = advice(benchmark(1, verdict=BUSY), disturbed)
    assert found.benchmark.id == disturbed.id
    first = found.findings[0][0]
    assert first.limit is Limit.CONDITIONS
    assert "No undisturbed benchmark of this configuration is there" in first.evidence


def test_a_point_of_a_search_can_stand_in():
    point = replace(benchmark(1), parent="sweep")
    found = advice(point, benchmark(2, verdict=BUSY))
    assert found.benchmark.id == point.id


def test_an_answer_of_a_search_that_was_removed_is_passed_by():
    outcome = TuneOutcome(run_id(4), None, "", (), None, 3, 3, "")
    search = Run(run_id(3), TuneSpec(MODEL, SearchSpace(), Goal(), 10.0), at(3), model=MODEL, model_name="net")
    search = search.apply(Succeeded(outcome, at(3)))
    older, best = benchmark(1), benchmark(4, parent=search.id)
    assert advice(older, search, best).benchmark.id == best.id
    assert advice(older, search).benchmark.id == older.id
    assert advice(search).benchmark is None
