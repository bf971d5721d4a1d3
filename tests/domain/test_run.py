from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.domain.errors import Failure
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.domain.outcomes import ImportOutcome
from dlwb.domain.run import Advanced, Ended, Owner, Progress, Run, RunState, Started, Starting, Succeeded, Waiting
from dlwb.domain.specs import (
    AccuracySpec,
    BenchmarkSpec,
    DatasetImportSpec,
    ImportSpec,
    MachineSpec,
    QuantizeSpec,
    RunSpec,
    TrySpec,
    model_of,
    staged_of,
)

ENDS = [RunState.FAILED, RunState.CANCELLED, RunState.LOST]
MOMENTS = st.sampled_from(["2030", "2031", "2032"])
EVENTS = st.one_of(
    st.builds(Waiting, st.text(max_size=5)),
    st.builds(Starting, MOMENTS),
    st.builds(Started, st.builds(Owner, st.just("h"), st.integers(1, 9), st.just(1.0)), MOMENTS),
    st.builds(Advanced, st.builds(Progress, st.text(max_size=5), st.none() | st.floats(0, 1), st.text(max_size=5))),
    st.builds(Succeeded, st.builds(ImportOutcome, st.text(max_size=3), st.booleans()), MOMENTS),
    st.builds(Ended, st.sampled_from(ENDS), st.builds(Failure, st.just("E"), st.just("m")), MOMENTS),
)


def a_run():
    return Run(id="1", spec=MachineSpec(), created="2030")


@given(st.lists(EVENTS, max_size=12))
def test_events_never_leave_a_finished_state(events):
    run = a_run()
    for event in events:
        before, run = run, run.apply(event)
        if before.state.is_finished:
            assert run is before


@given(st.lists(EVENTS, max_size=12))
def test_a_run_is_finished_exactly_when_it_has_an_end_and_a_result_or_a_failure(events):
    run = a_run()
    for event in events:
        run = run.apply(event)
        assert run.state.is_finished == (run.ended is not None)
        assert (run.outcome is not None) == (run.state is RunState.SUCCEEDED)
        assert (run.failure is not None) == (run.state in ENDS)


@given(st.lists(EVENTS, max_size=12))
def test_what_a_run_is_never_changes(events):
    run = a_run()
    for event in events:
        run = run.apply(event)
    assert (run.id, run.spec, run.created) == ("1", MachineSpec(), "2030")


def test_a_life():
    worker = Owner("h", 2, 1.0)
    run = a_run().apply(Waiting("for another"))
    assert (run.state, run.progress.message) == (RunState.QUEUED, "for another")
    run = run.apply(Starting("2031"))
    assert (run.state, run.started) == (RunState.STARTING, "2031")
    run = run.apply(Started(worker, "2031"))
    assert (run.state, run.worker) == (RunState.RUNNING, worker)
    run = run.apply(Succeeded(ImportOutcome("m"), "2032"))
    assert (run.state, run.model, run.ended, run.progress.fraction) == (RunState.SUCCEEDED, "m", "2032", 1.0)


@pytest.mark.parametrize("state", list(RunState))
def test_which_states_are_final(state):
    assert state.is_finished == (state not in (RunState.QUEUED, RunState.STARTING, RunState.RUNNING))


def test_what_a_run_is_in_words():
    assert a_run().what == "machine run"
    assert (
        Run(id="1", spec=QuantizeSpec(AccuracySpec("m", "d")), created="", model_name="net").what
        == "quantization of net"
    )
    assert Run(id="1", spec=MachineSpec(), created="", model_name="net").what == "machine of net"


def test_the_model_of_a_spec():
    assert model_of(BenchmarkSpec("m", InferenceConfig(), MeasurePlan())) == "m"
    assert model_of(MachineSpec()) is None


def test_what_lies_in_the_workspace_for_a_run_alone_is_known():
    assert staged_of(ImportSpec(ModelFormat.ONNX, "/w/tmp/import-1", "m.onnx", "ab", "m", ImportOptions())) == (
        "/w/tmp/import-1"
    )
    assert staged_of(DatasetImportSpec("/w/tmp/dataset-1", "d", staged=True)) == "/w/tmp/dataset-1"
    assert staged_of(TrySpec(("m",), "/w/tmp/try-1/cat.jpg", staged=True)) == "/w/tmp/try-1/cat.jpg"
    for own in (DatasetImportSpec("/home/d", "d"), TrySpec(("m",), "/home/cat.jpg"), MachineSpec()):
        assert staged_of(own) is None


def test_every_kind_of_run_says_whether_it_measures_speed():
    assert all("measures" in vars(kind) for kind in get_args(RunSpec))
    quiet = {kind.__dataclass_fields__["kind"].default for kind in get_args(RunSpec) if not kind.measures}
    assert quiet == {"import", "dataset_import", "accuracy", "try"}
