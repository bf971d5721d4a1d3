"""Whether names of classes belong to their numbers, where nothing but their order says so."""

from collections.abc import Iterator
from dataclasses import replace

from dlwb.calc.figure_words import counted
from dlwb.domain.evaluation import Reading
from dlwb.domain.model import Model
from dlwb.domain.output_adapter import Classification, FinalBoxes, OutputAdapter, Segmentation, SsdDetections
from dlwb.domain.specs import TrySpec

NEIGHBOURS = "If that is wrong, every class is called as its neighbour should be."


def counted_from(adapter: OutputAdapter, first: int) -> OutputAdapter:
    """The adapter with its first class numbered so, 0 or 1; as it is where numbers are not the network's to choose."""
    match adapter:
        case FinalBoxes() | Segmentation():
            return replace(adapter, first_label=first)
        case SsdDetections():
            return replace(adapter, background=bool(first))
    return adapter


def about_names(
    model: Model, spec: TrySpec, reading: Reading, names: tuple[str, ...], count: int | None
) -> Iterator[str]:
    """What is not sure of names that are given in order to `count` classes (None: the outputs do not tell how many)."""
    adapter = reading.adapter
    if count is None:
        return
    told = model.adapter is not None or spec.background is not None
    if isinstance(adapter, Classification) and adapter.background and not told:
        yield (
            f"'{model.name}' gives {counted(count + 1, 'score')}, the first of which is taken to mean that nothing is there. "
            f"{NEIGHBOURS}"
        )
    # Names of masks may begin with the background, which is no class.
    as_many = (count, count + 1) if isinstance(adapter, Segmentation) else (count,)
    if names and len(names) not in as_many:
        near = f" {NEIGHBOURS}" if abs(len(names) - count) == 1 else ""
        yield (
            f"'{model.name}' tells {counted(count, 'class', 'classes')} apart, and {counted(len(names), 'name is', 'names are')} "
            f"known: they are taken in order from the first.{near}"
        )
    shown = len(spec.classes_shown)
    if not names and shown and abs(shown - count) == 1:
        yield (
            f"'{model.name}' tells {counted(count, 'class', 'classes')} apart and the picture's dataset {shown:,}, so its names "
            "are not taken over. Perhaps the first score means that nothing is there; say so by hand."
        )
