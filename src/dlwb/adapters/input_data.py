"""Data to feed a model with: random by seed, or read from files and checked against what the model takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlwb.adapters.numpy_files import ENDINGS as ARRAYS
from dlwb.adapters.numpy_files import Array, load
from dlwb.calc.input_fit import cast
from dlwb.calc.shapes import shape_text
from dlwb.domain.errors import InputError, NotFound

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp")
_SUFFIXES = (*ARRAYS, ".bin", *PICTURES)
_RAW = "A .bin file holds the numbers of one item or of the whole batch, and nothing else."
_NO_PICTURE = "Feed it from an .npy or .bin file."


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One input as the data sees it.

    `dtype` is what numpy can hold (bfloat16 is prepared as float32). `layout` is such as `NCHW`, None when nobody
    said. `names` are all names it answers to. `index_below` bounds the values of an input that indexes a table
    (token ids), `ones` marks a mask, for which a random value would switch parts of the model off.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]
    layout: str | None = None
    names: tuple[str, ...] = ()
    index_below: int | None = None
    ones: bool = False

    @property
    def item_shape(self) -> tuple[int, ...]:
        """The shape of one item of the batch."""
        return self.shape[1:]

    def answers_to(self, name: str) -> bool:
        """Whether `name` is one of its names."""
        return name == self.name or name in self.names


def prepare(specs: Sequence[InputSpec], files: Sequence[str], requests: int, seed: int) -> list[list[Array]]:
    """Data for every request (outer list) and input (inner list, in the order of `specs`).

    No two requests share data when it is random; files are dealt out in order and start again when they run out.

    Raises:
        NotFound: a file is not there. InputError: a file cannot be read or does not fit an input.
    """
    if not files:
        return [[random_array(spec, seed, request, i) for i, spec in enumerate(specs)] for request in range(requests)]
    samples: dict[str, list[Array]] = {spec.name: [] for spec in specs}
    for file in _expand(files):
        for spec, array in _read(file, specs):
            samples[spec.name].append(array)
    empty = [spec.name for spec in specs if not samples[spec.name]]
    if empty:
        raise InputError(f"No file feeds the input {_listed(empty)}.", "Give one as NAME=FILE, or an .npz with all.")
    return [[_deal(spec, samples[spec.name], request) for spec in specs] for request in range(requests)]


# --- random ---------------------------------------------------------------------------------------


def random_array(spec: InputSpec, seed: int, request: int, position: int) -> Array:
    """Random data that the model can work with.

    Bytes are pixels (0..255), floats are standard normal (what networks are normalised to, and never denormal),
    indices stay inside their table, other integers are 0 or 1.
    """
    rng = np.random.default_rng((seed, request, position))
    if spec.ones:
        return np.ones(spec.shape, dtype=spec.dtype)
    if spec.index_below is not None:
        return rng.integers(0, max(1, spec.index_below), spec.shape).astype(spec.dtype)
    if spec.dtype.kind == "f":
        return rng.standard_normal(spec.shape, dtype=np.float32).astype(spec.dtype)
    if spec.dtype == np.uint8:
        return rng.integers(0, 256, spec.shape, dtype=np.uint8)
    if spec.dtype == np.int8:
        return rng.integers(-128, 128, spec.shape, dtype=np.int8)
    return rng.integers(0, 2, spec.shape).astype(spec.dtype)


# --- files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    input: str | None


def _expand(files: Sequence[str]) -> Iterator[_File]:
    """`FILE`, `NAME=FILE`, or a folder of files."""
    for text in files:
        path, name = Path(text), None
        if not path.exists() and "=" in text:
            left, _, right = text.partition("=")
            path, name = Path(right), left
        if not path.exists():
            raise NotFound(f"There is no input file '{path}'.", "Give the path of a file, or NAME=FILE.")
        if not path.is_dir():
            yield _File(path, name)
            continue
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES)
        if not found:
            raise InputError(f"The folder '{path}' holds no input files.", f"It may hold {', '.join(_SUFFIXES)}.")
        yield from (_File(p, name) for p in found)


def _read(file: _File, specs: Sequence[InputSpec]) -> Iterator[tuple[InputSpec, Array]]:
    suffix = file.path.suffix.lower()
    if suffix == ".npz":
        yield from _read_npz(file.path, specs)
        return
    spec = _target(file, specs)
    if suffix == ".npy":
        yield spec, _fitting(spec, load(file.path, str(file.path)), file.path)
    elif suffix == ".bin":
        yield spec, _read_raw(spec, file.path)
    elif suffix in PICTURES:
        yield spec, _read_picture(spec, file.path)
    else:
        raise InputError(f"'{file.path}' is no input file that is known.", f"Use one of {', '.join(_SUFFIXES)}.")


def _target(file: _File, specs: Sequence[InputSpec]) -> InputSpec:
    if file.input is not None:
        for spec in specs:
            if spec.answers_to(file.input):
                return spec
        raise InputError(f"The model has no input '{file.input}'.", f"Its inputs are {_listed(s.name for s in specs)}.")
    if len(specs) != 1:
        names = _listed(spec.name for spec in specs)
        raise InputError(f"'{file.path}' could feed any of {names}.", "Say which, as NAME=FILE, or give an .npz.")
    return specs[0]


def _read_npz(path: Path, specs: Sequence[InputSpec]) -> Iterator[tuple[InputSpec, Array]]:
    arrays = load(path, str(path))
    if not isinstance(arrays, Mapping):
        raise InputError(f"'{path}' holds one array and no names.", "Save it with numpy.savez, or name it .npy.")
    for key in arrays:
        spec = next((s for s in specs if s.answers_to(key)), None)
        if spec is None:
            names = _listed(s.name for s in specs)
            raise InputError(f"'{path}' holds '{key}', which is no input of the model.", f"Its inputs are {names}.")
        yield spec, _fitting(spec, arrays[key], path)


def _fitting(spec: InputSpec, array: Array | Mapping[str, Array], path: Path) -> Array:
    if isinstance(array, Mapping):
        raise InputError(f"'{path}' holds several arrays.", "Name it .npz.")
    wanted = f"'{spec.name}' takes {spec.dtype} {shape_text(spec.shape)}"
    whole, item = spec.shape, spec.item_shape
    if array.shape not in (whole, item, (1, *item)):
        raise InputError(f"'{path}' holds shape {shape_text(array.shape)}, but {wanted}.", "Reshape or crop it first.")
    try:
        converted = cast(array, spec.dtype)
    except ValueError as error:
        raise InputError(
            f"'{path}' holds {error}, but {wanted}.", "Convert it first; nothing is cast silently."
        ) from error
    if converted.dtype.kind == "f" and not np.isfinite(converted).all():
        raise InputError(f"'{path}' holds numbers that are not finite in {spec.dtype}.", "Networks can swallow them.")
    return converted.reshape(whole if array.shape == whole else item)


def _read_raw(spec: InputSpec, path: Path) -> Array:
    data = path.read_bytes()
    size = spec.dtype.itemsize
    whole, item = int(np.prod(spec.shape)) * size, int(np.prod(spec.item_shape)) * size
    if len(data) not in (whole, item):
        takes = f"{whole} bytes ({spec.dtype} {shape_text(spec.shape)})"
        raise InputError(f"'{path}' holds {len(data)} bytes, but '{spec.name}' takes {takes}.", _RAW)
    array = np.frombuffer(data, dtype=spec.dtype)
    return _fitting(spec, array.reshape(spec.shape if len(data) == whole else spec.item_shape), path)


def _read_picture(spec: InputSpec, path: Path) -> Array:
    """A picture as raw pixels 0..255 at the input's size; values do not matter for speed, the amount of data does."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    height, width, channels = _picture_size(spec, path)
    try:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened)
            picture = upright.convert("RGB" if channels == 3 else "L").resize(
                (width, height), Image.Resampling.BILINEAR
            )
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise InputError(f"'{path}' is not a readable picture: {error}.", "Save it again as PNG or JPEG.") from error
    pixels = np.asarray(picture, dtype=np.uint8).reshape(height, width, channels)
    axes = {"H": 0, "W": 1, "C": 2}
    order = [axes[letter] for letter in (spec.layout or "") if letter in axes]
    return pixels.transpose(order).astype(spec.dtype)


