"""Stored results compared: what stands for what, what is said, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from builders.measurements import effective, environment, raw_measurement
from builders.profiled_layers import profiled
from builders.queue_parts import TheSeat

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.annotation import Origin
from dlwb.domain.comparison import CompareSubject, InterleavePlan, RawInterleaved, RawSubject, Window, Word
from dlwb.domain.errors import Failure, InputError, InvalidOptions, NotFound
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.measurement import Estimate, ExecutionProfile
from dlwb.domain.model import Converted, FileRef, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.outcomes import BenchmarkOutcome, CompareOutcome, ProfileOutcome, SweepOutcome, TuneOutcome
from dlwb.domain.run import Ended, Run, RunState, Succeeded
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.specs import BenchmarkSpec, CompareSpec, MachineSpec, ProfileSpec, SweepSpec, TuneSpec
from dlwb.ports import RunFilter
from dlwb.protocol import InterleaveAnswer
from dlwb.workflows.benchmark import derive
from dlwb.workflows.compare import CompareVerb, derive_paired
from dlwb.workflows.compare_runs import CompareRuns

CONFIG = InferenceConfig(streams=1)


def a_model(id="m1", name="net", task=None, shape=(1, 3, 8, 8), parent=None, size=100):
    recipe = Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions())
    inputs = (TensorSpec("x", shape, "f32"),)
    files = tuple(FileRef(f, f"{f}-{id}", size) for f in ("model.xml", "model.bin"))
    return Model(
        id, name, ModelFormat.ONNX, task, inputs, (), Preprocessing(), "f32", recipe, files, "t", parent=parent
    )


class Bench:
    """A store, and runs that are made up in it."""

    def __init__(self):
        self.store = MemoryStore()
        self.store.add_model(a_model())
        self.compare = CompareRuns(self.store, lambda model: len(model.id) * 1000)
        self._made = 0

    def end(self, spec, outcome, *, model="m1", name="net", parent=None, id=None):
        self._made += 1
        at = f"2030-01-01T00:{self._made // 60:02}:{self._made % 60:02}.000000+00:00"
        run = Run(id or f"run{self._made:05}", spec, at, model=model, model_name=name, parent=parent)
        event = Ended(RunState.FAILED, outcome, at) if isinstance(outcome, Failure) else Succeeded(outcome, at)
        self.store.add_run(run.apply(event))
        return run.id

    def benchmark(
        self, ms=10.0, *, model="m1", config=CONFIG, parent=None, seed=0, blocks=10, env=None, shape=(1, 3, 8, 8)
    ):
        rng = np.random.default_rng(seed)
        latencies = [ms * (1 + 0.002 * rng.standard_normal(200)) for _ in range(blocks)]
        raw = raw_measurement(
            latencies, wall_s=0.2 * ms, effective=effective(streams=config.streams, shapes={"x": shape})
        )
        plan = MeasurePlan()
        measurement = derive(config, plan, raw, env or environment())
        spec = BenchmarkSpec(model, config, plan)
        return self.end(
            spec, BenchmarkOutcome(measurement), model=model, name=self.store.find_model(model).name, parent=parent
        )

    def profile(self, us=10.0, *, model="m1", config=CONFIG):
        layers = (profiled("conv", us, 0, share=0.8), profiled("fc", 2.0, 1, share=0.2))
        latency = Estimate(us / 1000, us / 1000, us / 1000)
        found = ExecutionProfile(
            config, effective(shapes={"x": (1, 3, 8, 8)}), 30, latency, latency, 1.0, 0.0, layers, (), (), (), 0, None,
            environment(),
        )  # fmt: skip
        return self.end(ProfileSpec(model, config), ProfileOutcome(found), model=model)


@pytest.fixture
def bench():
    return Bench()


def word(comparison, what, subject=1):
    (found,) = [d.word for d in comparison.deltas[subject] if d.what == what]
    return found


def whats(comparison):
    return [figure.what for figure in comparison.figures]


def test_a_run_against_itself_is_the_same(bench):
    run = bench.benchmark()
    found = bench.compare([run, run])
    assert {d.word for d in found.deltas[1]} == {Word.SAME}
    assert found.conditions == ()
    assert found.caveats == ("B is the same run as A, so there is nothing between them.",)


def test_a_slowdown_of_five_per_cent_is_found(bench):
    found = bench.compare([bench.benchmark(10.0), bench.benchmark(10.5, seed=1)])
    assert word(found, "throughput") is word(found, "latency_p50") is Word.SLOWER
    (throughput,) = [d for d in found.deltas[1] if d.what == "throughput"]
    assert throughput.ratio.value == pytest.approx(1 / 1.05, rel=2e-3)


def test_only_percentiles_that_both_earned_are_compared(bench):
    found = bench.compare([bench.benchmark(), bench.benchmark(blocks=2, seed=1)])
    assert "latency_p99" in whats(found)
    assert [f.values[1] for f in found.figures if f.what == "latency_p99"] == [None]
    assert "latency_p99" not in [d.what for d in found.deltas[1]]
    assert "latency_p90" in [d.what for d in found.deltas[1]]


def test_a_run_without_intervals_tells_nothing(bench):
    found = bench.compare([bench.benchmark(), bench.benchmark(5.0, blocks=1)])
    assert word(found, "throughput") is Word.CANT_TELL
    assert any("side by side" in caveat for caveat in found.caveats)


def test_repeats_in_the_store_say_how_much_runs_differ_here(bench):
    runs = [bench.benchmark(10.0), bench.benchmark(10.5, seed=1)]
    for i in range(30):
        bench.benchmark(10.0 if i % 2 else 10.6, seed=2 + i)
    found = bench.compare(runs)
    assert word(found, "throughput") is Word.CANT_TELL


def test_the_compared_runs_are_no_repeats_of_each_other(bench):
    """Else a slow-down would make itself look like the host's habit."""
    runs = [bench.benchmark(10.0), *(bench.benchmark(10.6, seed=i) for i in range(1, 5))]
    found = bench.compare(runs)
    assert [word(found, "throughput", i) for i in range(1, 5)] == [Word.SLOWER] * 4


