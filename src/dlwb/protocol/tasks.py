"""What a worker can be asked."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.dataset import Dataset, DatasetOptions, Sample
from dlwb.domain.evaluation import Reading
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.made_data import MadeData
from dlwb.domain.model import ImportOptions, Model, ModelFormat, Preprocessing
from dlwb.domain.search import Goal
from dlwb.domain.specs import AccuracySpec, QuantizeSpec, TrySpec
from dlwb.domain.target import MeasuredOn

PROTOCOL_VERSION = 1
BEST = "best"
"""The folder, inside the output folder, that holds the best network found so far."""
BEST_BEFORE = "best.before"
"""The folder that holds it for the moment in which another takes its place."""
RUNTIME_GRAPH = "runtime.xml"
"""The file with the graph as executed, in the output folder of a profile."""


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
class ProfilesTask:
    """Measure several subjects layer by layer, window by window in turns.

    The runtime graph of each is written to `N/runtime.xml` in the output folder, N from 0.
    """

    subjects: tuple[tuple[ModelFiles, InferenceConfig], ...]
    inferences: int
    task: Literal["profiles"] = "profiles"


@dataclass(frozen=True, slots=True)
class MachineTask:
    """Look at the machine; with `ceilings` also measure the roofline of `device`."""

    device: str
    ceilings: bool
    task: Literal["machine"] = "machine"


@dataclass(frozen=True, slots=True)
class SweepTask:
    """Measure configurations one after another in one process; each is answered by a `PointMessage`.

    Configurations with the same `domain.search.compile_key` that follow each other share one compiled model. Refused unless
    this machine is still what `before`, the points taken over, were `measured_on`.
    """

    files: ModelFiles
    configs: tuple[InferenceConfig, ...]
    plan: MeasurePlan
    before: MeasuredOn | None = None
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
    `before` as in `SweepTask`.
    """

    files: ModelFiles
    configs: tuple[InferenceConfig, ...]
    baselines: int
    goal: Goal
    budget_s: float
    inputs: tuple[str, ...] = ()
    seed: int = 0
    known: tuple[KnownPoint, ...] = ()
    before: MeasuredOn | None = None
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

    What the network said of each picture is written to `accuracy.jsonl.gz`. With a `parent` outputs are compared with those
    of that model, whose files are `parent_files`, instead of with labels.
    """

    files: ModelFiles
    model: Model
    dataset: Dataset
    samples: str
    spec: AccuracySpec
    parent: Model | None = None
    parent_files: ModelFiles | None = None
    task: Literal["evaluate"] = "evaluate"


@dataclass(frozen=True, slots=True)
class QuantizeTask:
    """Make a network smaller; `samples` is the file with the samples of the dataset.

    `baseline` is the file with what the network in floating point said of the pictures for validation, read by `reading` with
    the classes `labels` (see `Evaluation`); without a reading candidates are held against the network itself. Each candidate
    is answered by an `AttemptMessage`; the best so far lies in the folder `best` of the output folder, whole at any time:
    `model.xml`, `model.bin`, `graph.json`, `made.json` and, where it was measured, `accuracy.jsonl.gz`.
    """

    files: ModelFiles
    model: Model
    spec: QuantizeSpec
    dataset: Dataset | None = None
    samples: str = ""
    reading: Reading | None = None
    labels: tuple[int | None, ...] = ()
    preprocessing: Preprocessing | None = None
    baseline: str = ""
    task: Literal["quantize"] = "quantize"


@dataclass(frozen=True, slots=True)
class TryTask:
    """Show the picture of `spec` to each model; it is copied to `picture` in the output folder, saliency maps beside it.

    `models` are as they are to be read, with what earlier measurements found; `configs` belong to them. `sample` is what a
    dataset says of the picture.
    """

    files: tuple[ModelFiles, ...]
    models: tuple[Model, ...]
    configs: tuple[InferenceConfig, ...]
    spec: TrySpec
    sample: Sample | None = None
    task: Literal["try"] = "try"


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
    | QuantizeTask
    | TryTask
    | ProfilesTask
)


@dataclass(frozen=True, slots=True)
class Request:
    """The first and only line a worker reads: what to do, with which engine, and where to write."""

    task: Annotated[Task, Field(discriminator="task")]
    engine: str
    output: str
    memory_limit_bytes: int | None = None
    version: int = PROTOCOL_VERSION
