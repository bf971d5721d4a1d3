"""Pictures through Pillow: whatever the file holds, everybody gets upright RGB of 8 bits, or the reason why not.

Only formats that people photograph and draw in are opened; Pillow also knows some that start programs (PostScript). What
the reference tools do is done here: transparency is dropped, 16 bits lose their lower half, of an animation the first
picture counts.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base

from dlwb.adapters.sources.looks import looks_like
from dlwb.calc.voc_colours import CODES, PALETTE
from dlwb.domain.errors import UnreadablePicture

Pixels = npt.NDArray[np.uint8]

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM", "JPEG2000")
ENDINGS = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".ppm", ".pgm", ".pbm",
    ".jp2",
)  # fmt: skip
MOST_PIXELS = 89_478_485
"""As Pillow warns from: 256 MiB of 24-bit pixels. A file that claims more is a bomb, or needs another tool."""
_SHOWN_BY_BROWSERS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
_SHOWN_MODES = ("1", "L", "P", "RGB", "RGBA", "LA")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SAVE_AGAIN = "Save it again as PNG or JPEG, or leave it out."


class PillowPictures:
    """`ports.Pictures` with Pillow, which lets other threads work while it decodes."""

    def open(self, path: Path) -> Pixels:
        """See `ports.Pictures`."""
        return open_picture(path)

    def open_mask(self, path: Path) -> Pixels:
        """See `ports.Pictures`."""
        return open_mask(path)

    def save(self, pixels: Pixels, path: Path) -> None:
        """See `ports.Pictures`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path, "PNG")


def open_picture(path: Path) -> Pixels:
    """A picture as everybody sees it: height × width × 3 (RGB), upright as its EXIF data asks for, 8 bits.

    Raises:
        UnreadablePicture: no picture, empty, damaged, cut short, too large, or of floats.
    """
    with _reasons_in_words(path), _opened(path) as image:
        return np.asarray(_rgb(_upright(image)))


def open_mask(path: Path) -> Pixels:
    """Numbers of classes by pixel (height × width): palette indices, grey values, or the colours of Pascal VOC.

    Raises:
        UnreadablePicture: as `open_picture`; a number above 255, or a colour that means no class.
    """
    with _reasons_in_words(path), _opened(path) as image:
        upright = _upright(image)
        if upright.mode in ("P", "L", "1"):
            return np.asarray(upright).astype(np.uint8)
        if upright.mode.startswith("I"):
            numbers = np.asarray(upright)
            if numbers.min() < 0 or numbers.max() > 255:
                raise ValueError("it holds numbers of classes that are not 0 to 255")
            return numbers.astype(np.uint8)
        return _numbers_of_colours(np.asarray(upright.convert("RGB")))


def thumbnail(path: Path, side: int) -> bytes:
    """A JPEG of at most `side` × `side` pixels. Raises UnreadablePicture."""
    with _reasons_in_words(path), _opened(path) as image:
        image.draft("RGB", (side, side))  # JPEG can be decoded small; other formats ignore this
        small = _rgb(_upright(image))
        small.thumbnail((side, side))
        return _encoded(small, "JPEG", quality=82)


def for_browser(path: Path) -> tuple[bytes, str]:
    """A picture in full and its media type: the file itself where browsers show it, else a PNG of it.

    Raises:
        UnreadablePicture.
    """
    with _reasons_in_words(path), _opened(path) as image:
        if image.format in _SHOWN_BY_BROWSERS and image.mode in _SHOWN_MODES:
            return path.read_bytes(), _SHOWN_BY_BROWSERS[image.format]
        return _encoded(_rgb(_upright(image)), "PNG"), "image/png"


def mask_for_browser(path: Path) -> bytes:
    """A mask as PNG in the colours of Pascal VOC, background transparent. Raises UnreadablePicture."""
    return mask_png(open_mask(path))


def mask_png(classes: Pixels) -> bytes:
    """A map of class numbers `[height, width]` as PNG in the colours of Pascal VOC, where 0 is transparent."""
    shown = Image.fromarray(classes, "P")
    shown.putpalette(PALETTE.tobytes())
    return _encoded(shown, "PNG", transparency=0)


def png(pixels: Pixels) -> bytes:
    """Pixels as a PNG: height × width × 3 (RGB), or × 4 with opacity."""
    return _encoded(Image.fromarray(pixels), "PNG")


def _encoded(image: Image.Image, format: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    # As a file, not by its name: Pillow maps a grey TIFF that it knows by name into memory, with its sides exchanged where
    # it lies turned, and so mixes up its rows.
    with path.open("rb") as file, Image.open(file, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"it claims {image.width} × {image.height} pixels, more than {MOST_PIXELS:,}")
        yield image


def _upright(image: Image.Image) -> Image.Image:
    image.load()  # turns a TIFF and takes out its orientation, so that is asked for only afterwards
    try:
        turn = _TURNS.get(image.getexif().get(Base.Orientation, 1))
    except Exception:  # damaged notes of the camera do not make the picture unusable
        turn = None
    return image if turn is None else image.transpose(turn)


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode == "F":
        raise ValueError("its pixels are floats, whose black and white nobody knows")
    if image.mode.startswith("I"):
        deep = np.asarray(image)
        if deep.min() < 0 or deep.max() > 0xFFFF:
            raise ValueError("its pixels have more than 16 bits")
        return Image.fromarray((deep >> 8).astype(np.uint8)).convert("RGB")
    if "transparency" in image.info:
        image = image.convert("RGBA")
    return image.convert("RGB")


def _numbers_of_colours(rgb: Pixels) -> Pixels:
    codes = rgb.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    order = np.argsort(CODES)
    found = order[np.searchsorted(CODES, codes, sorter=order).clip(max=len(CODES) - 1)]
    wrong = CODES[found] != codes
    if wrong.any():
        raise ValueError(f"its colour #{int(codes[wrong][0]):06x} is none of the colours of Pascal VOC")
    numbers: Pixels = found.astype(np.uint8)
    return numbers


@contextmanager
def _reasons_in_words(path: Path) -> Iterator[None]:
    """Say in words what is wrong with a file, whatever the decoder raises: damaged files raise nearly anything."""
    try:
        yield
    except (MemoryError, UnreadablePicture):
        raise
    except Exception as error:
        raise UnreadablePicture(f"'{path.name}' cannot be used: {_reason(path, error)}.", _SAVE_AGAIN) from error


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, UnidentifiedImageError):
        return f"it is no picture but {looks_like(path)[0]}" if path.stat().st_size else "it is empty"
    words = " ".join(str(error).split()) or type(error).__name__
    return f"it is cut short ({words})" if "truncated" in words.lower() else words.rstrip(".")
