"""Recorded inputs from end to end: networks that take no pictures are held against their parent without labels."""

import tarfile
import zipfile

import numpy as np
from builders import datasets as build


def packed(folder, into):
    """A folder as an archive."""
    if into.suffix == ".zip":
        with zipfile.ZipFile(into, "w") as out:
            for file in folder.iterdir():
                out.write(file, file.name)
    else:
        with tarfile.open(into, "w:gz") as out:
            out.add(folder, folder.name)
    return into


def test_a_folder_and_archives_of_it_are_one_dataset(dlwb, tmp_path):
    folder = build.recorded(tmp_path / "tones")
    document = dlwb("dataset", "import", folder, "--json").document
    assert (document["format"], document["sample_kind"], document["samples"]) == ("tensors", "sample", 3)
    for archive in ("tones.zip", "tones.tar.gz"):
        assert dlwb("dataset", "import", packed(folder, tmp_path / archive), "--json").document["id"] == document["id"]


def test_no_text_calls_recorded_inputs_pictures(dlwb, tmp_path):
    folder = build.recorded(tmp_path / "tones")
    np.save(folder / "broken.npy", np.array(["a"]))
    for words in (("import", folder), ("show", "tones")):
        shown = dlwb("dataset", *words).out
        assert "3 samples · no labels" in shown
        assert "broken.npy: 'broken.npy' holds <U1, which no network takes." in shown
        assert "picture" not in shown.replace("and no pictures", "")
    assert "pictures" not in dlwb("dataset", "list").out


def test_one_sample_alone_is_no_archive_of_samples(dlwb, tmp_path):
    file = build.recording(tmp_path / "tone.npz", audio=np.ones(3), rate=np.ones(1))
    error = dlwb("dataset", "import", file, "--json").document["error"]
    assert error["message"] == "'tone.npz' holds the inputs of one sample, and a dataset has many."
    assert error["hint"] == "Give the folder that holds them all."


def test_recorded_inputs_beside_their_model_are_a_dataset(dlwb, tmp_path):
    folder = build.recorded(tmp_path / "both")
    (folder / "model.xml").write_text('<?xml version="1.0"?><net name="a" version="11"></net>')
    (folder / "model.bin").write_bytes(b"")
    assert dlwb("dataset", "import", folder, "--json").document["samples"] == 3


def test_recorded_inputs_are_not_augmented(dlwb, tmp_path):
    dlwb("dataset", "import", build.recorded(tmp_path / "tones"))
    error = dlwb("dataset", "augment", "tones", "--flip", "--json").document["error"]
    assert error["message"] == "'tones' holds recorded inputs, and only pictures can be augmented."


def test_a_sample_that_is_a_bomb_is_left_out(dlwb, tmp_path):
    folder = build.recorded(tmp_path / "tones", 1)
    build.bomb(folder / "bomb.npz")
    document = dlwb("dataset", "import", folder, "--json").document
    assert (document["samples"], document["left_out"]) == (1, 1)
    assert "too much for one sample" in document["broken"][0]["reason"]