def test_the_points_that_stand_for_searches_are_no_repeats_of_each_other(bench):
    searches, best = [], []
    for i, ms in enumerate((10.0, 10.0, *[10.6] * 4)):
        spec = SweepSpec("m1", SearchSpace(), MeasurePlan(), Goal())
        searches.append(bench.end(spec, SweepOutcome(1, 0), id=f"search{i:04}"))
        best.append(bench.benchmark(ms, parent=searches[-1], seed=i))
    assert bench.compare(searches).deltas == bench.compare(best).deltas
    assert bench.compare([best[0], *searches[1:]]).deltas == bench.compare(best).deltas
    assert word(bench.compare(searches), "throughput", 5) is Word.SLOWER


def test_the_benchmark_that_stands_for_a_model_is_no_repeat_of_another(bench):
    best = bench.benchmark(10.0)
    other = bench.benchmark(10.6, seed=1)
    for i in range(2, 6):
        bench.benchmark(10.6, seed=i)
    assert bench.compare(["m1", other]).deltas == bench.compare([best, other]).deltas


def test_repeats_of_another_host_or_configuration_do_not_count(bench):
    runs = [bench.benchmark(10.0), bench.benchmark(10.5, seed=1)]
    for i in range(30):
        bench.benchmark(10.0 if i % 2 else 15.0, seed=2 + i, env=environment(host="restless"))
        bench.benchmark(10.0 if i % 2 else 15.0, seed=2 + i, config=InferenceConfig(streams=2))
    assert word(bench.compare(runs), "throughput") is Word.SLOWER


def test_a_model_stands_for_its_fastest_benchmark(bench):
    bench.benchmark(20.0)
    best = bench.benchmark(5.0, config=InferenceConfig(streams=2))
    other = bench.benchmark(10.0)
    found = bench.compare([other, "m1"])
    assert (found.subjects[1].kind, found.subjects[1].run, found.subjects[1].asked) == ("model", best, "m1")
    assert word(found, "throughput") is Word.FASTER


def test_versions_of_a_model_are_compared_with_their_sizes(bench):
    bench.store.add_model(a_model("m2long", "net int8", shape=(1, 3, 9, 9), parent="m1", size=25))
    bench.benchmark(10.0)
    bench.benchmark(5.0, model="m2long", shape=(1, 3, 9, 9))
    found = bench.compare(["m1", "m2long"])
    assert word(found, "model_size") is Word.SMALLER
    assert word(found, "parameters") is Word.LARGER
    assert {c.field for c in found.conditions} >= {"model", "version", "shapes"}


def search(bench, spec, outcome):
    parent = bench.end(spec, outcome, id="search0001")
    points = [
        bench.benchmark(ms, config=InferenceConfig(streams=streams), parent=parent, seed=streams)
        for streams, ms in ((1, 10.0), (2, 5.0), (4, 8.0))
    ]
    return parent, points


