"""`dlwb try` from end to end on the fake engine: what is said of a picture, what is not sure, and what is refused."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from builders import onnx_models, shown_pictures
from PIL import Image

AS_IT_IS = ("--mean", "0", "--scale", "1", "--resize", "stretch", "--color-order", "RGB", "--no-background-class")
NAMES = [f"grey {i}" for i in range(10)]


@pytest.fixture
def picture(tmp_path):
    return shown_pictures.plain(tmp_path / "a picture – Bild.png", 6)


@pytest.fixture
def tried(dlwb, model_file):
    def run(picture, *words, model=model_file):
        outcome = dlwb("try", model, picture, "--device", "GPU", *words, "--json")
        assert outcome.code == 0, outcome.out + outcome.err
        return outcome.document

    return run


@pytest.fixture
def refused(dlwb, model_file):
    def run(picture, *words, model=model_file, code=1):
        outcome = dlwb("try", model, picture, "--device", "GPU", *words, "--json")
        assert outcome.code == code, outcome.out + outcome.err
        return outcome.document["error"]

    return run


def files_of(tmp_path, run):
    return {path.name for path in (tmp_path / "workspace" / "runs" / run).iterdir()}


def test_the_best_classes_come_with_names_and_with_how_the_picture_went_in(tried, picture, tmp_path):
    labels = tmp_path / "labels.txt"
    labels.write_text("\n".join(NAMES))
    document = tried(picture, *AS_IT_IS, "--labels", labels, "--top", "3")
    answer = document["answers"][0]
    assert answer["top"][0]["name"] == "grey 6"
    assert len(answer["top"]) == 3
    assert answer["top"][0]["score"] > answer["top"][1]["score"]
    assert answer["task"] == "classification"
    assert answer["preprocessing"]["origin"] in ("options", "mixed")
    assert (document["picture"], document["width"], document["height"]) == (picture.name, 40, 30)
    assert (answer["objects"], answer["regions"], answer["saliency"]) == ([], [], None)
    assert files_of(tmp_path, document["run"]) == {"picture", "log.txt"}


def test_what_nobody_has_confirmed_is_said_with_the_next_step(tried, picture):
    answer = tried(picture)["answers"][0]
    assert not answer["sure"]
    assert any("recognised, not confirmed" in doubt for doubt in answer["doubts"])
    assert any("others are plausible" in doubt for doubt in answer["doubts"])
    assert "Measure its accuracy" in answer["doubts"][-1]
    assert answer["top"][0]["name"] == str(answer["top"][0]["label"])


def test_an_accuracy_run_settles_how_the_model_is_read(dlwb, tried, model_file, picture, tmp_path):
    shown = [i % 10 for i in range(40)]
    data = shown_pictures.classified(tmp_path / "pictures", shown, shown)
    measured = dlwb("accuracy", model_file, "--dataset", data, "--device", "GPU", "--json").document
    answer = tried(picture)["answers"][0]
    assert answer["sure"]
    assert answer["doubts"] == []
    assert answer["top"][0]["label"] == 6
    assert measured["run"] in answer["reasons"][0]


def test_outputs_held_against_those_of_another_model_unsettle_nothing(dlwb, tried, model_file, picture, tmp_path):
    shown = [i % 10 for i in range(40)]
    data = shown_pictures.classified(tmp_path / "pictures", shown, shown)
    measured = dlwb("accuracy", model_file, "--dataset", data, "--device", "GPU", "--json").document
    held = dlwb("accuracy", model_file, "--dataset", data, "--like", measured["model"], "--device", "GPU", "--json")
    assert held.code == 0, held.err
    answer = tried(picture)["answers"][0]
    assert answer["sure"]
    assert measured["run"] in answer["reasons"][0]


def test_an_accuracy_run_from_before_the_model_was_told_how_it_is_read_settles_nothing(
    dlwb, tried, model_file, picture, tmp_path
):
    shown = [i % 10 for i in range(40)]
    data = shown_pictures.classified(tmp_path / "pictures", shown, shown)
    measured = dlwb("accuracy", model_file, "--dataset", data, "--device", "GPU", "--json").document
    assert dlwb("model", "configure", measured["model"], "--mean", "9,9,9", "--scale", "7,7,7").code == 0
    answer = tried(picture)["answers"][0]
    assert answer["preprocessing"]["mean"] == [9, 9, 9]
    assert measured["run"] not in " ".join(answer["reasons"])


def test_a_picture_of_a_dataset_comes_with_its_truth(tried, tmp_path):
    data = shown_pictures.classified(tmp_path / "pictures", [3, 8], [3, 7])
    document = tried("1", "--dataset", data, *AS_IT_IS)
    assert document["answers"][0]["top"][0]["label"] == 8
    assert document["truth"] == ["7"]
    assert document["position"] == 1


def half_bright(path):
    """Bright on the left: the fake network's class rises with the mean, so the left speaks for a high class."""
    pixels = np.full((40, 40, 3), 10, np.uint8)
    pixels[:, :20] = 230
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize("method", ["rise", "occlusion"])
def test_a_map_says_where_the_score_comes_from(tried, tmp_path, method):
    picture = half_bright(tmp_path / "half.png")
    few = ("--masks", "60", "--cells", "4", "--steps", "6")
    document = tried(picture, "--saliency", method, "--class", "9", *few, *AS_IT_IS)
    found = document["answers"][0]["saliency"]
    assert (found["label"], found["covers"]) == (9, [0, 0, 40, 40])
    values = np.load(tmp_path / "workspace" / "runs" / document["run"] / found["values"])
    assert (values.min(), values.max()) == pytest.approx((found["low"], found["high"]))
    half = values.shape[1] // 2
    assert values[:, :half].mean() > values[:, half:].mean()
    assert document["scale"] == [found["low"], found["high"]]
    if method == "rise":
        again = tried(picture, "--saliency", method, "--class", "9", *few, *AS_IT_IS)
        assert again["answers"][0]["saliency"] == found


