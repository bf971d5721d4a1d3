"""`dlwb accuracy` from end to end on the fake engine: pictures whose answer is known, what is found out, what is refused."""

import gzip
import json
from pathlib import Path

import pytest
from builders import datasets as build
from builders import onnx_models, shown_pictures

RIGHT = [i % 10 for i in range(40)]
# Of 40 pictures 10 are labelled as the class after the one they show, which the network has second.
NEARLY = [(label + 1) % 10 if i % 4 == 0 and label < 9 else label for i, label in enumerate(RIGHT)]


@pytest.fixture
def pictures(tmp_path):
    return shown_pictures.classified(tmp_path / "pictures", RIGHT, NEARLY)


@pytest.fixture
def measured(dlwb, model_file):
    """Measure and return the document."""

    def run(dataset, *words, model=model_file):
        outcome = dlwb("accuracy", model, "--dataset", dataset, "--device", "GPU", *words, "--json")
        assert outcome.code == 0, outcome.out + outcome.err
        return outcome.document

    return run


@pytest.fixture
def refused(dlwb, model_file):
    """Measure; returns the error."""

    def run(dataset, *words, model=model_file, code=1):
        outcome = dlwb("accuracy", model, "--dataset", dataset, "--device", "GPU", *words, "--json")
        assert outcome.code == code, outcome.out + outcome.err
        return outcome.document["error"]

    return run


def metric(document, name):
    return next(one for one in document["metrics"] if one["name"] == name)


def test_the_share_of_right_answers_comes_out_and_how_pictures_go_in_is_found(measured, pictures):
    document = measured(pictures)
    wrong = sum(a != b for a, b in zip(RIGHT, NEARLY, strict=True))
    top1 = metric(document, "top1")
    assert wrong == 10
    assert top1["value"] == pytest.approx(30 / 40)
    assert top1["low"] < top1["value"] < top1["high"]
    assert top1["direction"] == "higher"
    assert metric(document, "top5")["value"] == 1
    assert document["samples"] == 40
    assert document["task"] == "classification"
    # The network takes plain pixels: nothing in the file says so, the labels do.
    assert document["preprocessing"]["mean"] == [0.0]
    assert document["preprocessing"]["scale"] == [1.0]
    assert document["adapter"]["kind"] == "classification"
    assert not document["adapter"]["background"]
    assert any("10 scores that sum to one" in reason for reason in document["reasons"])
    assert document["tried"][0]["score"] >= document["tried"][1]["score"]
    assert document["effective"]["precision"] == "f32"
    assert document["pictures_per_s"] > 0
    by_class = {one["label"]: one["metric"]["value"] for one in document["per_class"]}
    nines = [a == b for a, b in zip(RIGHT, NEARLY, strict=True) if b == 9]
    assert by_class[9] == pytest.approx(sum(nines) / len(nines))
    assert sum(one["count"] for one in document["confusion"]) == 40


def test_every_picture_has_a_record_in_the_file_of_the_run(measured, pictures, tmp_path):
    document = measured(pictures)
    path = tmp_path / "workspace" / "runs" / document["run"] / document["per_sample"]
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert [line["position"] for line in lines] == list(range(40))
    assert [line["record"]["rank"] == 0 for line in lines] == [a == b for a, b in zip(RIGHT, NEARLY, strict=True)]


def test_what_is_said_by_hand_is_not_tried_again(measured, pictures):
    document = measured(
        pictures, "--mean", "0", "--scale", "1", "--resize", "stretch", "--color-order", "RGB", "--no-background-class"
    )
    assert metric(document, "top1")["value"] == pytest.approx(0.75)
    assert document["tried"] == []
    assert document["preprocessing"]["origin"] in ("options", "mixed")
    wrong = measured(
        pictures,
        "--mean",
        "128",
        "--scale",
        "64",
        "--resize",
        "stretch",
        "--color-order",
        "RGB",
        "--no-background-class",
    )
    assert metric(wrong, "top1")["value"] < 0.5


def test_a_subset_is_seeded_and_marked(measured, pictures):
    first = measured(pictures, "--subset", "12", "--seed", "3")
    again = measured(pictures, "--subset", "12", "--seed", "3")
    part = measured(pictures, "--subset", "50%")
    assert (first["samples"], part["samples"]) == (12, 20)
    assert metric(first, "top1") == metric(again, "top1")
    assert any("12 of 40" in caveat for caveat in first["caveats"])


