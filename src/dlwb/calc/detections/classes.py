"""One score for each class."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.tensors import Outputs, activate, misfit, numbers, output
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Classified
from dlwb.domain.output_adapter import Classification


def decode_classes(settings: Classification, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Classified, ...]:
    """All classes of each picture by falling score (see `Classification`); one whose score is no finite number is left out."""
    array = output(outputs, settings.output)
    if not array.size or array.size % len(frames) or array.size // len(frames) < 2 + settings.background:
        raise misfit(settings.output, array, f"scores for {len(frames)} picture(s)")
    scores = activate(numbers(array).reshape(len(frames), -1), settings.activation)
    if settings.background:
        scores = scores[:, 1:]
    return tuple(_classified(row) for row in scores)


def _classified(scores: NDArray[np.float32]) -> Classified:
    given = np.flatnonzero(np.isfinite(scores))
    order = given[np.argsort(-scores[given], kind="stable")]
    return Classified(tuple(order.tolist()), tuple(scores[order].tolist()))
