"""Everything that can go wrong, as one tree.

DlwbError
├── InputError              what the user gave cannot be used
│   ├── InvalidOptions      one or more options are wrong; carries all of them at once
│   │   └── InvalidSettings what is wrong stands in the settings, not in what was asked for
│   ├── NotFound            no model, run, device or file of that name
│   ├── Ambiguous           a name or the beginning of an id fits several things
│   ├── UnknownFormat       no reader recognises the content of the file
│   │   └── PicturesFound   pictures where a model was expected
│   ├── UnreadableModel     the format is known, the content is damaged or incomplete
│   ├── UnreadableDataset   labels or pictures are missing, damaged or contradict each other
│   ├── UnreadablePicture   a file is no picture, damaged, or of a kind that nobody can show
│   ├── UnsupportedOperation  the engine has no implementation for an operation of the model
│   ├── CannotQuantize      the network cannot be made smaller in the way that was asked for
│   ├── UnsafeArchive       an archive that tries to leave its folder, or to fill the disk
│   └── MissingExtra        an optional dependency is not installed
├── EngineError             the inference engine refused or failed
│   ├── DeviceUnavailable   the device is not there, or its driver is missing
│   ├── CompileError        the model cannot be compiled for that configuration
│   └── InferenceError      an inference failed
├── WorkerError             the process that does the work ended badly
│   ├── WorkerCrashed       it died of a signal (segmentation fault, abort)
│   ├── WorkerKilled        somebody or something killed it (`kill -9`, the kernel's OOM killer)
│   ├── OutOfMemory         it went over its memory limit
│   └── WorkerProtocolError it said something that is not a message
├── RunCancelled            the user cancelled the run
├── RunLost                 the process that owned the run is gone
└── StoreError              the workspace cannot be read or written
    ├── DiskFull            no space left; nothing that was stored is lost
    └── WorkspaceTooNew     written by a newer dlwb

A message states the fact and the subject; `hint` says the next step.
"""

import errno
from dataclasses import dataclass

from dlwb.domain.names import SHORTEST_BEGINNING, is_short_beginning


class DlwbError(Exception):
    """Base of all errors that dlwb raises on purpose.

    `message` is one sentence with the fact and the subject; `hint` is the next step, or empty, in words that fit every face;
    `terminal` is what to type for it in the terminal: an option or a command.
    """

    def __init__(self, message: str, hint: str = "", terminal: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.terminal = terminal

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(DlwbError):
    """What the user gave cannot be used."""


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """One wrong option of a form or a command line."""

    option: str
    message: str


class InvalidOptions(InputError):
    """One or more options are wrong; all of them are reported at once."""

    def __init__(self, problems: tuple[OptionProblem, ...], hint: str = "", terminal: str = "") -> None:
        super().__init__(" ".join(f"{p.option}: {p.message}" for p in problems), hint, terminal)
        self.problems = problems


class InvalidSettings(InvalidOptions):
    """One or more settings are wrong, in the file, the environment or the line that started dlwb."""


class NotFound(InputError):
    """No model, run, device or file of that name."""


def unknown(what: str, text: str) -> NotFound:
    """What to raise when there is no model, run or dataset (`what`) of that name or id."""
    return NotFound(f"There is no {what} {text}.", f"The list of {what}s shows all there are.", f"dlwb {what} list")


def not_there(what: str, typed: str) -> NotFound:
    """As `unknown`, of what somebody typed; the beginning of an id that is too short to be looked for is told as one."""
    if not is_short_beginning(typed):
        return unknown(what, f"'{typed}'")
    words = f"'{typed}' is too short for the beginning of the id of a {what}."
    return NotFound(words, f"Give {SHORTEST_BEGINNING} characters of it at least.", f"dlwb {what} list")


class Ambiguous(InputError):
    """A name or the beginning of an id fits several things."""


class UnknownFormat(InputError):
    """No reader recognises the content of the file."""


def nothing_in(name: str, hint: str) -> UnknownFormat:
    """What to raise of a file, folder or archive without any content, whatever was expected in it."""
    return UnknownFormat(f"'{name}' is empty.", hint)


class PicturesFound(UnknownFormat):
    """There are pictures where a model was expected; they can be imported as a dataset."""


class UnreadableModel(InputError):
    """The format is known, but the content is damaged or incomplete."""


class UnreadableDataset(InputError):
    """Labels or pictures of a dataset are missing, damaged, or contradict each other."""


class UnreadablePicture(InputError):
    """The file is no picture, is damaged, or of a kind that cannot be shown."""


class UnsupportedOperation(InputError):
    """The engine has no implementation for an operation of the model."""


class CannotQuantize(InputError):
    """The network cannot be made smaller in the way that was asked for."""


class UnsafeArchive(InputError):
    """The archive tries to leave its folder, to link outside, or to fill the disk."""


class MissingExtra(InputError):
    """An optional dependency is not installed."""


class EngineError(DlwbError):
    """The inference engine refused or failed."""


class DeviceUnavailable(EngineError):
    """The device is not there, or its driver is missing."""


class CompileError(EngineError):
    """The model cannot be compiled for that configuration."""


class InferenceError(EngineError):
    """An inference failed."""


class WorkerError(DlwbError):
    """The process that does the work ended badly."""


class WorkerCrashed(WorkerError):
    """The worker died of a signal such as a segmentation fault."""


class WorkerKilled(WorkerError):
    """Somebody or something killed the worker."""


class OutOfMemory(WorkerError):
    """The worker went over its memory limit."""


class WorkerProtocolError(WorkerError):
    """The worker said something that is not a message."""


class RunCancelled(DlwbError):
    """The user cancelled the run."""


class RunLost(DlwbError):
    """The process that owned the run is gone."""


class StoreError(DlwbError):
    """The workspace cannot be read or written."""


class DiskFull(StoreError):
    """No space is left on the workspace's disk; nothing that was stored is lost."""


class WorkspaceTooNew(StoreError):
    """The workspace was written by a newer dlwb."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as it is stored and sent: the JSON shape `{"type", "message", "hint"}`, and what to type in the terminal."""

    type: str
    message: str
    hint: str = ""
    problems: tuple[OptionProblem, ...] = ()
    terminal: str = ""

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Describe any exception; a full disk is named, any other that is not ours keeps its class name."""
        if isinstance(error, DlwbError):
            problems = error.problems if isinstance(error, InvalidOptions) else ()
            return cls(type(error).__name__, error.message, error.hint, problems, error.terminal)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            where = f" of {error.filename}" if error.filename else ""
            return cls(
                DiskFull.__name__, f"No space is left on the disk{where}.", "Free some space; nothing stored is lost."
            )
        return cls(
            type(error).__name__,
            str(error) or type(error).__name__,
            "Nobody expected this; the run's log says where it happened. Please report it.",
        )

    def to_error(self) -> DlwbError:
        """The exception again; a type this version does not know becomes a plain `DlwbError`."""
        if self.type == "InvalidOptions" and self.problems:
            return InvalidOptions(self.problems, self.hint, self.terminal)
        cls = error_types().get(self.type)
        if cls is None or issubclass(cls, InvalidOptions):
            return DlwbError(f"{self.type}: {self.message}", self.hint, self.terminal)
        return cls(self.message, self.hint, self.terminal)


def error_types() -> dict[str, type[DlwbError]]:
    """Every class of the tree by name."""
    found: dict[str, type[DlwbError]] = {}
    pending: list[type[DlwbError]] = [DlwbError]
    while pending:
        cls = pending.pop()
        found[cls.__name__] = cls
        pending.extend(cls.__subclasses__())
    return found
