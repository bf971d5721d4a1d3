"""Families of operation and layer types: few enough that each can have a colour that is told from the others."""

from collections.abc import Iterable
from enum import StrEnum

from dlwb.calc.cost_rules import convolution, elementwise, matrix, movement, recurrent, reduction, sampling


class Family(StrEnum):
    """What a layer does, in words for a legend."""

    CONVOLUTION = "Convolution"
    MATRIX = "Matrix product"
    ELEMENTWISE = "Element by element"
    REDUCTION = "Pooling and reduction"
    SAMPLING = "Resampling and lookup"
    MOVEMENT = "Data movement"
    CONVERSION = "Conversion"
    OTHER = "Other"


# Conversions are told apart from the families that their cost rules are filed under.
_CONVERSIONS = ("Convert", "ConvertLike", "FakeQuantize", "FakeConvert", "Reorder", "Quantize", "Dequantize")
# Names that engines have for layers where the model's operation is called otherwise.
_ENGINE_TYPES = {
    Family.CONVOLUTION: ("Deconvolution", "BinaryConvolution"),
    Family.MATRIX: ("FullyConnected", "RNNCell", "RNNSeq", "MHA", "GatherMatmul", "LLMMLP", "QKVProjection"),
    Family.ELEMENTWISE: ("Eltwise", "Subgraph", "Math", "Activation"),
    Family.REDUCTION: ("Pooling", "Reduce", "Softmax", "AdaptivePooling"),
    Family.MOVEMENT: ("Concatenation", "Crop", "MemoryInput", "MemoryOutput"),
}
# The ends of a graph and its constants have no family: they are no layers.
_ENDS = ("Parameter", "Result", "Constant", "Const", "Input", "Output")


def _lookup() -> dict[str, Family]:
    rules: list[tuple[Family, Iterable[str]]] = [
        (Family.CONVOLUTION, convolution.RULES),
        (Family.MATRIX, (*matrix.RULES, *recurrent.RULES)),
        (Family.ELEMENTWISE, elementwise.RULES),
        (Family.REDUCTION, reduction.RULES),
        (Family.SAMPLING, sampling.RULES),
        (Family.MOVEMENT, movement.RULES),
        *_ENGINE_TYPES.items(),
        (Family.CONVERSION, _CONVERSIONS),
    ]
    return {name.lower(): family for family, names in rules for name in names}


_FAMILIES = _lookup()


def family_of(kind: str) -> Family | None:
    """The family of an operation type of a model or a layer type of an engine; None for constants and graph ends."""
    return None if kind in _ENDS else _FAMILIES.get(kind.lower(), Family.OTHER)