def test_a_batch_that_does_not_divide_the_pictures_counts_each_once(measured, pictures):
    document = measured(pictures, "--batch", "7")
    assert document["samples"] == 40
    assert document["effective"]["batch"] == 7
    assert metric(document, "top1")["value"] == pytest.approx(0.75)


def test_a_picture_that_broke_since_the_import_is_listed_and_left_out(dlwb, measured, pictures):
    dlwb("dataset", "import", pictures, "--name", "shown")
    broken = pictures / "p005.png"
    broken.write_bytes(broken.read_bytes()[:60])
    (pictures / "p006.png").unlink()
    document = measured("shown")
    assert document["samples"] == 38
    assert {one["path"] for one in document["broken"]} == {"p005.png", "p006.png"}
    assert document["left_out"] == 2
    assert any("2 pictures could not be used" in caveat for caveat in document["caveats"])


def test_two_runs_are_compared_on_the_same_pictures(dlwb, measured, pictures):
    hand = ("--resize", "stretch", "--color-order", "RGB", "--no-background-class", "--scale", "1")
    right = measured(pictures, "--mean", "0", *hand)["run"]
    shifted = measured(pictures, "--mean", "-26", *hand)["run"]  # one class brighter
    outcome = dlwb("accuracy", right, shifted, "--compare", "--json")
    assert outcome.code == 0, outcome.err
    change = outcome.document["result"]["changes"][0]
    assert change["name"] == "top1"
    assert change["difference"] == pytest.approx(change["after"] - change["before"])
    assert change["low"] <= change["difference"] <= change["high"] < 0
    assert len(outcome.document["result"]["flips"]) > 20
    shown = dlwb("accuracy", right, shifted, "--compare")
    assert "top-1" in shown.out


def test_runs_of_different_datasets_are_not_compared(dlwb, measured, pictures, tmp_path):
    other = shown_pictures.classified(tmp_path / "other", [1, 2, 3], [1, 2, 3])
    runs = [measured(dataset)["run"] for dataset in (pictures, other)]
    outcome = dlwb("accuracy", *runs, "--compare", "--json")
    assert outcome.code == 1
    assert "different datasets" in outcome.document["error"]["message"]


def test_a_reading_is_confirmed_and_then_used_as_it_is(dlwb, measured, pictures, model_file):
    first = measured(pictures)
    configured = dlwb("model", "configure", first["model"], "--from", first["run"], "--json")
    assert configured.code == 0, configured.err
    assert configured.document["adapter"] == first["adapter"]
    assert configured.document["preprocessing"]["confirmed"]
    again = measured(pictures)
    assert again["tried"] == []
    assert again["reasons"][0].startswith("As stored with the model.")
    assert metric(again, "top1") == metric(first, "top1")
    by_hand = dlwb("model", "configure", first["model"], "--mean", "3", "--json").document
    assert by_hand["preprocessing"]["mean"] == [3.0]


def test_run_show_prints_it_again(dlwb, measured, pictures):
    run = measured(pictures)["run"]
    assert dlwb("run", "show", run, "--json").document["metrics"][0]["name"] == "top1"
    shown = dlwb("run", "show", run)
    assert "75.00 %" in shown.out
    assert "preprocessing" in shown.out


def test_generated_pictures_are_marked_in_every_result(dlwb, measured, tmp_path):
    outcome = dlwb(
        "dataset", "generate", "--count", "12", "--width", "32", "--height", "32", "--name", "drawn", "--json"
    )
    assert outcome.code == 0, outcome.err
    names = tmp_path / "names.txt"
    classes = outcome.document["classes"]
    names.write_text("\n".join([*classes, *(f"other {i}" for i in range(10 - len(classes)))]), encoding="utf-8")
    document = measured("drawn", "--labels", names)
    assert any("drawn by dlwb" in caveat for caveat in document["caveats"])


def test_outputs_are_compared_with_another_model_without_labels(dlwb, measured, pictures, tmp_path):
    assert dlwb("model", "import", onnx_models.write(tmp_path / "other.onnx"), "--name", "other").code == 0
    document = measured(pictures, "--like", "other", "--subset", "5", "--scale", "1", "--mean", "0")
    assert document["task"] is None
    assert document["adapter"] is None
    assert metric(document, "cosine")["value"] == pytest.approx(1)
    assert metric(document, "nmse")["value"] == pytest.approx(0)
    assert metric(document, "nmse")["direction"] == "lower"
    assert document["samples"] == 5


