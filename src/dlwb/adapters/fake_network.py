"""The one network of the fake engine: a small classifier, kept as a tiny JSON document in place of an IR."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableModel
from dlwb.domain.graph import ConstantFacts, Graph, Node, Port
from dlwb.domain.model import TensorSpec

_KERNEL = 3
# What of the network can run in 8 bits, and how coarsely it then knows the brightness (0..255) of a picture. A class is
# 25.6 wide, so the convolution costs many right answers, and the others next to none.
STEPS = {"conv": 40.0, "pool": 2.0, "fc": 1.0}


@dataclass(frozen=True, slots=True)
class FakeNetwork:
    """A convolution, a pooling and a classifier over pictures of `batch` x 3 x `side` x `side`.

    `rounded` names the operations in 8 bits (keys of `STEPS`), `weight_bits` is what a weight of the others takes, and
    `taps` names operations whose results are outputs too.
    """

    name: str
    batch: int = 1
    side: int = 32
    channels: int = 16
    classes: int = 10
    rounded: tuple[str, ...] = ()
    weight_bits: int = 32
    taps: tuple[str, ...] = ()

    @property
    def input_shape(self) -> tuple[int, int, int, int]:
        """Shape of the only input, `data`."""
        return (self.batch, 3, self.side, self.side)

    @property
    def weights_bytes(self) -> int:
        """Size of the weights file."""
        weights = {"conv": self.channels * 3 * _KERNEL**2, "fc": self.channels * self.classes}
        return sum(count * self._bits(name) for name, count in weights.items()) // 8

    def _bits(self, operation: str) -> int:
        return 8 if operation in self.rounded else self.weight_bits

    def inputs(self) -> tuple[TensorSpec, ...]:
        """The input as the model card shows it."""
        return (TensorSpec("data", self.input_shape, "f32", "NCHW"),)

    def outputs(self) -> tuple[TensorSpec, ...]:
        """The output as the model card shows it."""
        return (TensorSpec("prob", (self.batch, self.classes), "f32"),)

    def reshaped(self, shape: tuple[int, ...]) -> "FakeNetwork":
        """The network for another input shape.

        Raises:
            InvalidOptions: the shape is not that of square pictures with three channels.
        """
        fits = len(shape) == 4 and shape[1] == 3 and shape[2] == shape[3] and min(shape) >= 1
        if not fits:
            problem = OptionProblem("shapes", f"'data' = {shape} does not fit; it takes N,3,S,S.")
            raise InvalidOptions((problem,), "The fake network knows square pictures with three channels.")
        return replace(self, batch=shape[0], side=shape[2])

    def save(self, xml: Path, weights: Path) -> None:
        """Write the document and a weights file of the right size."""
        xml.write_text(json.dumps({"fake_network": asdict(self)}), encoding="utf-8")
        weights.write_bytes(bytes(i * 31 % 251 + 1 for i in range(self.weights_bytes)))

    @classmethod
    def load(cls, xml: Path) -> "FakeNetwork":
        """Read what `save` wrote.

        Raises:
            UnreadableModel: the file is not such a document.
        """
        try:
            fields: dict[str, Any] = json.loads(xml.read_text(encoding="utf-8"))["fake_network"]
            lists: dict[str, Any] = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
            return cls(**(fields | lists))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableModel(f"'{xml.name}' is not a network of the fake engine.", "Import it again.") from error

    def results(self, pictures: npt.NDArray[np.generic]) -> dict[str, npt.NDArray[np.float32]]:
        """What the network says of plain pixels (0..255): the brighter a picture, the higher its class.

        The class in whose share of 0..255 the mean lies is the best, and the next ones follow by distance. Each operation
        hands the brightness on, in 8 bits only to the nearest of its `STEPS`; `prob` are the scores, and the taps what the
        operations of that name made.
        """
        count = len(pictures)
        bright = pictures.astype(np.float64).reshape(count, -1).mean(axis=1)
        made: dict[str, npt.NDArray[np.generic]] = {"data": pictures}
        for name, shape in (("conv", (self.channels, self.side, self.side)), ("pool", (self.channels, 1, 1))):
            bright = self._known(name, bright)
            made[name] = np.broadcast_to(bright[:, None, None, None], (count, *shape))
        wanted = self._known("fc", bright) / 256 * self.classes
        made["fc"] = -np.abs(np.arange(self.classes) + 0.5 - wanted[:, None])
        powers = np.exp(made["fc"].astype(np.float64))
        made["prob"] = powers / powers.sum(axis=1, keepdims=True)
        return {name: made[name].astype(np.float32) for name in ("prob", *self.taps)}

    def _known(self, operation: str, bright: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        step = STEPS[operation]
        return np.round(bright / step) * step if operation in self.rounded else bright

    def graph(self) -> Graph:
        """The network as a graph of operations."""
        n, c, s = self.batch, self.channels, self.side
        picture = Port(self.input_shape, "f32")
        features = Port((n, c, s, s), "f32")
        pooled = Port((n, c, 1, 1), "f32")
        flat = Port((n, c), "f32")
        scores = Port((n, self.classes), "f32")
        kernel, matrix = Port((c, 3, _KERNEL, _KERNEL), "f32"), Port((c, self.classes), "f32")
        axes, pattern = Port((2,), "i64"), Port((2,), "i64")
        same = {"strides": (1, 1), "pads_begin": (1, 1), "pads_end": (1, 1), "dilations": (1, 1)}
        conv = (*self._rounded("conv", "data", picture), *self._weights("conv", "conv/kernel", kernel))
        pool = (*self._rounded("pool", "relu", features), _constant("pool/axes", axes, 64))
        fc = (*self._rounded("fc", "flat", flat), *self._weights("fc", "fc/matrix", matrix))
        nodes = (
            Node("data", "Parameter", (), (picture,)),
            *conv,
            Node("conv", "Convolution", (picture, kernel), (features,), self._fed("conv", "data", conv), dict(same)),
            Node("relu", "ReLU", (features,), (features,), (("conv", 0),)),
            *pool,
            Node(
                "pool", "ReduceMean", (features, axes), (pooled,), self._fed("pool", "relu", pool), {"keep_dims": True}
            ),
            _constant("flat/pattern", pattern, 64),
            Node("flat", "Reshape", (pooled, pattern), (flat,), (("pool", 0), ("flat/pattern", 0))),
            *fc,
            Node("fc", "MatMul", (flat, matrix), (scores,), self._fed("fc", "flat", fc), {"transpose_b": False}),
            Node("prob", "Softmax", (scores,), (scores,), (("fc", 0),), {"axis": 1}),
            Node("prob/result", "Result", (scores,), (scores,), (("prob", 0),)),
        )
        return Graph(self.name, nodes, "opset13")

    def _rounded(self, operation: str, source: str, port: Port) -> tuple[Node, ...]:
        """What rounds the input of an operation in 8 bits."""
        if operation not in self.rounded:
            return ()
        name = f"{operation}/8 bits"
        return (Node(name, "FakeQuantize", (port,), (port,), ((source, 0),), {"levels": 256}),)

    def _weights(self, operation: str, name: str, port: Port) -> tuple[Node, ...]:
        """A constant, and what makes it a number again where it is stored in few bits."""
        bits = self._bits(operation)
        if bits == 32:
            return (_constant(name, port, 32),)
        stored = Port(port.shape, f"i{bits}")
        return (
            _constant(name, stored, bits),
            Node(f"{name}/number", "Convert", (stored,), (port,), ((name, 0),)),
            _constant(f"{name}/scale", Port((1,), "f32"), 32),
            Node(
                f"{name}/scaled",
                "Multiply",
                (port, Port((1,), "f32")),
                (port,),
                ((f"{name}/number", 0), (f"{name}/scale", 0)),
            ),
        )

    def _fed(self, operation: str, source: str, before: tuple[Node, ...]) -> tuple[tuple[str, int], ...]:
        """The inputs of an operation: its data, rounded or not, and the last of the nodes that make its constant."""
        return ((before[0].name if operation in self.rounded else source, 0), (before[-1].name, 0))


def _constant(name: str, port: Port, bits: int) -> Node:
    elements = 1
    for dim in port.shape or ():
        elements *= dim if isinstance(dim, int) else 1
    return Node(name, "Constant", (), (port,), constant=ConstantFacts(elements, 0, elements * bits // 8))
