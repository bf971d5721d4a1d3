"""Interpolation, regions of interest, embeddings and other operations that gather and combine."""

from math import prod

from dlwb.calc.cost_rules.rule import CannotCount, Operation, Rule, Work

_BILINEAR = 7  # 4 multiplications and 3 additions
_BICUBIC = 31  # 16 multiplications and 15 additions


def _interpolate(op: Operation) -> Work:
    """Every output element weighs the taps of its neighbourhood: 2·taps - 1 operations."""
    mode = op.text("mode", "nearest")
    if mode == "nearest":
        return Work(0)
    width = 4 if "cubic" in mode else 2
    wide = "pillow" in mode or op.flag("antialias")
    taps = 1.0
    for before, after in zip(op.input(0), op.output(), strict=True):
        if before != after:
            taps *= width * (max(1.0, before / after) if wide else 1.0)
    return Work(round(op.output_size() * (2 * taps - 1)) if taps > 1 else 0)


def _grid_sample(op: Operation) -> Work:
    cost = {"nearest": 0, "bicubic": _BICUBIC}.get(op.text("mode", "bilinear"), _BILINEAR)
    return Work(op.output_size() * cost)


def _roi_align(op: Operation) -> Work:
    ratio = op.number("sampling_ratio", 0)
    if ratio <= 0:
        raise CannotCount("the number of samples depends on the regions")
    return Work(op.output_size() * ratio**2 * (_BILINEAR + 1))


def _roi_pooling(op: Operation) -> Work:
    if op.text("method", "max") != "bilinear":
        raise CannotCount("the size of a bin depends on the regions")
    return Work(op.output_size() * _BILINEAR)


def _psroi_pooling(op: Operation) -> Work:
    if op.text("mode", "average") != "bilinear":
        raise CannotCount("the size of a bin depends on the regions")
    bins = op.number("spatial_bins_x", 1) * op.number("spatial_bins_y", 1)
    return Work(op.output_size() * bins * (_BILINEAR + 1))


def _region_yolo(op: Operation) -> Work:
    softmax = op.flag("do_softmax", True)
    regions = op.number("num", 1) if softmax else len(op.numbers("mask"))
    data = op.input(0)
    cells = data[0] * prod(data[2:])
    return Work(cells * regions * (9 + op.number("classes", 1) * (5 if softmax else 3)))


def _embedding(weights_input: int) -> Rule:
    """One addition for each element of each row read; with weights for the rows also a multiplication."""

    def formula(op: Operation) -> Work:
        row = prod(op.input(0)[1:])
        return Work(op.input_size(1) * row * (1 + op.has_input(weights_input)))

    return Rule(formula, "indices·row elements (2· with weights for the rows)")


def _scatter(op: Operation) -> Work:
    return Work(0 if op.text("reduction", "none") == "none" else op.input_size(2))


RULES: dict[str, Rule] = {
    "Interpolate": Rule(
        _interpolate,
        "Y·(2·taps - 1), taps 2 (linear) or 4 (cubic) along each resized axis, times in/out where it antialiases; nearest 0",
        (0,),
    ),
    "GridSample": Rule(_grid_sample, "7·Y bilinear, 31·Y bicubic, 0 nearest", (0,)),
    "ROIAlign": Rule(_roi_align, "8·Y·ratio^2 (uncounted when the sampling ratio is left to the regions)", (0,)),
    "ROIAlignRotated": Rule(_roi_align, "8·Y·ratio^2 (uncounted when the sampling ratio is left to the regions)", (0,)),
    "ROIPooling": Rule(_roi_pooling, "7·Y bilinear (uncounted for max: bins depend on the regions)", (0,)),
    "PSROIPooling": Rule(_psroi_pooling, "8·Y·bins bilinear (uncounted for average: bins depend on the regions)", (0,)),
    "RegionYolo": Rule(_region_yolo, "cells·regions·(9 + classes·5 with softmax, ·3 without)", (0,)),
    "EmbeddingBagPacked": _embedding(2),
    "EmbeddingBagPackedSum": _embedding(2),
    "EmbeddingBagOffsets": _embedding(4),
    "EmbeddingBagOffsetsSum": _embedding(4),
    "EmbeddingSegmentsSum": _embedding(5),
    "ScatterElementsUpdate": Rule(_scatter, "updates with a reduction, else 0", (0, 2)),
    "ScatterNDUpdate": Rule(_scatter, "updates with a reduction, else 0", (0, 2)),
    "Col2Im": Rule(lambda op: Work(op.input_size()), "X (additions of overlapping blocks)", (0,)),
}
