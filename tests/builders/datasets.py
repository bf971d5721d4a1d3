"""Small datasets in every layout, written to a folder."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from PIL import Image

SIZE = (40, 30)  # width, height


def picture(path: Path, size=SIZE, seed=None) -> Path:
    """A picture whose pixels depend on its name, so that no two are alike."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(sum(map(ord, path.name)) if seed is None else seed)
    Image.fromarray(rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)).save(path)
    return path


def recording(path: Path, **arrays) -> Path:
    """The inputs of one sample, by name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez(file, **arrays)
    return path


def recorded(folder: Path, count=3, name="audio", shape=(1, 1, 400)) -> Path:
    """Recorded inputs of a network with one input, each of a quiet tone of its own with noise."""
    for i in range(count):
        rng = np.random.default_rng(i)
        tone = np.sin(np.arange(np.prod(shape)) / (2 + i)).reshape(shape) + rng.normal(0, 0.1, shape)
        recording(folder / f"r{i}.npz", **{name: tone.astype(np.float32)})
    return folder


def bomb(path: Path, shape=(1 << 29,)) -> Path:
    """A small file whose one array unpacks to far more than any sample has (2 GiB), and really does hold some of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = io.BytesIO()
    npy.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x.npy", "w", force_zip64=True) as out,
    ):
        out.write(header.getvalue())
        for _ in range(int(np.prod(shape)) * 4 >> 24):
            out.write(bytes(1 << 24))
    return path


def text(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def imagenet_txt(folder: Path, labels=(0, 1, 2, 0), file="val.txt") -> Path:
    for i, _ in enumerate(labels):
        picture(folder / f"p{i}.png")
    text(folder / file, *(f"p{i}.png {label}" for i, label in enumerate(labels)))
    return folder


def imagenet_folders(folder: Path, classes=("cat", "dog"), each=2) -> Path:
    for name in classes:
        for i in range(each):
            picture(folder / name / f"{name}{i}.png")
    return folder


def voc_object(name, box, difficult=0):
    corners = "".join(
        f"<{tag}>{value}</{tag}>" for tag, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)
    )
    return f"<object><name>{name}</name><difficult>{difficult}</difficult><bndbox>{corners}</bndbox></object>"


def voc_xml(stem, *objects, size=SIZE):
    return (
        f"<annotation><filename>{stem}.png</filename><size><width>{size[0]}</width><height>{size[1]}</height>"
        f"<depth>3</depth></size>{''.join(objects)}</annotation>"
    )


def voc(folder: Path, stems=("a", "b"), objects=None, masked=()) -> Path:
    """`objects` by stem; a cat by default. Masks show a cat, and a row to ignore."""
    objects = objects or {}
    for stem in stems:
        picture(folder / "JPEGImages" / f"{stem}.png")
        own = objects.get(stem, [voc_object("cat", (11, 6, 20, 15))])
        text(folder / "Annotations" / f"{stem}.xml", voc_xml(stem, *own))
    for stem in masked:
        mask = np.zeros(SIZE[::-1], np.uint8)
        mask[5:15, 10:20] = 8
        mask[0] = 255
        (folder / "SegmentationClass").mkdir(exist_ok=True)
        Image.fromarray(mask).save(folder / "SegmentationClass" / f"{stem}.png")
    return folder


def coco_document(images=2, annotations=(), categories=((1, "person"), (18, "dog"), (90, "brush"))):
    return {
        "images": [
            {"id": 100 + i, "file_name": f"{i:012d}.png", "width": SIZE[0], "height": SIZE[1]} for i in range(images)
        ],
        "annotations": [{"id": i + 1, **one} for i, one in enumerate(annotations)],
        "categories": [{"id": number, "name": name} for number, name in categories],
    }


BOX = {"image_id": 100, "category_id": 18, "bbox": [2.5, 3.0, 10.0, 8.0], "area": 60.0, "iscrowd": 0}


def coco(folder: Path, document=None, file="annotations/instances_val.json", pictures="val") -> Path:
    document = coco_document(annotations=[BOX]) if document is None else document
    for image in document.get("images", []):
        picture(folder / pictures / image["file_name"])
    text(folder / file, json.dumps(document))
    return folder


def yolo(folder: Path, labels=None, names=("cat", "dog"), split="val") -> Path:
    """`labels` are lines by stem."""
    labels = {"a": ["0 0.5 0.5 0.2 0.4", "1 0.25 0.25 0.5 0.5"], "b": []} if labels is None else labels
    for stem, lines in labels.items():
        picture(folder / "images" / split / f"{stem}.png")
        text(folder / "labels" / split / f"{stem}.txt", *lines)
    if names:
        text(folder / "data.yaml", f"val: images/{split}", f"nc: {len(names)}", f"names: {json.dumps(list(names))}")
    return folder
