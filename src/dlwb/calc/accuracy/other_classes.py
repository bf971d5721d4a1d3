"""Whether the classes of a network can be those of a dataset, as far as that can be known before anything runs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dlwb.calc.accuracy.class_names import Outputs, class_count, names_in, namings
from dlwb.calc.accuracy.fitting import fits
from dlwb.calc.detections.decode import task_of
from dlwb.calc.figure_words import counted
from dlwb.domain.dataset import Dataset, Task
from dlwb.domain.model import Model
from dlwb.domain.output_adapter import (
    Activation,
    BoxesAndScores,
    Classification,
    OutputAdapter,
    Segmentation,
    YoloRows,
    Yolox,
)
from dlwb.domain.specs import AccuracySpec

_ELSE = "Where its outputs are no classes, measure how like another model's they are."


def names_of(model: Model, spec: AccuracySpec) -> tuple[str, ...]:
    """What the model's classes are called, where a person or the file says it."""
    return spec.classes or names_in(model)


def mismatch(adapter: OutputAdapter, count: int | None, names: Sequence[str], dataset: Dataset) -> tuple[str, str]:
    """What is wrong with classes that cannot be those of the dataset, and what to do."""
    if names:
        return (
            f"None of the names of the model's classes ('{names[0]}', …) is one of '{dataset.name}' ('{dataset.classes[0]}', …).",
            f"Give the names of the model's classes as the dataset calls them (a label map). {_ELSE}",
        )
    assert count is not None  # without a number of classes none is missing
    background = " and a background" if isinstance(adapter, Segmentation) and not adapter.first_label else ""
    return (
        f"The model tells {counted(count, 'class', 'classes')}{background} apart, and '{dataset.name}' has "
        f"{dataset.class_count}.",
        "Give the names of the model's classes (a label map), so that those of the dataset can be found among them. "
        + _ELSE,
    )


def sure_mismatch(model: Model, dataset: Dataset, spec: AccuracySpec) -> tuple[str, str] | None:
    """The words of `mismatch` where the shapes of the outputs are enough to know it; None where they fit, or nobody knows yet."""
    shown = _outputs(model)
    ways = [adapter for adapter in _adapters(model, spec, dataset) if fits(task_of(adapter), dataset)]
    if shown is None or not ways or spec.parent is not None:
        return None
    names = names_of(model, spec)
    counts = [_count(adapter, shown) for adapter in ways]
    if None in counts or any(namings(way, count, names, dataset) for way, count in zip(ways, counts, strict=True)):
        return None
    return mismatch(ways[0], counts[0], names, dataset)


def _count(adapter: OutputAdapter, shown: Outputs) -> int | None:
    return class_count(adapter, shown, shown[adapter.output].shape[0] if isinstance(adapter, Classification) else 1)


def _adapters(model: Model, spec: AccuracySpec, dataset: Dataset) -> tuple[OutputAdapter, ...]:
    """All ways in which the outputs may be read; none where it takes a look at pictures to think of them."""
    if model.adapter is not None and spec.family in (None, model.adapter.kind):
        known = {output.name for output in model.outputs} >= set(_output_names(model.adapter))
        return (model.adapter,) if known and not spec.settings else ()
    if spec.family not in (None, "classification") or spec.task not in (None, Task.CLASSIFICATION) or spec.settings:
        return ()
    if len(model.outputs) != 1 or dataset.tasks != (Task.CLASSIFICATION,):
        return ()
    # Whether the first score means that nothing is there shows by pictures only.
    plain = Classification(model.outputs[0].name, Activation.NONE, background=False)
    large = [dim for dim in (model.outputs[0].shape or ())[1:] if dim != 1]
    ways = (plain, replace(plain, background=True))
    return tuple(one for one in ways if spec.background in (None, one.background)) if len(large) == 1 else ()


def _output_names(adapter: OutputAdapter) -> tuple[str, ...]:
    """The outputs that the number of classes is read from."""
    match adapter:
        case Classification() | Yolox() | YoloRows() | Segmentation():
            return (
                adapter.output,
                *((adapter.prototypes,) if isinstance(adapter, YoloRows) and adapter.prototypes else ()),
            )
        case BoxesAndScores():
            return (adapter.scores,)
        case _:
            return ()


def _outputs(model: Model) -> Outputs | None:
    """Arrays without content, as large as one batch; None where a size is open."""
    found = {}
    for output in model.outputs:
        first, *rest = output.shape or (None,)
        if first is None or not all(isinstance(dim, int) for dim in rest):
            return None
        shape = (first if isinstance(first, int) else 1, *(dim for dim in rest if isinstance(dim, int)))
        found[output.name] = np.broadcast_to(np.float32(0), shape)
    return found or None
