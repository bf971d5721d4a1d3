"""ImageNet in both layouts: classes by number, name or folder, counted from 0 or 1."""

import pytest
from builders import datasets as build

from dlwb.adapters.datasets.imagenet_folders import ImageNetFolders
from dlwb.adapters.datasets.imagenet_txt import ImageNetText
from dlwb.domain.dataset import DatasetOptions, Task
from dlwb.domain.errors import InvalidOptions, UnreadableDataset

ANY = DatasetOptions()


def pictures_of(data):
    return {one.picture: one for one in data.pictures}


def test_classes_by_number(tmp_path):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, (0, 1, 2, 0)), ANY)
    assert [one.label for one in data.pictures] == [0, 1, 2, 0]
    assert data.tasks == (Task.CLASSIFICATION,)
    assert data.classes == ()


def test_a_label_map_beside_gives_the_names(tmp_path):
    build.text(tmp_path / "synset_words.txt", "n01440764 tench, Tinca tinca", "n01443537 goldfish", "n01484850 shark")
    data = ImageNetText().read(build.imagenet_txt(tmp_path), ANY)
    assert data.classes == ("tench, Tinca tinca", "goldfish", "shark")
    assert any("synset_words.txt" in note for note in data.notes)


@pytest.mark.parametrize("labels", [(1, 2, 3), (1, 3)])
def test_the_last_number_of_a_label_map_tells_that_classes_count_from_1(tmp_path, labels):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, labels), DatasetOptions(labels=("a", "b", "c")))
    assert [one.label for one in data.pictures] == [number - 1 for number in labels]
    assert any("counted from 1" in note for note in data.notes)


def test_all_classes_but_0_twice_tells_that_classes_count_from_1(tmp_path):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, (1, 2, 3, 3, 2, 1)), ANY)
    assert [one.label for one in data.pictures] == [0, 1, 2, 2, 1, 0]


def test_few_pictures_without_class_0_are_left_at_0_with_a_note(tmp_path):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, (3, 5)), ANY)
    assert [one.label for one in data.pictures] == [3, 5]
    assert any("with 1 as its first class" in note for note in data.notes)
    chosen = ImageNetText().read(tmp_path, DatasetOptions(first_class=1))
    assert [one.label for one in chosen.pictures] == [2, 4]


def test_1000_counts_from_1(tmp_path):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, (7, 1000)), ANY)
    assert [one.label for one in data.pictures] == [6, 999]


def test_background_in_the_label_map_is_no_class(tmp_path):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, (0, 1)), DatasetOptions(labels=("background", "a", "b")))
    assert data.classes == ("a", "b")
    assert [one.label for one in data.pictures] == [0, 1]


def test_classes_by_name(tmp_path):
    data = ImageNetText().read(build.imagenet_txt(tmp_path, ("dog", "cat", "dog")), ANY)
    assert data.classes == ("cat", "dog")
    assert [one.label for one in data.pictures] == [1, 0, 1]
    assert data.named


def test_classes_by_wordnet_id(tmp_path):
    options = DatasetOptions(labels=("n01440764 tench", "n01443537 goldfish"))
    data = ImageNetText().read(build.imagenet_txt(tmp_path, ("n01443537", "n01440764")), options)
    assert [one.label for one in data.pictures] == [1, 0]


@pytest.mark.parametrize("line", ["p0.png,1", "p0.png\t1", "p0.png;1", '"p0.png", "1"', "p0.png   1"])
def test_separators(tmp_path, line):
    build.picture(tmp_path / "p0.png")
    build.picture(tmp_path / "p1.png")
    build.text(tmp_path / "val.csv", "filename,label" if "," in line else "p1.png 0", line)
    assert pictures_of(ImageNetText().read(tmp_path, ANY))["p0.png"].label == 1


def test_names_with_spaces_and_folders_left_out(tmp_path):
    build.picture(tmp_path / "val" / "my cat.png")
    build.picture(tmp_path / "deep" / "er" / "b.png")
    build.text(tmp_path / "val.txt", "my cat.png 3", "b.png 4")
    data = ImageNetText().read(tmp_path, ANY)
    assert {one.picture: one.label for one in data.pictures} == {"val/my cat.png": 3, "deep/er/b.png": 4}


@pytest.mark.parametrize(("labels", "number"), [((0, 1, 7), 7), ((0, -1), -1)])
def test_a_class_out_of_range_is_refused_with_file_and_line(tmp_path, labels, number):
    with pytest.raises(UnreadableDataset, match=rf"val\.txt:{len(labels)}: class {number} "):
        ImageNetText().read(build.imagenet_txt(tmp_path, labels), DatasetOptions(labels=("a", "b", "c")))


def test_a_word_that_is_no_class_is_refused_with_file_and_line(tmp_path):
    with pytest.raises(UnreadableDataset, match=r"val\.txt:2: 'dog' is no class"):
        ImageNetText().read(build.imagenet_txt(tmp_path, ("cat", "dog")), DatasetOptions(labels=("cat", "bird")))


TWO_CRANES = ("n02012849 crane", "n01440764 tench", "n03126707 crane")


