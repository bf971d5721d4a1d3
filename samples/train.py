"""Trains the two sample networks on drawn pictures and writes them as ONNX.

One command, the same result from the same seed (on the same machine and torch)::

    pip install torch==2.13.0 onnx==1.23.2 numpy pillow
    python samples/train.py
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import draw
import numpy as np
import numpy.typing as npt
import torch
from detections import Boxes, decode, mean_average_precision
from exporting import DETECTOR_DECODE, MEAN, SCALE, Card, write
from losses import DetectionLoss
from networks import Classifier, Detector, parameters
from torch import Tensor, nn
from torch.nn import functional

SEED = 7
HELD_OUT = 2000
"""Pictures per task that training never sees."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    pictures: int
    epochs: int
    batch: int
    peak_rate: float


CLASSIFIER_PLAN = Plan(pictures=8000, epochs=5, batch=32, peak_rate=3e-3)
DETECTOR_PLAN = Plan(pictures=6000, epochs=8, batch=32, peak_rate=3e-3)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pixels (n, 3, side, side) bytes; boxes (n, 4, 4) cx, cy, w, h in pixels; labels and present (n, 4).

    A classification picture has one label and no box: boxes is empty, labels and present are (n, 1).
    """

    pixels: Tensor
    boxes: Tensor
    labels: Tensor
    present: Tensor


# --- pictures in memory --------------------------------------------------------------------------


def _as_tensor(pixels: list[draw.Pixels]) -> Tensor:
    return torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).contiguous()


def classification_pictures(seed: int, count: int) -> Pictures:
    """The first `count` classification pictures of a split."""
    drawn = [draw.classification_picture(seed, index) for index in range(count)]
    labels = torch.tensor([[label] for _, label in drawn])
    pixels = _as_tensor([pixels for pixels, _ in drawn])
    return Pictures(pixels, torch.zeros(count, 0, 4), labels, torch.ones_like(labels, dtype=torch.bool))


def detection_pictures(seed: int, count: int) -> Pictures:
    """The first `count` detection pictures of a split, their boxes padded to four."""
    scenes = [draw.detection_picture(seed, index) for index in range(count)]
    boxes = torch.zeros(count, draw.MAX_SHAPES, 4)
    labels = torch.zeros(count, draw.MAX_SHAPES, dtype=torch.int64)
    present = torch.zeros(count, draw.MAX_SHAPES, dtype=torch.bool)
    for number, scene in enumerate(scenes):
        for place, box in enumerate(scene.boxes):
            centre = (box.left + box.width / 2, box.top + box.height / 2)
            boxes[number, place] = torch.tensor([*centre, box.width, box.height])
            labels[number, place] = box.label
            present[number, place] = True
    return Pictures(_as_tensor([scene.pixels for scene in scenes]), boxes, labels, present)


def network_input(pixels: Tensor) -> Tensor:
    """Bytes (n, 3, side, side) as the networks want them."""
    return (pixels.float() - MEAN) / SCALE


def shuffled_batches(pictures: Pictures, size: int) -> Iterator[Pictures]:
    """One epoch in random order, each batch mirrored, transposed and recoloured at random as a whole."""
    side = pictures.pixels.shape[2]
    for chosen in torch.split(torch.randperm(len(pictures.pixels)), size):
        pixels, boxes = pictures.pixels[chosen], pictures.boxes[chosen].clone()
        mirror_x, mirror_y, transpose, invert = (torch.rand(4) < 0.5).tolist()
        if mirror_x:
            pixels, boxes[..., 0] = pixels.flip(3), side - boxes[..., 0]
        if mirror_y:
            pixels, boxes[..., 1] = pixels.flip(2), side - boxes[..., 1]
        if transpose:
            pixels, boxes = pixels.transpose(2, 3), boxes[..., [1, 0, 3, 2]]
        if invert:
            pixels = 255 - pixels
        pixels = pixels[:, torch.randperm(3)]
        yield Pictures(pixels, boxes, pictures.labels[chosen], pictures.present[chosen])


# --- learning ------------------------------------------------------------------------------------


def learn(network: nn.Module, pictures: Pictures, plan: Plan, loss: Callable[[Tensor, Pictures], Tensor]) -> None:
    """Trains in place with AdamW under a one-cycle rate; prints the mean loss of every epoch."""
    name = type(network).__name__.lower()
    steps = plan.epochs * -(-plan.pictures // plan.batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.peak_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.peak_rate, total_steps=steps, pct_start=0.2)
    for epoch in range(plan.epochs):
        started, losses = time.perf_counter(), []
        network.train()
        for batch in shuffled_batches(pictures, plan.batch):
            images = network_input(batch.pixels).contiguous(memory_format=torch.channels_last)
            error = loss(network(images), batch)
            optimizer.zero_grad()
            torch.autograd.backward(error)
            nn.utils.clip_grad_norm_(network.parameters(), 10.0)
            optimizer.step()
            schedule.step()
            losses.append(error.item())
        spent = time.perf_counter() - started
        print(f"{name}: epoch {epoch + 1}/{plan.epochs}, loss {np.mean(losses):.4f}, {spent:.0f} s", flush=True)


def answers(network: nn.Module, pictures: Pictures) -> npt.NDArray[np.float32]:
    """The network's output for every picture, in evaluation mode."""
    network.eval()
    with torch.inference_mode():
        parts = [network(network_input(part)) for part in torch.split(pictures.pixels, 100)]
    result: npt.NDArray[np.float32] = torch.cat(parts).numpy()
    return result


