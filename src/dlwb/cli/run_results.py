"""The result of a run of any kind: which document it is, and how a person reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dlwb.cli import (
    accuracy,
    benchmark,
    compare,
    dataset,
    explain,
    machine,
    profile,
    quantize,
    rivals,
    sweep,
    try_picture,
    tune,
)
from dlwb.documents import BenchmarkDocument, CompareDocument, DatasetDocument, MachineDocument, ProfileDocument
from dlwb.documents.document import Document
from dlwb.domain.accuracy import SURE
from dlwb.domain.errors import NotFound
from dlwb.domain.run import Run, RunState

if TYPE_CHECKING:
    from dlwb.workbench import Workbench

_TOP_LAYERS = 15


@dataclass(frozen=True, slots=True)
class Result:
    """A document, and what prints it."""

    document: Document
    show: Callable[[], None]


# How the document of a run is made, and how it is printed.
_Face = tuple[Callable[["Workbench", Run], Document], Callable[[Any], None]]

_FACES: dict[str, _Face] = {
    "benchmark": (lambda _, run: BenchmarkDocument.of(run), benchmark.show_benchmark),
    "profile": (lambda _, run: ProfileDocument.of(run), lambda found: profile.show_profile(found, top=_TOP_LAYERS)),
    "machine": (lambda _, run: MachineDocument.of(run.report), machine.show_machine),
    "sweep": (lambda workbench, run: workbench.searches.swept(run), sweep.show_sweep),
    "tune": (lambda workbench, run: workbench.tunings.tuned(run), tune.show_tune),
    "compare": (lambda workbench, run: CompareDocument.of(workbench.comparisons.result(run)), compare.show_compare),
    "dataset_import": (
        lambda workbench, run: DatasetDocument.of(workbench.datasets.get(run.dataset or "")),
        dataset.show_document,
    ),
    "accuracy": (lambda workbench, run: workbench.evaluations.result(run), accuracy.show_accuracy),
    "quantize": (lambda workbench, run: workbench.quantizations.result(run), quantize.show_quantization),
    "explain": (lambda workbench, run: workbench.versions.explanation(run), explain.show_explanation),
    "rivals": (lambda workbench, run: workbench.rivals.result(run), rivals.show_rivals),
    "try": (
        lambda workbench, run: workbench.tries.result(run),
        lambda found: try_picture.show_try(found, SURE),
    ),
}
# What was measured before a sweep ended early is there to be seen.
_SEEN_UNFINISHED = ("sweep",)


def result_of(workbench: "Workbench", run: Run) -> Result | None:
    """What a run came to; None where only its state can be said."""
    face = _FACES.get(run.spec.kind)
    if face is None or (run.state is not RunState.SUCCEEDED and run.spec.kind not in _SEEN_UNFINISHED):
        return None
    make, show = face
    try:
        document = make(workbench, run)
    except NotFound:  # what the run made has been removed since
        return None
    return Result(document, lambda: show(document))
