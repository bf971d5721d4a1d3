"""Signs of detectors that choose themselves, and of those that give candidates as boxes and scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.figure_words import counted
from dlwb.calc.recognition.evidence import Evidence, Finding, Port, shape_words
from dlwb.domain.output_adapter import (
    CHOSEN,
    Activation,
    AdapterProposal,
    Background,
    BoxesAndScores,
    BoxForm,
    BoxUnit,
    FinalBoxes,
    MaskForm,
    Selection,
    SsdDetections,
)

Reals = NDArray[np.float32]
_BOX = ("x0", "y0", "x1", "y1")
# A share of a side may be a little above 1 where a box reaches out of the picture.
_MOST_SHARE = 1.5
_FEW_QUERIES = 1000
# Fewer candidates than this are no candidates.
_FEWEST = 20
# A column that is the largest in more than this share of the candidates may be the background.
_MOST_ROWS = 0.7
# From so many sure detections on, a class that is not among them is rather one that there is not.
_ENOUGH_LABELS = 5
# A detection that is this sure is one; what is less sure may fill up a fixed number of rows.
_SURE = 0.05
# Of detectors with outputs for each part: as the first class is likely counted, and as it is not.
_FINAL_WEIGHTS = (0.96, 0.95)
_SSD_WEIGHTS = (0.97, 0.965)
_ROW_WEIGHTS, _UNTRIED_WEIGHTS = (0.85, 0.845), (0.6, 0.595)


def find_ssd(evidence: Evidence) -> Iterator[Finding]:
    """DetectionOutput: rows of seven numbers behind two dimensions of one."""
    for port in evidence.outputs:
        if len(port.shape) == 4 and port.shape[-1] == 7 and port.shape[0] == port.shape[1] == 1:
            rows = port.rows(7)
            rows = rows[rows[:, 2] > 0.3]
            starts_at_0 = bool(rows.size) and bool((np.rint(rows[:, 1]) == 0).any())
            reason = (
                f"This looks like an SSD with DetectionOutput, because '{port.name}' ({shape_words(port)}) has rows of seven: "
                "number in the batch, class, score and the corners of a box"
            )
            said = "; class 0 has scores, so it is no background" if starts_at_0 else ""
            # A class that a few pictures do not show may still be one.
            for weight, background in zip(_SSD_WEIGHTS, (False,) if starts_at_0 else (True, False), strict=False):
                yield Finding(weight, AdapterProposal(SsdDetections(port.name, background), f"{reason}{said}."))


# --- one output with everything -------------------------------------------------------------------


def find_final_rows(evidence: Evidence) -> Iterator[Finding]:
    """One output whose rows hold box, score and class, in an order that a trial tells."""
    for port in evidence.outputs:
        width = port.shape[-1] if port.shape else None
        if width not in (6, 7) or len(port.shape) not in (2, 3):
            continue
        if len(port.shape) == 2 and port.shape[0] == 1:
            continue  # scores of six or seven classes
        rows = port.rows(int(width))
        rows = rows[rows.any(axis=1)]  # rows of zeros fill up a fixed number and say nothing of the order
        columns = _columns(rows) if len(rows) else _usual(int(width))
        if columns is None:
            continue
        count = next((p for p in evidence.outputs if p is not port and (_is_count(p) or _adds_up(p, len(rows)))), None)
        paddle = columns[0] == "label"
        unit = BoxUnit.PICTURE if paddle else _unit(rows[:, [columns.index(c) for c in _BOX]])
        adapter = FinalBoxes(port.name, columns=columns, unit=unit, count=count.name if count else None)
        told = "in the trial" if len(rows) else "as is usual"
        reason = (
            f"This looks like a detector that chooses itself{' (PaddleDetection)' if paddle else ''}, because '{port.name}' "
            f"({shape_words(port)}) has rows of {width}: {', '.join(columns)} {told}."
        )
        first = _first_labels_of_rows(rows, columns)
        missing = ("first_label",) if len(first) > 1 else ()
        for weight, number in zip(_ROW_WEIGHTS if len(rows) else _UNTRIED_WEIGHTS, first, strict=False):
            yield Finding(weight, AdapterProposal(replace(adapter, first_label=number), reason, missing))


def _first_labels_of_rows(rows: Reals, columns: Sequence[str]) -> tuple[int, ...]:
    """The number of the first class: 0 alone where it was found, else 0, with which rows are usual, and 1 as well."""
    labels = rows[rows[:, columns.index("score")] > _SURE, columns.index("label")]
    return (0,) if labels.size and labels.min() < 1 else (0, 1)


def _usual(width: int) -> tuple[str, ...]:
    return (*_BOX, "score", "label") if width == 6 else ("batch", *_BOX, "label", "score")


def _columns(rows: Reals) -> tuple[str, ...] | None:
    """The order of the columns in which classes are whole, scores are shares and boxes are boxes; None: in none."""
    orders = [_usual(rows.shape[1])]
    if rows.shape[1] == 6:
        orders += [("label", "score", *_BOX), (*_BOX, "label", "score")]
    else:
        orders += [
            ("batch", "label", "score", *_BOX),
            (*_BOX, "score", "other", "label"),
            ("batch", *_BOX, "score", "label"),
        ]
    for order in orders:
        part = {name: rows[:, i] for i, name in enumerate(order)}
        real = part["score"] > 0.01
        if not real.any():
            continue
        whole = np.stack([part[name][real] for name in ("label", "batch") if name in part])
        boxes = np.stack([part[name][real] for name in _BOX], axis=1)
        is_share = (part["score"][real] <= 1.001).all()
        if (whole == np.rint(whole)).all() and is_share and _are_corners(boxes):
            return order
    return None


def _are_corners(boxes: Reals) -> bool:
    return bool((boxes[:, 2:] >= boxes[:, :2] - 1e-3).mean() > 0.98) if len(boxes) else False


def _unit(boxes: Reals) -> BoxUnit:
    """Shares when nothing is beyond them; without a trial pixels."""
    return BoxUnit.SHARE if len(boxes) and np.abs(boxes).max() <= _MOST_SHARE else BoxUnit.INPUT


def _is_count(port: Port) -> bool:
    if port.shape == (1,):
        return port.is_whole or not port.values.size
    return len(port.shape) <= 2 and all(dim in (1, None) for dim in port.shape) and (port.is_whole or port.says("num"))


def _adds_up(port: Port, rows: int) -> bool:
    """Whether it says how many of so many rows each picture of a batch has."""
    return len(port.shape) == 1 and port.values.size > 0 and port.is_whole and bool(port.values.sum() == rows)


# --- outputs for each part ------------------------------------------------------------------------


def find_final_outputs(evidence: Evidence) -> Iterator[Finding]:
    """Boxes, scores and classes as outputs of their own, perhaps with masks."""
    for boxes in _named_first(evidence.outputs, "detection_boxes", "boxes", "box"):
        last = boxes.shape[-1] if boxes.shape else None
        if last not in (4, 5) or len(boxes.shape) not in (2, 3) or boxes.is_integer:
            continue
        lists = [p for p in evidence.outputs if p is not boxes and _beside(p, boxes)]
        labels = _labels_of(lists, boxes)
        scores = _scores_of([p for p in lists if p is not labels])
        if labels is None or (scores is None and last == 4):
            continue
        adapter, reason = _final(evidence, boxes, labels, scores)
        first = _first_labels(labels, scores, boxes)
        missing = ("first_label",) if len(first) > 1 else ()
        for weight, number in zip(_FINAL_WEIGHTS, first, strict=False):
            yield Finding(weight, AdapterProposal(replace(adapter, first_label=number), reason, missing))
        return


def _named_first(ports: Sequence[Port], *words: str) -> list[Port]:
    return sorted(ports, key=lambda port: next((i for i, w in enumerate(words) if port.says(w)), len(words)))


def _beside(port: Port, boxes: Port) -> bool:
    """Whether the output has one number for each box."""
    shape = port.shape[:-1] if len(port.shape) == len(boxes.shape) and port.shape[-1] == 1 else port.shape
    if len(shape) != len(boxes.shape) - 1:
        return False
    return all(a is None or b is None or a == b for a, b in zip(shape, boxes.shape[:-1], strict=True))


def _labels_of(lists: Sequence[Port], boxes: Port) -> Port | None:
    """The output with classes: by name, by type, by whole numbers in the trial, or, as TensorFlow Lite has them, in order."""
    for port in lists:
        if port.says("class", "label") and not port.says("score"):
            return port
    for port in lists:
        if port.is_integer:
            return port
    whole = [port for port in lists if port.values.size and port.is_whole]
    whole = [port for port in whole if not port.is_8_bit] or whole  # 8 bits are whole whatever they mean
    if len(whole) == 1 or any(not port.is_share for port in whole):
        return max(whole, key=lambda port: not port.is_share)
    return lists[0] if len(lists) == 2 and boxes.says("postprocess") else None


def _scores_of(lists: Sequence[Port]) -> Port | None:
    real = [port for port in lists if not port.is_integer]
    named = [port for port in real if port.says("score", "conf", "prob")]
    return next(iter(named or real), None)


def _final(evidence: Evidence, boxes: Port, labels: Port, scores: Port | None) -> tuple[FinalBoxes, str]:
    tensorflow = evidence.is_tensorflow or boxes.says("detection_boxes", "postprocess")
    width = int(boxes.shape[-1] or 4)
    corners = boxes.rows(width)[:, :4]
    masks = _masks_of(evidence.outputs, boxes)
    count = next((p for p in evidence.outputs if p not in (boxes, labels, scores) and _is_count(p)), None)
    form = BoxForm.YXYX if tensorflow else BoxForm.XYXY
    unit = BoxUnit.SHARE if tensorflow and not len(corners) else _unit(corners)
    adapter = FinalBoxes(
        boxes.name,
        scores.name if scores else None,
        labels.name,
        count.name if count else None,
        masks.name if masks else None,
        columns=(*_BOX, "score") if width == 5 else (),
        form=form,
        unit=unit,
        mask_form=_mask_form(evidence, masks),
    )
    parts = ", ".join(f"'{p.name}' ({shape_words(p)})" for p in (boxes, labels, scores, masks) if p)
    words = "Mask R-CNN" if masks else "a detector that chooses itself"
    units = "shares of the sides" if unit is BoxUnit.SHARE else "pixels"
    order = "y before x, as TensorFlow has them" if tensorflow else "x before y"
    return (
        adapter,
        f"This looks like {words}, because {parts} have one entry for each object; boxes are {units}, {order}.",
    )


def _first_labels(labels: Port, scores: Port | None, boxes: Port) -> tuple[int, ...]:
    """The number of the first class, the likelier first: 0 alone where it was found in the trial, else 1 as well.

    That a few pictures do not show the first class proves nothing, but with many detections it speaks for a count from 1.
    Where there are few, the usual one comes first: TensorFlow's detection API counts from 1.
    """
    sure = _scores_beside(labels, scores, boxes)
    if sure is None:
        return (1, 0) if boxes.says("detection_boxes") else (0, 1)
    values = labels.raw[sure > _SURE]
    if values.size and values.min() < 1:
        return (0,)
    return (1, 0) if values.size >= _ENOUGH_LABELS or boxes.says("detection_boxes") else (0, 1)


def _scores_beside(labels: Port, scores: Port | None, boxes: Port) -> Reals | None:
    """The score of each class that the trial held; None where there was no trial, or scores cannot be told."""
    values = boxes.rows(5)[:, 4] if scores is None and boxes.shape[-1] == 5 else scores.values if scores else None
    return values if values is not None and values.size and values.size == labels.values.size else None


def _masks_of(ports: Sequence[Port], boxes: Port) -> Port | None:
    for port in ports:
        if len(port.shape) >= len(boxes.shape) + 1 and port is not boxes:
            rows = port.shape[len(boxes.shape) - 2]
            if rows is None or boxes.shape[-2] is None or rows == boxes.shape[-2]:
                return port
    return None


def _mask_form(evidence: Evidence, masks: Port | None) -> MaskForm:
    if masks is None:
        return MaskForm.BOX
    side = masks.shape[-1]
    return MaskForm.INPUT if side is not None and side * 8 >= evidence.picture.width and side > 64 else MaskForm.BOX


# --- candidates -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Two outputs with as many rows; `…_last`: the rows are the last dimension."""

    boxes: Port
    scores: Port
    rows: int
    classes: int
    boxes_last: bool
    scores_last: bool


