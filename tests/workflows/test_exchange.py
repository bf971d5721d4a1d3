"""What goes along when runs leave, and what is let in."""

import itertools
from dataclasses import replace

import pytest
from builders.finished_runs import MODEL, at, benchmark, run_id, sweep, with_figures
from builders.measurements import effective, environment
from builders.profiled_layers import profiled

from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.annotation import Annotation, ModelBrief, Origin
from dlwb.domain.bundle import RunBundle
from dlwb.domain.comparison import CompareSubject, RawInterleaved, RawSubject, Window
from dlwb.domain.errors import Failure, InputError
from dlwb.domain.headline import SearchHeadline
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import Estimate, ExecutionProfile
from dlwb.domain.model import Converted, FileRef, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.outcomes import (
    BenchmarkOutcome,
    CompareOutcome,
    ImportOutcome,
    ProfileOutcome,
    SweepOutcome,
    TuneOutcome,
)
from dlwb.domain.run import Ended, Owner, Run, RunState, Succeeded
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.specs import CompareSpec, ImportSpec, MachineSpec, ProfileSpec, TrySpec, TuneSpec
from dlwb.workflows.compare import derive_paired
from dlwb.workflows.exchange import admit, collect
from dlwb.workflows.sweep import Speed, speed_of

BRIEF = ModelBrief(MODEL, "net", ModelFormat.ONNX, "f32", (TensorSpec("x", (1, 3), "f32"),), ())


def bundle(*runs, models=(BRIEF,), **changes):
    facts = {"host": "there", "dlwb": "0.1", "exported": at(50), "models": models, "runs": runs}
    return RunBundle(**(facts | changes))


@pytest.fixture
def store():
    return MemoryStore()


def collected(store, *runs):
    for run in runs:
        store.add_run(run)
    return collect(store, runs[:1], "here", "0.1", at(60))


# --- out ------------------------------------------------------------------------------------------


def test_a_search_takes_its_points_along(store):
    assert {run.id for run in collected(store, *sweep(1, points=3), benchmark(9)).runs} == {
        run_id(i) for i in (1, 2, 3, 4)
    }


def test_a_continued_sweep_takes_the_one_before_along(store):
    first, *points = sweep(1, points=2)
    second = sweep(10, points=0)[0]
    second = replace(second, spec=replace(second.spec, continues=first.id))
    assert {run.id for run in collected(store, second, first, *points).runs} == {run_id(i) for i in (1, 2, 3, 10)}


def test_a_continued_search_for_the_best_takes_the_one_before_along(store):
    spec = TuneSpec(MODEL, SearchSpace(), Goal(), 60.0)
    first, second = (
        Run(run_id(i), replace(spec, continues=before), at(i), model=MODEL, model_name="net").apply(
            Ended(RunState.CANCELLED, Failure("E", "m"), at(i))
        )
        for i, before in ((1, None), (2, run_id(1)))
    )
    assert {run.id for run in collected(store, second, first).runs} == {run_id(1), run_id(2)}
    admit(bundle(first, second), at(70))
    with pytest.raises(InputError, match="continues"):
        admit(bundle(replace(first, spec=replace(spec, continues="../x"))), at(70))


def test_a_sweep_whose_forerunner_was_removed_goes_alone(store):
    run = sweep(10, points=0)[0]
    run = replace(run, spec=replace(run.spec, continues=run_id(1)))
    assert [run.id for run in collected(store, run).runs] == [run_id(10)]


def test_the_model_goes_along_in_words_only(store):
    tensor = TensorSpec("x", (1, 3), "f32")
    recipe = Converted(ModelFormat.ONNX, "00", "tool", ImportOptions())
    files = (FileRef("model.bin", "hash", 10),)
    model = Model(MODEL, "net", ModelFormat.ONNX, None, (tensor,), (), Preprocessing(), "f16", recipe, files, at(0))
    store.add_model(model)
    assert collected(store, benchmark(1)).models == (replace(BRIEF, precision="f16"),)


