"""COCO's figures against pycocotools, on the same detections."""

import contextlib
import io
import warnings

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from dlwb.calc.accuracy.detection import figures, match_all
from dlwb.calc.masks import decode, encode
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Box, Sample

SIZE = (200, 160)
BOXES = (
    "coco_ap", "coco_ap50", "coco_ap75", "coco_ap_small", "coco_ap_medium", "coco_ap_large",
    "coco_ar1", "coco_ar10", "coco_ar100", "coco_ar_small", "coco_ar_medium", "coco_ar_large",
)  # fmt: skip


def scene(rng, number, classes, masks):
    """A picture with true objects, and detections that are shaken copies of some of them, and others."""
    truth, boxes, scores, labels, outlines = [], [], [], [], []
    for _ in range(rng.integers(0, 9)):
        x0, y0 = rng.uniform(0, 150), rng.uniform(0, 110)
        w, h = rng.uniform(4, 50), rng.uniform(4, 50)
        label, crowd = int(rng.integers(classes)), bool(rng.random() < 0.15)
        area = w * h * rng.uniform(0.4, 1)
        rle = outline((x0, y0, x0 + w, y0 + h)) if masks else ""
        truth.append(Box(label, x0, y0, x0 + w, y0 + h, crowd=crowd, area=area, rle=rle))
        for _ in range(rng.integers(0, 4)):
            shake = rng.normal(0, 4, 4)
            box = np.array([x0, y0, x0 + w, y0 + h]) + shake
            box[2:] = np.maximum(box[2:], box[:2] + 1)
            add(boxes, scores, labels, outlines, box, rng, label if rng.random() < 0.85 else int(rng.integers(classes)))
    for _ in range(rng.integers(0, 6)):
        x0, y0 = rng.uniform(0, 150, 2)
        add(boxes, scores, labels, outlines, np.array([x0, y0, x0 + 30, y0 + 20]), rng, int(rng.integers(classes)))
    order = np.argsort(-np.array(scores), kind="stable")
    detected = Detected(
        tuple(tuple(map(float, boxes[i])) for i in order),
        tuple(scores[i] for i in order),
        tuple(labels[i] for i in order),
        tuple(outlines[i] for i in order) if masks else (),
    )
    return Sample(f"{number}.jpg", *SIZE, boxes=tuple(truth), number=number), detected


def add(boxes, scores, labels, outlines, box, rng, label):
    boxes.append(box)
    scores.append(round(float(rng.random()), 1))  # many equal scores
    labels.append(label)
    outlines.append(outline(box))


def outline(box):
    mask = np.zeros(SIZE[::-1], dtype=bool)
    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    mask[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)] = True
    return encode(mask)


def reference(samples, found, kind):
    annotations, results = [], []
    for sample, detected in zip(samples, found, strict=True):
        for box in sample.boxes:
            entry = {
                "id": len(annotations) + 1,
                "image_id": sample.number,
                "category_id": box.label + 1,
                "bbox": [box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0],
                "area": box.area,
                "iscrowd": int(box.crowd),
            }
            if box.rle:
                entry["segmentation"] = {"size": list(SIZE[::-1]), "counts": box.rle}
            annotations.append(entry)
        for i, (x0, y0, x1, y1) in enumerate(detected.boxes):
            entry = {
                "image_id": sample.number,
                "category_id": detected.labels[i] + 1,
                "score": detected.scores[i],
            }
            if kind == "bbox":
                entry["bbox"] = [x0, y0, x1 - x0, y1 - y0]
            else:
                entry["segmentation"] = {"size": list(SIZE[::-1]), "counts": detected.masks[i]}
            results.append(entry)
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pycocotools and numpy 2
        truth = COCO()
        truth.dataset = {
            "images": [{"id": s.number, "width": SIZE[0], "height": SIZE[1]} for s in samples],
            "categories": [{"id": i + 1, "name": str(i)} for i in range(8)],
            "annotations": annotations,
        }
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(results), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation.stats


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_all_twelve_figures_are_those_of_pycocotools(seed, kind):
    rng = np.random.default_rng(seed)
    scenes = [scene(rng, i + 1, 3 + seed % 3, masks=kind == "segm") for i in range(12)]
    samples, found = [s for s, _ in scenes], [d for _, d in scenes]
    ours = figures(match_all(samples, found, masks=kind == "segm"), np.ones((1, len(samples)))).totals
    prefix = "coco_mask" if kind == "segm" else "coco"
    for name, expected in zip(BOXES, reference(samples, found, kind), strict=True):
        value = ours.get(name.replace("coco", prefix, 1))
        assert (-1 if value is None else value[0]) == pytest.approx(expected, abs=1e-9), name


def test_pictures_are_taken_by_their_numbers_not_by_their_place():
    rng = np.random.default_rng(5)
    scenes = [scene(rng, 20 - i, 2, masks=False) for i in range(15)]
    samples, found = [s for s, _ in scenes], [d for _, d in scenes]
    ours = figures(match_all(samples, found, masks=False), np.ones((1, len(samples)))).totals
    assert ours["coco_ap"][0] == pytest.approx(reference(samples, found, "bbox")[0], abs=1e-9)


def test_only_the_hundred_best_of_a_class_count_in_a_picture():
    boxes = tuple((float(i), 0.0, i + 1.0, 10.0) for i in range(150))
    truth = tuple(Box(0, *box, area=10.0) for box in boxes)
    sample = Sample("1.jpg", *SIZE, boxes=truth, number=1)
    found = Detected(boxes, tuple(np.linspace(0.9, 0.1, 150).tolist()), (0,) * 150)
    ours = figures(match_all([sample], [found], masks=False), np.ones((1, 1))).totals
    assert ours["coco_ar100"][0] == pytest.approx(100 / 150)


def test_masks_survive_being_stored():
    mask = np.random.default_rng(0).random((7, 11)) > 0.5
    assert (decode(encode(mask), (11, 7)) == mask).all()


def test_figures_asked_for_by_name_are_those_of_all():
    rng = np.random.default_rng(5)
    scenes = [scene(rng, number, 3, masks=True) for number in range(12)]
    samples, found = [one for one, _ in scenes], [one for _, one in scenes]
    weights = np.stack([np.ones(12), *rng.integers(0, 3, (3, 12))]).astype(float)
    whole = figures(match_all(samples, found, masks=True), weights).totals
    assert {"map50_11point", "coco_ap50", "coco_ar_small", "coco_mask_ap", "coco_mask_ar10"} <= whole.keys()
    for name, values in whole.items():
        some = figures(match_all(samples, found, masks=True, only={name}), weights, {name}).totals
        np.testing.assert_array_equal(some[name], values)


def test_what_has_to_be_found_is_held_only_of_pictures_that_show_it():
    rng = np.random.default_rng(6)
    shown = [scene(rng, number, 2, masks=False) for number in range(4)]
    empty = [(Sample(f"{number}.jpg", *SIZE, boxes=(), number=number), Detected()) for number in range(4, 500)]
    few, many = (match_all(*map(list, zip(*scenes, strict=True)), masks=False) for scenes in (shown, shown + empty))
    for one in many.boxes:
        assert one.objects.shape[1] == len(one.shown) <= 4
    ones = [figures(few, np.ones((1, 4))).totals, figures(many, np.ones((1, 500))).totals]
    assert ones[0] == ones[1]
