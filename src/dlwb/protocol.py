"""The one codec between domain types and JSON, and the messages between parent and worker.

Every document that leaves a process (worker pipe, store, REST, `--json`) is made here. Decoding
ignores fields it does not know, so that a newer writer does not break an older reader; the version
rises when the meaning of a field changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal, TypeVar, cast, overload

from pydantic import Field, TypeAdapter, ValidationError

from dlwb.domain.comparison import InterleavePlan, RawInterleaved
from dlwb.domain.dataset import BrokenPicture, Dataset, DatasetOptions, Sample
from dlwb.domain.dataset import Task as Labelling
from dlwb.domain.errors import Failure, InvalidOptions, OptionProblem, WorkerProtocolError
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.made_data import MadeData
from dlwb.domain.measurement import RawMeasurement, RawProfile
from dlwb.domain.model import FileRef, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.outcomes import RunOutcome
from dlwb.domain.run import Progress
from dlwb.domain.search import Goal
from dlwb.domain.specs import AccuracySpec, RunSpec
from dlwb.domain.target import Ceilings, Device, Environment

PROTOCOL_VERSION = 1
T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """The pydantic adapter of a domain type or union; building one is slow, so each is kept."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(value: Any, kind: Any | None = None) -> str:
    """`value` as one JSON document; `kind` is needed where the type alone does not tell (a union)."""
    return adapter(kind or type(value)).dump_json(value).decode()


def to_plain(value: Any, kind: Any | None = None) -> Any:
    """`value` as plain dicts, lists, strings and numbers."""
    return adapter(kind or type(value)).dump_python(value, mode="json")


@overload
def from_json(kind: type[T], document: str | bytes) -> T: ...
@overload
def from_json(kind: Any, document: str | bytes) -> Any: ...
def from_json(kind: Any, document: str | bytes) -> Any:
    """Decode a JSON document.

    Raises:
        WorkerProtocolError: the document is not of that type.
    """
    try:
        return adapter(kind).validate_json(document)
    except ValidationError as error:
        raise WorkerProtocolError(
            f"Not a {getattr(kind, '__name__', kind)}: {error}", "Another version of dlwb wrote it; use that one."
        ) from error


def from_options(kind: type[T], values: Mapping[str, Any]) -> T:
    """A domain dataclass from words as people give them: `hint="latency"` becomes `Hint.LATENCY`.

    Raises:
        InvalidOptions: names every field that does not exist or has a value of the wrong kind.
    """
    known = {field.name for field in fields(cast(Any, kind))}
    problems = [OptionProblem(name, "there is no such option.") for name in values if name not in known]
    try:
        made: T = adapter(kind).validate_python({name: values[name] for name in values if name in known})
    except ValidationError as error:
        problems += [OptionProblem(".".join(map(str, e["loc"])), f"{e['msg']}.") for e in error.errors()]
    if problems:
        raise InvalidOptions(tuple(problems), f"Options: {', '.join(sorted(known))}.")
    return made


# --- what a worker can be asked -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where the IR pair lies on this machine."""

    xml: str
    bin: str


@dataclass(frozen=True, slots=True)
class ConvertTask:
    """Convert `entry` in `folder` to IR, written to the output folder with `graph.json`."""

    format: ModelFormat
    folder: str
    entry: str
    options: ImportOptions
    task: Literal["convert"] = "convert"


@dataclass(frozen=True, slots=True)
class ReadGraphTask:
    """Read the graph of a model with the inputs reshaped; written to `graph.json`."""

    files: ModelFiles
    shapes: dict[str, tuple[int, ...]]
    task: Literal["read_graph"] = "read_graph"


@dataclass(frozen=True, slots=True)
class DevicesTask:
    """List every device that the engine finds or knows to be missing."""

    task: Literal["devices"] = "devices"


@dataclass(frozen=True, slots=True)
class BenchmarkTask:
    """Measure one configuration."""

    files: ModelFiles
    config: InferenceConfig
    plan: MeasurePlan
    task: Literal["benchmark"] = "benchmark"


@dataclass(frozen=True, slots=True)
class ProfileTask:
    """Measure layer by layer; the runtime graph is written to `runtime.xml`."""

    files: ModelFiles
    config: InferenceConfig
    inferences: int
    task: Literal["profile"] = "profile"