def find_boxes_and_scores(evidence: Evidence) -> Iterator[Finding]:
    """Two outputs with as many rows: four numbers, and one for each class."""
    for boxes in _named_first(evidence.outputs, "box", "loc"):
        for scores in evidence.outputs:
            found = _candidates(boxes, scores) if scores is not boxes else None
            if found is not None:
                yield from _boxes_and_scores(evidence, found)


def _candidates(boxes: Port, scores: Port) -> _Candidates | None:
    a, b = _two(boxes), _two(scores)
    if a is None or b is None or boxes.is_integer or scores.is_integer:
        return None
    for boxes_last, (rows, four) in ((False, a), (True, a[::-1])):
        for scores_last, (others, classes) in ((False, b), (True, b[::-1])):
            if four == 4 and rows == others and rows >= _FEWEST and 1 <= classes < rows:
                return _Candidates(boxes, scores, rows, classes, boxes_last, scores_last)
    return None


def _two(port: Port) -> tuple[int, int] | None:
    """The two dimensions that are left without the batch and dimensions of one between."""
    dims = port.shape[1:] if len(port.shape) > 2 else port.shape
    dims = tuple(d for i, d in enumerate(dims) if d != 1 or i == len(dims) - 1) if len(dims) == 3 else dims
    if len(dims) != 2 or dims[0] is None or dims[1] is None:
        return None
    return dims[0], dims[1]


