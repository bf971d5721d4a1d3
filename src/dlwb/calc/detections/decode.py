"""Raw outputs to predictions, by the adapter's settings; and classes of the model to classes of a dataset."""

from collections.abc import Sequence
from dataclasses import replace

from dlwb.calc.detections.boxes_and_scores import decode_boxes_and_scores
from dlwb.calc.detections.classes import decode_classes
from dlwb.calc.detections.final_boxes import decode_final
from dlwb.calc.detections.pixels import decode_pixels
from dlwb.calc.detections.ssd import decode_ssd
from dlwb.calc.detections.tensors import Outputs
from dlwb.calc.detections.yolo import decode_grids, decode_rows, decode_yolox
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Classified, Detected, Prediction, Segmented
from dlwb.domain.dataset import Task
from dlwb.domain.output_adapter import (
    BoxesAndScores,
    Classification,
    FinalBoxes,
    OutputAdapter,
    Segmentation,
    SsdDetections,
    YoloGrids,
    YoloRows,
    Yolox,
)


def decode(adapter: OutputAdapter, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Prediction, ...]:
    """What a network says of each picture of a batch.

    Args:
        adapter: what its outputs mean.
        outputs: the raw outputs by name.
        frames: where each picture of the batch lies in the network's input.

    Raises:
        InputError: an output is missing, or its shape does not fit the settings.
    """
    match adapter:
        case Classification():
            return decode_classes(adapter, outputs, frames)
        case SsdDetections():
            return decode_ssd(adapter, outputs, frames)
        case YoloGrids():
            return decode_grids(adapter, outputs, frames)
        case YoloRows():
            return decode_rows(adapter, outputs, frames)
        case Yolox():
            return decode_yolox(adapter, outputs, frames)
        case BoxesAndScores():
            return decode_boxes_and_scores(adapter, outputs, frames)
        case FinalBoxes():
            return decode_final(adapter, outputs, frames)
        case Segmentation():
            return decode_pixels(adapter, outputs, frames)


def task_of(adapter: OutputAdapter) -> Task:
    """What a network with such outputs does with a picture."""
    match adapter:
        case Classification():
            return Task.CLASSIFICATION
        case Segmentation():
            return Task.SEGMENTATION
        case FinalBoxes(masks=str()) | YoloRows(prototypes=str()):
            return Task.INSTANCE_SEGMENTATION
        case _:
            return Task.DETECTION


def relabel(prediction: Prediction, labels: Sequence[int | None]) -> Prediction:
    """The prediction in the classes of a dataset: class i of the model is `labels[i]` there; None: not a class there.

    Objects and scores of classes that the dataset does not have are left out. For pixels, classes are the values in masks,
    and a value that the dataset does not have stays what it is.
    """
    match prediction:
        case Segmented():
            return replace(prediction, labels=tuple(_in_masks(label, labels) for label in prediction.labels))
        case Detected() | Classified():
            mapped = [labels[label] if label < len(labels) else None for label in prediction.labels]
            kept = [i for i, label in enumerate(mapped) if label is not None]
            names = tuple(label for label in mapped if label is not None)
            scores = tuple(prediction.scores[i] for i in kept)
            if isinstance(prediction, Classified):
                return replace(prediction, labels=names, scores=scores)
            boxes = tuple(prediction.boxes[i] for i in kept)
            masks = tuple(prediction.masks[i] for i in kept) if prediction.masks else ()
            return replace(prediction, labels=names, scores=scores, boxes=boxes, masks=masks)


def _in_masks(label: int, labels: Sequence[int | None]) -> int:
    known = labels[label] if label < len(labels) else None
    return label if known is None else known