@dataclass(frozen=True, slots=True)
class MachineTask:
    """Look at the machine; with `ceilings` also measure the roofline of `device`."""

    device: str
    ceilings: bool
    task: Literal["machine"] = "machine"


@dataclass(frozen=True, slots=True)
class SweepTask:
    """Measure configurations one after another in one process; each is answered by a `PointMessage`.

    Configurations with the same `domain.search.compile_key` that follow each other share one compiled model.
    """

    files: ModelFiles
    configs: tuple[InferenceConfig, ...]
    plan: MeasurePlan
    task: Literal["sweep"] = "sweep"


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """What an earlier worker found of a configuration: frames per second, median latency in milliseconds."""

    config: InferenceConfig
    fps: float
    median_ms: float


@dataclass(frozen=True, slots=True)
class RaceTask:
    """Let configurations race: measure all of them a little, drop the dominated ones, go on with the others.

    The first `baselines` of them are the engine's own hints and are never dropped. Each configuration is answered by a
    `PointMessage` when it leaves the race. `known` are out of the race already, and only foretell others.
    """

    files: ModelFiles
    configs: tuple[InferenceConfig, ...]
    baselines: int
    goal: Goal
    budget_s: float
    inputs: tuple[str, ...] = ()
    seed: int = 0
    known: tuple[KnownPoint, ...] = ()
    task: Literal["race"] = "race"


@dataclass(frozen=True, slots=True)
class InterleaveTask:
    """Measure subjects side by side, window by window; the first is the reference."""

    subjects: tuple[tuple[ModelFiles, InferenceConfig], ...]
    plan: InterleavePlan
    task: Literal["interleave"] = "interleave"


@dataclass(frozen=True, slots=True)
class DatasetImportTask:
    """Read the labels below `folder`, verify every picture, and write the list of samples to `samples.json`.

    With a recipe (`made`) the pictures are made first, in the empty `folder`; `parent` and the file of its samples are what
    augmented ones are made from. `skip` are pictures that crashed a worker before; a `careful` worker writes the name of
    each picture to `current.txt` before it opens it, so that the next such crash has a name.
    """

    folder: str
    options: DatasetOptions
    made: MadeData | None = None
    parent: Dataset | None = None
    parent_samples: str = ""
    skip: tuple[str, ...] = ()
    careful: bool = False
    task: Literal["dataset_import"] = "dataset_import"


@dataclass(frozen=True, slots=True)
class EvaluateTask:
    """Measure how right a model is; `samples` is the file with the samples of the dataset.

    What the network said of each picture is written to `accuracy.jsonl.gz`. With `parent_files` outputs are compared with
    those of that model instead of with labels.
    """

    files: ModelFiles
    model: Model
    dataset: Dataset
    samples: str
    spec: AccuracySpec
    parent_files: ModelFiles | None = None
    task: Literal["evaluate"] = "evaluate"


Task = (
    ConvertTask
    | ReadGraphTask
    | DevicesTask
    | BenchmarkTask
    | ProfileTask
    | MachineTask
    | SweepTask
    | RaceTask
    | InterleaveTask
    | DatasetImportTask
    | EvaluateTask
)


@dataclass(frozen=True, slots=True)
class Request:
    """The first and only line a worker reads: what to do, with which engine, and where to write."""

    task: Annotated[Task, Field(discriminator="task")]
    engine: str
    output: str
    memory_limit_bytes: int | None = None
    version: int = PROTOCOL_VERSION


# --- what a worker answers ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConvertAnswer:
    """The converted model: `files` are names inside the output folder with their hashes."""

    tool: str
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    preprocessing: Preprocessing
    precision: str
    task_name: str | None
    rt_info: dict[str, str]
    answer: Literal["convert"] = "convert"


@dataclass(frozen=True, slots=True)
class ReadGraphAnswer:
    """The graph is in `graph.json` of the output folder."""

    answer: Literal["read_graph"] = "read_graph"


@dataclass(frozen=True, slots=True)
class DevicesAnswer:
    """All devices, also those that cannot be used, with the reason."""

    devices: tuple[Device, ...]
    answer: Literal["devices"] = "devices"


@dataclass(frozen=True, slots=True)
class BenchmarkAnswer:
    """Raw aggregates and the environment around them."""

    raw: RawMeasurement
    environment: Environment
    answer: Literal["benchmark"] = "benchmark"


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    """Raw per-layer times and the environment around them."""

    raw: RawProfile
    environment: Environment
    answer: Literal["profile"] = "profile"