def _boxes_and_scores(evidence: Evidence, found: _Candidates) -> Iterator[Finding]:
    boxes, scores = found.boxes, found.scores
    held = _held(boxes, 4, found.boxes_last)
    score_forms = _score_forms(evidence, _held(scores, found.classes, found.scores_last))
    for place, ((activation, background), form) in enumerate(product(score_forms, _forms(evidence, held))):
        queries = background is Background.LAST and found.rows <= _FEW_QUERIES
        adapter = BoxesAndScores(
            boxes.name,
            scores.name,
            form,
            _unit(held) if len(held) else BoxUnit.SHARE,
            activation,
            background,
            found.scores_last,
            found.boxes_last,
            CHOSEN if queries else Selection(),
        )
        empty = "" if background is Background.NONE else f", the {background} of which means that nothing is there"
        reason = (
            f"This looks like {'DETR' if queries else 'candidates with scores (EfficientDet, SSD, RetinaNet)'}, because "
            f"'{boxes.name}' ({shape_words(boxes)}) has four numbers and '{scores.name}' ({shape_words(scores)}) "
            f"{counted(found.classes, 'score')} for each of {found.rows} boxes{empty}; the boxes are read as {form.value}."
        )
        yield Finding(0.92 - 0.01 * place, AdapterProposal(adapter, reason, () if len(held) else ("form", "unit")))


