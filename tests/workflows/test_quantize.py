"""The verb that quantizes: what it stores, what it asks for again, and what survives when a search is ended."""

import errno
import gzip
from contextlib import nullcontext
from dataclasses import replace
from importlib.metadata import version as installed_version

import pytest
from builders.measurements import effective, environment
from builders.queue_parts import TheSeat

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.accuracy import AccuracyReport, Metric
from dlwb.domain.comparison import RawInterleaved, RawSubject, Window
from dlwb.domain.dataset import Dataset, Subset, Task
from dlwb.domain.errors import DiskFull, DlwbError, InferenceError, OutOfMemory, RunCancelled
from dlwb.domain.evaluation import RECORDS, Evaluation
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import IR_BIN, IR_XML, Converted, ImportOptions, Model, ModelFormat, Preprocessing, Quantized
from dlwb.domain.quantization import Method, Outcome, QuantizationOptions
from dlwb.domain.quantization_report import Attempt, QuantizationReport
from dlwb.domain.run import Progress, Run
from dlwb.domain.specs import AccuracySpec, QuantizeSpec
from dlwb.domain.stated import Stated
from dlwb.ports import RunFilter
from dlwb.protocol import (
    BEST,
    BEST_BEFORE,
    MADE_JSON,
    AttemptMessage,
    EvaluateAnswer,
    EvaluateTask,
    InterleaveAnswer,
    InterleaveTask,
    MadeCandidate,
    ProgressMessage,
    QuantizeAnswer,
    QuantizeTask,
    to_json,
)
from dlwb.workflows.folders import ATTEMPTS, RunFolders
from dlwb.workflows.quantize import QuantizeVerb

METRIC = Metric("top1", 0.8, 0.7, 0.9)
DROP = Estimate(0.01, 0.0, 0.02)
SPEC = QuantizeSpec(AccuracySpec("m1", "d1"), calibration=Subset(count=5))


ENDS = [
    RunCancelled("Enough."),
    OutOfMemory("Too much."),
    InferenceError("The device is gone."),
    DiskFull("No space is left."),
    DlwbError("RuntimeError: nobody expected that."),
    OSError("The disk is gone."),
    KeyboardInterrupt(),
]


def attempt(step, kept=(), *, best=True):
    return Attempt(step, "a candidate", kept, METRIC, DROP, Outcome.MET_ON_SAMPLE, 10, 1.0, best=best)


def evaluation():
    return Evaluation(
        Task.CLASSIFICATION,
        AccuracyReport(Task.CLASSIFICATION, 10, (METRIC,)),
        None,
        Preprocessing(),
        effective(),
        environment(),
    )


class Host(TheSeat):
    """A seat whose worker writes candidates; `ends` is raised after the first of them."""

    def __init__(self, folder, ends=None):
        super().__init__(self.do, folder)
        self.ends = ends

    def do(self, task, hear):
        match task:
            case EvaluateTask():
                self.goes_on(hear, ("loading", None), ("measuring", 0.5), ("measuring", 1.0), ("summing up", None))
                with gzip.open(self.output / RECORDS, "wb") as file:
                    file.write(b"")
                stated = Stated.by(task.model, task.dataset.classes)
                here = environment(versions={"dlwb": installed_version("dlwb")})
                return EvaluateAnswer(replace(evaluation(), stated=stated, environment=here))
            case QuantizeTask():
                self.goes_on(hear, ("loading", None), ("quantizing", 0.0), ("quantizing", 1.0))
                for _ in range(3):
                    self.goes_on(hear, ("attempts", None), ("attempts", 0.1), ("attempts", 1.0))
                self.candidate("first")
                hear(AttemptMessage(attempt(1)))
                if self.ends is not None:
                    raise self.ends
                self.candidate("second", ("conv",))
                hear(AttemptMessage(attempt(2, ("conv",))))
                hear(AttemptMessage(attempt(3, best=False)))
                report = QuantizationReport(
                    Outcome.MET_ON_SAMPLE, "top1", METRIC, METRIC, DROP, 2, (attempt(1), attempt(2, ("conv",))), (), 5, 10,
                    kept_float=("conv",),
                )  # fmt: skip
                return QuantizeAnswer(report, evaluation())
            case InterleaveTask():
                self.goes_on(hear, ("warming up", None), ("measuring", 0.0), ("measuring", 1.0))
                windows = tuple(Window(100.0 + i % 2, 10.0) for i in range(20))
                subjects = (RawSubject(effective(), 1.0, windows), RawSubject(effective(), 1.0, windows))
                return InterleaveAnswer(RawInterleaved(subjects, 10, "every answer is clear"), environment())

    options = SPEC.options

    def candidate(self, content, kept=()):
        best = self.output / BEST
        best.mkdir(exist_ok=True)
        made = MadeCandidate("a tool 1.0", self.options, kept, Outcome.MET_ON_SAMPLE)
        (best / MADE_JSON).write_text(to_json(made))
        for name in (IR_XML, IR_BIN, "graph.json"):
            (best / name).write_text(f"{name} of {content}")
        (best / RECORDS).write_bytes(gzip.compress(b""))

    def goes_on(self, hear, *said):
        for phase, fraction in said:
            hear(ProgressMessage(Progress(phase, fraction)))

    def tasks(self, kind):
        return [task for task in self.asked if isinstance(task, kind)]