def test_a_name_of_two_classes_is_refused_as_a_label(tmp_path):
    build.imagenet_txt(tmp_path, ("tench", "crane"))
    with pytest.raises(UnreadableDataset) as caught:
        ImageNetText().read(tmp_path, DatasetOptions(labels=TWO_CRANES))
    assert caught.value.message == "val.txt:2: 'crane' is the name of 2 classes of the label map (0, 2)."
    build.text(tmp_path / "val.txt", "p0.png tench", "p1.png n03126707")
    data = ImageNetText().read(tmp_path, DatasetOptions(labels=TWO_CRANES))
    assert data.classes == ("crane", "tench", "crane")
    assert [one.label for one in data.pictures] == [1, 2]


def test_labels_without_pictures_and_pictures_without_labels(tmp_path):
    build.imagenet_txt(tmp_path, (0, 1))
    build.text(tmp_path / "val.txt", "p0.png 0", "gone.png 1", "no-class.png")
    data = ImageNetText().read(tmp_path, ANY)
    assert {one.path: one.reason for one in data.broken} == {
        "gone.png": "val.txt:2: there is no such picture.",
        "no-class.png": "val.txt:3: the line has no class.",
        "p1.png": "It has no class in 'val.txt'.",
    }


def test_two_classes_for_one_picture(tmp_path):
    build.imagenet_txt(tmp_path, (0, 1))
    build.text(tmp_path / "val.txt", "p0.png 0", "p0.png 1")
    with pytest.raises(UnreadableDataset, match=r"val\.txt:2"):
        ImageNetText().read(tmp_path, ANY)


def test_the_list_for_validation_is_taken_unless_another_is_asked_for(tmp_path):
    build.imagenet_txt(tmp_path, (0, 1))
    build.text(tmp_path / "train.txt", "p0.png 5")
    assert [one.label for one in ImageNetText().read(tmp_path, ANY).pictures] == [0, 1]
    assert [one.label for one in ImageNetText().read(tmp_path, DatasetOptions(split="train")).pictures] == [5]
    with pytest.raises(InvalidOptions, match="no 'test'"):
        ImageNetText().read(tmp_path, DatasetOptions(split="test"))


def test_no_annotation(tmp_path):
    build.picture(tmp_path / "a.png")
    with pytest.raises(UnreadableDataset, match="no text file"):
        ImageNetText().read(tmp_path, ANY)


# --- folders ---


def test_folders_are_classes_in_the_order_of_their_names(tmp_path):
    data = ImageNetFolders().read(build.imagenet_folders(tmp_path, ("dog", "ant", "cat")), ANY)
    assert data.classes == ("ant", "cat", "dog")
    assert {one.picture: one.label for one in data.pictures}["dog/dog0.png"] == 2


def test_folders_called_by_number_are_those_classes(tmp_path):
    data = ImageNetFolders().read(build.imagenet_folders(tmp_path, ("0", "2", "10"), 1), ANY)
    assert sorted(one.label for one in data.pictures) == [0, 2, 10]
    assert len(data.classes) == 11


def test_folders_called_by_wordnet_ids_take_their_place_in_the_label_map(tmp_path):
    build.imagenet_folders(tmp_path, ("n01484850", "n01440764"), 1)
    options = DatasetOptions(labels=("n01440764 tench", "n01443537 goldfish", "n01484850 shark"))
    data = ImageNetFolders().read(tmp_path, options)
    assert {one.picture.split("/")[0]: one.label for one in data.pictures} == {"n01440764": 0, "n01484850": 2}
    assert data.classes == ("tench", "goldfish", "shark")


def test_a_folder_that_is_no_class(tmp_path):
    with pytest.raises(UnreadableDataset, match="folder 'dog' is no class"):
        ImageNetFolders().read(build.imagenet_folders(tmp_path), DatasetOptions(labels=("cat", "bird")))


def test_a_folder_called_as_two_classes_are(tmp_path):
    build.imagenet_folders(tmp_path, ("black_crane", "tench"))
    options = DatasetOptions(labels=("black crane", "tench", "black crane"))
    with pytest.raises(UnreadableDataset, match="folder 'black_crane' is the name of 2 classes"):
        ImageNetFolders().read(tmp_path, options)
    assert ImageNetFolders().read(tmp_path, DatasetOptions(labels=options.labels[:2])).classes == options.labels[:2]


def test_a_label_map_beside_that_is_of_something_else_is_left_aside(tmp_path):
    build.imagenet_folders(tmp_path)
    build.text(tmp_path / "class_notes.txt", "cats are from 2019", "dogs are not")
    data = ImageNetFolders().read(tmp_path, ANY)
    assert data.classes == ("cat", "dog")
    assert any("left aside" in note for note in data.notes)


def test_splits_above_the_classes(tmp_path):
    build.imagenet_folders(tmp_path / "train", each=3)
    build.imagenet_folders(tmp_path / "val", each=1)
    assert len(ImageNetFolders().read(tmp_path, ANY).pictures) == 2
    assert len(ImageNetFolders().read(tmp_path, DatasetOptions(split="train")).pictures) == 6