def _held(port: Port, columns: int, rows_last: bool) -> Reals:
    """What the trial held, as rows."""
    if not port.trials:
        return np.zeros((0, columns), dtype=np.float32)
    parts = [np.asarray(trial, dtype=np.float32) for trial in port.trials]
    if not rows_last:
        return np.concatenate([part.reshape(-1, columns) for part in parts])
    return np.concatenate(
        [part.reshape(-1, columns, part.shape[-1]).swapaxes(1, 2).reshape(-1, columns) for part in parts]
    )


def _forms(evidence: Evidence, held: Reals) -> tuple[BoxForm, ...]:
    """The forms that the boxes may have; none where they are still relative to anchors."""
    corners = (BoxForm.YXYX, BoxForm.XYXY) if evidence.is_tensorflow else (BoxForm.XYXY, BoxForm.YXYX)
    if not len(held):
        return (*corners, BoxForm.CXCYWH)
    if _are_corners(held):
        return corners
    sizes_are_real = (held[:, 2:] >= -1e-3).all()
    centres_inside = (held[:, :2] >= -0.5).mean() > 0.98
    return (BoxForm.CXCYWH,) if sizes_are_real and centres_inside else ()


def _score_forms(evidence: Evidence, held: Reals) -> tuple[tuple[Activation, Background], ...]:
    """What may be left to do to the scores, and which column may mean that nothing is there, the likelier first.

    Where nearly every row is surest of the same column at an end, that is the background, or else a class that most pictures
    show: scores that sum to one need a background, of others the number of classes tells, or nobody.
    """
    raw = bool(len(held)) and bool(held.min() < -1e-3 or held.max() > 1.001)
    plain = (Activation.SIGMOID if raw else Activation.NONE, Background.NONE)
    side = _common_end(held)
    classes = held.shape[1]
    if side is Background.NONE or classes == evidence.classes:
        return (plain,)
    if not raw:
        return ((Activation.NONE, side),) if np.abs(held.sum(axis=1) - 1).mean() < 0.02 else (plain,)
    empty = (Activation.SOFTMAX, side)
    usual = evidence.plausible(classes) and not evidence.plausible(classes - 1)
    return (plain, empty) if usual else (empty, plain)


def _common_end(held: Reals) -> Background:
    """The first or last column where that is the largest of most rows."""
    if not len(held) or held.shape[1] < 2:
        return Background.NONE
    best = held.argmax(axis=1)
    for side, column in ((Background.LAST, held.shape[1] - 1), (Background.FIRST, 0)):
        if (best == column).mean() > _MOST_ROWS:
            return side
    return Background.NONE
