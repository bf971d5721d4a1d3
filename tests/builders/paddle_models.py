"""A PaddlePaddle inference program: y = relu(x + w), x of shape (-1, 4), w all ones (4)."""

import struct
from pathlib import Path

import numpy as np
from builders.protobuf_writer import nested, number

FP32, LOD_TENSOR, FEED_MINIBATCH, FETCH_LIST = 5, 7, 9, 10
_INT = 0


def _tensor_desc(*dims: int) -> bytes:
    return number(1, FP32) + b"".join(number(2, dim) for dim in dims)


def _variable(name: str, *dims: int, persistable: bool = False) -> bytes:
    kind = number(1, LOD_TENSOR) + nested(3, nested(1, _tensor_desc(*dims)), number(2, 0))
    return nested(3, nested(1, name), nested(2, kind), number(3, int(persistable)))


def _special(name: str, kind: int) -> bytes:
    return nested(3, nested(1, name), nested(2, number(1, kind)), number(3, 1))


def _operation(kind: str, inputs: dict[str, str], outputs: dict[str, str], integers: dict[str, int]) -> bytes:
    return nested(
        4,
        *(nested(1, nested(1, key), nested(2, value)) for key, value in inputs.items()),
        *(nested(2, nested(1, key), nested(2, value)) for key, value in outputs.items()),
        nested(3, kind),
        *(nested(4, nested(1, key), number(2, _INT), number(3, value)) for key, value in integers.items()),
    )


def program(operation: str = "relu", weights: bool = True) -> bytes:
    middle = "sum" if weights else "x"
    block = (
        number(1, 0)
        + number(2, -1)
        + _special("feed", FEED_MINIBATCH)
        + _special("fetch", FETCH_LIST)
        + _variable("x", -1, 4)
        + (_variable("w", 4, persistable=True) + _variable("sum", -1, 4) if weights else b"")
        + _variable("y", -1, 4)
        + _operation("feed", {"X": "feed"}, {"Out": "x"}, {"col": 0})
        + (_operation("elementwise_add", {"X": "x", "Y": "w"}, {"Out": "sum"}, {"axis": -1}) if weights else b"")
        + _operation(operation, {"X": middle}, {"Out": "y"}, {})
        + _operation("fetch", {"X": "y"}, {"Out": "fetch"}, {"col": 0})
    )
    return nested(1, block) + nested(4, number(1, 2006000))


def parameters() -> bytes:
    description = _tensor_desc(4)
    return struct.pack("<IQIi", 0, 0, 0, len(description)) + description + np.ones(4, np.float32).tobytes()


def write(folder: Path, stem: str = "inference") -> Path:
    (folder / f"{stem}.pdmodel").write_bytes(program())
    (folder / f"{stem}.pdiparams").write_bytes(parameters())
    return folder / f"{stem}.pdmodel"
