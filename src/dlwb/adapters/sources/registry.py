"""All model formats, and the one question: what is this?"""

from collections.abc import Sequence
from pathlib import Path

from dlwb.adapters.sources.companions import weights_of
from dlwb.adapters.sources.keras import Keras
from dlwb.adapters.sources.looks import looks_like
from dlwb.adapters.sources.onnx_file import OnnxFile
from dlwb.adapters.sources.openvino_ir import OpenVinoIr
from dlwb.adapters.sources.paddle import Paddle
from dlwb.adapters.sources.pytorch import PyTorch
from dlwb.adapters.sources.saved_model import SavedModel
from dlwb.adapters.sources.tensorflow_graph import TensorFlowGraph
from dlwb.adapters.sources.tflite import TensorFlowLite
from dlwb.calc.figure_words import counted
from dlwb.domain.errors import Ambiguous, InputError, PicturesFound, UnknownFormat, nothing_in
from dlwb.ports import ModelSource, Recognised

SOURCES: tuple[ModelSource, ...] = (
    OpenVinoIr(),
    OnnxFile(),
    SavedModel(),
    TensorFlowGraph(),
    TensorFlowLite(),
    Paddle(),
    Keras(),
    PyTorch(),
)
KNOWN = (
    "OpenVINO IR, ONNX, TensorFlow frozen graph and SavedModel, TensorFlow Lite, PaddlePaddle, Keras, "
    "PyTorch (TorchScript, exported program)"
)
_FEWEST_PICTURES = 2
_FILES_LOOKED_AT = 300
_LEAST_SHARE = 1 / 3  # a label file for each picture, and a mask


def recognise(folder: Path, names: Sequence[str]) -> Recognised:
    """The one model among `names` (files relative to `folder`).

    A file that belongs to another one's model is no model of its own. A damaged model is reported only when
    no sound one is there.

    Raises:
        UnknownFormat: no model; says what the files look like and which formats are known. PicturesFound: pictures.
        UnreadableModel: a model that is damaged or incomplete. Ambiguous: several models; names them.
    """
    found: list[Recognised] = []
    errors: list[InputError] = []
    damaged = False
    for name in names:
        try:
            found.extend(_matches(folder, name))
        except InputError as error:
            errors.append(error)
            damaged = damaged or not name.lower().endswith(".xml")  # labels of pictures are XML, too
    belonging = {file for model in found for file in model.files if file != model.entry}
    models = [model for model in found if model.entry not in belonging]
    if len(models) == 1:
        return models[0]
    if models:
        listed = ", ".join(f"'{model.entry}'" for model in models[:5]) + (", …" if len(models) > 5 else "")
        raise Ambiguous(
            f"There are {len(models)} models here: {listed}.", "Import them one by one, by naming the file."
        )
    if not damaged and _are_pictures(folder, names):
        raise PicturesFound(
            f"There is no model here: of {counted(len(names), 'file')} all are pictures.",
            "Import them as a dataset: on the page Datasets, or with 'dlwb dataset import'.",
        )
    if errors:
        raise errors[0]
    raise _unknown(folder, names)


def _matches(folder: Path, name: str) -> list[Recognised]:
    if (folder / name).stat().st_size == 0:
        return []  # an empty file is nothing, whatever it is called
    return [model for source in SOURCES if (model := source.match(folder, name)) is not None]


def _are_pictures(folder: Path, names: Sequence[str]) -> bool:
    """Whether so many of the files are pictures that the others are probably their labels."""
    seen = names[:: len(names) // _FILES_LOOKED_AT + 1]
    pictures = sum(looks_like(folder / name)[0].endswith(" picture") for name in seen)
    return pictures >= _FEWEST_PICTURES and pictures >= _LEAST_SHARE * len(seen)


def _unknown(folder: Path, names: Sequence[str]) -> UnknownFormat:
    known = f"Known formats: {KNOWN}."
    if not names:
        return nothing_in(folder.name, "Give a model file, its folder or an archive.")
    if not any((folder / name).stat().st_size for name in names):
        return nothing_in(names[0] if len(names) == 1 else folder.name, "Copy or download the model again.")
    looks = [(name, *looks_like(folder / name)) for name in names[:3]]
    if len(names) == 1:
        name, words, hint = looks[0]
        of = weights_of(folder, name)
        hint = f"It seems to hold the weights of '{of}': import that file." if of else hint or known
        return UnknownFormat(f"'{name}' is no model that dlwb knows: it looks like {words}.", hint)
    seen = "; ".join(f"'{name}' looks like {words}" for name, words, _ in looks)
    return UnknownFormat(f"None of the {len(names)} files is a model that dlwb knows: {seen}.", known)