def test_two_models_see_the_same_picture_and_what_they_found_is_drawn(dlwb, model_file, picture, tmp_path):
    into = tmp_path / "drawn.png"
    other = onnx_models.write(tmp_path / "other.onnx", metadata={"other": "one"})
    maps = ("--saliency", "occlusion", "--cells", "3", "--steps", "4")
    outcome = dlwb("try", model_file, picture, "--against", other, "--device", "GPU", *AS_IT_IS, *maps, "--save", into)
    assert outcome.code == 0, outcome.err
    with Image.open(into) as made:
        assert made.size[0] > 2 * 40
        assert made.size[1] > 30
    assert outcome.out.count("looked at for 6") == 2
    assert "drawn in" in outcome.out


def test_bad_pictures_say_what_they_are_and_leave_nothing(refused, dlwb, picture, tmp_path):
    content = picture.read_bytes()
    for bad in (b"", b"no picture at all", content[: len(content) - 30]):
        path = tmp_path / "bad.png"
        path.write_bytes(bad)
        error = refused(path)
        assert error["type"] == "UnreadablePicture"
        assert "bad.png" in error["message"]
        assert "Save it again" in error["hint"]
        run = dlwb("run", "list", "--json").document["runs"][0]
        assert (run["kind"], run["state"]) == ("try", "failed")
        assert files_of(tmp_path, run["id"]) <= {"log.txt"}


def test_deep_and_turned_pictures_are_seen_as_people_see_them(tried, tmp_path):
    grey = np.full((30, 40), round(6.5 * 25.6), np.uint8)
    made = {
        "deep.png": Image.fromarray(grey.astype(np.uint16) * 257),
        "turned.jpg": Image.fromarray(grey),
    }
    for name, image in made.items():
        turned = Image.Exif()
        turned[0x0112] = 6
        image.save(tmp_path / name, **({"exif": turned} if name == "turned.jpg" else {}))
        document = tried(tmp_path / name, *AS_IT_IS)
        assert document["answers"][0]["top"][0]["label"] == 6, name
        size = (30, 40) if name == "turned.jpg" else (40, 30)
        assert (document["width"], document["height"]) == size, name


