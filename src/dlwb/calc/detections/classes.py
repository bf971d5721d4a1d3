"""One score for each class."""

from collections.abc import Sequence

import numpy as np

from dlwb.calc.detections.tensors import Outputs, activate, misfit, numbers, output
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Classified
from dlwb.domain.output_adapter import Classification


def decode_classes(settings: Classification, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Classified, ...]:
    """All classes of each picture by falling score (see `Classification`); a score that is not a number comes last."""
    array = output(outputs, settings.output)
    if not array.size or array.size % len(frames) or array.size // len(frames) < 2 + settings.background:
        raise misfit(settings.output, array, f"scores for {len(frames)} picture(s)")
    scores = activate(numbers(array).reshape(len(frames), -1), settings.activation)
    if settings.background:
        scores = scores[:, 1:]
    order = np.argsort(-scores, axis=1, kind="stable")
    best = np.take_along_axis(scores, order, axis=1)
    return tuple(Classified(tuple(o.tolist()), tuple(b.tolist())) for o, b in zip(order, best, strict=True))
