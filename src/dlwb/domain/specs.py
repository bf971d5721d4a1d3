"""What a run is asked to do: one specification per verb.

`measures` says that the run measures speed, which whatever else works on the machine would disturb.
"""

from dataclasses import dataclass, field, fields
from typing import ClassVar, Literal, get_args

from dlwb.domain.comparison import CompareSubject, InterleavePlan
from dlwb.domain.dataset import DatasetOptions, Subset, Task
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.made_data import Augmented, MadeData
from dlwb.domain.model import ImportOptions, ModelFormat, Preprocessing
from dlwb.domain.quantization import Bound, QuantizationOptions
from dlwb.domain.saliency import SaliencyOptions
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.tried_picture import SubjectReading

# Of a profile, for the median of each layer (METHODS §3).
FEWEST_INFERENCES = 30
MOST_INFERENCES = 100_000


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """Convert staged source files into a model. `folder` is the staging folder in the workspace."""

    format: ModelFormat
    folder: str
    entry: str
    source_sha256: str
    display_name: str
    options: ImportOptions
    kind: Literal["import"] = "import"
    measures: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class BenchmarkSpec:
    """Measure a model in one configuration."""

    model: str
    config: InferenceConfig
    plan: MeasurePlan
    kind: Literal["benchmark"] = "benchmark"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """Measure a model layer by layer; `inferences` is the least number of profiled inferences."""

    model: str
    config: InferenceConfig
    inferences: int = FEWEST_INFERENCES
    kind: Literal["profile"] = "profile"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class MachineSpec:
    """Look at the machine: environment, noise, and (with `ceilings`) the roofline of a device."""

    device: str = "CPU"
    ceilings: bool = True
    kind: Literal["machine"] = "machine"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SweepSpec:
    """Measure a model in every configuration of a space; each becomes a benchmark run of its own, a child of this one.

    `continues` is an earlier sweep that was stopped: what it measured already counts for this one too. `goal` only says
    which point is shown as the best.
    """

    model: str
    space: SearchSpace
    plan: MeasurePlan
    goal: Goal = field(default_factory=Goal)
    continues: str | None = None
    kind: Literal["sweep"] = "sweep"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class TuneSpec:
    """Find the best configuration of a space; what was tried becomes child runs of this one.

    `budget_s` is the most seconds to measure, compiling included. `inputs` and `seed` as in `MeasurePlan`. `continues` is an
    earlier search that was stopped: what it measured counts for this one too, and so does the budget that it spent.
    """

    model: str
    space: SearchSpace
    goal: Goal
    budget_s: float
    inputs: tuple[str, ...] = ()
    seed: int = 0
    continues: str | None = None
    kind: Literal["tune"] = "tune"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class CompareSpec:
    """Measure two to six subjects side by side, the first being the reference."""

    subjects: tuple[CompareSubject, ...]
    plan: InterleavePlan = field(default_factory=InterleavePlan)
    kind: Literal["compare"] = "compare"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class DatasetImportSpec:
    """Read and verify the labelled pictures of `source`, a folder or an archive, or make them by a recipe.

    `staged` says that the source lies in the workspace for this import alone, which consumes it.
    """

    source: str
    display_name: str
    options: DatasetOptions = field(default_factory=DatasetOptions)
    staged: bool = False
    made: MadeData | None = None
    kind: Literal["dataset_import"] = "dataset_import"
    measures: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class AccuracySpec:
    """Measure how right a model is on a dataset, or on a part of it.

    `family` (a `kind` of `domain.output_adapter`), its `settings`, `preprocessing`, `background` and `classes` (names of what
    the network tells apart) were said by a person; what they leave open is taken from the model, and then found out. `task`
    chooses one where several fit; `parent` is the model to compare outputs with instead of labels. With a `preview` nothing is
    measured: only so many pictures are shown, to see whether the network is read rightly.
    """

    model: str
    dataset: str
    config: InferenceConfig = field(default_factory=InferenceConfig)
    subset: Subset = field(default_factory=Subset)
    task: Task | None = None
    family: str | None = None
    settings: dict[str, str] = field(default_factory=dict)
    preprocessing: Preprocessing | None = None
    background: bool | None = None
    classes: tuple[str, ...] = ()
    parent: str | None = None
    preview: int = 0
    kind: Literal["accuracy"] = "accuracy"
    measures: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class QuantizeSpec:
    """Make a smaller version of a model, within a bound where there is one.

    `accuracy` says how a candidate's accuracy is measured: model, dataset, configuration and the part of the dataset for
    validation; its `parent` is the model itself where candidates are held against that instead of against labels.
    `calibration` is the part that ranges of activations are taken from. Without a dataset (empty) only weights can be made
    smaller, and nothing is measured.
    """

    accuracy: AccuracySpec
    options: QuantizationOptions = field(default_factory=QuantizationOptions)
    calibration: Subset = field(default_factory=Subset)
    bound: Bound | None = None
    name: str | None = None
    kind: Literal["quantize"] = "quantize"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class TrySpec:
    """Show one picture to one or two models.

    `picture` is an absolute path; `staged` says that its folder lies in the workspace for this run alone, which consumes it.
    `name` is what the user calls it. Of a picture of a `dataset` the `position` says which, and `classes_shown` what the dataset
    calls its classes. `readings` are those that earlier measurements found, one for each model. The rest as in `AccuracySpec`;
    it counts for each of the models. `top` is how many classes a classifier tells.
    """

    models: tuple[str, ...] = ()
    picture: str = ""
    name: str = ""
    staged: bool = False
    dataset: str | None = None
    position: int | None = None
    classes_shown: tuple[str, ...] = ()
    readings: tuple[SubjectReading | None, ...] = ()
    config: InferenceConfig = field(default_factory=InferenceConfig)
    family: str | None = None
    settings: dict[str, str] = field(default_factory=dict)
    preprocessing: Preprocessing | None = None
    background: bool | None = None
    classes: tuple[str, ...] = ()
    top: int = 5
    saliency: SaliencyOptions | None = None
    kind: Literal["try"] = "try"
    measures: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ExplainSpec:
    """Profile a version and its parent in turns, and say why the version is no faster than it is.

    `inferences` is the least number of profiled inferences of each.
    """

    version: str
    parent: str
    config: InferenceConfig = field(default_factory=InferenceConfig)
    inferences: int = FEWEST_INFERENCES
    kind: Literal["explain"] = "explain"
    measures: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class RivalsSpec:
    """Hold reduced float precisions of a device against f32, in accuracy and in speed, and a quantized `version` with them.

    `accuracy` says how accuracy is measured; its configuration is the reference, and the others differ from it in precision
    only. `plan` is for the speed, side by side.
    """

    accuracy: AccuracySpec
    precisions: tuple[str, ...]
    version: str | None = None
    plan: InterleavePlan = field(default_factory=InterleavePlan)
    kind: Literal["rivals"] = "rivals"
    measures: ClassVar[bool] = True