def test_an_imported_model_has_no_parent(refused, pictures):
    assert "no parent" in refused(pictures, "--like", "parent")["message"]


# --- bad input ------------------------------------------------------------------------------------


def test_a_dataset_for_another_task_is_refused_with_those_that_fit(refused, tmp_path):
    error = refused(build.voc(tmp_path / "voc"))
    assert "for classification" in error["message"]
    assert "detection" in error["message"]
    assert "Choose a dataset with labels for classification" in error["hint"]


def test_pictures_without_labels_are_refused(refused, tmp_path):
    for i in range(3):
        build.picture(tmp_path / "bare" / f"{i}.png")
    error = refused(tmp_path / "bare")
    assert "has no labels" in error["message"]


def test_another_number_of_classes_is_told_before_anything_is_measured(refused, tmp_path):
    error = refused(build.imagenet_folders(tmp_path / "animals", ("cat", "dog", "cow")))
    assert "10" in error["message"]
    assert "3" in error["message"]
    assert "label map" in error["hint"]


def test_names_of_classes_find_those_of_the_dataset(measured, tmp_path):
    folder = tmp_path / "greys"
    for label, name in ((2, "dark"), (7, "light")):
        for i in range(4):
            shown_pictures.plain(folder / name / f"{name}{i}.png", label, (30 + i, 30))
    names = tmp_path / "names.txt"
    names.write_text("\n".join("light" if i == 7 else "dark" if i == 2 else f"grey {i}" for i in range(10)))
    document = measured(folder, "--labels", names)
    assert metric(document, "top1")["value"] == 1
    assert any("2 classes" in caveat for caveat in document["caveats"])


def test_folders_called_by_wordnet_ids_are_found_in_the_label_map(measured, tmp_path):
    for label in (2, 7):
        for i in range(4):
            shown_pictures.plain(tmp_path / "ids" / f"n0000000{label}" / f"{label}{i}.png", label, (30 + i, 30))
    names = tmp_path / "synsets.txt"
    names.write_text("\n".join(f"n0000000{i} grey {i}" for i in range(10)))
    assert metric(measured(tmp_path / "ids", "--labels", names), "top1")["value"] == 1


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--adapter", "yolov99"), "--adapter"),
        (("--set", "nonsense=1"), "--set"),
        (("--scale", "0"), "--scale"),
        (("--crop", "0"), "--crop"),
        (("--pad", "256"), "--pad"),
        (("--crop", "256", "--resize", "stretch"), "--crop"),
        (("--subset", "0"), "--subset"),
        (("--subset", "101%"), "--subset"),
        (("--seed", "-1"), "--seed"),
        (("--batch", "3", "--streams", "99"), "--streams"),
    ],
)
def test_wrong_options_are_named(refused, pictures, words, option):
    assert option in [problem["option"] for problem in refused(pictures, *words)["problems"]]


def test_words_that_cannot_be_read_are_a_usage_error_and_told_together(refused, pictures):
    words = ("--mean", "a,b", "--subset", "many", "--set", "x", "--shape", "y", "--crop", "9", "--resize", "stretch")
    error = refused(pictures, *words, code=2)
    assert error["type"] == "UsageError"
    assert [one["option"] for one in error["problems"]] == ["--mean", "--crop", "--shape", "--subset", "--set"]


def test_outputs_that_cannot_be_read_so_say_what_they_are(refused, pictures):
    error = refused(pictures, "--adapter", "yolox")
    assert "yolox" in error["message"].lower() or "prob" in error["message"] or "detection" in error["message"]


def test_a_missing_dataset_is_a_usage_problem(dlwb, model_file):
    outcome = dlwb("accuracy", model_file, "--json")
    assert outcome.code == 1
    assert [problem["option"] for problem in outcome.document["error"]["problems"]] == ["--dataset"]


def test_a_crash_of_the_device_is_told(refused, pictures):
    assert refused(pictures, "--property", "fake.crash=segfault")["type"] == "WorkerCrashed"


def test_all_pictures_gone_is_an_error_not_a_zero(dlwb, refused, pictures):
    dlwb("dataset", "import", pictures, "--name", "gone")
    for path in Path(pictures).glob("*.png"):
        path.unlink()
    assert "No picture can be used" in refused("gone")["message"]