@pytest.fixture
def bench(tmp_path):
    """Store, artifacts and folders with a model and a dataset."""
    artifacts, store = FolderArtifacts(tmp_path / "workspace"), MemoryStore()
    files = []
    for name in (IR_XML, IR_BIN, "samples.json"):
        (tmp_path / name).write_text(name)
        files.append(artifacts.add(tmp_path / name, name))
    recipe = Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions())
    model = Model("m1", "net", ModelFormat.ONNX, None, (), (), Preprocessing(), "f32", recipe, tuple(files[:2]), "t")
    store.add_model(model)
    store.add_dataset(
        Dataset("d1", "pictures", "voc", (Task.CLASSIFICATION,), 20, (), "/", False, files[2].sha256, "t", "because")
    )
    return store, artifacts, RunFolders(tmp_path / "runs")


@pytest.fixture
def quantize(bench, tmp_path):
    def run(host, spec=SPEC):
        return QuantizeVerb(*bench).work(Run("quantize1", spec, "t", model="m1", model_name="net"), host)

    return run


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "output"
    made.mkdir()
    return made


def test_the_progress_of_the_whole_never_goes_back(quantize, folder):
    host = Host(folder)
    quantize(host)
    fractions = [one.fraction for one in host.progress]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(set(fractions)) > 6


def test_the_candidate_becomes_a_version_of_the_model(bench, quantize, folder):
    store, artifacts, _ = bench
    outcome = quantize(Host(folder))
    version = store.find_model(outcome.model)
    assert (version.parent, version.name, version.precision, version.format) == ("m1", "net INT8", "i8", "openvino")
    assert artifacts.path(version.file(IR_XML).sha256).read_text() == "model.xml of second"
    assert isinstance(version.recipe, Quantized)
    assert (version.recipe.run, version.recipe.tool, version.recipe.kept_float) == (
        "quantize1",
        "a tool 1.0",
        ("conv",),
    )
    assert not outcome.existed


def test_parent_and_version_have_accuracy_runs_on_the_same_pictures(quantize, folder):
    host = Host(folder)
    outcome = quantize(host)
    before, after = host.recorded
    assert [run.spec.model for run in (before, after)] == ["m1", outcome.model]
    assert replace(after.spec, model="m1") == before.spec
    assert (outcome.baseline, outcome.accuracy) == (before.id, after.id)
    assert host.tasks(QuantizeTask)[0].baseline.endswith(RECORDS)


def test_a_measurement_counts_again_only_while_model_and_dataset_state_the_same(bench, quantize, folder):
    """What `model configure` and `dataset label` store is not in the wish, and decides how pictures are read."""
    store, _, folders = bench

    def baselines():
        host = Host(folder)
        quantize(host)
        for run in host.recorded:
            kept = replace(run, id=f"kept{store.count_runs(RunFilter())}")
            store.add_run(kept)
            (folders.make(kept.id) / RECORDS).write_bytes(gzip.compress(b""))
        return len(host.tasks(EvaluateTask))

    assert [baselines(), baselines()] == [1, 0]
    store.replace_model(replace(store.find_model("m1"), preprocessing=Preprocessing(mean=(1.0, 2.0, 3.0))))
    assert [baselines(), baselines()] == [1, 0]
    store.replace_dataset(replace(store.find_dataset("d1"), classes=("a", "b")))
    assert [baselines(), baselines()] == [1, 0]


