"""TensorFlow `GraphDef` and `SavedModel`: y = relu(x · w), x of shape (?, 4), w all ones (4, 3)."""

from pathlib import Path

import numpy as np
from builders.protobuf_writer import nested, number

FLOAT = 1


def _shape(*dims: int) -> bytes:
    return b"".join(nested(2, number(1, dim)) for dim in dims)


def _attribute(key: str, value: bytes) -> bytes:
    return nested(5, nested(1, key), nested(2, value))


def _node(name: str, operation: str, inputs: tuple[str, ...] = (), attributes: bytes = b"") -> bytes:
    return nested(1, nested(1, name), nested(2, operation), *(nested(3, i) for i in inputs), attributes)


def _float_type(key: str = "T") -> bytes:
    return _attribute(key, number(6, FLOAT))


def graph_def(operation: str = "Relu") -> bytes:
    tensor = number(1, FLOAT) + nested(2, _shape(4, 3)) + nested(4, np.ones((4, 3), np.float32).tobytes())
    placeholder = _float_type("dtype") + _attribute("shape", nested(7, _shape(-1, 4)))
    return (
        _node("x", "Placeholder", (), placeholder)
        + _node("w", "Const", (), _float_type("dtype") + _attribute("value", nested(8, tensor)))
        + _node("product", "MatMul", ("x", "w"), _float_type())
        + _node("y", operation, ("product",), _float_type())
        + nested(4, number(1, 1395))
    )


GRAPH_TEXT = """
node { name: "x" op: "Placeholder"
  attr { key: "dtype" value { type: DT_FLOAT } }
  attr { key: "shape" value { shape { dim { size: -1 } dim { size: 4 } } } } }
node { name: "y" op: "Relu" input: "x" attr { key: "T" value { type: DT_FLOAT } } }
"""


def saved_model_pb() -> bytes:
    def tensor_info(name: str, *dims: int) -> bytes:
        return nested(2, nested(1, f"{name}:0"), number(2, FLOAT), nested(3, _shape(*dims)))

    signature = (
        nested(1, nested(1, "features"), tensor_info("x", -1, 4))
        + nested(2, nested(1, "scores"), tensor_info("y", -1, 3))
        + nested(3, "tensorflow/serving/predict")
    )
    meta_graph = (
        nested(1, nested(4, "serve"))
        + nested(2, graph_def())
        + nested(5, nested(1, "serving_default"), nested(2, signature))
    )
    return number(1, 1) + nested(2, meta_graph)


def write_saved_model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(saved_model_pb())
    (folder / "assets").mkdir()
    (folder / "assets" / "labels of it.txt").write_text("cat\ndog\nbird\n")
    return folder
