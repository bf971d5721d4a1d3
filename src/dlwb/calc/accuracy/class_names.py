"""Which class of a network is which class of a dataset: by name where both have names, by number otherwise."""

import re
from ast import literal_eval
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.decode import task_of
from dlwb.calc.figure_words import counted
from dlwb.domain.dataset import Dataset, Task
from dlwb.domain.model import Model
from dlwb.domain.output_adapter import (
    Background,
    BoxesAndScores,
    Classification,
    OutputAdapter,
    Segmentation,
    YoloGrids,
    YoloRows,
    Yolox,
)

Outputs = Mapping[str, NDArray[np.generic]]

VOC = (
    "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse",
    "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
COCO = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant",
    "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra",
    "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite",
    "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork",
    "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut",
    "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard",
    "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear",
    "hair drier", "toothbrush",
)  # fmt: skip
# Numbers 1 to 90 of COCO's paper that no published picture has.
_COCO_GAPS = (12, 26, 29, 30, 45, 66, 68, 69, 71, 83)
_SAME = {
    "airplane": "aeroplane", "motorcycle": "motorbike", "couch": "sofa", "tv": "tvmonitor", "television": "tvmonitor",
}  # fmt: skip
_NOTHING = ("background", "__background__", "_background_", "bg", "none", "dummy")


def _coco_with_gaps() -> tuple[str, ...]:
    names = iter(COCO)
    return tuple("" if number in _COCO_GAPS else next(names) for number in range(1, 91))


_WELL_KNOWN = (("COCO", COCO), ("COCO, with its gaps", _coco_with_gaps()), ("Pascal VOC", VOC))


@dataclass(frozen=True, slots=True)
class Naming:
    """Names of a network's classes, and the class of the dataset that each is (None: no class there).

    Without `labels` the numbers are the same on both sides; `names` may then be empty.
    """

    names: tuple[str, ...]
    labels: tuple[int | None, ...] = ()
    reason: str = ""


def namings(adapter: OutputAdapter, count: int | None, known: Sequence[str], dataset: Dataset) -> tuple[Naming, ...]:
    """What a network's classes may be called, the most likely first; empty when none of them can be in the dataset.

    Args:
        adapter: what the outputs mean.
        count: how many classes the network has, None where its outputs do not tell.
        known: their names, where somebody said them; a background is not among them.
        dataset: the pictures.
    """
    if known:
        return _by_name(tuple(known), dataset, adapter, "by name") or _same_numbers(count or len(known), dataset)
    found = list(_same_numbers(count, dataset)) if count is None or count == dataset.class_count else []
    if dataset.classes:
        for name, names in _WELL_KNOWN:
            if count in (None, len(names)) and (not found or _keys(names) != _keys(dataset.classes)):
                found += _by_name(names, dataset, adapter, f"the classes are taken for those of {name}")
    if not dataset.classes and not found:
        found += _same_numbers(count, dataset)
    return tuple(found)


def usual_names(count: int) -> tuple[str, tuple[str, ...]] | None:
    """Whose classes so many are, and what they are called; None where no well-known set has that number."""
    return next((one for one in _WELL_KNOWN if len(one[1]) == count), None)


def _same_numbers(count: int | None, dataset: Dataset) -> tuple[Naming, ...]:
    """Classes by number; a dataset whose classes have no names may show only some of the network's."""
    if count is not None and (count != dataset.class_count if dataset.classes else count < dataset.class_count):
        return ()
    return (Naming(dataset.classes),)


def _by_name(names: Sequence[str], dataset: Dataset, adapter: OutputAdapter, reason: str) -> tuple[Naming, ...]:
    labels = _paired(_keys(names), _keys(dataset.classes))
    shared = sum(label is not None for label in labels)
    if not shared:
        return ()
    told = (
        f"{reason}; {shared} of {counted(dataset.class_count, 'class', 'classes')} of '{dataset.name}' "
        f"{'is' if shared == 1 else 'are'} among them."
    )
    if task_of(adapter) is Task.SEGMENTATION:
        labels = _in_masks(labels, dataset.class_count)
    return (Naming(tuple(names), labels, told[0].upper() + told[1:]),)


