"""A run: one piece of work in a worker process, and its life as a pure state machine."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from dlwb.domain.annotation import Annotation, Origin
from dlwb.domain.comparison import PairedComparison
from dlwb.domain.errors import Failure, InputError
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.headline import AccuracyHeadline, Headline, ResultHeadline
from dlwb.domain.measurement import ExecutionProfile, Measurement
from dlwb.domain.outcomes import (
    AccuracyOutcome,
    BenchmarkOutcome,
    CompareOutcome,
    DatasetImportOutcome,
    ExplainOutcome,
    ImportOutcome,
    MachineOutcome,
    OutcomeT,
    ProfileOutcome,
    QuantizeOutcome,
    RivalsOutcome,
    RunOutcome,
    SweepOutcome,
    TryOutcome,
    TuneOutcome,
    result_headline,
)
from dlwb.domain.specs import RunSpec
from dlwb.domain.target import MachineReport
from dlwb.domain.tried_picture import TriedPicture


class RunState(StrEnum):
    """queued → starting → running → succeeded | failed | cancelled | lost."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def is_finished(self) -> bool:
        """Whether the run can never change again."""
        return self in (RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED, RunState.LOST)


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: `started` tells a reused process id apart.

    `started` counts seconds from the start of the host where that is known, else from the epoch; it
    is compared with other `started` of the same host only.
    """

    host: str
    pid: int
    started: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `fraction` 0..1 or None when unknown, one line of words, and the seconds left where known.

    `message` goes on where `phase` ends, in small letters, so that both can be read as one: "compiling for CPU".
    """

    phase: str = ""
    fraction: float | None = None
    message: str = ""
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The worker process is up."""

    worker: Owner
    at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The run is next but the machine's slot is taken; `reason` says by what."""

    reason: str


@dataclass(frozen=True, slots=True)
class Starting:
    """The run has the machine's slot and its worker is being started."""

    at: str


