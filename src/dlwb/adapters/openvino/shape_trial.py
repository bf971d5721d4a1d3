"""Finding sizes that a network takes where its inputs are free, by shape inference; nothing is compiled."""

from collections.abc import Sequence
from itertools import islice
from typing import Literal

import openvino as ov

from dlwb.adapters.openvino.shapes import input_name, partial_shape
from dlwb.calc.shape_examples import Names, Sizes, examples
from dlwb.domain.model import ShapeExample, TensorSpec

# Of a large network, inferring all shapes takes a second.
_MOST_TRIALS = 24


def shape_examples(
    model: ov.Model, inputs: Sequence[TensorSpec], names: Names, picture: tuple[int, int] | None
) -> dict[str, ShapeExample]:
    """By name, an example for each input whose shape is not fixed, all taken together; empty when none was found.

    Args:
        model: the network; it is left as it is.
        inputs: what it takes.
        names: what the file calls the dimensions, by any tensor name of the input.
        picture: height and width of pictures that the file says it was made for.
    """
    if all(spec.is_static for spec in inputs):
        return {}
    copy = model.clone()
    known = {input_name(port): names[name] for port in model.inputs for name in port.get_names() if name in names}
    origins: tuple[tuple[Literal["file", "trial"], tuple[int, int] | None], ...] = (("file", picture), ("trial", None))
    for origin, wanted in origins:
        if origin == "file" and wanted is None:
            continue
        for sizes in islice(examples(inputs, known, wanted), _MOST_TRIALS):
            if _takes(copy, sizes):
                return {spec.name: ShapeExample(sizes[spec.name], origin) for spec in inputs if not spec.is_static}
    return {}


def _takes(model: ov.Model, sizes: Sizes) -> bool:
    try:
        model.reshape({port: partial_shape(sizes[input_name(port)]) for port in model.inputs})
    except RuntimeError:
        return False
    return True
