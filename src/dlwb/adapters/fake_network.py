"""The one network of the fake engine: a small classifier, kept as a tiny JSON document in place of an IR."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableModel
from dlwb.domain.graph import ConstantFacts, Graph, Node, Port
from dlwb.domain.model import TensorSpec

_KERNEL = 3


@dataclass(frozen=True, slots=True)
class FakeNetwork:
    """A convolution, a pooling and a classifier over pictures of `batch` x 3 x `side` x `side`."""

    name: str
    batch: int = 1
    side: int = 32
    channels: int = 16
    classes: int = 10

    @property
    def input_shape(self) -> tuple[int, int, int, int]:
        """Shape of the only input, `data`."""
        return (self.batch, 3, self.side, self.side)

    @property
    def weights_bytes(self) -> int:
        """Size of the weights file."""
        return 4 * (self.channels * 3 * _KERNEL**2 + self.channels * self.classes)

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
            return cls(**json.loads(xml.read_text(encoding="utf-8"))["fake_network"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableModel(f"'{xml.name}' is not a network of the fake engine.", "Import it again.") from error

    def scores(self, pictures: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
        """What the network says of plain pixels (0..255): the brighter a picture, the higher its class.

        The class in whose share of 0..255 the mean lies is the best, and the next ones follow by distance.
        """
        bright = pictures.astype(np.float64).reshape(len(pictures), -1).mean(axis=1) / 256 * self.classes
        powers = np.exp(-np.abs(np.arange(self.classes) + 0.5 - bright[:, None]))
        shares: npt.NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares

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
        nodes = (
            Node("data", "Parameter", (), (picture,)),
            _constant("conv/kernel", kernel, 4),
            Node("conv", "Convolution", (picture, kernel), (features,), (("data", 0), ("conv/kernel", 0)), dict(same)),
            Node("relu", "ReLU", (features,), (features,), (("conv", 0),)),
            _constant("pool/axes", axes, 8),
            Node(
                "pool", "ReduceMean", (features, axes), (pooled,), (("relu", 0), ("pool/axes", 0)), {"keep_dims": True}
            ),
            _constant("flat/pattern", pattern, 8),
            Node("flat", "Reshape", (pooled, pattern), (flat,), (("pool", 0), ("flat/pattern", 0))),
            _constant("fc/matrix", matrix, 4),
            Node("fc", "MatMul", (flat, matrix), (scores,), (("flat", 0), ("fc/matrix", 0)), {"transpose_b": False}),
            Node("prob", "Softmax", (scores,), (scores,), (("fc", 0),), {"axis": 1}),
            Node("prob/result", "Result", (scores,), (scores,), (("prob", 0),)),
        )
        return Graph(self.name, nodes, "opset13")


def _constant(name: str, port: Port, itemsize: int) -> Node:
    elements = 1
    for dim in port.shape or ():
        elements *= dim if isinstance(dim, int) else 1
    return Node(name, "Constant", (), (port,), constant=ConstantFacts(elements, 0, elements * itemsize))
