"""`dlwb dataset` from end to end, workers included: what comes in, what is shown, and what is refused in words."""

import bz2
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from builders import datasets as build
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DLWB_SHARED_DATA", ROOT.parent / "shared" / "data"))
GUIDE = ROOT / "docs" / "guide" / "datasets.md"


@pytest.fixture
def imported(dlwb):
    """Import and return the document."""

    def run(*words):
        outcome = dlwb("dataset", "import", *words, "--json")
        assert outcome.code == 0, outcome.out + outcome.err
        return outcome.document

    return run


@pytest.fixture
def refused(dlwb, tmp_path):
    """Import; returns the error after checking that nothing is left behind."""

    def run(*words):
        outcome = dlwb("dataset", "import", *words, "--json")
        assert outcome.code == 1, outcome.out + outcome.err
        assert dlwb("dataset", "list", "--json").document["datasets"] == []
        for place in ("tmp", "datasets", "blobs"):
            assert [p for p in (tmp_path / "workspace" / place).rglob("*") if p.is_file()] == []
        assert outcome.document["error"]["hint"]
        return outcome.document["error"]

    return run


def test_the_document(imported, tmp_path):
    folder = build.voc(tmp_path / "my cats", masked=("a",))
    (folder / "JPEGImages" / "b.png").write_bytes(b"")
    document = imported(folder)
    assert (document["name"], document["format"], document["samples"]) == ("my cats", "voc", 1)
    assert document["tasks"] == ["detection", "segmentation"]
    assert document["classes"][7] == "cat"
    assert document["counts"][7] == 1
    assert [one["path"] for one in document["broken"]] == ["JPEGImages/b.png"]
    assert re.fullmatch("[0-9a-f]{16}", document["id"])


def test_list_show_rename_remove(dlwb, imported, tmp_path):
    folder = build.imagenet_folders(tmp_path / "data")
    document = imported(folder, "--name", "pets")
    assert dlwb("dataset", "list", "--json").document["datasets"] == [document]
    assert "pets" in dlwb("dataset", "list").out
    assert dlwb("dataset", "show", "pets", "--json").document == document
    shown = dlwb("dataset", "show", document["id"][:6]).out
    assert "each of 2 folders holds pictures" in shown
    assert "classification" in shown
    assert dlwb("dataset", "rename", "pets", "cats and dogs", "--json").document["name"] == "cats and dogs"
    assert dlwb("dataset", "remove", "cats and dogs", "--json").document == {"removed": document["id"]}
    assert dlwb("dataset", "list", "--json").document["datasets"] == []
    assert (folder / "cat" / "cat0.png").exists()
    assert dlwb("dataset", "show", "pets").code == 1


def test_the_run_of_an_import(dlwb, imported, tmp_path):
    document = imported(build.imagenet_txt(tmp_path / "data"))
    (run,) = dlwb("run", "list", "--kind", "dataset_import", "--json").document["runs"]
    assert (run["kind"], run["state"], run["dataset"]) == ("dataset_import", "succeeded", document["id"])
    assert dlwb("run", "show", run["id"], "--json").document == document
    assert "classification" in dlwb("run", "show", run["id"]).out
    dlwb("dataset", "remove", document["id"])
    assert dlwb("run", "show", run["id"], "--json").document["state"] == "succeeded"


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_archives(imported, tmp_path, kind):
    folder = build.coco(tmp_path / "data")
    archive = tmp_path / f"größe.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as out:
            for path in folder.rglob("*"):
                out.write(path, path.relative_to(tmp_path))
    else:
        with tarfile.open(archive, "w:gz" if kind == "tar.gz" else "w") as out:
            out.add(folder, "data")
    packed = imported(archive)
    assert (packed["name"], packed["owned"], packed["samples"]) == ("größe", True, 2)
    assert imported(folder)["id"] == packed["id"]


