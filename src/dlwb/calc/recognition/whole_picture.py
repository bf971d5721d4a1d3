"""Signs of classification (one score for each class) and of segmentation (a plane as large as the picture)."""

from collections.abc import Iterator

import numpy as np

from dlwb.calc.recognition.evidence import Evidence, Finding, Port, shape_words
from dlwb.domain.output_adapter import Activation, AdapterProposal, Classification, Segmentation

_IMAGENET_WITH_BACKGROUND = 1001
_MOST_PIXEL_CLASSES = 512
_COARSEST = 8


def find_classification(evidence: Evidence) -> Iterator[Finding]:
    """One output with a list of scores, and nothing else that is larger than one."""
    for port in evidence.outputs:
        large = [dim for dim in port.inner if dim != 1]
        if len(large) != 1 or large[0] is None or large[0] < 2 or len(port.shape) not in (2, 3, 4):
            continue
        count = large[0]
        activation, told = _activation(port, count)
        background = count == _IMAGENET_WITH_BACKGROUND or (
            evidence.classes is not None and count == evidence.classes + 1
        )
        words = f"'{port.name}' ({shape_words(port)}) has {count} scores{told}"
        if background:
            words += f", one more than there are classes ({count - 1}), so the first means that nothing is there"
        weight = 0.8 if evidence.classes in (count, count - 1) or port.says("prob", "softmax", "logit") else 0.7
        weight -= 0.3 if count > 20_000 else 0
        adapter = Classification(port.name, activation, background)
        yield Finding(weight, AdapterProposal(adapter, f"This looks like classification, because {words}."))


def _activation(port: Port, count: int) -> tuple[Activation, str]:
    """Whether scores are probabilities already: none is below zero, and they sum to one."""
    rows = port.rows(count)
    rows = rows[np.isfinite(rows).all(axis=1)]  # the others are no probabilities, and no logits either
    if not rows.size:
        sure = port.says("prob", "softmax")
        return (Activation.NONE if sure else Activation.SOFTMAX), " (probabilities, by its name)" if sure else ""
    off = np.abs(rows.sum(axis=1) - 1).max()
    if rows.min() >= -1e-4 and off < (0.15 if port.dtype in ("i8", "u8") else 0.02):
        return Activation.NONE, " that sum to one: probabilities"
    return Activation.SOFTMAX, " that do not sum to one: logits"


def find_segmentation(evidence: Evidence) -> Iterator[Finding]:
    """An output with planes in the proportions of the picture, at least an eighth of its size."""
    planes = [(port, layout) for port in evidence.outputs if (layout := _layout(evidence, port)) is not None]
    for port, layout in planes:
        rows = port.shape[layout.index("H")] or 1
        coarse = evidence.picture.height / rows
        classes = int(port.shape[layout.index("C")] or 1) if "C" in layout else 1
        chosen = classes == 1 and port.is_whole and (port.is_integer or not port.is_share)
        if classes > _MOST_PIXEL_CLASSES or ("C" not in layout and not port.is_whole):
            continue
        weight = (0.8 if coarse < _COARSEST else 0.45) - (0.1 if port.says("aux") else 0)
        weight -= 0.3 if classes == 1 and not chosen else 0
        raw = classes == 1 and not chosen and not port.is_share
        adapter = Segmentation(port.name, layout, chosen, Activation.SIGMOID if raw else Activation.NONE)
        what = "one class" if chosen else f"{classes} scores" if classes > 1 else "one score"
        size = f"1/{coarse:.3g} of" if coarse > 1.01 else ""
        reason = (
            f"This looks like segmentation, because '{port.name}' ({shape_words(port)}) has {what} for each pixel of a plane of "
            f"{size or 'the whole'} the picture's size."
        ).replace("the whole the", "the")
        yield Finding(weight, AdapterProposal(adapter, reason))


def _layout(evidence: Evidence, port: Port) -> str | None:
    """The layout of an output with a plane for the whole picture."""
    options = ("NCHW", "NHWC") if len(port.shape) == 4 else ("NHW",) if len(port.shape) == 3 else ()
    if evidence.is_tensorflow:
        options = options[::-1]
    for layout in options:
        sides = [port.shape[layout.index(letter)] for letter in "HW"]
        if None in sides or 1 in sides:
            continue
        steps = evidence.picture.height / int(sides[0] or 1), evidence.picture.width / int(sides[1] or 1)
        if min(steps) >= 0.99 and max(steps) <= _COARSEST * 1.05 and abs(steps[0] - steps[1]) < 0.1 * steps[0]:
            return layout
    return None
