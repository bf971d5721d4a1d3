"""What is remembered, and how it is asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from dlwb.domain.annotation import Annotation
from dlwb.domain.dataset import Dataset
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.model import FileRef, Model
from dlwb.domain.run import Run, RunState
from dlwb.domain.trend import Series


class RunSort(StrEnum):
    """What a list of runs can be ordered by."""

    CREATED = "created"
    THROUGHPUT = "throughput"
    LATENCY = "latency"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs to list; empty or None: any. Newest first, unless `sort` says otherwise.

    A run has one of `models` and of `ids`, which are whole ids. `parents` asks for the points of searches, `top_level`
    leaves all such points out. Without `outcomes` the listed runs have none: results can be large, and a list shows
    headlines at most. Every word of `search` occurs in the model's name, the id, the kind, the device, the tags or the
    note, in upper or lower case; a run has all of `tags` and one of `devices`, of `hosts` and of `verdicts`; `own` leaves
    out what was imported. `since` and `until` are UTC, ISO 8601; a run made at `until` does not fit. Runs without the figure
    that `sort` asks for come last, either way; runs that are equal in it, newest first.
    """

    kinds: tuple[str, ...] = ()
    states: tuple[RunState, ...] = ()
    models: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    top_level: bool = False
    limit: int = 200
    offset: int = 0
    outcomes: bool = True
    search: str = ""
    tags: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    verdicts: tuple[VerdictStatus, ...] = ()
    since: str | None = None
    until: str | None = None
    sort: RunSort = RunSort.CREATED
    ascending: bool = False
    own: bool = False
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunChoices:
    """What top-level runs can be filtered by, and how many have it."""

    tags: dict[str, int] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)
    hosts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What the runs of one model, its import apart, have reached so far.

    `runs` counts a search as one. `last_run` is when the newest was submitted (UTC, ISO 8601); the best figures are those of
    benchmarks made here, not imported: frames per second, and median latency in milliseconds; None without a benchmark.
    """

    runs: int
    last_run: str
    best_throughput_fps: float | None
    best_latency_ms: float | None


class Store(Protocol):
    """What is remembered of models and runs. Every method is atomic: a write either happened or not.

    A finished run never changes: `update_run` answers False for it, because a late event of a dead
    worker is no error. Any method may raise StoreError, and a write DiskFull. What cannot be read (another version wrote it)
    is left out of lists, with a line in the log, and can be removed; what could not be read again is not written.
    """

    def add_model(self, model: Model) -> bool:
        """Remember a model; False if that id was known (it is then left as it is)."""

    def find_model(self, text: str) -> Model:
        """A model by id, unique beginning of an id (4 characters or more), or name.

        Several models of one name: the newest. Raises NotFound, Ambiguous.
        """

    def model_id(self, text: str) -> str:
        """The id of the model that `find_model` finds, also of one that cannot be read. Raises NotFound, Ambiguous."""

    def models(self) -> tuple[Model, ...]:
        """All models, newest first."""

    def model_names(self) -> dict[str, str]:
        """The name of every model by its id; cheap enough to ask every second."""

    def rename_model(self, id: str, name: str) -> Model:
        """Give a model another name. Raises NotFound."""

    def replace_model(self, model: Model) -> None:
        """Write a model in place of the one with its id; its files stay what they are. Raises NotFound."""

    def remove_model(self, id: str) -> tuple[FileRef, ...]:
        """Forget a model and its finished runs; returns files that no other model uses.

        Raises NotFound, InputError while a run of it is unfinished.
        """

    def file_hashes(self) -> frozenset[str]:
        """Hashes of all content that some model or dataset uses."""

    def add_dataset(self, dataset: Dataset) -> bool:
        """Remember a dataset; False if that id was known (it is then left as it is)."""

    def replace_dataset(self, dataset: Dataset) -> None:
        """Write a dataset in place of the one with its id. Raises NotFound."""

    def find_dataset(self, text: str) -> Dataset:
        """A dataset by id, unique beginning of an id (4 characters or more), or name.

        Several datasets of one name: the newest. Raises NotFound, Ambiguous.
        """

    def dataset_id(self, text: str) -> str:
        """The id of the dataset that `find_dataset` finds, also of one that cannot be read. Raises NotFound, Ambiguous."""

    def datasets(self) -> tuple[Dataset, ...]:
        """All datasets, newest first."""

    def dataset_names(self) -> dict[str, str]:
        """The name of every dataset by its id; cheap enough to ask every second."""

    def remove_dataset(self, id: str) -> tuple[str, ...]:
        """Forget a dataset; returns the hashes of content that nothing else uses. Raises NotFound."""

    def add_run(self, run: Run) -> None:
        """Remember a new run."""

    def find_run(self, text: str) -> Run:
        """A run by id or unique beginning of one (4 characters or more). Raises NotFound, Ambiguous."""

    def run_id(self, text: str) -> str:
        """The id of the run that `find_run` finds, also of one that cannot be read. Raises NotFound, Ambiguous."""

    def runs(self, filter: RunFilter) -> tuple[Run, ...]:
        """Runs, newest first, with their results unless the filter leaves those out."""

    def count_runs(self, filter: RunFilter) -> int:
        """How many runs fit, whatever the limit."""

    def figures(self) -> dict[str, ModelFigures]:
        """The figures of every model that has runs, by model id."""

    def update_run(self, run: Run) -> bool:
        """Store a new state of a run; False if the stored one is finished already, or gone."""

    def known_runs(self, ids: Collection[str]) -> frozenset[str]:
        """Those of the ids that runs have."""

    def remove_runs(self, ids: Collection[str]) -> tuple[str, ...]:
        """Forget finished runs, and the points of searches with them; all or none. Returns the ids of all that went.

        Raises NotFound, InputError when one is not finished.
        """

    def annotate_run(self, id: str, annotation: Annotation) -> None:
        """Write a person's annotation beside a run, in place of the one before. Raises NotFound."""

    def add_runs(self, runs: Sequence[Run]) -> frozenset[str]:
        """Remember finished runs that were made elsewhere; all or none. Returns the ids that were not known before.

        A run that is known already, the same in all that was measured, is left as it is with its annotation; only one
        that was imported without the search that it is a point of gets the search that it arrives with.

        Raises InputError: a different run has one of the ids.
        """

    def model_of_runs(self, text: str) -> tuple[str, str]:
        """Id and name of a model that runs are of, whether or not the model is here.

        `text` is the id, the name, or a unique beginning of the id (4 characters or more). Several models of one name:
        that of the newest run. Raises NotFound, Ambiguous.
        """

    def run_choices(self) -> RunChoices:
        """What runs can be filtered by."""

    def trend(self, model: str, limit: int) -> tuple[Series, ...]:
        """The newest `limit` benchmarks of a model that have figures, also points of searches, as series.

        The series measured last comes first.
        """

    def unfinished(self) -> tuple[Run, ...]:
        """Runs in a state that is not final, oldest first."""

    def request_cancel(self, id: str) -> None:
        """Remember that somebody wants this run to stop; its owner, in whatever process, will see it."""

    def cancel_requested(self, id: str) -> bool:
        """Whether somebody wants this run to stop."""

    def setting(self, key: str) -> str | None:
        """A remembered value (cached device list, last machine report), or None."""

    def set_setting(self, key: str, value: str) -> None:
        """Remember a value."""

    def revision(self) -> int:
        """A number that changes whenever any process wrote; cheap enough to ask every second."""

    def close(self) -> None:
        """Let go of the database."""