def test_a_sweep_stands_for_its_best_point_and_brings_its_scatter(bench):
    parent, points = search(bench, SweepSpec("m1", SearchSpace(), MeasurePlan(), Goal()), SweepOutcome(3, 0))
    found = bench.compare([bench.benchmark(10.0), parent])
    subject = found.subjects[1]
    assert (subject.kind, subject.run, subject.asked) == ("sweep", points[1], parent)
    assert [(p.run, p.chosen) for p in subject.points] == list(zip(points, (False, True, False), strict=True))


def test_a_tuning_stands_for_what_it_recommends(bench):
    outcome = TuneOutcome(None, None, "", (), None, 3, 3, "")
    parent, points = search(bench, TuneSpec("m1", SearchSpace(), Goal(), 10.0), outcome)
    with pytest.raises(InputError, match="measured nothing"):
        bench.compare([points[0], parent])
    run = bench.store.find_run(parent)
    chosen = bench.end(run.spec, replace(outcome, nearest=points[2]), id="search0002")
    assert bench.compare([points[0], chosen]).subjects[1].run == points[2]
    bench.store.remove_runs([points[2]])
    with pytest.raises(InputError, match=r"best point of the tune of net \(search0002\) is not here any more"):
        bench.compare([points[0], chosen])


def test_layers_come_from_the_profile_in_the_same_configuration(bench):
    fast, slow = InferenceConfig(streams=1), InferenceConfig(streams=2, requests=7)
    profiles = [bench.profile(10.0, config=fast), bench.profile(20.0, config=replace(slow, requests=None))]
    bench.profile(99.0, config=InferenceConfig(device="GPU"))
    found = bench.compare([bench.benchmark(config=fast), bench.benchmark(config=slow)])
    assert [s.profile for s in found.subjects] == profiles
    conv, fc = found.layers
    assert conv.differences[1].difference_us.value == 10.0
    assert conv.differences[1].delta.word is Word.SLOWER
    assert fc.differences[1].difference_us.value == 0.0
    assert found.layers_note == ""


def test_what_another_machine_measured_stands_for_nothing_here(bench):
    here, own_profile = bench.benchmark(20.0), bench.profile(10.0)
    elsewhere = Origin("other-host", "0.1.0", "t", "t")
    fast, _ = bench.benchmark(5.0), bench.profile(1.0)
    for run in bench.store.runs(RunFilter(limit=2)):
        bench.store.remove_runs([run.id])
        bench.store.add_run(replace(run, imported_from=elsewhere))
    assert bench.compare([fast, "m1"]).subjects[1].run == here
    assert bench.compare([here, fast]).subjects[0].profile == own_profile
    assert bench.compare([here, fast]).subjects[1].profile not in (own_profile, None)


def test_missing_profiles_are_named(bench):
    runs = [bench.benchmark(), bench.benchmark(config=InferenceConfig(streams=2))]
    assert "no profile of subject 1 and subject 2" in bench.compare(runs).layers_note
    bench.profile()
    found = bench.compare(runs)
    assert found.layers == ()  # one profile cannot stand for two configurations
    assert "no profile of subject 2" in found.layers_note


def test_two_profiles_are_compared_by_latency_and_layers(bench):
    found = bench.compare([bench.profile(10.0), bench.profile(20.0)])
    assert whats(found) == ["profile_latency"]
    assert word(found, "profile_latency") is Word.SLOWER
    assert len(found.layers) == 2


def test_results_without_a_common_figure_say_so(bench):
    found = bench.compare([bench.benchmark(), bench.profile()])
    assert found.deltas == ((), ())
    assert any("no figure in common" in caveat for caveat in found.caveats)


def test_different_networks_are_refused_with_the_way_out(bench):
    bench.store.add_model(a_model("other", "detector", shape=(1, 3, 640, 640)))
    runs = [bench.benchmark(), bench.benchmark(model="other", shape=(1, 3, 640, 640))]
    with pytest.raises(InputError, match=r"different networks.*3×8×8; 3×640×640") as refused:
        bench.compare(runs)
    assert "versions of one model" in refused.value.hint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"task": "classification"}, {"task": "classification", "shape": (1, 3, 9, 9)}),
        ({}, {"shape": (4, 3, 8, 8)}),
        ({}, {"shape": (1, 5), "parent": "one1"}),
        ({"parent": "gone"}, {"shape": (1, 5), "parent": "gone"}),
    ],
)
def test_networks_that_may_be_compared(bench, one, other):
    models = [a_model("one1", "one", **one), a_model("other", "another", **other)]
    for model in models:
        bench.store.add_model(model)
    shapes = [model.inputs[0].shape for model in models]
    runs = [bench.benchmark(model=m.id, shape=s) for m, s in zip(models, shapes, strict=True)]
    assert len(bench.compare(runs).subjects) == 2