def test_runs_that_came_from_elsewhere_go_on_with_what_is_known_of_their_model(store):
    origin = Origin("far", "0.1", at(1), at(2), BRIEF)
    done = collected(store, replace(benchmark(1), imported_from=origin, owner=Owner("x", 1, 1.0)))
    assert done.models == (BRIEF,)
    assert done.runs[0].owner is None


def test_names_that_the_other_side_would_refuse_are_made_to_fit(store):
    origin = Origin("far", "0.1", at(1), at(2), replace(BRIEF, name="n\u3000" + "n" * 300))
    done = collected(store, replace(benchmark(1), model_name="a\u00a0b", imported_from=origin))
    assert done.runs[0].model_name == "a b"
    assert len(done.models[0].name) == 200
    admit(done, at(70))


def test_what_means_nothing_elsewhere_stays(store):
    spec = ImportSpec(ModelFormat.ONNX, "/tmp/x", "m.onnx", "00", "m", ImportOptions())
    imported = Run(run_id(1), spec, at(1)).apply(Succeeded(ImportOutcome(MODEL), at(1)))
    machine = Run(run_id(2), MachineSpec(), at(2)).apply(Ended(RunState.FAILED, Failure("E", "m"), at(2)))
    for run in (imported, machine):
        with pytest.raises(InputError, match="means nothing"):
            collect(store, [run], "here", "0.1", at(60))
    running = replace(benchmark(3), state=RunState.RUNNING)
    with pytest.raises(InputError, match="not finished"):
        collect(store, [running], "here", "0.1", at(60))
    with pytest.raises(InputError, match="no runs"):
        collect(store, [], "here", "0.1", at(60))


# --- in -------------------------------------------------------------------------------------------


def test_runs_keep_what_they_were_and_say_where_they_came_from():
    marked = replace(benchmark(9), annotation=Annotation(("a",), "note"))
    *searched, alone = admit(bundle(*sweep(1), marked), at(70))
    origin = Origin("there", "0.1", at(50), at(70), BRIEF)
    assert [replace(run, imported_from=None) for run in searched] == list(sweep(1))
    assert alone == replace(marked, imported_from=origin)
    assert searched[1].parent == searched[0].id


def test_a_point_without_its_search_stands_for_itself():
    assert admit(bundle(sweep(1)[1]), at(70))[0].parent is None


def test_a_headline_is_made_from_the_result_whatever_the_file_says():
    honest = benchmark(1, 100.0)
    boasting = replace(honest, headline=replace(honest.headline, throughput_fps=Estimate(9e9, 9e9, 9e9), host="x"))
    assert admit(bundle(boasting), at(70))[0].headline == honest.headline


def test_a_model_that_the_exporter_did_not_have_is_left_open():
    assert admit(bundle(benchmark(1), models=()), at(70))[0].imported_from.model is None


def measured(run, **changes):
    return replace(run, outcome=BenchmarkOutcome(replace(run.outcome.measurement, **changes)))


def with_best(search, throughput):
    """The sweep with another throughput of its best point."""
    found = SearchHeadline.of(replace(benchmark(1).headline, throughput_fps=throughput), True, 2)
    return replace(search, outcome=replace(search.outcome, headline=found))


def with_percentile(run, **percentile):
    return measured(run, latency_ms=replace(run.outcome.measurement.latency_ms, **percentile))


def paired(number, count=2):
    """A finished side-by-side comparison of `count` subjects."""
    subjects = tuple(CompareSubject(MODEL, InferenceConfig(streams=i + 1)) for i in range(count))
    windows = tuple(Window(100.0, 10.0) for _ in range(12))
    raw = RawInterleaved(tuple(RawSubject(effective(), 1.0, windows) for _ in subjects), 6, "clear")
    found = derive_paired(subjects, ["net"] * count, raw, environment())
    run = Run(run_id(number), CompareSpec(subjects), at(number), model=MODEL, model_name="net")
    return run.apply(Succeeded(CompareOutcome(found), at(number)))