@dataclass(frozen=True, slots=True)
class MachineAnswer:
    """The environment and, when asked for, the ceilings."""

    environment: Environment
    ceilings: Ceilings | None
    answer: Literal["machine"] = "machine"


@dataclass(frozen=True, slots=True)
class SweepAnswer:
    """All configurations have been answered by messages."""

    answer: Literal["sweep"] = "sweep"


@dataclass(frozen=True, slots=True)
class RaceAnswer:
    """The race is over: `ranking` are indices of the configurations that were still in it, the best first.

    `untried` were never measured, because the budget ended before.
    """

    ranking: tuple[int, ...]
    untried: tuple[int, ...]
    stop_reason: str
    answer: Literal["race"] = "race"


@dataclass(frozen=True, slots=True)
class InterleaveAnswer:
    """The windows of all subjects, and the environment around them."""

    raw: RawInterleaved
    environment: Environment
    answer: Literal["interleave"] = "interleave"


@dataclass(frozen=True, slots=True)
class DatasetImportAnswer:
    """What a dataset is, all but its place in a workspace; the samples are in `samples.json` of the output folder.

    `id` is the hash over format, labels and pictures; `root` is where the dataset really begins below the given folder.
    """

    id: str
    root: str
    format: str
    reason: str
    tasks: tuple[Labelling, ...]
    classes: tuple[str, ...]
    samples: int
    counts: tuple[int, ...]
    broken: tuple[BrokenPicture, ...]
    left_out: int
    ignore: int
    notes: tuple[str, ...]
    made: MadeData | None
    answer: Literal["dataset_import"] = "dataset_import"


@dataclass(frozen=True, slots=True)
class EvaluateAnswer:
    """All pictures have been looked at."""

    evaluation: Evaluation
    answer: Literal["evaluate"] = "evaluate"


Answer = (
    ConvertAnswer
    | ReadGraphAnswer
    | DevicesAnswer
    | BenchmarkAnswer
    | ProfileAnswer
    | MachineAnswer
    | SweepAnswer
    | RaceAnswer
    | InterleaveAnswer
    | DatasetImportAnswer
    | EvaluateAnswer
)


@dataclass(frozen=True, slots=True)
class Hello:
    """The worker is up."""

    pid: int
    version: int = PROTOCOL_VERSION
    message: Literal["hello"] = "hello"


@dataclass(frozen=True, slots=True)
class ProgressMessage:
    """The worker got further; sent between blocks, at most twice a second."""

    progress: Progress
    message: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class PointStarted:
    """The worker turns to configuration `index`; should it die now, that one is to blame."""

    index: int
    message: Literal["point_started"] = "point_started"


@dataclass(frozen=True, slots=True)
class PointMessage:
    """What became of configuration `index` of a sweep or a race: measured, or impossible for the reason given."""

    index: int
    measured: BenchmarkAnswer | None
    failure: Failure | None = None
    message: Literal["point"] = "point"


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """The work is done."""

    answer: Annotated[Answer, Field(discriminator="answer")]
    message: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True)
class FailureMessage:
    """The work failed with an error the worker understands."""

    failure: Failure
    message: Literal["failure"] = "failure"


Message = Annotated[
    Hello | ProgressMessage | PointStarted | PointMessage | AnswerMessage | FailureMessage,
    Field(discriminator="message"),
]

# What a worker says on the way, and who is told.
Update = ProgressMessage | PointStarted | PointMessage
Tell = Callable[[Update], None]

# Stored documents are unions told apart by `kind`.
SpecDocument = Annotated[RunSpec, Field(discriminator="kind")]
OutcomeDocument = Annotated[RunOutcome, Field(discriminator="kind")]
FileRefs = tuple[FileRef, ...]
Samples = tuple[Sample, ...]

LABELS_JSON = "dlwb-dataset.json"


@dataclass(frozen=True, slots=True)
class MadeLabels:
    """All labels of pictures that dlwb made; lies beside them as `dlwb-dataset.json`."""

    tasks: tuple[Labelling, ...]
    classes: tuple[str, ...]
    samples: tuple[Sample, ...]
    ignore: int = 255
    notes: tuple[str, ...] = ()
    made: MadeData | None = None