def test_what_was_tried_is_in_a_file_while_it_goes_on(quantize, folder):
    quantize(Host(folder))
    assert len((folder / ATTEMPTS).read_text().splitlines()) == 3


def test_both_networks_are_measured_side_by_side_before_anything_is_stored(quantize, folder):
    host = Host(folder)
    quantize(host)
    (task,) = host.tasks(InterleaveTask)
    (parent, _), (candidate, _) = task.subjects
    assert candidate.xml == str(folder / BEST / IR_XML)
    assert parent != candidate


@pytest.mark.parametrize("error", ENDS)
def test_the_best_so_far_is_kept_when_the_search_is_ended(bench, quantize, folder, error):
    store, artifacts, _ = bench
    with pytest.raises(type(error)):
        quantize(Host(folder, ends=error))
    version = next(model for model in store.models() if model.parent == "m1")
    assert artifacts.path(version.file(IR_BIN).sha256).read_text() == "model.bin of first"
    assert version.recipe.tool == "a tool 1.0"


@pytest.mark.parametrize("error", ENDS)
def test_the_answer_of_the_search_is_kept_when_only_measuring_speed_is_ended(bench, quantize, folder, error):
    class Late(Host):
        def do(self, task, hear):
            if isinstance(task, InterleaveTask):
                raise error
            return super().do(task, hear)

    store, artifacts, _ = bench
    with pytest.raises(type(error)):
        quantize(Late(folder))
    version = next(model for model in store.models() if model.parent == "m1")
    assert artifacts.path(version.file(IR_BIN).sha256).read_text() == "model.bin of second"


def test_what_lies_in_the_folder_is_kept_even_if_nobody_was_told_of_it(bench, quantize, folder):
    """The worker dies after it has exchanged the best, and before it could say so."""

    class Sudden(Host):
        def do(self, task, hear):
            if isinstance(task, QuantizeTask):
                self.candidate("first")
                hear(AttemptMessage(attempt(1)))
                self.candidate("second", ("conv",))
                raise RunCancelled("Enough.")
            return super().do(task, hear)

    store, artifacts, _ = bench
    with pytest.raises(RunCancelled):
        quantize(Sudden(folder))
    version = next(model for model in store.models() if model.parent == "m1")
    assert artifacts.path(version.file(IR_BIN).sha256).read_text() == "model.bin of second"
    assert version.recipe.kept_float == ("conv",)


def test_the_best_before_is_kept_when_the_worker_dies_while_it_exchanges_them(bench, quantize, folder):
    class Between(Host):
        def candidate(self, content, kept=()):
            super().candidate(content, kept)
            (self.output / BEST).rename(self.output / BEST_BEFORE)

    store, artifacts, _ = bench
    with pytest.raises(RunCancelled):
        quantize(Between(folder, ends=RunCancelled("Enough.")))
    version = next(model for model in store.models() if model.parent == "m1")
    assert artifacts.path(version.file(IR_BIN).sha256).read_text() == "model.bin of first"


