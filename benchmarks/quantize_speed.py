"""How long does the search within a bound take, against NNCF's own accuracy control, and which result is faster?

Both get the same model, the same pictures for calibration and for validation, the same preprocessing and reading, and the same
bound on the same metric. Each arm runs in a process of its own with nothing cached, in alternating order: ours measures the
network in floating point, quantizes and searches; theirs does the same inside `nncf.quantize_with_accuracy_control`. Pictures
are decoded once for theirs and lie ready in memory after that. CPU seconds are printed beside the wall time, because others on
the machine disturb them less. Afterwards both results and the network itself are measured side by side, and their drop
on the pictures for validation and on those that neither saw. The bar: at most a fifth of the time, and at least as fast.

    python benchmarks/quantize_speed.py --model FILE --dataset FOLDER [--max-drop 0.01] [--metric top1] [--rounds 1]
    python benchmarks/quantize_speed.py --hard [--pictures 600] [--side 24] [--depth 5]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dlwb import Workbench
from dlwb.adapters.openvino.shapes import input_name
from dlwb.calc.accuracy.paired import figures_of
from dlwb.calc.compare import paired_answers
from dlwb.calc.preprocessing.frame import frame_of
from dlwb.calc.subset import part
from dlwb.config import Settings
from dlwb.domain.accuracy import ClassRecord
from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.dataset import Subset
from dlwb.domain.evaluation import RECORDS
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import IR_BIN, IR_XML, Model
from dlwb.domain.preprocessing import Resize
from dlwb.domain.quantization import Bound
from dlwb.domain.specs import QuantizeSpec
from dlwb.plugins import load_engine, load_pictures, load_quantizer
from dlwb.protocol import BEST, AttemptMessage, EvaluateTask, ModelFiles, QuantizeTask, Update, from_json, to_json
from dlwb.worker.evaluate import evaluate
from dlwb.worker.interleave import interleave
from dlwb.worker.looking import Seen, Shown, Spoiled
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import records
from dlwb.worker.quantize import quantize
from dlwb.worker.setting import Setting, setting_of
from dlwb.worker.stages import Stages

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from builders import hard_model

TIME_BAR = 0.2
SPEED_BAR = 1.0
JOB, ANSWER = "job.json", "answer.json"


@dataclass(frozen=True)
class Result:
    """What an arm came to: wall and CPU seconds, what went back to floating point, and in words what took the time."""

    wall_s: float
    cpu_s: float
    words: str
    files: ModelFiles


def main() -> int:
    """Measure and print; 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model")
    parser.add_argument("--dataset")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--pictures", type=int, default=600)
    parser.add_argument("--depth", type=int, default=5)
    parser.add_argument("--calibration", type=int, default=100)
    parser.add_argument("--validation", type=int, default=None)
    parser.add_argument("--max-drop", type=float, default=0.01)
    parser.add_argument("--metric")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--budget", type=float, default=20.0)
    parser.add_argument("--arm", choices=("ours", "theirs"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.arm:
        return run_arm(wanted.arm, Path(wanted.folder))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if wanted.hard:
            (folder / "hard").mkdir()
            wanted.model = str(hard_model.hard_classifier(folder / "hard" / "model.xml", depth=wanted.depth))
            wanted.dataset = str(hard_model.pictures(folder / "stripes", wanted.pictures))
        return compared(folder, prepared(folder, wanted), wanted)


def prepared(folder: Path, wanted: argparse.Namespace) -> QuantizeTask:
    """Import model and dataset, find the reading, and say what both arms have to do."""
    settings = Settings(workspace=folder / "workspace", slot=folder / "slot.lock")
    calibration = Subset(wanted.calibration, seed=1)
    with Workbench(settings=settings) as workbench:
        model, dataset = workbench.models.resolve(wanted.model), workbench.datasets.resolve(wanted.dataset)
        spec = workbench.evaluations.spec(model, dataset)
        spec = replace(spec, subset=Subset(wanted.validation, apart_from=calibration))
        files = ModelFiles(*(str(workbench.models.file(model, name)) for name in (IR_XML, IR_BIN)))
        samples = folder / "samples.json"
        samples.write_text(to_json(workbench.datasets.samples(dataset)), encoding="utf-8")
    task = EvaluateTask(files, model, dataset, str(samples), spec)
    found = evaluate(load_engine("openvino"), task, folder, silent)
    metric = wanted.metric or found.report.metrics[0].name
    print(f"{found.report.samples} pictures for validation, {found.report.metric(metric)}")
    return QuantizeTask(
        files=files,
        model=model,
        spec=QuantizeSpec(spec, calibration=calibration, bound=Bound(wanted.max_drop, metric)),
        dataset=dataset,
        samples=str(samples),
        reading=found.reading,
        labels=found.labels,
        preprocessing=found.preprocessing,
        baseline=str(folder / RECORDS),
    )


def compared(folder: Path, task: QuantizeTask, wanted: argparse.Namespace) -> int:
    """Run both arms, then hold the last results against each other."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    task = replace(task, model=knowing(task))
    last: dict[str, Result] = {}
    for number in range(wanted.rounds):
        for arm in ("ours", "theirs") if number % 2 == 0 else ("theirs", "ours"):
            last[arm] = in_a_process(arm, folder / f"{arm}{number}", task)
            times[arm].append(last[arm].wall_s)
            one = last[arm]
            print(f"round {number + 1}: {arm} {one.wall_s:.1f} s ({one.cpu_s:.1f} s of CPU), {one.words}", flush=True)
    ratio = sorted(a / b for a, b in zip(times["ours"], times["theirs"], strict=True))[wanted.rounds // 2]
    print(f"wall time: ours is {ratio:.2f} of theirs (bar {TIME_BAR})")
    speed = side_by_side(task, last, wanted.budget)
    show_drops(folder, task, last)
    return 0 if ratio <= TIME_BAR and speed.high >= SPEED_BAR else 1


def knowing(task: QuantizeTask) -> Model:
    """The model with its reading agreed on, as theirs is told it too."""
    reading = task.reading
    assert reading is not None
    return replace(
        task.model,
        adapter=reading.adapter,
        preprocessing=reading.preprocessing,
        classes=reading.classes or task.model.classes,
    )


def in_a_process(arm: str, folder: Path, task: QuantizeTask) -> Result:
    """Run one arm in a fresh process."""
    folder.mkdir()
    (folder / JOB).write_text(to_json(task), encoding="utf-8")
    command = [sys.executable, __file__, "--arm", arm, "--folder", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return from_json(Result, (folder / ANSWER).read_bytes())


def side_by_side(task: QuantizeTask, last: dict[str, Result], budget_s: float) -> Estimate:
    """Print the throughput of both over the network itself; returns ours over theirs."""
    config = task.spec.accuracy.config
    plan = InterleavePlan(window_s=0.25, budget_s=budget_s)
    subjects = [(last["theirs"].files, config), (last["ours"].files, config), (task.files, config)]
    answers = paired_answers(interleave(load_engine("openvino"), subjects, plan, silent))
    ours, whole = (answer.throughput.ratio for answer in answers)
    print(f"throughput: ours over theirs {ours.value:.3f} [{ours.low:.3f}, {ours.high:.3f}] (bar {SPEED_BAR})")
    print(
        f"throughput: the network in floating point over theirs {whole.value:.3f} [{whole.low:.3f}, {whole.high:.3f}]"
    )
    return ours


def show_drops(folder: Path, task: QuantizeTask, last: dict[str, Result]) -> None:
    """Print the drop of both on the pictures for validation, and on those that were in neither subset."""
    assert task.dataset is not None
    engine, place = load_engine("openvino"), folder / "all"
    place.mkdir()
    spec = replace(task.spec.accuracy, subset=Subset())
    evaluate(engine, EvaluateTask(task.files, task.model, task.dataset, task.samples, spec), place, silent)
    asked = replace(task, baseline=str(place / RECORDS), spec=replace(task.spec, accuracy=spec))
    setting = setting_of(engine, asked, task.dataset, place, Stages(silent))
    every = setting.validation.samples
    validation = {position for position, _ in part(every, task.spec.accuracy.subset)}
    calibration = {position for position, _ in part(every, task.spec.calibration)}
    for arm, result in last.items():
        records = setting.validation.show(setting.validation.looker(result.files), every, silent).records
        for words, wanted in (
            ("validation", [one for one in records if one.position in validation]),
            ("in neither subset", [one for one in records if one.position not in validation | calibration]),
        ):
            if wanted:
                drop = setting.validation.judge(wanted).drop
                print(f"{arm}, {len(wanted)} pictures {words}: drop {drop.value:.4f} [{drop.low:.4f}, {drop.high:.4f}]")


def silent(*_: object) -> None:
    """Nobody is told."""


# --- the arms -------------------------------------------------------------------------------------


def run_arm(arm: str, folder: Path) -> int:
    """Do the work and write what came of it."""
    task: QuantizeTask = from_json(QuantizeTask, (folder / JOB).read_bytes())
    begin, begin_cpu = time.perf_counter(), time.process_time()
    words, files = (ours if arm == "ours" else theirs)(task, folder)
    result = Result(time.perf_counter() - begin, time.process_time() - begin_cpu, words, files)
    (folder / ANSWER).write_text(to_json(result), encoding="utf-8")
    return 0


def ours(task: QuantizeTask, folder: Path) -> tuple[str, ModelFiles]:
    """Measure the network, then quantize within the bound, as the verb does it."""
    assert task.dataset is not None
    engine = load_engine("openvino")
    begin = time.perf_counter()
    held = EvaluateTask(task.files, task.model, task.dataset, task.samples, task.spec.accuracy)
    found = evaluate(engine, held, folder, silent)
    baseline_s = time.perf_counter() - begin
    task = replace(task, baseline=str(folder / RECORDS), reading=found.reading, labels=found.labels)

    def tell(update: Update) -> None:
        if isinstance(update, AttemptMessage):
            one = update.attempt
            print(
                f"  {one.step} {one.why}: {one.drop.value:.4f}, {one.pictures} pictures, {one.seconds:.1f} s",
                file=sys.stderr,
            )

    report, _ = quantize(engine, load_quantizer("openvino"), task, folder, tell)
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in report.stages.items())
    best = folder / BEST
    words = f"{len(report.attempts)} attempts, {len(report.kept_float)} kept; baseline {baseline_s:.1f} s, {stages}"
    return words, ModelFiles(str(best / IR_XML), str(best / IR_BIN))


def theirs(task: QuantizeTask, folder: Path) -> tuple[str, ModelFiles]:
    """NNCF's accuracy control, as its guide shows it."""
    assert task.dataset is not None
    assert task.spec.bound is not None
    import nncf
    import openvino as ov

    setting = setting_of(load_engine("openvino"), task, task.dataset, folder, Stages(silent))
    inputs = list(setting.calibration())
    looker = PictureLooker(
        load_engine("openvino").compile(task.files, setting.natural),
        task.model,
        Path(task.dataset.folder),
        load_pictures(),
    )
    samples = setting.validation.samples
    ready = [made for made in looker.feeds(samples, setting.preprocessing) if not isinstance(made, Spoiled)]
    frames = [
        frame_of((one.width, one.height), (looker.target.width, looker.target.height), resize_of(setting))
        for _, one in samples
    ]
    items = list(zip(ready, samples, frames, strict=True))
    calls: list[int] = []
    control = nncf.quantize_with_accuracy_control(
        ov.Core().read_model(task.files.xml, task.files.bin),
        calibration_dataset=nncf.Dataset(inputs),
        validation_dataset=nncf.Dataset(items, lambda item: item),
        validation_fn=validation_of(task, looker, calls),
        max_drop=task.spec.bound.max_drop,
        drop_type=nncf.DropType.ABSOLUTE,
    )
    ov.save_model(control, folder / IR_XML, compress_to_fp16=False)
    words = f"{len(calls)} validations of {', '.join(map(str, calls))} pictures"
    return words, ModelFiles(str(folder / IR_XML), str(folder / IR_BIN))


def resize_of(setting: Setting) -> Resize:
    """How pictures are brought to size."""
    return setting.preprocessing.resize or Resize()


def validation_of(
    task: QuantizeTask, looker: PictureLooker, calls: list[int]
) -> Callable[..., tuple[float, list[float]]]:
    """What NNCF calls with a compiled network and items: the metric, and how right each picture is; `calls` grows."""
    reading, dataset, bound = task.reading, task.dataset, task.spec.bound
    assert reading is not None
    assert dataset is not None
    assert bound is not None
    assert bound.metric is not None
    metric = bound.metric

    def validate(compiled: Any, items: Iterable[Any]) -> tuple[float, list[float]]:
        truth, made = [], []
        for inputs, (position, sample), frame in items:
            outputs = compiled(dict(inputs))
            named = {input_name(port): outputs[port] for port in compiled.outputs}
            seen = Seen((Shown(position, sample, frame),), (frame,), named)
            found = records(looker, dataset, reading.adapter, task.labels, seen)[0]
            assert not isinstance(found, Spoiled)
            truth.append(sample)
            made.append(found.record)
        calls.append(len(made))
        if metric == "top1":  # without intervals, which nobody asks for here
            right = [float(one.rank == 0) for one in made if isinstance(one, ClassRecord)]
            return sum(right) / len(right), right
        value = float(figures_of(truth, made)(np.ones((1, len(made))))[metric][0])
        return value, [one.score for one in made]

    return validate


if __name__ == "__main__":
    sys.exit(main())
