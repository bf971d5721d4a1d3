"""A smaller network within a bound: calibrated, held against the network in floating point, and put back where it must."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dlwb.calc.accuracy.clusters import clusters_of
from dlwb.calc.accuracy.guessing import no_better_than_guessing
from dlwb.calc.accuracy.outlines import compares_masks
from dlwb.calc.accuracy.report import report as accuracy_report
from dlwb.calc.detections.decode import task_of
from dlwb.calc.quantization.gentler import gentler, weights_words
from dlwb.calc.quantization.notes import about_result
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.quantization import NetworkKind, Outcome, QuantizationOptions
from dlwb.domain.quantization_report import QuantizationReport, RankedGroup
from dlwb.domain.stated import Stated
from dlwb.ports import Engine, Quantized, Quantizer
from dlwb.protocol import QuantizeTask, Tell
from dlwb.worker.attempts import Attempts, Draft
from dlwb.worker.best_so_far import BestSoFar
from dlwb.worker.environment import EnvironmentWatch
from dlwb.worker.searching import BoundedSearch
from dlwb.worker.setting import Setting, setting_of
from dlwb.worker.stages import Stages

MOST_LISTED = 1000


def quantize(
    engine: Engine, quantizer: Quantizer, task: QuantizeTask, output: Path, tell: Tell
) -> tuple[QuantizationReport, Evaluation | None]:
    """Make a network smaller; what was tried, and how right the result is on the pictures for validation.

    The result lies in the folder `best` of the output folder, and so does the best so far at any time before.

    Raises:
        CannotQuantize: the network cannot be made smaller so. InputError, InvalidOptions: it cannot be measured so.
        DiskFull: nothing is lost of the best so far. EngineError: see `ports.Engine`.
    """
    tool = " ".join(f"{name} {version}" for name, version in quantizer.versions().items())
    best, stages = BestSoFar(output, engine, tool), Stages(tell)
    if task.dataset is None:
        return _unmeasured(quantizer, task, best, stages), None
    with stages.measured("loading"):
        setting = setting_of(engine, task, task.dataset, output, stages)
    with EnvironmentWatch() as watch:
        attempts = Attempts(setting.validation, best, tell, stages, task.spec.accuracy.subset.seed)
        if task.spec.options.method.needs_data:
            found = _in_eight_bits(quantizer, setting, attempts, stages, tell)
        else:
            found = _weights_alone(quantizer, task, attempts)
    with stages.measured("summing up"):
        evaluation = _evaluation(setting, attempts, watch)
    return _report(setting, attempts, found, stages), evaluation


@dataclass(frozen=True, slots=True)
class _Found:
    """What the report says beside the attempts."""

    options: QuantizationOptions
    ranking: tuple[RankedGroup, ...] = ()
    network: NetworkKind | None = None
    notes: tuple[str, ...] = ()


def _in_eight_bits(quantizer: Quantizer, setting: Setting, attempts: Attempts, stages: Stages, tell: Tell) -> _Found:
    """Everything in 8 bits first; if that breaks the bound, the search for what has to go back."""
    made = _calibrated(quantizer, setting, stages)
    bound, options = setting.task.spec.bound, setting.task.spec.options
    whole = Draft(partial(made.write, ()), options)
    judged = attempts.try_out(whole, "everything in 8 bits")
    if judged.holds:
        judged = attempts.settle(1, whole)
    if judged.holds or bound is None:
        return _Found(options, network=made.network, notes=made.notes)
    search = BoundedSearch(setting, made, attempts, stages, tell)
    search.run(judged.drop.value, bound.max_drop)
    return _Found(options, search.ranking, made.network, (*made.notes, *search.notes))


def _weights_alone(quantizer: Quantizer, task: QuantizeTask, attempts: Attempts) -> _Found:
    """Weights in as few bits as asked for; where that breaks the bound, fewer of them in 4 bits, then all in 8."""
    drafts = [
        Draft(partial(quantizer.compress, task.files, options), options) for options in gentler(task.spec.options)
    ]
    for number, draft in enumerate(drafts, 1):
        words = weights_words(draft.options)
        if attempts.try_out(draft, words, cost=float(number)).holds and attempts.settle(number, draft).holds:
            break
    else:
        chosen = attempts.best.step if attempts.best else 1
        attempts.settle(chosen, drafts[chosen - 1])
    step = attempts.best.step if attempts.best else 1
    return _Found(drafts[step - 1].options, network=task.spec.options.network)


def _unmeasured(quantizer: Quantizer, task: QuantizeTask, best: BestSoFar, stages: Stages) -> QuantizationReport:
    """Weights alone, without a picture."""
    stages.say("compressing", None, "the weights")
    with stages.measured("quantizing"), best.candidate() as folder:
        quantizer.compress(task.files, task.spec.options, folder)
        best.replace_by(folder, task.spec.options, (), Outcome.UNBOUNDED)
    return QuantizationReport(
        outcome=Outcome.UNBOUNDED,
        metric="",
        baseline=None,
        final=None,
        drop=None,
        chosen=None,
        attempts=(),
        ranking=(),
        calibration_pictures=0,
        validation_pictures=0,
        options=task.spec.options,
        stages=stages.seconds,
        notes=("No dataset was given, so nobody knows how much accuracy this costs.",),
    )


def _calibrated(quantizer: Quantizer, setting: Setting, stages: Stages) -> Quantized:
    task, calibration = setting.task, setting.calibration
    stages.say(
        "quantizing",
        0.0,
        f"finding the ranges of activations on {setting.dataset.sample_kind.counted(calibration.pictures)}",
    )
    with stages.measured("quantizing"):
        return quantizer.quantize(
            task.files,
            calibration,
            calibration.batches,
            task.spec.options,
            lambda fraction, words: stages.say("quantizing", fraction, words),
        )


def _evaluation(setting: Setting, attempts: Attempts, watch: EnvironmentWatch) -> Evaluation:
    """How right the best is, in the form of a measurement of accuracy."""
    task, dataset = setting.task, setting.dataset
    shown, samples = attempts.shown, dict(setting.validation.samples)
    assert shown is not None
    ordered = sorted(shown.records, key=lambda one: one.position)
    wanted = task_of(task.reading.adapter) if task.reading else None
    report = accuracy_report(
        [samples[one.position] for one in ordered],
        [one.record for one in ordered],
        masks=compares_masks(wanted, list(samples.values())),
    )
    return Evaluation(
        task=wanted,
        report=report,
        reading=task.reading,
        preprocessing=setting.preprocessing,
        effective=shown.effective,
        environment=watch.completed(setting.environment),
        reasons=setting.reasons,
        subset=task.spec.accuracy.subset,
        broken=tuple(shown.broken[:MOST_LISTED]),
        left_out=len(shown.broken),
        caveats=(dataset.caveat,) if dataset.caveat else (),
        wall_s=shown.wall_s,
        pictures_per_s=len(shown.records) / shown.wall_s if shown.wall_s else 0.0,
        labels=task.labels,
        # The version is read as its parent is, and states the same.
        stated=Stated.by(task.model, dataset.classes),
        sample_kind=dataset.sample_kind,
    )


def _report(setting: Setting, attempts: Attempts, found: _Found, stages: Stages) -> QuantizationReport:
    chosen, bound, baseline = attempts.best, setting.task.spec.bound, setting.validation.yardstick.baseline
    shown, samples = attempts.shown, dict(setting.validation.samples)
    assert chosen is not None
    assert shown is not None
    originals = clusters_of([samples[one.position] for one in shown.records], len(shown.records)).count
    doubt = no_better_than_guessing(baseline, chosen.pictures, setting.dataset)
    return QuantizationReport(
        outcome=chosen.outcome,
        metric=setting.validation.yardstick.metric,
        baseline=baseline,
        final=chosen.metric,
        drop=chosen.drop,
        chosen=chosen.step,
        attempts=tuple(attempts.made),
        ranking=found.ranking,
        calibration_pictures=setting.calibration.pictures,
        validation_pictures=chosen.pictures,
        kept_float=chosen.kept_float,
        network=found.network,
        options=found.options,
        stages=stages.seconds,
        sample_kind=setting.dataset.sample_kind,
        notes=(
            *([doubt] if doubt else []),
            *setting.notes,
            *found.notes,
            *about_result(chosen, len(attempts.made), bound, originals, setting.dataset.sample_kind),
        ),
    )
