"""Operations that move or make data without arithmetic, and those that nobody can count from the graph."""

from dlwb.calc.cost_rules.rule import Rule, Work

VIEWS = frozenset({"Reshape", "Squeeze", "Unsqueeze", "Identity"})
"""Operations that give the same bytes another shape or name: nothing is read or written."""

PARTIAL_READERS = frozenset(
    {
        *("Gather", "GatherElements", "GatherND", "Slice", "StridedSlice", "Split", "VariadicSplit", "Crop"),
        *("EmbeddingBagPacked", "EmbeddingBagPackedSum", "EmbeddingBagOffsets", "EmbeddingBagOffsetsSum"),
        "EmbeddingSegmentsSum",
    }
)
"""Operations that read no more of their first input than they write."""

_MOVEMENT = (
    *("Parameter", "Result", "Constant", "Assign", "ReadValue", "Identity"),
    *("Reshape", "Squeeze", "Unsqueeze", "Transpose", "Concat", "Split", "VariadicSplit", "Slice", "StridedSlice"),
    *("SliceScatter", "Gather", "GatherElements", "GatherND", "GatherTree", "ScatterUpdate", "Select", "Pad", "Tile"),
    *("Broadcast", "Reverse", "ReverseSequence", "Roll", "ShuffleChannels", "DepthToSpace", "SpaceToDepth"),
    *("BatchToSpace", "SpaceToBatch", "ReorgYolo", "ExtractImagePatches", "SparseFillEmptyRows"),
    *("Convert", "ConvertLike", "ConvertPromoteTypes", "ShapeOf", "Range", "Eye", "OneHot", "RandomUniform"),
    *("StringTensorPack", "StringTensorUnpack", "PriorBox", "PriorBoxClustered"),
    "ExperimentalDetectronPriorGridGenerator",
)
_LOGIC = (
    *("LogicalAnd", "LogicalOr", "LogicalXor", "LogicalNot", "Xor"),
    *("BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot", "BitwiseLeftShift", "BitwiseRightShift"),
)

RULES: dict[str, Rule] = {
    **{kind: Rule(lambda _op: Work(0), "0 (moves or makes data)", ()) for kind in _MOVEMENT},
    **{kind: Rule(lambda _op: Work(0), "0 (truth values and bits)", ()) for kind in _LOGIC},
}

_BOXES = "depends on how many boxes pass the threshold and overlap"
_VALUES = "depends on the values"

UNCOUNTED: dict[str, str] = {
    "DetectionOutput": _BOXES,
    "ExperimentalDetectronDetectionOutput": _BOXES,
    "ExperimentalDetectronGenerateProposalsSingleImage": _BOXES,
    "ExperimentalDetectronTopKROIs": _BOXES,
    "GenerateProposals": _BOXES,
    "MatrixNms": _BOXES,
    "MulticlassNms": _BOXES,
    "NMSRotated": _BOXES,
    "NonMaxSuppression": _BOXES,
    "Proposal": _BOXES,
    "ExperimentalDetectronROIFeatureExtractor": "depends on the level that each region falls on",
    "DeformablePSROIPooling": "depends on the regions",
    "CTCLoss": "depends on the label lengths",
    "Multinomial": _VALUES,
    "Unique": _VALUES,
}
"""Operation types that are known, and why their work cannot be told from the graph."""