def test_removing_deletes_what_was_unpacked(dlwb, imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    with tarfile.open(tmp_path / "data.tar", "w") as out:
        out.add(folder, "data")
    document = imported(tmp_path / "data.tar")
    assert Path(document["folder"]).is_dir()
    dlwb("dataset", "remove", document["id"])
    assert not Path(document["folder"]).exists()
    assert [p for p in (tmp_path / "workspace" / "blobs").rglob("*") if p.is_file()] == []


def test_label_maps(dlwb, imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data", (0, 1, 2))
    names = build.text(tmp_path / "names.txt", "ant", "bee", "cat")
    assert imported(folder)["classes"] == []
    assert imported(folder, "--labels", names)["classes"] == ["ant", "bee", "cat"]
    as_json = tmp_path / "names.json"
    as_json.write_text('{"0": ["n01", "Ant"], "1": ["n02", "Bee"], "2": ["n03", "Cat"]}')
    assert dlwb("dataset", "label", "data", as_json, "--json").document["classes"] == ["n01 Ant", "n02 Bee", "n03 Cat"]
    short = dlwb("dataset", "label", "data", build.text(tmp_path / "short.txt", "ant"), "--json")
    assert "names for 1 of 3 classes" in short.document["error"]["message"]


def test_masks_without_names_take_any_number_of_classes_and_get_names_later(dlwb, imported, tmp_path):
    folder = build.voc(tmp_path / "data", ("a",), masked=("a",))
    (folder / "Annotations" / "a.xml").unlink()
    Image.fromarray(np.full(build.SIZE[::-1], 25, np.uint8)).save(folder / "SegmentationClass" / "a.png")
    document = imported(folder)
    assert (document["classes"], document["class_count"], document["samples"]) == ([], 25, 1)
    names = [f"class {i}" for i in range(25)]
    file = build.text(tmp_path / "names.txt", "background", *names)
    assert dlwb("dataset", "label", "data", file, "--json").document["classes"] == names


def test_fewer_names_than_before_will_do_where_they_are_enough_for_the_labels(dlwb, imported, tmp_path):
    assert imported(build.voc(tmp_path / "data"))["class_count"] == 20  # cats, the eighth class of the original
    short = dlwb("dataset", "label", "data", build.text(tmp_path / "short.txt", *"abcdefg"), "--json")
    assert "names for 7 of 8 classes" in short.document["error"]["message"]
    document = dlwb("dataset", "label", "data", build.text(tmp_path / "names.txt", *"abcdefgh"), "--json").document
    assert (document["classes"], document["class_count"]) == (list("abcdefgh"), 8)


def test_names_are_asked_for_once_in_a_terminal(dlwb, tmp_path, monkeypatch):
    folder = build.imagenet_txt(tmp_path / "data", (0, 1))
    names = build.text(tmp_path / "names.txt", "ant", "bee")
    monkeypatch.setattr("dlwb.cli.dataset.sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("dlwb.cli.dataset.typer.prompt", lambda *words, **options: str(names))
    assert "bee" in dlwb("dataset", "import", folder).out
    monkeypatch.setattr("dlwb.cli.dataset.typer.prompt", lambda *words, **options: pytest.fail("asked twice"))
    assert "bee" in dlwb("dataset", "import", folder).out


def test_generate_and_augment(dlwb, tmp_path):
    drawn = dlwb("dataset", "generate", "--count", 4, "--width", 40, "--height", 32, "--json").document
    assert (drawn["samples"], len(drawn["tasks"]), drawn["made"]["kind"]) == (4, 4, "generated")
    words = ("dataset", "augment", drawn["id"], "--flip", "--noise", 0.1, "--copies", 2, "--json")
    augmented = dlwb(*words).document
    assert augmented["samples"] == 12
    assert augmented["made"]["parent"] == drawn["id"]
    assert "augmented data: flipped, noise 0.1" in augmented["caveat"]
    assert "augmented data" in dlwb("dataset", "show", augmented["id"]).out
    nothing = dlwb("dataset", "augment", drawn["id"], "--noise", 3, "--copies", 0, "--json").document["error"]
    assert [one["option"] for one in nothing["problems"]] == ["--noise", "--copies"]


def test_wrong_options_of_an_import_are_told_together(dlwb, tmp_path):
    folder = build.imagenet_folders(tmp_path / "d")
    words = ("--name", " ", "--first-class", "7", "--format", "kitti", "--json")
    error = dlwb("dataset", "import", folder, *words).document["error"]
    assert [one["option"] for one in error["problems"]] == ["--name", "--first-class", "--format"]
    assert "imagenet" in error["hint"]


# --- refused --------------------------------------------------------------------------------------


def test_no_such_path(refused, tmp_path):
    assert "There is no file or folder" in refused(tmp_path / "gone")["message"]


def test_what_is_no_dataset(refused, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "read.me").write_text("hello")
    assert "neither pictures nor recorded inputs, only 'read.me'" in refused(tmp_path / "notes")["message"]


def test_a_file_that_is_no_archive(refused, tmp_path):
    error = refused(build.picture(tmp_path / "a.png"))
    assert error["type"] == "UnknownFormat"
    assert "it looks like a PNG picture" in error["message"]


def test_an_archive_of_something_else(refused, tmp_path):
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as out:
        out.writestr("model.onnx", b"\x08\x07")
    assert "neither pictures nor recorded inputs, only 'model.onnx'" in refused(tmp_path / "model.zip")["message"]


def test_a_zip_bomb(refused, tmp_path, monkeypatch):
    monkeypatch.setenv("DLWB_UPLOAD_LIMIT_GIB", str(1 / 1024))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.png", bytes(4 << 20))
    assert refused(tmp_path / "bomb.zip")["type"] == "UnsafeArchive"


def test_a_tar_bomb(refused, tmp_path, monkeypatch):
    monkeypatch.setenv("DLWB_UPLOAD_LIMIT_GIB", str(1 / 1024))
    inner = tmp_path / "zeros.png"
    inner.write_bytes(bytes(4 << 20))
    with tarfile.open(tmp_path / "plain.tar", "w") as out:
        out.add(inner, "a.png")
    (tmp_path / "bomb.tar.bz2").write_bytes(bz2.compress((tmp_path / "plain.tar").read_bytes()))
    assert refused(tmp_path / "bomb.tar.bz2")["type"] == "UnsafeArchive"


def test_a_truncated_archive(refused, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    with tarfile.open(tmp_path / "data.tar.gz", "w:gz") as out:
        out.add(folder, "data")
    whole = (tmp_path / "data.tar.gz").read_bytes()
    (tmp_path / "data.tar.gz").write_bytes(whole[: len(whole) // 2])
    error = refused(tmp_path / "data.tar.gz")
    assert error["type"] == "UnreadableDataset"
    assert "is damaged" in error["message"]


def test_a_class_out_of_range(refused, tmp_path):
    folder = build.yolo(tmp_path / "data", {"a": ["7 0.5 0.5 0.1 0.1"]})
    assert "labels/val/a.txt:1: class 7 is out of range" in refused(folder)["message"]


def test_all_pictures_broken(refused, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data", (0, 1))
    for i in range(2):
        (folder / f"p{i}.png").write_bytes(b"")
    assert "No picture of 'data' can be used" in refused(folder)["message"]


def test_wrong_options_all_at_once(dlwb, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    error = dlwb("dataset", "import", folder, "--format", "kitti", "--json").document["error"]
    assert error["type"] == "InvalidOptions"
    assert "voc" in error["hint"]
    assert dlwb("dataset", "import", folder, "--name", " ", "--json").document["error"]["problems"]


def test_annotations_are_missing(refused, tmp_path):
    folder = build.picture(tmp_path / "data" / "a.png").parent
    assert "has no folder 'Annotations'" in refused(folder, "--format", "voc")["message"]


def test_every_kind_of_picture_in_one_folder(imported, tmp_path):
    folder = tmp_path / "data"
    for i, mode in enumerate(("L", "RGBA", "I;16", "CMYK", "P", "1", "LA")):
        folder.mkdir(exist_ok=True)
        Image.new(mode, (8, 6 + i)).save(folder / f"{i}.{'jpg' if mode == 'CMYK' else 'png'}")
    document = imported(folder)
    assert (document["format"], document["samples"], document["broken"]) == ("pictures", 7, [])


# --- a reader of somebody else --------------------------------------------------------------------


def test_the_reader_of_the_guide(tmp_path):
    """The guide's reader, word for word, in under 40 lines, imports what the guide says it imports."""
    blocks = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    (code,) = [block for block in blocks if "class " in block]
    assert len(code.splitlines()) < 40
    (tmp_path / "faces.py").write_text(code)
    for name in ("ann", "bob"):
        build.picture(tmp_path / "data" / f"{name}.png")
    build.text(tmp_path / "data" / "faces.csv", "ann.png,10,5,20,15", "bob.png,0,0,8,8", "ann.png,30,20,39,29")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "DLWB_WORKSPACE": str(tmp_path / "workspace")}
    environment |= {"DLWB_SLOT": str(tmp_path / "slot.lock"), "DLWB_ENGINE": "fake"}
    words = ["dataset", "import", str(tmp_path / "data"), "--format", "faces:Faces", "--json"]
    command = [sys.executable, "-c", "from dlwb.cli.app import main; main()", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"samples":2' in done.stdout
    assert '"counts":[3]' in done.stdout


# --- the sample pictures beside the checkout --------------------------------------------------------


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "format", "tasks", "samples", "objects"),
    [
        ("imagenet-sample", "imagenet_txt", ["classification"], 400, 400),
        ("cifar10-sample", "imagenet_txt", ["classification"], 400, 400),
        ("voc-sample", "voc", ["detection", "segmentation"], 50, 264),
        ("coco-sample", "coco", ["detection", "instance_segmentation"], 25, 205),
    ],
)
def test_the_sample_datasets(imported, tmp_path, name, format, tasks, samples, objects):
    folder = SHARED / "images" / name
    if not folder.is_dir():
        pytest.skip(f"needs {folder}")
    document = imported(folder)
    assert (document["format"], document["tasks"], document["samples"]) == (format, tasks, samples)
    assert sum(document["counts"]) == objects
    assert document["broken"] == []
    assert document["notes"] == []
    (index,) = [p for p in (tmp_path / "workspace" / "blobs").rglob("*") if p.is_file()]
    assert index.read_text().count('"mask":"') == (39 if name == "voc-sample" else 0)


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "labels"), [("imagenet-sample", "imagenet-1000"), ("cifar10-sample", "cifar-10")])
def test_the_sample_label_maps(imported, name, labels):
    file = SHARED / "labels" / f"{labels}.txt"
    if not file.is_file():
        pytest.skip(f"needs {file}")
    document = imported(SHARED / "images" / name, "--labels", file)
    assert len(document["classes"]) == len(file.read_text().splitlines())
    assert document["classes"][0] in ("tench", "airplane")
