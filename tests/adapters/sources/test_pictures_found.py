"""Pictures where a model was expected are called pictures, whatever their labels look like."""

from pathlib import Path

import pytest
from builders import datasets as build
from builders import onnx_models

from dlwb.adapters.sources.registry import recognise
from dlwb.domain.errors import PicturesFound, UnknownFormat, UnreadableModel


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("layout", ["imagenet_txt", "imagenet_folders", "voc", "coco", "yolo"])
def test_every_layout_of_pictures(tmp_path, layout) -> None:
    folder = getattr(build, layout)(tmp_path)
    with pytest.raises(PicturesFound) as refused:
        recognise(folder, names(folder))
    assert "Datasets" in refused.value.hint


def with_pictures(folder: Path) -> Path:
    for name in ("a.png", "b.png"):
        build.picture(folder / name)
    return folder


def test_a_damaged_model_beside_pictures_is_what_is_told_of(tmp_path) -> None:
    model = onnx_models.write(with_pictures(tmp_path) / "net.onnx")
    model.write_bytes(model.read_bytes()[:-100])
    with pytest.raises(UnreadableModel, match=r"net\.onnx"):
        recognise(tmp_path, names(tmp_path))


def test_a_folder_of_texts_with_few_pictures_is_not_pictures(tmp_path) -> None:
    for index in range(9):
        build.text(with_pictures(tmp_path) / f"n{index}.txt", "text")
    with pytest.raises(UnknownFormat) as refused:
        recognise(tmp_path, names(tmp_path))
    assert not isinstance(refused.value, PicturesFound)