def test_what_cannot_be_is_refused_before_any_work(refused, picture, dlwb, tmp_path):
    assert refused(tmp_path / "nowhere.png")["type"] == "NotFound"
    assert refused(tmp_path)["type"] == "NotFound"
    problems = refused(
        picture,
        "--saliency",
        "rise",
        "--masks",
        "1",
        "--cells",
        "99",
        "--top",
        "5000",
        "--seed",
        "-1",
        "--adapter",
        "x",
    )["problems"]
    assert {one["option"] for one in problems} == {"--masks", "--cells", "--top", "--seed", "--adapter"}
    assert refused(picture, "--class", "1")["problems"][0]["option"] == "--class"
    assert refused(picture, "--save", tmp_path / "drawn.bmp")["problems"][0]["option"] == "--save"
    assert refused(picture, "--save", tmp_path / "no" / "drawn.png")["type"] == "InputError"
    assert refused("first", "--dataset", tmp_path)["problems"][0]["option"] == "PICTURE"
    assert all(run["kind"] != "try" for run in dlwb("run", "list", "--json").document["runs"])


def test_the_same_model_twice_and_a_class_that_is_not_there_are_refused(refused, picture, model_file):
    assert refused(picture, "--against", model_file)["problems"][0]["option"] == "--against"
    error = refused(picture, "--saliency", "occlusion", "--class", "zebra")
    assert "'zebra'" in error["message"]
    assert "0 to 9" in error["message"]


def test_the_picture_outlives_the_file_it_came_from(dlwb, tried, picture, tmp_path):
    from dlwb import Workbench
    from dlwb.config import load_settings

    run = tried(picture)["run"]
    picture.unlink()
    with Workbench(settings=load_settings()) as workbench:
        _, media_type = workbench.tries.picture(workbench.runs.get(run))
        assert media_type == "image/png"
        again = workbench.try_picture("a model – größe", workbench.runs.get(run), wish=_on_gpu())
        assert again.tried.name == picture.name
        shutil.rmtree(Path(tmp_path / "workspace" / "runs" / run))
        with pytest.raises(Exception, match="is not here"):
            workbench.tries.picture(workbench.runs.get(run))


def _on_gpu():
    from dlwb.domain.inference import InferenceConfig
    from dlwb.domain.specs import TrySpec

    return TrySpec(config=InferenceConfig(device="GPU"))


def test_the_model_says_what_it_does_once_it_was_told_so(dlwb, model_file, tmp_path):
    assert "task: classification (as its file says)" in dlwb("model", "show", model_file).out
    shown = [i % 10 for i in range(40)]
    data = shown_pictures.classified(tmp_path / "pictures", shown, shown)
    labels = tmp_path / "labels.txt"
    labels.write_text("\n".join(NAMES))
    run = dlwb("accuracy", model_file, "--dataset", data, "--device", "GPU", "--labels", labels, "--json").document
    assert dlwb("model", "configure", run["model"], "--from", run["run"], "--labels", labels).code == 0
    told = dlwb("model", "show", run["model"]).out
    assert "task: classification (outputs: classification, as was confirmed)" in told
    assert "10 classes: grey 0, grey 1, " in told
    assert "… and 2 more" in told


@pytest.mark.parametrize(
    ("names", "flags", "doubted"),
    [
        (NAMES, ("--no-background-class",), None),
        (NAMES[:9], ("--no-background-class",), "10 classes apart, and 9 names are known"),
        ([*NAMES, "more"], ("--no-background-class",), "10 classes apart, and 11 names are known"),
        (NAMES[:9], (), "gives 10 scores, the first of which is taken to mean that nothing is there"),
        (NAMES[:9], ("--background-class",), None),
    ],
)
def test_names_that_may_be_one_off_are_doubted(tried, picture, tmp_path, names, flags, doubted):
    labels = tmp_path / "labels.txt"
    labels.write_text("\n".join(names))
    doubts = tried(picture, "--labels", labels, *flags)["answers"][0]["doubts"]
    off = [doubt for doubt in doubts if "called as its neighbour should be" in doubt]
    assert len(off) == (doubted is not None)
    assert doubted is None or doubted in off[0]
