"""A trained network, its tensors, and how it came to be."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from dlwb.domain.dataset import Subset
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.domain.preprocessing import Resize
from dlwb.domain.quantization import Bound, Outcome, QuantizationOptions


@dataclass(frozen=True, slots=True)
class DimRange:
    """A dynamic dimension: any size from `low` to `high` (None: no upper end)."""

    low: int = 0
    high: int | None = None


Dim = int | DimRange
Shape = tuple[Dim, ...]


class ModelFormat(StrEnum):
    """The formats that can be imported, recognised by content."""

    OPENVINO = "openvino"
    ONNX = "onnx"
    TENSORFLOW = "tensorflow"
    SAVED_MODEL = "saved_model"
    TFLITE = "tflite"
    PADDLE = "paddle"
    KERAS = "keras"
    PYTORCH = "pytorch"


class ColorOrder(StrEnum):
    """Order of the colour channels that a network expects."""

    RGB = "RGB"
    BGR = "BGR"


@dataclass(frozen=True, slots=True)
class ShapeExample:
    """Sizes that the network was seen to take, with those of its other inputs; for a person to choose, never used by itself.

    `origin`: the `file` says that it was made for them, or a `trial` of usual ones found them.
    """

    sizes: tuple[int, ...]
    origin: Literal["file", "trial"]


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """One input or output of a model.

    `shape` is None when even the number of dimensions is unknown; `dtype` is the element type in
    the engine's spelling (`f32`, `u8`, `i64`, …); `layout` is a string such as `NCHW`, or None when
    nobody said. `example` is for an input whose shape is not fixed; None where nothing that was tried fits the network.
    It does not count when tensors are compared.
    """

    name: str
    shape: Shape | None
    dtype: str
    layout: str | None = None
    example: ShapeExample | None = field(default=None, compare=False)

    @property
    def is_static(self) -> bool:
        """Whether every dimension is a known number."""
        return self.shape is not None and all(isinstance(d, int) for d in self.shape)


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What has to happen to a picture before the network sees it; None: not known, never guessed.

    The network's input is `(pixel - mean) / scale`, per channel in `color_order`, pixels 0..255.
    A single mean or scale counts for all channels, where their number is not known.
    `origin` says where the values came from: `options` (the user), `metadata` (the model file), `family` (what is usual for
    networks of its kind) or `trial` (what did best on a few labelled pictures). `confirmed`: a person agreed.
    """

    color_order: ColorOrder | None = None
    mean: tuple[float, ...] | None = None
    scale: tuple[float, ...] | None = None
    layout: str | None = None
    origin: Literal["options", "metadata", "mixed", "family", "trial"] | None = None
    resize: Resize | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user said about a model at import; everything else is read from the model or left open.

    `shapes` and `layouts` are keyed by input name; the empty name means "the only input".
    """

    name: str | None = None
    shapes: dict[str, Shape] = field(default_factory=dict)
    layouts: dict[str, str] = field(default_factory=dict)
    color_order: ColorOrder | None = None
    mean: tuple[float, ...] | None = None
    scale: tuple[float, ...] | None = None
    compress_to_fp16: bool = False


@dataclass(frozen=True, slots=True)
class StagedModel:
    """A copy of the user's files, alone in a folder of the workspace until an import has used them.

    `folder` is absolute; `entry` (the file to open) and `files` (with sizes in bytes and hashes) are
    relative to it. `sha256` identifies the content whatever the files were called, `reason` says what
    gave the format away, `display_name` is the stem of what the user gave.
    """

    format: ModelFormat
    folder: str
    entry: str
    files: tuple["FileRef", ...]
    sha256: str
    display_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileRef:
    """One stored file of a model: its name inside the model and the hash of its content."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Converted:
    """Recipe of an imported model: which tool made the IR, from which bytes, with which options."""

    source_format: ModelFormat
    source_sha256: str
    tool: str
    options: ImportOptions
    kind: Literal["converted"] = "converted"


@dataclass(frozen=True, slots=True)
class Quantized:
    """Recipe of a version with smaller numbers: the run that made it, which tool, from which pictures, within which bound.

    `kept_float` are operations that were put back to floating point to keep the bound.
    """

    run: str
    tool: str
    options: QuantizationOptions
    kept_float: tuple[str, ...]
    outcome: Outcome
    dataset: str | None = None
    calibration: Subset = field(default_factory=Subset)
    bound: Bound | None = None
    kind: Literal["quantized"] = "quantized"


Recipe = Converted | Quantized

IR_XML = "model.xml"
IR_BIN = "model.bin"
GRAPH_JSON = "graph.json"
SOURCE_FOLDER = "source/"


@dataclass(frozen=True, slots=True)
class Model:
    """One version of a network, ready for the engine.

    `id` is a hash of the source bytes and the recipe, so importing the same file twice gives the
    same model. `files` always holds the IR pair (`model.xml`, `model.bin`), the graph
    (`graph.json`) and the original files under `source/`. `precision` is the element type that
    holds most of the weights; `created` is UTC, ISO 8601. `rt_info` is the model's own metadata,
    flattened to dotted keys. `adapter` is what its outputs mean, once a person has agreed; `classes` the names of what it
    tells apart, in the order of its scores and without a background, empty where nobody said.
    """

    id: str
    name: str
    format: ModelFormat
    task: str | None
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    preprocessing: Preprocessing
    precision: str
    recipe: Recipe
    files: tuple[FileRef, ...]
    created: str
    parent: str | None = None
    rt_info: dict[str, str] = field(default_factory=dict)
    adapter: OutputAdapter | None = None
    classes: tuple[str, ...] = ()

    def file(self, name: str) -> FileRef:
        """The stored file of that name.

        Raises:
            KeyError: the model has no such file.
        """
        for ref in self.files:
            if ref.name == name:
                return ref
        raise KeyError(name)

    @property
    def source_files(self) -> tuple[FileRef, ...]:
        """The files as the user gave them."""
        return tuple(ref for ref in self.files if ref.name.startswith(SOURCE_FOLDER))
