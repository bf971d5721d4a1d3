"""How a picture becomes a network's input: where its pixels go, and how they are sampled."""

from dataclasses import dataclass
from enum import StrEnum


class ResizeRule(StrEnum):
    """How a picture is made as large as the network's input.

    STRETCH ignores the picture's proportions. CROP scales the shorter side and cuts the middle out. LETTERBOX scales until
    the whole picture fits, and pads what is left.
    """

    STRETCH = "stretch"
    CROP = "crop"
    LETTERBOX = "letterbox"


class PixelFilter(StrEnum):
    """How a pixel of the resized picture is computed from those of the original.

    ANTIALIAS, BICUBIC and AREA average over all pixels that fall into the new one (Pillow's BILINEAR, BICUBIC and BOX, as
    in torchvision); LINEAR looks at the four nearest only, also when the picture shrinks (OpenCV's INTER_LINEAR, and
    TensorFlow's bilinear resize); NEAREST takes the nearest.
    """

    ANTIALIAS = "antialias"
    BICUBIC = "bicubic"
    AREA = "area"
    LINEAR = "linear"
    NEAREST = "nearest"


class PadPosition(StrEnum):
    """Where a letterboxed picture lies: in the middle, or in the top left corner."""

    CENTRE = "centre"
    CORNER = "corner"


@dataclass(frozen=True, slots=True)
class Resize:
    """The resize rule of a network, with what it needs.

    `shorter_side` (CROP) is the size of the picture's shorter side before the middle is cut out, in pixels; None: that of
    the network's input. `pad` (LETTERBOX) is the value of the padding's pixels, 0..255, before mean and scale.
    """

    rule: ResizeRule = ResizeRule.STRETCH
    filter: PixelFilter = PixelFilter.ANTIALIAS
    shorter_side: int | None = None
    pad: float = 114.0
    position: PadPosition = PadPosition.CENTRE
