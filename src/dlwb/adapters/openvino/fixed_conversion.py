"""Converting an ONNX file for fixed shapes, where OpenVINO cannot convert it with the free ones that the file has."""

import shlex
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import openvino as ov
from openvino.frontend import FrontEndManager

from dlwb.adapters.openvino.shapes import partial_shape, partial_sizes
from dlwb.adapters.sources.onnx_file import dimension_names
from dlwb.calc.shape_examples import examples
from dlwb.calc.shapes import shape_text
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.model import Shape, TensorSpec

UNKNOWN_RANK = "rank has to be known"
"""What the engine says where it loses count of dimensions; with fixed shapes it often does not."""

# Each is a conversion of the whole network.
_MOST_TRIALS = 8


def convert_for_shapes(path: Path, given: Mapping[str, Shape], refusal: Exception) -> ov.Model:
    """Convert for the shapes that were given.

    Args:
        path: the ONNX file.
        given: by input name; the empty name means the only input.
        refusal: why it cannot be converted without them.

    Raises:
        InvalidOptions: shapes are missing; with some that were tried and work. What the conversion raises, or `refusal`.
    """
    inputs = _declared(path)
    last = refusal
    if given:
        try:
            return _converted(path, _named(inputs, given))
        except InvalidOptions:
            raise
        except Exception as error:  # the front end raises whatever its layers raise
            last = error
    if UNKNOWN_RANK not in str(last):
        raise last
    names = dimension_names(path)
    for sizes in islice(examples(inputs, names), _MOST_TRIALS):
        free = {spec.name: sizes[spec.name] for spec in inputs if not spec.is_static}
        try:
            _converted(path, free)
        except Exception:  # noqa: S112 - as above; another example may do
            continue
        raise _shapes_needed(path.name, inputs, free) from refusal
    raise refusal


def _declared(path: Path) -> tuple[TensorSpec, ...]:
    """The inputs as the file declares them."""
    loaded = FrontEndManager().load_by_framework("onnx").load(str(path))
    return tuple(
        TensorSpec(place.get_names()[0], partial_sizes(loaded.get_partial_shape(place)), "undefined")
        for place in loaded.get_inputs()
    )


def _named(inputs: Sequence[TensorSpec], given: Mapping[str, Shape]) -> dict[str, Shape]:
    known = {spec.name for spec in inputs}
    named = {(inputs[0].name if not name and len(inputs) == 1 else name): shape for name, shape in given.items()}
    problems = tuple(
        OptionProblem("shapes", f"there is no input '{name}'." if name else "say which input: the model has several.")
        for name in named.keys() - known
    )
    if problems:
        takes = ", ".join(f"'{spec.name}' = {shape_text(spec.shape)}" for spec in inputs)
        raise InvalidOptions(problems, f"The model takes {takes}.")
    return named


def _converted(path: Path, shapes: Mapping[str, Shape]) -> ov.Model:
    return ov.convert_model(path, input=[(name, partial_shape(shape)) for name, shape in shapes.items()])


def _shapes_needed(name: str, inputs: Sequence[TensorSpec], sizes: Mapping[str, tuple[int, ...]]) -> InvalidOptions:
    problems = tuple(
        OptionProblem(
            "shapes",
            f"OpenVINO can convert '{name}' for fixed shapes only, and '{spec.name}' has none ({shape_text(spec.shape)}).",
        )
        for spec in inputs
        if not spec.is_static
    )
    typed = [f"{of}={shape_text(shape)}" for of, shape in sizes.items()]
    return InvalidOptions(
        problems,
        f"Import it again with a shape for each; the network takes {' and '.join(typed)}.",
        terminal=" ".join(f"--shape {shlex.quote(text)}" for text in typed),
    )
