"""What a search for a smaller network measures with: pictures, how they go in, and what candidates are held against."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dlwb.calc.accuracy.fitting import has_labels
from dlwb.calc.accuracy.outlines import compares_masks
from dlwb.calc.detections.decode import task_of
from dlwb.calc.quantization.yardstick import AgainstLabels, AgainstParent, Yardstick
from dlwb.calc.subset import Usable, part, spare_first
from dlwb.domain.dataset import Dataset
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Model, Preprocessing
from dlwb.domain.target import Environment
from dlwb.ports import Engine
from dlwb.protocol import QuantizeTask, Samples, from_json
from dlwb.worker.calibration import CalibrationInputs
from dlwb.worker.collecting import read_records
from dlwb.worker.environment import collect
from dlwb.worker.lookers import looker_for, usual_preprocessing
from dlwb.worker.looking import Looker
from dlwb.worker.reading import Chosen
from dlwb.worker.stages import Stages
from dlwb.worker.validation import Validation


@dataclass(frozen=True, slots=True)
class Setting:
    """All that stays the same from one candidate to the next.

    `natural` is a configuration in which inputs fit the network as it is stored; `scratch` a folder for files that are taken
    away again; `reasons` say how the preprocessing was found.
    """

    engine: Engine
    task: QuantizeTask
    dataset: Dataset
    scratch: Path
    validation: Validation
    calibration: CalibrationInputs
    natural: InferenceConfig
    preprocessing: Preprocessing
    reasons: tuple[str, ...]
    environment: Environment
    notes: tuple[str, ...]


def setting_of(engine: Engine, task: QuantizeTask, dataset: Dataset, scratch: Path, stages: Stages) -> Setting:
    """Load and compile what is needed.

    Raises:
        InputError, InvalidOptions: candidates cannot be measured in the way that was asked for.
    """
    stages.say("checking the machine", None, "")
    environment = collect(engine.versions((task.spec.accuracy.config.device,)))
    stages.say("compiling", None, f"for {task.spec.accuracy.config.device}")
    every: Chosen = list(enumerate(from_json(Samples, Path(task.samples).read_bytes())))
    reference = _looker(engine, task, dataset, task.spec.accuracy.config)
    preprocessing, reasons = _preprocessing(task, reference)
    shown, yardstick = _yardstick(task, every)
    measured = spare_first(every, task.spec.calibration, _usable(task)) if task.spec.options.method.needs_data else ()
    natural = _natural(task.spec.accuracy.config, task.model)
    validation = Validation(
        engine, task, samples=shown, preprocessing=preprocessing, yardstick=yardstick, reference=reference
    )
    looker = _looker(engine, task, dataset, natural)
    return Setting(
        engine,
        task,
        dataset,
        scratch,
        validation,
        CalibrationInputs(looker, measured, preprocessing, dataset.sample_kind),
        natural,
        preprocessing,
        reasons,
        environment,
        tuple(_about(dataset, measured, shown)),
    )


def _looker(engine: Engine, task: QuantizeTask, dataset: Dataset, config: InferenceConfig) -> Looker:
    return looker_for(engine.compile(task.files, config), task.model, dataset)


def _natural(config: InferenceConfig, model: Model) -> InferenceConfig:
    """The configuration in which inputs fit the model as it is stored, where a quantizer runs it."""
    return replace(config, batch=None if all(spec.is_static for spec in model.inputs) else 1)


def _preprocessing(task: QuantizeTask, looker: Looker) -> tuple[Preprocessing, tuple[str, ...]]:
    if task.reading is not None:
        return task.reading.preprocessing, ("As in the measurement of the model itself.",)
    usual = usual_preprocessing(looker, task.model, task.preprocessing)
    return usual.preprocessing, (usual.reason,)


def _usable(task: QuantizeTask) -> Usable:
    """Which pictures can say how right a candidate is: those with labels, where labels are read."""
    if task.reading is None:
        return lambda _: True
    wanted = task_of(task.reading.adapter)
    return lambda sample: has_labels(sample, wanted)


def _yardstick(task: QuantizeTask, every: Chosen) -> tuple[Chosen, Yardstick]:
    """The pictures for validation, and what candidates are held against on them."""
    bound = task.spec.bound
    if task.reading is None:
        chosen = part(every, task.spec.accuracy.subset)
        return chosen, AgainstParent(bound, dict(chosen))
    baseline: list[PositionedRecord] = read_records(Path(task.baseline))
    shown = [every[one.position] for one in baseline]
    masks = compares_masks(task_of(task.reading.adapter), [sample for _, sample in shown])
    return shown, AgainstLabels(dict(shown), baseline, bound, masks=masks)


def _about(dataset: Dataset, calibration: Chosen, validation: Chosen) -> Iterator[str]:
    """What has to be said of the pictures."""
    if dataset.caveat:
        yield dataset.caveat
    shared = len({position for position, _ in calibration} & {position for position, _ in validation})
    if shared:
        yield (
            f"{shared} of {dataset.sample_kind.counted(len(calibration))} for calibration {'is' if shared == 1 else 'are'} "
            f"for validation too, so the drop on other {dataset.sample_kind.plural} may be larger."
        )