def true_boxes(pictures: Pictures) -> list[Boxes]:
    """The labels as boxes with score 1."""
    corners = torch.cat(
        [
            pictures.boxes[..., :2] - pictures.boxes[..., 2:] / 2,
            pictures.boxes[..., :2] + pictures.boxes[..., 2:] / 2,
        ],
        dim=-1,
    ).double()
    return [
        Boxes(corners[k][there].numpy(), pictures.labels[k][there].numpy(), np.ones(int(there.sum())))
        for k, there in enumerate(pictures.present)
    ]


def _settle() -> None:
    """Makes this process's torch repeatable, and leaves the other core to the other network."""
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)


def train_classifier(path: Path) -> str:
    """Trains, writes the file, returns one line with the held-out accuracy."""
    _settle()
    network = Classifier(len(draw.CLASSES))
    size = parameters(network)
    learn(
        network,
        classification_pictures(draw.TRAIN_SEED, CLASSIFIER_PLAN.pictures),
        CLASSIFIER_PLAN,
        lambda logits, batch: functional.cross_entropy(logits, batch.labels[:, 0], label_smoothing=0.05),
    )
    held_out = classification_pictures(draw.HELD_OUT_SEED, HELD_OUT)
    card = Card("classification", draw.CLASSES, draw.CLASSIFICATION_SIDE, "probabilities")
    write(network, path, card)
    right = int((answers(network, held_out).argmax(1) == held_out.labels[:, 0].numpy()).sum())
    return f"{path.name}: {size} parameters, held-out top-1 {right / HELD_OUT:.4f} ({right}/{HELD_OUT})"


def train_detector(path: Path) -> str:
    """Trains, writes the file, returns one line with the held-out mean average precision."""
    _settle()
    network = Detector(len(draw.CLASSES))
    size = parameters(network)
    loss = DetectionLoss(Detector.SIDE, Detector.STRIDES)
    learn(
        network,
        detection_pictures(draw.TRAIN_SEED, DETECTOR_PLAN.pictures),
        DETECTOR_PLAN,
        lambda rows, batch: loss(rows, batch.boxes, batch.labels, batch.present),
    )
    held_out = detection_pictures(draw.HELD_OUT_SEED, HELD_OUT)
    write(network, path, Card("detection", draw.CLASSES, Detector.SIDE, "detections", DETECTOR_DECODE))
    found = [decode(rows, Detector.SIDE, Detector.STRIDES) for rows in answers(network, held_out)]
    score = mean_average_precision(found, true_boxes(held_out), len(draw.CLASSES))
    return f"{path.name}: {size} parameters, held-out mAP@0.5 {score:.4f} ({HELD_OUT} pictures)"


def main() -> None:
    """Trains both networks side by side, each in a process and on a core of its own."""
    parser = argparse.ArgumentParser(description="Train the sample networks and write them as ONNX.")
    parser.add_argument("--out", type=Path, default=draw.SHIPPED / "models", help="folder to write to")
    out: Path = parser.parse_args().out
    started = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [
            pool.submit(train_classifier, out / "shapes-classifier.onnx"),
            pool.submit(train_detector, out / "shapes-detector.onnx"),
        ]
        print("\n".join(job.result() for job in jobs))
    print(f"{time.perf_counter() - started:.0f} s in all")


if __name__ == "__main__":
    main()
