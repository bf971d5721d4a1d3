"""Everything that can be replaced, as Protocols. Read this first.

The first half runs inside the worker process (`python -m dlwb.worker`), the second half in the process that the user
started. Errors named here are those of `dlwb.domain.errors`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dlwb.domain.annotation import Annotation
from dlwb.domain.dataset import Box, BrokenPicture, Dataset, DatasetOptions
from dlwb.domain.dataset import Task as Labelling
from dlwb.domain.graph import Graph
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.made_data import MadeData
from dlwb.domain.measurement import RawLayer, VerdictStatus
from dlwb.domain.model import FileRef, ImportOptions, Model, ModelFormat
from dlwb.domain.run import Owner, Run, RunState
from dlwb.domain.target import Ceilings, Device
from dlwb.domain.trend import Series
from dlwb.protocol import Answer, ConvertAnswer, Message, ModelFiles, Request

if TYPE_CHECKING:  # the queue and the launcher stand on this module, and start without numpy
    import numpy as np
    import numpy.typing as npt

# Inputs or outputs of a network by name.
Tensors: TypeAlias = "Mapping[str, npt.NDArray[np.generic]]"

# --- inside the worker ----------------------------------------------------------------------------


class Clock(Protocol):
    """Time, so that tests can hold it."""

    def now(self) -> float:
        """Seconds on a monotonic clock."""

    def sleep_until(self, moment: float) -> None:
        """Return as soon as `now() >= moment`."""


class RequestQueue(Protocol):
    """A fixed set of infer requests whose input tensors are already in place.

    The timed loop calls these and nothing else, so they must not allocate, log or convert. An
    implementation binds the engine's own functions where it can.
    """

    def __len__(self) -> int:
        """How many requests there are."""

    def acquire(self) -> int:
        """Wait until a request is idle and return its index; the next `start` uses that request."""

    def start(self) -> None:
        """Start the request that `acquire` returned last."""

    def latency_ms(self, index: int) -> float:
        """Submit-to-completion time of the last inference of request `index`, milliseconds."""

    def drain(self) -> None:
        """Wait until all requests are idle.

        Raises:
            InferenceError: one of the inferences failed.
        """

    def infer(self) -> float:
        """Run request 0 synchronously and return its latency in milliseconds."""


class Compiled(Protocol):
    """A model compiled for one configuration."""

    @property
    def compile_ms(self) -> float:
        """How long compiling took, in milliseconds."""

    def effective(self, requests: int) -> EffectiveConfig:
        """The configuration as read back from the compiled model, with `requests` in flight."""

    def queue(self, requests: int | None, inputs: Sequence[str], seed: int) -> RequestQueue:
        """Requests with data in place; None: as many as the device calls optimal.

        `inputs` are files (`.npy`, `.npz`, pictures, raw `.bin`); none: random data from `seed`.

        Raises:
            InputError: a file does not fit an input.
        """

    def stream(self, batches: Iterable[Tensors], requests: int | None) -> Iterator[Tensors]:
        """The outputs of each batch, in the order of the batches, with several inferences under way at a time.

        A batch has an array for every input, by name. The next one is taken only when a request is free for it, so that
        no more than `requests` (None: enough to keep the device busy) are held. Outputs are copies, and can be kept.

        Raises:
            InputError: an array does not fit its input. InferenceError: an inference failed.
        """

    def layers(self) -> tuple[RawLayer, ...]:
        """Counters since compilation; `time_us` holds one entry, the running mean as the engine gives it.

        Only for a model compiled with `profiling=True`.
        """

    def save_runtime_graph(self, path: Path) -> None:
        """Write the graph as executed, in IR form, for the graph viewer."""


class Engine(Protocol):
    """An inference engine. Only the worker process creates one."""

    @property
    def name(self) -> str:
        """The name it is registered under."""

    def versions(self) -> dict[str, str]:
        """Versions of the engine and its plug-ins, for the Environment."""

    def devices(self) -> tuple[Device, ...]:
        """Every device found, and those known but unusable, with the reason."""

    def convert(self, format: ModelFormat, entry: Path, options: ImportOptions, output: Path) -> ConvertAnswer:
        """Convert `entry` and write `model.xml` and `model.bin` to `output`.

        Raises:
            UnreadableModel: damaged or incomplete. UnsupportedOperation: names the operations.
            InvalidOptions: shapes or layouts that do not fit. MissingExtra: with the install line.
        """

    def read_graph(self, files: ModelFiles, shapes: dict[str, tuple[int, ...]]) -> Graph:
        """The operations of a model, with the named inputs reshaped.

        Raises:
            InvalidOptions: a shape does not fit the model.
        """

    def compile(self, files: ModelFiles, config: InferenceConfig, *, profiling: bool = False) -> Compiled:
        """Compile a model.

        Raises:
            DeviceUnavailable, CompileError, InvalidOptions.
        """

    def measure_ceilings(self, device: str) -> Ceilings:
        """Measure the roofline of a device, in under 10 seconds."""


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """What the labels of a dataset say of one picture, before anybody has opened it; fields as in `Sample`.

    `relative` boxes and polygons are in fractions of the picture's width and height. `size` is the width and height that
    the labels claim. `source` is the file with the labels, for messages.
    """

    picture: str
    label: int | None = None
    boxes: tuple[Box, ...] | None = None
    mask: str | None = None
    number: int | None = None
    relative: bool = False
    size: tuple[int, int] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class LabelledData:
    """All that a reader finds in a folder. `broken` are labels without a picture and pictures that should have labels.

    `named` says that the classes come with the labels and are part of what the dataset is; else they are only names
    that a person gave to numbers. `made` says that dlwb made the pictures.
    """

    tasks: tuple[Labelling, ...]
    pictures: Sequence[LabelledPicture]
    classes: tuple[str, ...] = ()
    named: bool = True
    broken: tuple[BrokenPicture, ...] = ()
    ignore: int = 255
    notes: tuple[str, ...] = ()
    made: MadeData | None = None


class DatasetReader(Protocol):
    """Recognises and reads one layout of labelled pictures. It opens label files only; pictures are verified later.

    Registered as entry point `dlwb.datasets` under the name of its format. Paths in what it returns are relative to the
    folder, with `/` between the parts, and never lead out of it.
    """

    @property
    def format(self) -> str:
        """The name of the format."""

    def recognise(self, folder: Path) -> str | None:
        """Why the folder is a dataset of this format, in a few words; None: it is something else. Cheap.

        Raises:
            Ambiguous: it holds several; names them.
        """

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """The labels of all pictures.

        Raises:
            UnreadableDataset: labels are missing or damaged, or hold a class that is not there; says which file and line.
            InvalidOptions: an option does not fit this dataset.
        """


class Pictures(Protocol):
    """Decodes and encodes pictures. The one way in which anything here looks at a picture."""

    def open(self, path: Path) -> "npt.NDArray[np.uint8]":
        """A picture as everybody sees it: height × width × 3 (RGB), upright, 8 bits.

        Raises:
            UnreadablePicture: no picture, damaged, cut short, or larger than any honest one.
        """

    def open_mask(self, path: Path) -> "npt.NDArray[np.uint8]":
        """Numbers of classes by pixel: height × width. Raises UnreadablePicture."""

    def save(self, pixels: "npt.NDArray[np.uint8]", path: Path) -> None:
        """Write a picture (height × width × 3) or a mask (height × width) without loss, as PNG."""


# --- in the user's process ------------------------------------------------------------------------


class Launcher(Protocol):
    """Starts and stops worker processes."""

    def run(
        self,
        request: Request,
        *,
        log: Path,
        on_start: Callable[[Owner], None],
        on_message: Callable[[Message], None],
    ) -> Answer:
        """Run one task in a fresh worker and block until it ended; what it prints goes to `log`.

        `on_start` is told the worker's process as soon as it exists; `on_message` gets progress.

        Raises:
            WorkerCrashed, WorkerKilled, OutOfMemory, WorkerProtocolError, or what the task raised.
        """

    def stop(self, worker: Owner) -> None:
        """Kill a worker's whole process group, whichever process launched it; no error if it is gone."""


