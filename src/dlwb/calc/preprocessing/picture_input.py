"""The input of a network that takes pictures, and the small ones beside it that tell a picture's size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.preprocessing.frame import Frame
from dlwb.calc.shapes import shape_text
from dlwb.domain.errors import InputError
from dlwb.domain.model import Dim, TensorSpec

CHANNELS = (1, 3, 4)
_NO_PICTURES = (
    "If an input takes them (1, 3 or 4 channels), say at import what its dimensions mean. Other networks are compared with "
    "their parent, and quantized, on recorded inputs: import a folder of .npz files as a dataset."
)


@dataclass(frozen=True, slots=True)
class PictureInput:
    """An input that takes pictures of a known size, in pixels. `layout` has a letter for each dimension, such as `NCHW`.

    `batch` is how many pictures it takes at once, None where that is open or nobody said it.
    """

    name: str
    layout: str
    width: int
    height: int
    channels: int
    dtype: str
    batch: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


def picture_input(
    inputs: Sequence[TensorSpec], layout: str | None = None, size: tuple[int, int] | None = None
) -> PictureInput:
    """The input that takes pictures.

    Args:
        inputs: all inputs of the model.
        layout: what somebody said of the picture's layout; otherwise it is read from where the channels are.
        size: width and height to use where the model leaves them open.

    Raises:
        InputError: no input takes pictures, or its size is open and none was given.
    """
    for spec in inputs:
        found = _layout(spec, layout)
        if found is not None:
            return _sized(spec, found, size)
    shapes = ", ".join(f"'{spec.name}' {shape_text(spec.shape)}" for spec in inputs)
    raise InputError(
        f"No input of the model takes pictures: {shapes}.",
        _NO_PICTURES,
        terminal="dlwb model import PATH --layout NAME=NCHW",
    )


def _sized(spec: TensorSpec, layout: str, size: tuple[int, int] | None) -> PictureInput:
    dims = dict(zip(layout, spec.shape or (), strict=True))
    channels = dims["C"]
    sides = [dim for dim in (dims["W"], dims["H"]) if isinstance(dim, int)]
    if len(sides) < 2:
        sides = [*(size or ())]
    if len(sides) < 2 or not isinstance(channels, int):
        raise InputError(
            f"The input '{spec.name}' takes pictures of any size ({shape_text(spec.shape)}), so one has to be chosen.",
            "Give its shape, here or at import, for example 1,3,224,224.",
            terminal="--shape 1,3,224,224",
        )
    width, height = sides
    batch = dims.get("N", 1)
    return PictureInput(
        spec.name, layout, width, height, channels, spec.dtype, batch if isinstance(batch, int) else None
    )


def _layout(spec: TensorSpec, said: str | None) -> str | None:
    """The layout of an input that takes pictures; None for another. What was said counts where it fits."""
    shape = spec.shape
    if shape is None or len(shape) not in (3, 4):
        return None
    for word in (spec.layout, said):
        if word is not None and set("HWC") <= set(word) <= set("NHWC") and len(word) == len(shape):
            return word if shape[word.index("C")] in CHANNELS else None
    batch = "N" if len(shape) == 4 else ""
    inner = shape[len(batch) :]
    if _is_channel(inner[0]) and _is_side(inner[1]) and _is_side(inner[2]):
        return batch + "CHW"
    if _is_channel(inner[2]) and _is_side(inner[0]) and _is_side(inner[1]):
        return batch + "HWC"
    return None


def _is_channel(dim: Dim) -> bool:
    return isinstance(dim, int) and dim in CHANNELS


def _is_side(dim: Dim) -> bool:
    return not isinstance(dim, int) or dim > 4


def side_inputs(
    inputs: Sequence[TensorSpec], picture: PictureInput, frames: Sequence[Frame]
) -> dict[str, NDArray[np.generic]]:
    """What the other inputs of a detector want to know of each picture of the batch, by the name of the input.

    Understood: `im_shape` (height, width of the input) and `scale_factor` (y, x) of PaddleDetection; `image_info`, `im_info`
    (height, width, scale) of Faster R-CNN.

    Raises:
        InputError: an input that nobody knows what to feed with.
    """
    fed: dict[str, NDArray[np.generic]] = {}
    for spec in inputs:
        if spec.name == picture.name:
            continue
        rows = [_side_row(spec, frame) for frame in frames]
        whole = spec.dtype.startswith(("i", "u"))
        fed[spec.name] = np.array(rows, dtype=np.int32 if whole else np.float32)
    return fed


def _side_row(spec: TensorSpec, frame: Frame) -> list[float]:
    word = spec.name.rsplit("/", 1)[-1].split(":", 1)[0].lower()
    wanted = spec.shape[-1] if spec.shape else None
    sides = [float(frame.input_height), float(frame.input_width)]
    if word == "im_shape":
        return sides
    if word == "scale_factor":
        return [frame.scale_y, frame.scale_x]
    if word in ("image_info", "im_info", "image_shape"):
        return [*sides, *([1.0] * (int(wanted) - 2 if isinstance(wanted, int) else 1))]
    raise InputError(
        f"The model has an input '{spec.name}' beside the picture, and what belongs in it is not known.",
        "Networks with one picture as input, or with im_shape, scale_factor or image_info beside it, can be measured.",
    )