def with_subjects(run, *subjects):
    return replace(run, outcome=CompareOutcome(replace(run.comparison, subjects=subjects)))


def tuned(number, comparison=None):
    """A finished search for the best."""
    spec = TuneSpec(MODEL, SearchSpace(), Goal(), 10.0)
    run = Run(run_id(number), spec, at(number), model=MODEL, model_name="net")
    return run.apply(Succeeded(TuneOutcome(None, None, "", (), comparison, 3, 3, ""), at(number)))


def profiled_run(number, latency=Estimate(1.0, 0.9, 1.1), layer=Estimate(5.0, 4.0, 6.0)):  # noqa: B008
    layers = (replace(profiled("conv", 5.0, 0), time_us=layer),)
    found = ExecutionProfile(
        InferenceConfig(), effective(), 30, latency, latency, 1.0, 0.0, layers, (), (), (), 0, None, environment()
    )
    run = Run(run_id(number), ProfileSpec(MODEL, InferenceConfig()), at(number), model=MODEL, model_name="net")
    return run.apply(Succeeded(ProfileOutcome(found), at(number)))


def wrong_runs():
    """Runs that a store, a list, a trend or a folder would stumble over, each with what is wrong."""
    run, search = benchmark(1), sweep(20)
    failed = Run(run_id(1), run.spec, at(1), model=MODEL, model_name="net").apply(
        Ended(RunState.FAILED, Failure("E", "m"), at(2))
    )
    yield "its id", replace(run, id="../../../etc/x")
    yield "its id", replace(run, id="ABCDEF123456")
    yield "its id", replace(run, id=run.id + "\n")
    yield "kind 'machine'", Run(run_id(1), MachineSpec(), at(1), state=RunState.LOST, failure=Failure("E", "m"))
    yield "its state is running", replace(run, state=RunState.RUNNING)
    yield "its model is not", replace(run, model="feedc0de00000002")
    yield "id of its model", replace(run, model="x/../y", spec=replace(run.spec, model="x/../y"))
    yield "name of its model", replace(run, model_name="")
    yield "name of its model", replace(run, model_name="net\x1b[2J")
    yield "name of its model", replace(run, model_name="n" * 201)
    yield "name of its device", replace(run, spec=replace(run.spec, config=replace(run.spec.config, device="\n")))
    yield "its times", replace(run, created="2030-01-01")
    yield "its times", replace(run, created="zzzz")
    yield "its times", replace(run, ended="yesterday")
    yield "its result is not", replace(run, outcome=None)
    yield "its result is not", replace(run, outcome=SweepOutcome(1, 1))
    yield "without saying why", replace(failed, failure=None)
    yield "without saying why", replace(failed, outcome=run.outcome)
    yield "continues", replace(search[0], spec=replace(search[0].spec, continues="../x"))
    yield "its figures", with_figures(run, Estimate(0.0, 0.0, 0.0))
    yield "its figures", with_figures(run, Estimate(-1.0, -2.0, 5.0))
    yield "its figures", with_figures(run, Estimate(10.0, 20.0, 30.0))
    yield "its figures", with_figures(run, Estimate(float("nan"), 0.0, 1.0))
    yield "its figures", measured(run, environment=environment(host=""))
    yield "its figures", with_best(search[0], Estimate(-1.0, -2.0, 5.0))
    yield "its figures", with_percentile(run, p99=Estimate(5.0, 4.0, -1.0))
    yield "its figures", with_percentile(run, p999=Estimate(5.0, 6.0, 7.0))
    yield "its figures", profiled_run(1, latency=Estimate(0.0, 0.0, 0.0))
    yield "its figures", profiled_run(1, layer=Estimate(5.0, 4.0, -1.0))
    pair = paired(1)
    first, second = pair.comparison.subjects
    backwards = Estimate(5.0, 4.0, -1.0)
    wrong_ratio = replace(second, deltas=(replace(second.deltas[0], ratio=backwards),))
    yield "its figures", with_subjects(pair)
    yield "its figures", with_subjects(pair, first)
    yield "its figures", with_subjects(pair, replace(first, latency_ms=backwards), second)
    yield "its figures", with_subjects(pair, first, wrong_ratio)
    yield "its figures", tuned(1, replace(pair.comparison, subjects=(first, wrong_ratio)))
    yield "its figures", tuned(1, paired(1, 3).comparison)
    yield "compares too few", replace(pair, spec=CompareSpec(()), model=None)
    yield "kind 'try'", Run(run_id(1), TrySpec(), at(1), state=RunState.LOST, failure=Failure("E", "m"))
    yield "no number", with_figures(run, Estimate(float("inf"), 1.0, float("inf")))
    yield "no number", measured(run, environment=environment(noise=float("nan")))
    yield "annotation", replace(run, annotation=Annotation(("",)))
    yield "annotation", replace(run, annotation=Annotation(note="\x1b]0;x\x07"))


