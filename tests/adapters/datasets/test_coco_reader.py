"""COCO: categories with holes, polygons, run lengths, crowds, and JSON of strangers."""

import json

import pytest
from builders import datasets as build

from dlwb.adapters.datasets.coco import Coco
from dlwb.domain.dataset import Box, DatasetOptions, Task
from dlwb.domain.errors import UnreadableDataset

ANY = DatasetOptions()


def test_categories_with_holes_become_numbers_in_the_order_of_their_ids(tmp_path):
    data = Coco().read(build.coco(tmp_path), ANY)
    assert data.classes == ("person", "dog", "brush")
    first, second = data.pictures
    assert first.boxes == (Box(1, 2.5, 3.0, 12.5, 11.0, area=60.0),)
    assert (first.number, first.picture) == (100, "val/000000000000.png")
    assert second.boxes == ()


def test_polygons_run_lengths_and_crowds(tmp_path):
    counts = {"size": [30, 40], "counts": [100, 50, 1050]}
    document = build.coco_document(
        annotations=[
            build.BOX | {"segmentation": [[1, 1, 9, 1, 9, 9], [2, 2, 3, 2, 3, 3]]},
            build.BOX | {"segmentation": counts, "iscrowd": 1},
            build.BOX | {"segmentation": {"size": [30, 40], "counts": "T3b10b1"}},
        ]
    )
    data = Coco().read(build.coco(tmp_path, document), ANY)
    polygons, crowd, text = data.pictures[0].boxes
    assert polygons.polygons == ((1.0, 1.0, 9.0, 1.0, 9.0, 9.0), (2.0, 2.0, 3.0, 2.0, 3.0, 3.0))
    assert (crowd.crowd, crowd.polygons) == (True, ())
    assert crowd.rle
    assert text.rle == "T3b10b1"
    assert data.tasks == (Task.DETECTION, Task.INSTANCE_SEGMENTATION)


@pytest.mark.parametrize("place", ["val", "val2017", "images/val", "images", "data", "somewhere/else"])
def test_pictures_are_found_where_people_put_them(tmp_path, place):
    file = "annotations/instances_val2017.json" if place == "val2017" else "annotations/instances_val.json"
    data = Coco().read(build.coco(tmp_path, file=file, pictures=place), ANY)
    assert [one.picture for one in data.pictures] == [f"{place}/{i:012d}.png" for i in range(2)]


def test_labels_beside_the_pictures(tmp_path):
    build.coco(tmp_path, file="train/_annotations.coco.json", pictures="train")
    build.coco(tmp_path, file="valid/_annotations.coco.json", pictures="valid")
    assert Coco().read(tmp_path, ANY).pictures[0].picture == "valid/000000000000.png"
    train = Coco().read(tmp_path, DatasetOptions(split="train"))
    assert train.pictures[0].picture == "train/000000000000.png"


def test_of_several_files_the_boxes_for_validation(tmp_path):
    build.coco(tmp_path)
    train = build.coco_document(images=1, annotations=[build.BOX] * 3)
    build.text(tmp_path / "annotations" / "instances_train.json", json.dumps(train))
    build.text(tmp_path / "annotations" / "captions_val.json", json.dumps(build.coco_document()))
    data = Coco().read(tmp_path, ANY)
    assert sum(len(one.boxes) for one in data.pictures) == 1
    assert any("instances_train.json" in note for note in data.notes)


def test_coco_labels_without_pictures_and_pictures_without_labels(tmp_path):
    document = build.coco_document(images=3, annotations=[build.BOX, build.BOX | {"image_id": 999}])
    build.coco(tmp_path, document)
    (tmp_path / "val" / "000000000002.png").unlink()
    build.picture(tmp_path / "val" / "extra.png")
    data = Coco().read(tmp_path, ANY)
    assert {one.path for one in data.broken} == {
        "annotations/instances_val.json: annotations[1]",
        "000000000002.png",
        "val/extra.png",
    }


def refused(tmp_path, document):
    with pytest.raises(UnreadableDataset) as caught:
        Coco().read(build.coco(tmp_path, document), ANY)
    return caught.value.message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"category_id": 7}, "annotations[0]: its category 7 is none of those listed"),
        ({"bbox": [1, 2, 3]}, "annotations[0]: "),
        ({"bbox": [1, 2, float("nan"), 4]}, "not finite"),
        ({"bbox": "none"}, "annotations[0]: "),
        ({"image_id": "x"}, "annotations[0]: "),
        ({"segmentation": {"size": [3, 4], "counts": [12]}}, "run lengths are of 4 × 3 pixels"),
    ],
)
def test_a_wrong_annotation_is_refused_with_its_place(tmp_path, change, words):
    assert words in refused(tmp_path, build.coco_document(annotations=[build.BOX | change]))


def test_an_annotation_without_a_box(tmp_path):
    one = {"image_id": 100, "category_id": 18}
    assert "annotations[0] has no 'bbox'" in refused(tmp_path, build.coco_document(annotations=[one]))


def test_a_category_twice(tmp_path):
    assert "categories[1]" in refused(tmp_path, build.coco_document(categories=((1, "a"), (1, "b"))))


def test_damaged_json(tmp_path):
    build.coco(tmp_path)
    path = tmp_path / "annotations" / "instances_val.json"
    path.write_text(path.read_text()[:-5])
    with pytest.raises(UnreadableDataset, match="it is damaged"):
        Coco().read(tmp_path, ANY)
    build.text(path, '{"images": ' + "[" * 100_000 + '"annotations" "categories"')
    with pytest.raises(UnreadableDataset, match="it is damaged"):
        Coco().read(tmp_path, ANY)


def test_a_picture_that_leads_out_is_not_found(tmp_path):
    build.picture(tmp_path / "secret.png")
    document = build.coco_document(images=2)
    document["images"][1]["file_name"] = "../../secret.png"
    build.text(tmp_path / "data" / "annotations" / "instances_val.json", json.dumps(document))
    build.picture(tmp_path / "data" / "val" / "000000000000.png")
    data = Coco().read(tmp_path / "data", ANY)
    assert [one.picture for one in data.pictures] == ["val/000000000000.png"]
    assert [one.path for one in data.broken] == ["../../secret.png"]
