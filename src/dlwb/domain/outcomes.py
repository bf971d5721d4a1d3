"""What a run came to: one outcome per verb."""

from dataclasses import dataclass
from typing import Literal, TypeVar

from dlwb.domain.comparison import PairedComparison
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.explanation import Explanation
from dlwb.domain.headline import ComparisonHeadline, QuantizeHeadline, ResultHeadline, SearchHeadline
from dlwb.domain.measurement import ExecutionProfile, Measurement
from dlwb.domain.quantization_report import QuantizationReport
from dlwb.domain.target import MachineReport
from dlwb.domain.tried_picture import TriedPicture


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The model that an import made, or found already there."""

    model: str
    existed: bool = False
    kind: Literal["import"] = "import"


@dataclass(frozen=True, slots=True)
class BenchmarkOutcome:
    """The measurement a run made."""

    measurement: Measurement
    kind: Literal["benchmark"] = "benchmark"


@dataclass(frozen=True, slots=True)
class ProfileOutcome:
    """The profile a run made; the runtime graph lies in the run's folder as `runtime.xml`."""

    profile: ExecutionProfile
    kind: Literal["profile"] = "profile"


@dataclass(frozen=True, slots=True)
class MachineOutcome:
    """The report a look at the machine made."""

    report: MachineReport
    kind: Literal["machine"] = "machine"


@dataclass(frozen=True, slots=True)
class SweepOutcome:
    """How many points a sweep measured, could not measure, and took over from the sweep it continues.

    The points are its child runs; front and best point are derived from them. `headline` has the figures of the best point
    under the sweep's own goal.
    """

    measured: int
    failed: int
    taken_over: int = 0
    headline: SearchHeadline | None = None
    kind: Literal["sweep"] = "sweep"


@dataclass(frozen=True, slots=True)
class TuneOutcome:
    """What a search found.

    `best` is a child run, None when no configuration meets the limits; `nearest` then is the one that comes closest.
    `baselines` are the child runs of the engine's own hints. `comparison` is the best measured beside the best baseline
    that meets the limits, None when they are the same configuration or there is none. `candidates` counts the space,
    `tried` how many were measured or turned out not to be possible. `headline` has the figures of `best`, or of `nearest`.
    """

    best: str | None
    nearest: str | None
    reason: str
    baselines: tuple[str, ...]
    comparison: PairedComparison | None
    candidates: int
    tried: int
    stop_reason: str
    headline: SearchHeadline | None = None
    kind: Literal["tune"] = "tune"


@dataclass(frozen=True, slots=True)
class CompareOutcome:
    """What the subjects did side by side."""

    comparison: PairedComparison
    kind: Literal["compare"] = "compare"


@dataclass(frozen=True, slots=True)
class DatasetImportOutcome:
    """The dataset that an import made, or found already there."""

    dataset: str
    existed: bool = False
    kind: Literal["dataset_import"] = "dataset_import"


@dataclass(frozen=True, slots=True)
class AccuracyOutcome:
    """How right a model was; what it said of each picture lies in the run's folder as `accuracy.jsonl.gz`."""

    evaluation: Evaluation
    kind: Literal["accuracy"] = "accuracy"


@dataclass(frozen=True, slots=True)
class QuantizeOutcome:
    """The version that quantizing made, or found already there, and how that came about.

    `comparison` has parent and version side by side; None without a dataset. `baseline` and `accuracy` are runs with the
    accuracy of the parent (maybe an earlier one) and of the version, on the same pictures.
    """

    model: str
    report: QuantizationReport
    comparison: PairedComparison | None = None
    baseline: str | None = None
    accuracy: str | None = None
    existed: bool = False
    kind: Literal["quantize"] = "quantize"


@dataclass(frozen=True, slots=True)
class TryOutcome:
    """What models said of a picture, which lies in the run's folder as `picture`."""

    tried: TriedPicture
    kind: Literal["try"] = "try"


@dataclass(frozen=True, slots=True)
class ExplainOutcome:
    """Why a version is no faster; `parent` and `version` are runs with the profiles of both."""

    explanation: Explanation
    parent: str
    version: str
    kind: Literal["explain"] = "explain"


@dataclass(frozen=True, slots=True)
class RivalsOutcome:
    """Runs with the accuracy of each subject, in the order of the side-by-side measurement; the reference is the first."""

    accuracy: tuple[str, ...]
    comparison: PairedComparison
    kind: Literal["rivals"] = "rivals"


RunOutcome = (
    ImportOutcome
    | BenchmarkOutcome
    | ProfileOutcome
    | MachineOutcome
    | SweepOutcome
    | TuneOutcome
    | CompareOutcome
    | DatasetImportOutcome
    | AccuracyOutcome
    | QuantizeOutcome
    | TryOutcome
    | ExplainOutcome
    | RivalsOutcome
)
OutcomeT = TypeVar(
    "OutcomeT",
    ImportOutcome,
    BenchmarkOutcome,
    ProfileOutcome,
    MachineOutcome,
    SweepOutcome,
    TuneOutcome,
    CompareOutcome,
    DatasetImportOutcome,
    AccuracyOutcome,
    QuantizeOutcome,
    TryOutcome,
    ExplainOutcome,
    RivalsOutcome,
)


def result_headline(outcome: RunOutcome | None) -> ResultHeadline | None:
    """What lists show of a search, a side-by-side comparison or a quantization; None for other results."""
    match outcome:
        case SweepOutcome() | TuneOutcome():
            return outcome.headline
        case CompareOutcome():
            return ComparisonHeadline.of(outcome.comparison)
        case QuantizeOutcome():
            return QuantizeHeadline.of(outcome.model, outcome.report, outcome.comparison)
        case _:
            return None
