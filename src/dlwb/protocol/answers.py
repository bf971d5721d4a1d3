"""What a worker answers."""

from dataclasses import dataclass
from typing import Literal

from dlwb.domain.comparison import RawInterleaved
from dlwb.domain.dataset import BrokenPicture
from dlwb.domain.dataset import Task as Labelling
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.made_data import MadeData
from dlwb.domain.measurement import RawMeasurement, RawProfile
from dlwb.domain.model import Preprocessing, TensorSpec
from dlwb.domain.quantization_report import QuantizationReport
from dlwb.domain.target import Ceilings, Device, Environment
from dlwb.domain.tried_picture import TriedPicture


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
class ProfilesAnswer:
    """Raw per-layer times of all subjects, and the environment; window i of each was taken beside that of the others."""

    raws: tuple[RawProfile, ...]
    environment: Environment
    answer: Literal["profiles"] = "profiles"


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


@dataclass(frozen=True, slots=True)
class QuantizeAnswer:
    """The smaller network lies in the folder `best` of the output folder, see `QuantizeTask`.

    `evaluation` is its accuracy on the pictures for validation, all of them; None without a dataset.
    """

    report: QuantizationReport
    evaluation: Evaluation | None = None
    answer: Literal["quantize"] = "quantize"


@dataclass(frozen=True, slots=True)
class TryAnswer:
    """What all models said of the picture."""

    tried: TriedPicture
    answer: Literal["try"] = "try"


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
    | QuantizeAnswer
    | TryAnswer
    | ProfilesAnswer
)
