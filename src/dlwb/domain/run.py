"""A run: one piece of work in a worker process, and its life as a pure state machine."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeVar

from dlwb.domain.errors import Failure, InputError
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.measurement import ExecutionProfile, Measurement
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.domain.target import MachineReport


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


@dataclass(frozen=True, slots=True)
class BenchmarkSpec:
    """Measure a model in one configuration."""

    model: str
    config: InferenceConfig
    plan: MeasurePlan
    kind: Literal["benchmark"] = "benchmark"


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """Measure a model layer by layer; `inferences` is the least number of profiled inferences."""

    model: str
    config: InferenceConfig
    inferences: int = 30
    kind: Literal["profile"] = "profile"


@dataclass(frozen=True, slots=True)
class MachineSpec:
    """Look at the machine: environment, noise, and (with `ceilings`) the roofline of a device."""

    device: str = "CPU"
    ceilings: bool = True
    kind: Literal["machine"] = "machine"


RunSpec = ImportSpec | BenchmarkSpec | ProfileSpec | MachineSpec


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


RunOutcome = ImportOutcome | BenchmarkOutcome | ProfileOutcome | MachineOutcome
OutcomeT = TypeVar("OutcomeT", ImportOutcome, BenchmarkOutcome, ProfileOutcome, MachineOutcome)


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
    """How far a run is: `fraction` 0..1 or None when unknown, and one line of words."""

    phase: str = ""
    fraction: float | None = None
    message: str = ""


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


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of work. Times are UTC, ISO 8601. A finished run never changes.

    `owner` is the process that carries the run, `worker` the one that does the work. `model` and
    `model_name` are empty until an import has made its model.
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

    @property
    def what(self) -> str:
        """The run in a few words, for messages: "benchmark of resnet50"."""
        return f"{self.spec.kind} of {self.model_name}" if self.model_name else f"{self.spec.kind} run"

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
                return replace(
                    self,
                    state=RunState.SUCCEEDED,
                    outcome=outcome,
                    ended=at,
                    model=model,
                    progress=Progress("done", 1.0),
                )
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

    def _expect(self, kind: type[OutcomeT]) -> OutcomeT:
        if isinstance(self.outcome, kind):
            return self.outcome
        if self.failure is not None:
            raise self.failure.to_error()
        raise InputError(
            f"Run {self.id} is a {self.spec.kind} run in state {self.state}; it has no such result.",
            "Choose another run; `dlwb run list` shows them.",
        )


def model_of(spec: RunSpec) -> str | None:
    """The model a spec works on, if it has one already."""
    match spec:
        case BenchmarkSpec() | ProfileSpec():
            return spec.model
        case _:
            return None