class Processes(Protocol):
    """Who owns a run, and whether that process still lives."""

    def me(self) -> Owner:
        """The process that asks."""

    def is_alive(self, owner: Owner) -> bool:
        """Whether exactly that process still runs; processes of another host count as alive."""


class RunSort(StrEnum):
    """What a list of runs can be ordered by."""

    CREATED = "created"
    THROUGHPUT = "throughput"
    LATENCY = "latency"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs to list; empty or None: any. Newest first, unless `sort` says otherwise.

    `parents` asks for the points of searches, `top_level` leaves all such points out. Without `outcomes` the listed runs
    have none: results can be large, and a list shows headlines at most. Every word of `search` occurs in the model's
    name, the id, the kind, the device, the tags or the note, in upper or lower case; a run has all of `tags` and one of
    `devices`, of `hosts` and of `verdicts`; `own` leaves out what was imported. `since` and `until` are UTC, ISO 8601; a
    run made at `until` does not fit. Runs without the figure that `sort` asks for come last, either way; runs that are
    equal in it, newest first.
    """

    kinds: tuple[str, ...] = ()
    states: tuple[RunState, ...] = ()
    model: str | None = None
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
    worker is no error. Any method may raise StoreError, and a write DiskFull.
    """

    def add_model(self, model: Model) -> bool:
        """Remember a model; False if that id was known (it is then left as it is)."""

    def find_model(self, text: str) -> Model:
        """A model by id, unique beginning of an id (4 characters or more), or name.

        Several models of one name: the newest. Raises NotFound, Ambiguous.
        """

    def models(self) -> tuple[Model, ...]:
        """All models, newest first."""

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

    def datasets(self) -> tuple[Dataset, ...]:
        """All datasets, newest first."""

    def remove_dataset(self, id: str) -> tuple[str, ...]:
        """Forget a dataset; returns the hashes of content that nothing else uses. Raises NotFound."""

    def add_run(self, run: Run) -> None:
        """Remember a new run."""

    def find_run(self, text: str) -> Run:
        """A run by id or unique beginning of one (4 characters or more). Raises NotFound, Ambiguous."""

    def runs(self, filter: RunFilter) -> tuple[Run, ...]:
        """Runs, newest first, with their results unless the filter leaves those out."""

    def count_runs(self, filter: RunFilter) -> int:
        """How many runs fit, whatever the limit."""

    def figures(self) -> dict[str, ModelFigures]:
        """The figures of every model that has runs, by model id."""

    def update_run(self, run: Run) -> bool:
        """Store a new state of a run; False if the stored one is finished already, or gone."""

    def remove_runs(self, ids: Collection[str]) -> None:
        """Forget finished runs, and the points of searches with them; all or none.

        Raises NotFound, InputError when one is not finished.
        """

    def annotate_run(self, id: str, annotation: Annotation) -> None:
        """Write a person's annotation beside a run, in place of the one before. Raises NotFound."""

    def add_runs(self, runs: Sequence[Run]) -> frozenset[str]:
        """Remember finished runs that were made elsewhere; all or none. Returns the ids that were not known before.

        A run that is known already, the same in all that was measured, is left as it is with its annotation.

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


class Artifacts(Protocol):
    """Files by the hash of their content. Immutable once added."""

    def add(self, path: Path, name: str) -> FileRef:
        """Store the content of `path` as the file `name`; the file itself is left alone.

        Adding the same content twice stores it once. Raises DiskFull.
        """

    def path(self, sha256: str) -> Path:
        """Where the content lies. Raises NotFound."""

    def remove(self, sha256: str) -> None:
        """Delete content that nobody uses any more; no error if it is gone."""

    def changing(self) -> AbstractContextManager[None]:
        """Held while files are added together with the model that uses them, or removed with it.

        One holder at a time, across processes: otherwise removing one model could take away content that the import of
        another counts on. Waits for its turn.
        """

    def keep_only(self, used: Collection[str]) -> None:
        """Delete all content but that with these hashes; to be called while `changing` is held."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A model found by content: `files` are all that belong to it, `entry` the one to open.

    Paths are relative to the folder that was looked at; `reason` says what gave it away.
    """

    format: ModelFormat
    entry: str
    files: tuple[str, ...]
    reason: str


class ModelSource(Protocol):
    """Recognises one model format by content, never by the file's ending."""

    @property
    def format(self) -> ModelFormat:
        """The format it recognises."""

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """The model that starts at the file `entry` (relative to `folder`) with all files that belong to it.

        None: the content is something else.

        Raises:
            UnreadableModel: it is that format, but a file is missing, damaged or unsafe (says which).
        """


class Slot(Protocol):
    """The right to use this machine; one holder across all processes."""

    def try_hold(self, run: Run) -> AbstractContextManager[None] | None:
        """Hold the slot for `run`, or None when somebody else does."""

    def holder(self) -> str:
        """Who holds it, in words ("benchmark of resnet50, run 3f2a, process 4711"), or empty."""
