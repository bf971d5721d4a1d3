"""Raw outputs: found by name, brought into one shape, activated."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.shapes import shape_text
from dlwb.domain.errors import InputError
from dlwb.domain.output_adapter import Activation

Array = NDArray[np.generic]
Floats = NDArray[np.float64]
Outputs = Mapping[str, Array]

# Far beyond every number of classes or rows.
_MOST = 2**31


def output(outputs: Outputs, name: str) -> Array:
    """The output of that name.

    Raises:
        InputError: there is none.
    """
    if name not in outputs:
        known = ", ".join(f"'{known}'" for known in sorted(outputs))
        raise InputError(f"The model has no output '{name}'.", f"Its outputs are {known}.")
    return np.asarray(outputs[name])


def numbers(array: Array) -> NDArray[np.float32]:
    """Scores as floating point; those of 8-bit networks, whose scale is lost, as shares of their range."""
    reals: NDArray[np.float32] = array.astype(np.float32, copy=False)
    if array.dtype == np.uint8:
        return reals / np.float32(255)
    if array.dtype == np.int8:
        return (reals + np.float32(128)) / np.float32(255)
    return reals


def whole(array: NDArray[np.generic]) -> NDArray[np.intp]:
    """Numbers of classes, pictures or rows that are given as any type; -1, which none has, for what is no such number."""
    if array.dtype.kind != "f":
        return array.astype(np.intp)
    said = array.astype(np.float64)
    return np.rint(np.where(np.abs(said) < _MOST, said, -1)).astype(np.intp)  # NaN is below nothing


def rows_of(array: Array, pictures: int, columns: int, name: str) -> Array:
    """The output as `[pictures, rows, columns]`.

    Raises:
        InputError: its last dimension is another, or its rows cannot be dealt out to the pictures.
    """
    if not array.ndim or array.shape[-1] != columns or (array.size and array.size % (pictures * columns)):
        raise misfit(name, array, f"rows of {columns} numbers for {pictures} picture(s)")
    return array.reshape(pictures, -1 if array.size else 0, columns)


def misfit(name: str, array: Array, wanted: str) -> InputError:
    """The output is not what the settings say."""
    return InputError(
        f"The output '{name}' has the shape {shape_text(array.shape)}, which does not fit {wanted}.",
        "Choose other settings for what the outputs mean.",
    )


def says_nothing(array: Array) -> bool:
    """Whether an output holds NaN or has run over to infinity; minus infinity is a score that says no."""
    return array.dtype.kind == "f" and not bool(np.less(array, np.inf).all())


def activate(scores: NDArray[np.float32], how: Activation, axis: int = -1) -> NDArray[np.float32]:
    """Raw scores after the activation that the network left out."""
    if how is Activation.SIGMOID:
        return sigmoid(scores)
    if how is Activation.SOFTMAX:
        return softmax(scores, axis)
    return scores


def sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 / (1 + exp(-x)), without overflow."""
    result: NDArray[np.float32] = 0.5 * (1 + np.tanh(0.5 * x))
    return result


def softmax(x: NDArray[np.float32], axis: int = -1) -> NDArray[np.float32]:
    """Exponentials that sum to one along the axis."""
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=axis, keepdims=True)
    return shares