def _picture_size(spec: InputSpec, path: Path) -> tuple[int, int, int]:
    """Height, width and channels that the input's layout and shape ask for."""
    layout = spec.layout
    if layout is None:
        raise InputError(
            f"'{path}' is a picture, but nobody said where height and width of '{spec.name}' are.",
            f"Import the model again with a layout, for example {spec.name}=NCHW.",
            terminal=f"dlwb model import PATH --layout {spec.name}=NCHW",
        )
    if sorted(layout) != sorted("NCHW") or len(spec.shape) != 4 or not layout.startswith("N"):
        raise InputError(
            f"A picture cannot feed '{spec.name}', whose layout is {layout} ({shape_text(spec.shape)}).", _NO_PICTURE
        )
    height, width, channels = (spec.shape[layout.index(letter)] for letter in "HWC")
    if channels not in (1, 3):
        raise InputError(f"A picture cannot feed '{spec.name}', which takes {channels} channels.", _NO_PICTURE)
    return height, width, channels


def _deal(spec: InputSpec, samples: Sequence[Array], request: int) -> Array:
    """The data of one request: a whole array, or as many items as the batch holds."""
    whole = [array for array in samples if array.shape == spec.shape]
    if len(whole) == len(samples):
        return whole[request % len(whole)]
    items = [item for array in samples for item in (array if array.shape == spec.shape else [array])]
    batch = spec.shape[0]
    return np.stack([items[(request * batch + i) % len(items)] for i in range(batch)])


def _listed(names: Sequence[str] | Iterator[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
