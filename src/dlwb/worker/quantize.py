"""A smaller network within a bound: calibrated, held against the network in floating point, and put back where it must."""

from pathlib import Path

from dlwb.calc.accuracy.report import report as accuracy_report
from dlwb.domain.dataset import Dataset
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.quantization import Outcome
from dlwb.domain.quantization_report import QuantizationReport
from dlwb.ports import Engine, Quantized, Quantizer
from dlwb.protocol import QuantizeTask, Tell
from dlwb.worker.attempts import Attempts
from dlwb.worker.best_so_far import BestSoFar
from dlwb.worker.environment import EnvironmentWatch
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
    best, stages = BestSoFar(output), Stages(tell)
    if task.dataset is None:
        return _unmeasured(quantizer, task, best, stages), None
    with stages.measured("loading"):
        setting = setting_of(engine, task, task.dataset, stages)
    with EnvironmentWatch() as watch:
        attempts = Attempts(setting.validation, best, tell, stages)
        if task.spec.options.method.needs_data:
            calibrated = _calibrated(quantizer, task, setting, stages)
            attempts.try_out(lambda folder: calibrated.write((), folder), "everything in 8 bits")
            made: Quantized | None = calibrated
        else:
            made = None
            attempts.try_out(lambda folder: quantizer.compress(task.files, task.spec.options, folder), "all weights")
    evaluation = _evaluation(task, task.dataset, setting, attempts, watch)
    return _report(task, setting, attempts, made, stages), evaluation


def _unmeasured(quantizer: Quantizer, task: QuantizeTask, best: BestSoFar, stages: Stages) -> QuantizationReport:
    """Weights alone, without a picture."""
    stages.say("compressing", None, "Making the weights smaller")
    with stages.measured("quantizing"), best.candidate() as folder:
        quantizer.compress(task.files, task.spec.options, folder)
        best.replace_by(folder)
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
        stages=stages.seconds,
        notes=("No pictures were given, so nobody knows how much accuracy this costs.",),
    )


def _calibrated(quantizer: Quantizer, task: QuantizeTask, setting: Setting, stages: Stages) -> Quantized:
    calibration = setting.calibration
    stages.say("quantizing", 0.0, f"Finding the ranges of activations on {calibration.pictures} pictures")
    with stages.measured("quantizing"):
        return quantizer.quantize(
            task.files,
            calibration,
            calibration.batches,
            task.spec.options,
            lambda fraction, words: stages.say("quantizing", fraction, words),
        )


def _evaluation(
    task: QuantizeTask, dataset: Dataset, setting: Setting, attempts: Attempts, watch: EnvironmentWatch
) -> Evaluation:
    """How right the best is, in the form of a measurement of accuracy."""
    shown, samples = attempts.shown, dict(setting.validation.samples)
    assert shown is not None
    ordered = sorted(shown.records, key=lambda one: one.position)
    report = accuracy_report([samples[one.position] for one in ordered], [one.record for one in ordered])
    return Evaluation(
        task=report.task,
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
    )


def _report(
    task: QuantizeTask, setting: Setting, attempts: Attempts, made: Quantized | None, stages: Stages
) -> QuantizationReport:
    chosen = attempts.best
    assert chosen is not None
    return QuantizationReport(
        outcome=chosen.outcome,
        metric=setting.validation.yardstick.metric,
        baseline=setting.validation.yardstick.baseline,
        final=chosen.metric,
        drop=chosen.drop,
        chosen=chosen.step,
        attempts=tuple(attempts.made),
        ranking=(),
        calibration_pictures=setting.calibration.pictures,
        validation_pictures=chosen.pictures,
        kept_float=chosen.kept_float,
        network=made.network if made else task.spec.options.network,
        stages=stages.seconds,
        notes=(*setting.notes, *(made.notes if made else ())),
    )
