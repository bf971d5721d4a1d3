"""The record of one picture: what was predicted, and how right that is."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.picture_match import match_picture
from dlwb.calc.masks import decode
from dlwb.domain.accuracy import (
    SURE,
    Classified,
    ClassRecord,
    Detected,
    LikenessRecord,
    ObjectRecord,
    PictureRecord,
    PixelRecord,
    Prediction,
    Segmented,
)
from dlwb.domain.dataset import Sample

Array = NDArray[np.generic]

# How many classes a record keeps.
_KEPT = 5
# Values that a mask can have.
_VALUES = 256
# Cosine and normalised squared error of outputs that have nothing to do with each other.
_UNLIKE = (0.0, 1.0)
# Sums of squares of larger numbers (f64 has them) may run over.
_SQUARES_OVERFLOW = 1e150


def record_of(
    sample: Sample, prediction: Prediction, mask: NDArray[np.uint8] | None = None, ignore: int = 255
) -> PictureRecord:
    """The record of one picture, whatever was predicted.

    Args:
        sample: what the picture shows.
        prediction: in the classes of the dataset.
        mask: the true class of every pixel, for a segmentation.
        ignore: the mask's value of pixels that do not count.

    Raises:
        ValueError: the sample has no labels for such a prediction.
    """
    match prediction:
        case Classified():
            return class_record(sample, prediction)
        case Detected():
            return object_record(sample, prediction)
        case Segmented():
            if mask is None:
                raise ValueError(f"The picture {sample.picture} has no mask.")
            return pixel_record(sample, prediction, mask, ignore)


def class_record(sample: Sample, classified: Classified) -> ClassRecord:
    """The record of a picture with a class.

    Raises:
        ValueError: the sample has no class.
    """
    if sample.label is None:
        raise ValueError(f"The picture {sample.picture} has no class.")
    rank = classified.labels.index(sample.label) if sample.label in classified.labels else None
    best = Classified(classified.labels[:_KEPT], classified.scores[:_KEPT])
    return ClassRecord(sample.picture, sample.label, rank, best)


def object_record(sample: Sample, detected: Detected) -> ObjectRecord:
    """The record of a picture with objects: what detections of at least `SURE` found at an overlap of 0.5 (COCO's rule)."""
    matched = match_picture(sample, detected, floor=SURE)
    return ObjectRecord(sample.picture, detected, len(matched.wanted), matched.hits, matched.extra)


def pixel_record(sample: Sample, segmented: Segmented, truth: NDArray[np.uint8], ignore: int) -> PixelRecord:
    """The record of a picture with a mask `truth [height, width]`; pixels of the value `ignore` do not count.

    Raises:
        ValueError: the mask has another size than the picture.
    """
    size = (segmented.width, segmented.height)
    if truth.shape != size[::-1]:
        raise ValueError(
            f"The mask of {sample.picture} is {truth.shape[1]}×{truth.shape[0]}, the picture {size[0]}×{size[1]}."
        )
    labels = (0, *segmented.labels)  # what no mask covers is the background
    given = np.zeros(size, dtype=np.uint16).T  # masks go column by column, and so does this
    for place, mask in enumerate(segmented.masks, 1):
        given[decode(mask, size)] = place
    pairs = given.T.astype(np.intp) * _VALUES + truth.T
    counts: Counter[tuple[int, int]] = Counter()
    for pair, number in enumerate(np.bincount(pairs.ravel(), minlength=1).tolist()):
        if number and pair % _VALUES != ignore:
            counts[pair % _VALUES, labels[pair // _VALUES]] += number
    cells = tuple((true, said, number) for (true, said), number in sorted(counts.items()))
    return PixelRecord(sample.picture, cells, segmented)


def likeness_record(picture: str, outputs: Mapping[str, Array], parent: Mapping[str, Array]) -> LikenessRecord:
    """How like its parent's the outputs of a network are for one picture.

    Cosine of the angle between the two as vectors (1 for two vectors of zeros, 0 when only one is zeros), and squared error
    over the parent's squared size. Outputs of different sizes (lists of detections) count as unlike (0 and 1), and so do those
    of which one has a NaN or an infinity where the other has something else.

    Raises:
        ValueError: the two have no output of the same name.
    """
    names = tuple(name for name in parent if name in outputs)
    if not names:
        raise ValueError(f"No output of the two models has the same name: {', '.join(outputs)}; {', '.join(parent)}.")
    pairs = [likeness(np.asarray(outputs[name]), np.asarray(parent[name])) for name in names]
    return LikenessRecord(picture, names, tuple(cosine for cosine, _ in pairs), tuple(error for _, error in pairs))


def likeness(values: Array, reference: Array) -> tuple[float, float]:
    """Cosine and normalised squared error of an output against the reference's."""
    if values.shape != reference.shape:
        return _UNLIKE
    a, b = values.astype(np.float64).ravel(), reference.astype(np.float64).ravel()
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        a, b = np.where(same & ~np.isfinite(a), 0.0, a), np.where(same & ~np.isfinite(b), 0.0, b)
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            return _UNLIKE
    if (top := max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))) > _SQUARES_OVERFLOW:
        a, b = a / top, b / top
    size_a, size_b, error = float(a @ a), float(b @ b), float((a - b) @ (a - b))
    if size_a == 0 or size_b == 0:
        return (1.0, 0.0) if size_a == size_b else _UNLIKE
    return float(np.clip(a @ b / np.sqrt(size_a * size_b), -1, 1)), error / size_b