RunSpec = (
    ImportSpec
    | BenchmarkSpec
    | ProfileSpec
    | MachineSpec
    | SweepSpec
    | TuneSpec
    | CompareSpec
    | DatasetImportSpec
    | AccuracySpec
    | QuantizeSpec
    | TrySpec
    | ExplainSpec
    | RivalsSpec
)

# What the kinds of runs are called.
KINDS = tuple(str(next(f.default for f in fields(spec) if f.name == "kind")) for spec in get_args(RunSpec))


def device_of(spec: RunSpec) -> str:
    """The device a spec asks for; of a comparison the first, empty where there is none."""
    match spec:
        case BenchmarkSpec() | ProfileSpec() | AccuracySpec() | TrySpec() | ExplainSpec():
            return spec.config.device
        case QuantizeSpec(accuracy) | RivalsSpec(accuracy):
            return accuracy.config.device
        case SweepSpec() | TuneSpec():
            return spec.space.base.device
        case CompareSpec(subjects):
            return subjects[0].config.device
        case MachineSpec():
            return spec.device
        case ImportSpec() | DatasetImportSpec():
            return ""


def model_of(spec: RunSpec) -> str | None:
    """The model a spec works on, if it has one already."""
    match spec:
        case BenchmarkSpec() | ProfileSpec() | SweepSpec() | TuneSpec() | AccuracySpec():
            return spec.model
        case QuantizeSpec(accuracy) | RivalsSpec(accuracy):
            return accuracy.model
        case ExplainSpec(version):
            return version
        case CompareSpec(subjects):
            return subjects[0].model
        case TrySpec(models):
            return models[0]
        case _:
            return None


def staged_of(spec: RunSpec) -> str | None:
    """The file or folder that lies in the workspace for this run alone, if it has one."""
    match spec:
        case ImportSpec(folder=folder):
            return folder
        case DatasetImportSpec(source=path, staged=True) | TrySpec(picture=path, staged=True):
            return path
        case _:
            return None


def dataset_of(spec: RunSpec) -> str | None:
    """The dataset a spec works on, if it has one already."""
    match spec:
        case AccuracySpec(dataset=dataset) | TrySpec(dataset=dataset):
            return dataset
        case QuantizeSpec(accuracy) | RivalsSpec(accuracy):
            return accuracy.dataset or None
        case DatasetImportSpec(made=Augmented(parent=parent)):
            return parent
        case _:
            return None