def _paired(keys: Sequence[str], classes: Sequence[str]) -> tuple[int | None, ...]:
    """The class of each name, None where there is none.

    Some names are those of several classes (ImageNet has two cranes): the first means the first, the second the second, and
    where the dataset has fewer of them the rest mean its last.
    """
    places: dict[str, list[int]] = {}
    for i, key in enumerate(classes):
        places.setdefault(key, []).append(i)
    seen: Counter[str] = Counter()
    labels: list[int | None] = []
    for key in keys:
        mine = places.get(key, []) if key else []
        labels.append(mine[min(seen[key], len(mine) - 1)] if mine else None)
        seen[key] += 1
    return tuple(labels)


def _in_masks(labels: Sequence[int | None], classes: int) -> tuple[int, ...]:
    """The same for values in masks, where 0 is background; classes that the dataset does not have get values of their own."""
    return 0, *(classes + 1 + i if label is None else label + 1 for i, label in enumerate(labels))


def _keys(names: Sequence[str]) -> tuple[str, ...]:
    """Names without what people write differently."""
    plain = (re.sub(r"[^0-9a-z]", "", name.lower()) for name in names)
    return tuple(_SAME.get(key, key) for key in plain)


def without_background(names: Sequence[str]) -> tuple[str, ...]:
    """The names without a first one that only means that there is nothing."""
    return tuple(names[1:] if names and names[0].strip().lower() in _NOTHING else names)


def names_said(info: Mapping[str, str]) -> tuple[str, ...]:
    """The names of classes in a model file's metadata, without a background; empty where it has none.

    Understood: our own `dlwb.labels` (separated by commas), `names` of Ultralytics (`{0: 'person', 1: …}`), and `labels` of
    OpenVINO's Model API (separated by blanks, with `_` for a blank within a name).
    """
    if own := [label.strip() for label in info.get("dlwb.labels", "").split(",") if label.strip()]:
        return without_background(own)
    for key in ("framework.names", "names", "model_info.names"):
        try:
            said = literal_eval(info.get(key, ""))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(said, dict) and sorted(said) == list(range(len(said))):
            said = [said[number] for number in range(len(said))]
        if isinstance(said, list | tuple) and said and all(isinstance(name, str) for name in said):
            return without_background(said)
    labels = info.get("model_info.labels", "").split()
    return without_background([label.replace("_", " ") for label in labels])


def names_in(model: Model) -> tuple[str, ...]:
    """The names of a model's classes, as somebody has told them or its file says them, without a background."""
    return without_background(model.classes) or names_said(model.rt_info)


def class_count(adapter: OutputAdapter, outputs: Outputs, pictures: int) -> int | None:
    """How many classes a network tells apart, a background apart; None where its outputs do not tell.

    Args:
        adapter: what the outputs mean.
        outputs: those of one batch.
        pictures: how many pictures that was.
    """
    match adapter:
        case Classification():
            return int(outputs[adapter.output].size) // pictures - int(adapter.background)
        case YoloGrids():
            return adapter.classes
        case Yolox():
            return int(outputs[adapter.output].shape[-1]) - 5
        case YoloRows():
            width = outputs[adapter.output].shape[-2 if adapter.transposed else -1]
            weights = outputs[adapter.prototypes].shape[1] if adapter.prototypes else 0
            return int(width) - int(weights) - (5 if adapter.objectness else 4)
        case BoxesAndScores():
            width = outputs[adapter.scores].shape[-2 if adapter.scores_transposed else -1]
            return int(width) - (adapter.background is not Background.NONE)
        case Segmentation(chosen=False):
            channels = outputs[adapter.output].shape[adapter.layout.index("C")]
            return int(channels) - (1 - adapter.first_label) if channels > 1 else 1
        case _:
            return None
