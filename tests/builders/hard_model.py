"""A classifier that 8 bits hurt: one tensor's channels differ a thousandfold in range, so that most of them round to nothing.

Plain layers otherwise. In floating point the scaling is undone exactly by the next layer (ReLU is positively homogeneous),
so it changes nothing there. The last layer is fitted to pictures by ridge regression.
"""

from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13
from PIL import Image

import dlwb.adapters.openvino  # noqa: F401  (before openvino: it opts out of telemetry)

CLASSES = 8
SIDE = 24
CHANNELS = 32
NOISE = 60.0


def drawn(label: int, rng: np.random.Generator, noise: float = NOISE) -> np.ndarray:
    """A picture `[SIDE, SIDE, 3]` of stripes, whose direction, width and colour belong to its class, under noise."""
    y, x = np.mgrid[:SIDE, :SIDE]
    angle, width = np.pi * label / CLASSES, 3 + label % 4
    stripes = np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle)) / width + rng.uniform(0, 6))
    colour = np.array([1.0, np.cos(label), np.sin(2 * label)])
    pixels = 128 + 45 * stripes[..., None] * colour + rng.normal(0, noise, (SIDE, SIDE, 3))
    return np.clip(pixels, 0, 255).astype(np.uint8)


def pictures(folder: Path, count: int, seed: int = 0) -> Path:
    """A folder of pictures, one folder for each class."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        label = i % CLASSES
        path = folder / f"class{label}" / f"{i:04d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawn(label, rng)).save(path)
    return folder


def hard_classifier(xml: Path, *, depth: int = 5, wide: int = 1, octaves: float = 8.0, seed: int = 1) -> Path:
    """Write the classifier: `depth` convolutions, and after number `wide` a tensor whose channels span `octaves` octaves."""
    rng = np.random.default_rng(seed)
    shown = [drawn(label % CLASSES, rng) for label in range(64)]
    weights, biases = _normalised(depth, shown, rng)
    factors = 2.0 ** np.linspace(0, octaves, CHANNELS)
    weights[wide] = weights[wide] * factors[:, None, None, None]
    biases[wide] = biases[wide] * factors
    weights[wide + 1] = weights[wide + 1] / factors[None, :, None, None]
    head = _fitted(_network(weights, biases, None), rng)
    ov.save_model(_network(weights, biases, head), xml, compress_to_fp16=False)
    return xml


def _normalised(depth, shown, rng) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Random weights; biases and scales give every channel mean 0 and deviation 1 before its ReLU, as training would."""
    weights, biases = [], []
    for i in range(depth):
        weights.append(rng.normal(0, 1, (CHANNELS, 3 if i == 0 else CHANNELS, 3, 3)))
        biases.append(np.zeros(CHANNELS))
        outputs = _run(_network(weights, biases, None, pooled=False), shown)
        mean, spread = outputs.mean(axis=(0, 2, 3)), outputs.std(axis=(0, 2, 3)) + 1e-6
        weights[i] = weights[i] / spread[:, None, None, None]
        biases[i] = -mean / spread
    return weights, biases


def _run(model: ov.Model, shown) -> np.ndarray:
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.concatenate([compiled(one.transpose(2, 0, 1)[None].astype(np.float32))[0] for one in shown])


def _network(weights, biases, head, *, pooled: bool = True) -> ov.Model:
    data = opset13.parameter([1, 3, SIDE, SIDE], np.float32, name="picture")
    data.output(0).set_names({"picture"})
    made = opset13.multiply(opset13.subtract(data, np.float32(128)), np.float32(1 / 64))
    for i, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        made = opset13.convolution(made, weight.astype(np.float32), [1, 1], [1, 1], [1, 1], [1, 1], name=f"conv{i}")
        made = opset13.add(made, bias.reshape(1, -1, 1, 1).astype(np.float32), name=f"bias{i}")
        if pooled or i + 1 < len(weights):
            made = opset13.relu(made, name=f"relu{i}")
    if pooled:
        made = opset13.reduce_mean(made, np.array([2, 3]), keep_dims=False, name="pooled")
    if head is not None:
        matrix, shift = head
        made = opset13.add(opset13.matmul(made, matrix, False, False, name="head"), shift, name="sums")
        made = opset13.softmax(made, 1, name="probabilities")
    made.output(0).set_names({"scores"})
    return ov.Model([opset13.result(made)], [data], "hard")


def _fitted(body: ov.Model, rng: np.random.Generator, count: int = 1000) -> tuple[np.ndarray, np.ndarray]:
    """Weights and shifts of the last layer, fitted to fresh pictures."""
    labels = np.arange(count) % CLASSES
    features = _run(body, [drawn(label, rng) for label in labels]).astype(np.float64)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = np.hstack([(features - mean) / spread, np.ones((count, 1))])
    wanted = np.eye(CLASSES)[labels] * 8
    solution = np.linalg.solve(scaled.T @ scaled + 10 * np.eye(scaled.shape[1]), scaled.T @ wanted)
    matrix = solution[:-1] / spread[:, None]
    return matrix.astype(np.float32), (solution[-1] - mean @ matrix).astype(np.float32)[None]