@pytest.mark.parametrize(("problem", "run"), list(wrong_runs()))
def test_a_run_that_cannot_be_is_refused_with_all_others(problem, run):
    with pytest.raises(InputError, match=problem) as refused:
        admit(bundle(benchmark(9), run), at(70))
    assert "Nothing was imported" in refused.value.hint


def test_every_kind_of_wrong_run_is_wrong_by_one_thing_only():
    pair = paired(2)
    known = (benchmark(1), benchmark(9), *sweep(20), pair, tuned(3), tuned(4, pair.comparison), profiled_run(5))
    admit(bundle(*known), at(70))


def test_the_figure_in_lists_is_taken_from_the_result():
    search = with_best(sweep(20)[0], Estimate(5.0, 4.0, 6.0))
    told = replace(search, result=SearchHeadline.of(benchmark(1, 9999.0).headline, True, 2))
    (admitted,) = admit(bundle(told), at(70))
    assert admitted.result == search.outcome.headline


def test_a_search_is_no_point_of_a_search():
    outer, inner = sweep(1, points=0)[0], sweep(5, points=0)[0]
    with pytest.raises(InputError, match="not a benchmark"):
        admit(bundle(outer, replace(inner, parent=outer.id)), at(70))
    with pytest.raises(InputError, match="not a benchmark"):
        admit(bundle(replace(outer, parent=outer.id)), at(70))


@pytest.mark.parametrize(
    ("match", "changes"),
    [
        ("no moment", {"exported": "now"}),
        ("name of a host", {"host": "evil\x1b[2J"}),
        ("name of a host", {"dlwb": ""}),
        ("name of a host", {"models": (replace(BRIEF, name="x\n"),)}),
    ],
)
def test_the_file_itself_must_make_sense(match, changes):
    with pytest.raises(InputError, match=match):
        admit(bundle(benchmark(1), **changes), at(70))


def test_two_runs_of_one_id_in_a_file_are_refused():
    with pytest.raises(InputError, match="two runs"):
        admit(bundle(benchmark(1, 1.0), benchmark(1, 2.0)), at(70))


def test_a_store_takes_what_was_admitted_and_gives_it_out_again(store):
    store.add_runs(admit(bundle(*sweep(1), benchmark(9)), at(70)))
    runs = [store.find_run(run_id(i)) for i in (1, 9)]
    again = collect(store, runs, "third", "0.2", at(80))
    assert list(itertools.chain(sweep(1), [benchmark(9)])) == sorted(
        (replace(run, imported_from=None) for run in again.runs), key=lambda run: run.id
    )


def test_what_another_machine_measured_says_nothing_of_the_speed_of_this_one(store):
    store.add_runs(admit(bundle(benchmark(1)), at(70)))
    assert speed_of(store, MODEL, "CPU") == Speed()
    store.add_run(benchmark(2))
    assert speed_of(store, MODEL, "CPU") != Speed()