def test_the_best_is_kept_where_the_disk_has_no_room_for_it_twice(bench, quantize, folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dlwb.adapters.artifacts._copy", full)
    with pytest.raises(DiskFull):
        quantize(Host(folder, ends=DiskFull("No space is left.")), QuantizeSpec(AccuracySpec("m1", "")))
    assert [model.parent for model in bench[0].models()] == [None, "m1"]


def test_a_search_that_was_ended_says_so_even_where_the_disk_has_no_room_for_its_best(
    bench, quantize, folder, monkeypatch
):
    store, artifacts, _ = bench

    def full(*_):
        raise DiskFull("No space is left.")

    monkeypatch.setattr(artifacts, "take", full)
    with pytest.raises(RunCancelled):
        quantize(Host(folder, ends=RunCancelled("Enough.")))
    assert [model.id for model in store.models()] == ["m1"]


def killed(folder, name=BEST):
    """What is left in the folder of a run whose process was killed in the middle of the search."""
    Host(folder).candidate("first", ("conv",))
    (folder / BEST).rename(folder / name)
    return Run("quantize1", replace(SPEC, name="mine"), "t", model="m1", model_name="net")


@pytest.mark.parametrize("name", [BEST, BEST_BEFORE])
def test_the_best_so_far_is_kept_of_a_run_whose_process_is_gone(bench, folder, name):
    store, artifacts, _ = bench
    run = killed(folder, name)
    QuantizeVerb(*bench).salvage(run, folder)
    version = next(model for model in store.models() if model.parent == "m1")
    assert artifacts.path(version.file(IR_BIN).sha256).read_text() == "model.bin of first"
    assert (version.name, version.recipe.run, version.recipe.kept_float) == ("mine", run.id, ("conv",))
    assert version.recipe.outcome is Outcome.MET_ON_SAMPLE


@pytest.mark.parametrize("damage", ["made.json", IR_BIN, "model"])
def test_a_best_that_is_damaged_or_of_no_model_is_not_kept(bench, folder, damage):
    store = bench[0]
    run = killed(folder)
    if damage == "made.json":
        (folder / BEST / MADE_JSON).write_text("")
    elif damage == IR_BIN:
        (folder / BEST / IR_BIN).unlink()
    else:
        run = replace(run, spec=replace(SPEC, accuracy=AccuracySpec("m2", "d1")))
    with pytest.raises((DlwbError, OSError)):
        QuantizeVerb(*bench).salvage(run, folder)
    assert [model.id for model in store.models()] == ["m1"]


def test_a_run_without_a_candidate_leaves_nothing_to_keep(bench, folder):
    run = Run("quantize1", SPEC, "t", model="m1")
    QuantizeVerb(*bench).salvage(run, folder)
    QuantizeVerb(*bench).salvage(run, folder / "never made")
    assert [model.id for model in bench[0].models()] == ["m1"]


def test_nothing_is_kept_when_there_was_no_candidate_yet(bench, quantize, folder):
    class Early(Host):
        def do(self, task, hear):
            if isinstance(task, QuantizeTask):
                raise RunCancelled("Enough.")
            return super().do(task, hear)

    with pytest.raises(RunCancelled):
        quantize(Early(folder))
    assert [model.id for model in bench[0].models()] == ["m1"]


def test_the_same_bytes_are_the_same_version(bench, quantize, folder):
    first, second = quantize(Host(folder)), quantize(Host(folder))
    assert (first.model, first.existed, second.model, second.existed) == (second.model, False, first.model, True)
    assert len(bench[0].models()) == 2


def test_other_bytes_under_a_name_that_is_taken_get_a_number(bench, quantize, folder):
    class Other(Host):
        def candidate(self, content, kept=()):
            super().candidate(f"other {content}", kept)

    quantize(Host(folder))
    outcome = quantize(Other(folder))
    assert bench[0].find_model(outcome.model).name == "net INT8 (2)"


@pytest.mark.parametrize("ended", [False, True])
def test_weights_that_ended_in_8_bits_are_called_so(bench, quantize, folder, ended):
    class Gentler(Host):
        options = QuantizationOptions(method=Method.WEIGHTS_INT8)

        def do(self, task, hear):
            if ended and isinstance(task, InterleaveTask):
                raise RunCancelled("Enough.")
            return super().do(task, hear)

    spec = replace(SPEC, options=QuantizationOptions(method=Method.WEIGHTS_INT4))
    with pytest.raises(RunCancelled) if ended else nullcontext():
        quantize(Gentler(folder), spec)
    version = next(model for model in bench[0].models() if model.parent == "m1")
    assert (version.name, version.precision, version.recipe.options.method) == (
        "net INT8 weights",
        "i8",
        "weights_int8",
    )


def test_the_share_of_weights_that_ended_in_4_bits_is_remembered(bench, quantize, folder):
    class Gentler(Host):
        options = QuantizationOptions(method=Method.WEIGHTS_INT4, ratio=0.4)

    spec = replace(SPEC, options=QuantizationOptions(method=Method.WEIGHTS_INT4))
    version = bench[0].find_model(quantize(Gentler(folder), spec).model)
    assert version.recipe.options.ratio == 0.4


def test_without_a_dataset_nothing_is_measured(quantize, folder):
    class Blind(Host):
        def do(self, task, hear):
            answer = super().do(task, hear)
            return replace(answer, evaluation=None) if isinstance(answer, QuantizeAnswer) else answer

    host = Blind(folder)
    outcome = quantize(host, QuantizeSpec(AccuracySpec("m1", "")))
    assert (outcome.comparison, outcome.baseline, outcome.accuracy) == (None, None, None)
    assert not host.tasks(EvaluateTask)
    assert not host.tasks(InterleaveTask)