@pytest.mark.parametrize("count", [1, 7])
def test_two_to_six_can_be_compared(bench, count):
    with pytest.raises(InvalidOptions, match="2 to 6"):
        bench.compare([bench.benchmark()] * count)


def test_what_cannot_be_compared_is_refused(bench):
    good = bench.benchmark()
    failed = bench.end(BenchmarkSpec("m1", CONFIG, MeasurePlan()), Failure("CompileError", "No."))
    machine = bench.end(MachineSpec(), SweepOutcome(0, 0))
    for bad, words in ((failed, "is failed: No."), (machine, "machine run; it has no figures")):
        with pytest.raises(InputError, match=words):
            bench.compare([good, bad])
    with pytest.raises(NotFound, match="no run and no model 'nothing'"):
        bench.compare([good, "nothing"])
    bench.store.add_model(a_model("fresh", "fresh"))
    with pytest.raises(InputError, match="has not been measured yet"):
        bench.compare([good, "fresh"])


def windows(fps, seed):
    values = fps * np.exp(0.002 * np.random.default_rng(seed).standard_normal(18))
    return tuple(Window(float(v), 1000 / float(v)) for v in values)


SUBJECTS = (CompareSubject("m1", CONFIG, "now"), CompareSubject("m1", InferenceConfig(streams=2), "two streams"))
RAW = RawInterleaved(
    (
        RawSubject(effective(streams=1, shapes={"x": (1, 3, 8, 8)}), 11.0, windows(100, 1)),
        RawSubject(effective(streams=2, shapes={"x": (1, 3, 8, 8)}), 12.0, windows(90, 2)),
    ),
    9,
    "every answer is clear",
)


def side_by_side(bench):
    outcome = CompareOutcome(derive_paired(SUBJECTS, ["net", "net"], RAW, environment()))
    return bench.end(CompareSpec(SUBJECTS), outcome)


def test_a_side_by_side_comparison_is_shown_with_its_own_answers(bench):
    run = side_by_side(bench)
    found = bench.compare([run])
    assert found.paired is not None
    assert found.paired.pairs == 9
    assert [s.label for s in found.subjects] == ["now", "two streams"]
    assert word(found, "throughput") is Word.SLOWER
    assert [c.field for c in found.conditions] == ["streams"]
    assert found.deltas[1][0] == found.paired.subjects[1].deltas[0]


def test_a_side_by_side_comparison_among_others_brings_all_its_subjects(bench):
    found = bench.compare([bench.benchmark(10.0), side_by_side(bench)])
    assert [s.label for s in found.subjects] == ["", "now", "two streams"]
    assert found.paired is None
    assert word(found, "throughput", 2) is Word.SLOWER


def test_too_few_pairs_tell_nothing_among_others_either(bench):
    few = replace(RAW, subjects=tuple(replace(s, windows=s.windows[:2]) for s in RAW.subjects), pairs=1)
    run = bench.end(CompareSpec(SUBJECTS), CompareOutcome(derive_paired(SUBJECTS, ["net", "net"], few, environment())))
    found = bench.compare([bench.benchmark(10.0), run])
    assert word(found, "throughput", 1) is word(found, "throughput", 2) is Word.CANT_TELL


def test_the_verb_measures_the_models_of_its_subjects(bench, tmp_path):
    artifacts = FolderArtifacts(tmp_path / "workspace")
    files = []
    for name in ("model.xml", "model.bin"):
        (tmp_path / name).write_text(name)
        files.append(artifacts.add(tmp_path / name, name))
    bench.store.add_model(replace(a_model("real"), files=tuple(files)))
    subjects = tuple(replace(subject, model="real") for subject in SUBJECTS)
    seat = TheSeat(InterleaveAnswer(RAW, environment()), tmp_path)
    run = Run("r1", CompareSpec(subjects, InterleavePlan(seed=3)), "t")
    found = CompareVerb(bench.store, artifacts).work(run, seat).comparison
    (task,) = seat.asked
    assert [config for _, config in task.subjects] == [s.config for s in subjects]
    assert task.subjects[0][0].xml == str(artifacts.path(files[0].sha256))
    assert task.plan.seed == 3
    assert [s.model_name for s in found.subjects] == ["net", "net"]
    assert found.subjects[1].throughput_fps.value == pytest.approx(90, rel=0.01)
    assert found.subjects[0].deltas == ()
    assert found.subjects[0].noise == found.subjects[1].noise > 0