@dataclass(frozen=True, slots=True)
class Advanced:
    """The run got further."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The run ended with a result."""

    outcome: RunOutcome
    at: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The run ended without a result: failed, cancelled or lost."""

    state: Literal[RunState.FAILED, RunState.CANCELLED, RunState.LOST]
    failure: Failure
    at: str


RunEvent = Waiting | Starting | Started | Advanced | Succeeded | Ended


# What kinds of runs are called in a sentence, where their name is a verb.
_NOUNS = {"quantize": "quantization", "explain": "explanation", "try": "trial"}


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of work. Times are UTC, ISO 8601. A finished run never changes.

    `owner` is the process that carries the run, `worker` the one that does the work. `model` and
    `model_name` are empty until an import has made its model; `dataset` is the one that was used or made. `parent` is the
    search that a run is a point of. `headline` comes with the outcome of a benchmark, `accuracy` with that of an accuracy run,
    `result` with that of a search, a side-by-side comparison or a quantization; all stay where lists leave the outcome out.
    `annotation` is kept beside the run and can change at any time; `imported_from` says that the run was made elsewhere.
    """

    id: str
    spec: RunSpec
    created: str
    owner: Owner | None = None
    state: RunState = RunState.QUEUED
    progress: Progress = Progress()
    started: str | None = None
    ended: str | None = None
    worker: Owner | None = None
    outcome: RunOutcome | None = None
    failure: Failure | None = None
    model: str | None = None
    model_name: str = ""
    parent: str | None = None
    headline: Headline | None = None
    annotation: Annotation = field(default_factory=Annotation)
    imported_from: Origin | None = None
    dataset: str | None = None
    accuracy: AccuracyHeadline | None = None
    result: ResultHeadline | None = None

    @property
    def what(self) -> str:
        """The run in a few words, for messages: "benchmark of resnet50"."""
        kind = _NOUNS.get(self.spec.kind, self.spec.kind).replace("_", " ")
        return f"{kind} of {self.model_name}" if self.model_name else f"{kind} run"

    def apply(self, event: RunEvent) -> "Run":
        """The run after `event`; pure. A finished run stays as it is, whatever comes late."""
        if self.state.is_finished:
            return self
        match event:
            case Waiting(reason):
                return replace(self, progress=Progress("waiting", None, reason))
            case Starting(at):
                return replace(self, state=RunState.STARTING, started=at, progress=Progress("starting"))
            case Started(worker, _):
                return replace(self, state=RunState.RUNNING, worker=worker)
            case Advanced(progress):
                return replace(self, progress=progress)
            case Succeeded(outcome, at):
                model = outcome.model if isinstance(outcome, ImportOutcome) else self.model
                dataset = outcome.dataset if isinstance(outcome, DatasetImportOutcome) else self.dataset
                return replace(
                    self,
                    state=RunState.SUCCEEDED,
                    outcome=outcome,
                    ended=at,
                    model=model,
                    dataset=dataset,
                    progress=Progress("done", 1.0),
                ).summed_up()
            case Ended(state, failure, at):
                return replace(self, state=state, failure=failure, ended=at)

    @property
    def measurement(self) -> Measurement:
        """The measurement of a benchmark. Raises the run's own failure, or InputError for another kind."""
        return self._expect(BenchmarkOutcome).measurement

    @property
    def profile(self) -> ExecutionProfile:
        """The profile of a profile run. Raises the run's own failure, or InputError for another kind."""
        return self._expect(ProfileOutcome).profile

    @property
    def report(self) -> MachineReport:
        """The report of a machine run. Raises the run's own failure, or InputError for another kind."""
        return self._expect(MachineOutcome).report

    @property
    def sweep(self) -> SweepOutcome:
        """The outcome of a sweep. Raises the run's own failure, or InputError for another kind."""
        return self._expect(SweepOutcome)

    @property
    def tuning(self) -> TuneOutcome:
        """The outcome of a search for the best. Raises the run's own failure, or InputError for another kind."""
        return self._expect(TuneOutcome)

    @property
    def comparison(self) -> PairedComparison:
        """What an interleaved comparison found. Raises the run's own failure, or InputError for another kind."""
        return self._expect(CompareOutcome).comparison

    def summed_up(self) -> "Run":
        """The run with the figures of its outcome that lists show."""
        outcome = self.outcome
        return replace(
            self,
            headline=Headline.of(outcome.measurement) if isinstance(outcome, BenchmarkOutcome) else None,
            accuracy=AccuracyHeadline.of(outcome.evaluation) if isinstance(outcome, AccuracyOutcome) else None,
            result=result_headline(outcome),
        )

    @property
    def evaluation(self) -> Evaluation:
        """What an accuracy run found. Raises the run's own failure, or InputError for another kind."""
        return self._expect(AccuracyOutcome).evaluation

    @property
    def tried(self) -> TriedPicture:
        """What models said of a picture. Raises the run's own failure, or InputError for another kind."""
        return self._expect(TryOutcome).tried

    @property
    def quantization(self) -> QuantizeOutcome:
        """What quantizing came to. Raises the run's own failure, or InputError for another kind of run."""
        return self._expect(QuantizeOutcome)

    @property
    def explained(self) -> ExplainOutcome:
        """Why a version is no faster. Raises the run's own failure, or InputError for another kind of run."""
        return self._expect(ExplainOutcome)

    @property
    def rivals(self) -> RivalsOutcome:
        """What reduced precisions do. Raises the run's own failure, or InputError for another kind of run."""
        return self._expect(RivalsOutcome)

    def _expect(self, kind: type[OutcomeT]) -> OutcomeT:
        if isinstance(self.outcome, kind):
            return self.outcome
        if self.failure is not None:
            raise self.failure.to_error()
        raise InputError(
            f"Run {self.id} is a {self.spec.kind} run in state {self.state}; it has no such result.",
            "Choose another run from the list of runs.",
            terminal="dlwb run list",
        )
