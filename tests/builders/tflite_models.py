"""A TensorFlow Lite model: y = relu(x + w), x and w of shape (1, 4), w all ones."""

import flatbuffers
import numpy as np
import tflite

CUSTOM = int(tflite.BuiltinOperator.CUSTOM)


def _vector(builder: flatbuffers.Builder, start, offsets: list[int]) -> int:
    start(builder, len(offsets))
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return builder.EndVector()


def _integers(builder: flatbuffers.Builder, start, values: list[int]) -> int:
    start(builder, len(values))
    for value in reversed(values):
        builder.PrependInt32(value)
    return builder.EndVector()


def _tensor(builder: flatbuffers.Builder, name: str, buffer: int, shape: tuple[int, ...], kind: int) -> int:
    text = builder.CreateString(name)
    dims = _integers(builder, tflite.TensorStartShapeVector, list(shape))
    tflite.TensorStart(builder)
    tflite.TensorAddShape(builder, dims)
    tflite.TensorAddType(builder, kind)
    tflite.TensorAddBuffer(builder, buffer)
    tflite.TensorAddName(builder, text)
    return tflite.TensorEnd(builder)


def _operation(builder: flatbuffers.Builder, code: int, inputs: list[int], outputs: list[int]) -> int:
    sources = _integers(builder, tflite.OperatorStartInputsVector, inputs)
    targets = _integers(builder, tflite.OperatorStartOutputsVector, outputs)
    options = None
    if code == 0:
        tflite.AddOptionsStart(builder)
        options = tflite.AddOptionsEnd(builder)
    tflite.OperatorStart(builder)
    tflite.OperatorAddOpcodeIndex(builder, code)
    tflite.OperatorAddInputs(builder, sources)
    tflite.OperatorAddOutputs(builder, targets)
    if options is not None:
        tflite.OperatorAddBuiltinOptionsType(builder, tflite.BuiltinOptions.AddOptions)
        tflite.OperatorAddBuiltinOptions(builder, options)
    return tflite.OperatorEnd(builder)


def _operator_code(builder: flatbuffers.Builder, kind: int, custom: str = "") -> int:
    name = builder.CreateString(custom) if custom else None
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, min(kind, 127))
    tflite.OperatorCodeAddBuiltinCode(builder, kind)
    tflite.OperatorCodeAddVersion(builder, 1)
    if name is not None:
        tflite.OperatorCodeAddCustomCode(builder, name)
    return tflite.OperatorCodeEnd(builder)


def _table(builder: flatbuffers.Builder, fields: dict[int, tuple[str, int]]) -> int:
    """A table by field numbers: `("offset", place)` or `("byte", value)`."""
    builder.StartObject(max(fields) + 1)
    for number, (kind, value) in fields.items():
        if kind == "offset":
            builder.PrependUOffsetTRelativeSlot(number, value, 0)
        else:
            builder.PrependByteSlot(number, value, 0)
    return builder.EndObject()


def _floats(builder: flatbuffers.Builder, values: list[float]) -> tuple[str, int]:
    builder.StartVector(4, len(values), 4)
    for value in reversed(values):
        builder.PrependFloat32(value)
    return "offset", builder.EndVector()


def _one(builder: flatbuffers.Builder, table: int) -> tuple[str, int]:
    builder.StartVector(4, 1, 4)
    builder.PrependUOffsetTRelative(table)
    return "offset", builder.EndVector()


def picture_metadata(mean: list[float], std: list[float]) -> bytes:
    """Metadata (metadata_schema.fbs of tflite-support): one RGB picture, normalised by mean and std."""
    builder = flatbuffers.Builder(256)
    normalization = _table(builder, {0: _floats(builder, mean), 1: _floats(builder, std)})
    unit = _table(builder, {0: ("byte", 1), 1: ("offset", normalization)})
    image = _table(builder, {0: ("byte", 1)})
    content = _table(builder, {0: ("byte", 2), 1: ("offset", image)})
    tensor = _table(builder, {3: ("offset", content), 4: _one(builder, unit)})
    graph = _table(builder, {2: _one(builder, tensor)})
    builder.Finish(_table(builder, {3: _one(builder, graph)}), file_identifier=b"M001")
    return bytes(builder.Output())


def model(custom: str = "", metadata: bytes = b"", shape: tuple[int, ...] = (1, 4), picture_type: int = 0) -> bytes:
    """The model.

    Args:
        custom: the second operation is a custom one of that name instead of relu.
        metadata: what the file says about itself.
        shape: of all tensors but the weights, whose length is the last dimension.
        picture_type: element type of the input; with another than float the model is for looking at, not for running.
    """
    builder = flatbuffers.Builder(1024)
    data = builder.CreateByteVector(np.ones(shape[-1], np.float32).tobytes())
    said = builder.CreateByteVector(metadata)
    buffers = []
    for content in (None, data, said):
        tflite.BufferStart(builder)
        if content is not None:
            tflite.BufferAddData(builder, content)
        buffers.append(tflite.BufferEnd(builder))
    codes = [
        _operator_code(builder, tflite.BuiltinOperator.ADD),
        _operator_code(builder, CUSTOM if custom else tflite.BuiltinOperator.RELU, custom),
    ]
    shapes = {"x": shape, "w": shape[-1:], "sum": shape, "y": shape}
    kinds = {"x": picture_type}
    tensors = [_tensor(builder, n, int(n == "w"), s, kinds.get(n, 0)) for n, s in shapes.items()]
    operations = [_operation(builder, 0, [0, 1], [2]), _operation(builder, 1, [2], [3])]
    subgraph_parts = (
        _vector(builder, tflite.SubGraphStartTensorsVector, tensors),
        _integers(builder, tflite.SubGraphStartInputsVector, [0]),
        _integers(builder, tflite.SubGraphStartOutputsVector, [3]),
        _vector(builder, tflite.SubGraphStartOperatorsVector, operations),
    )
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, subgraph_parts[0])
    tflite.SubGraphAddInputs(builder, subgraph_parts[1])
    tflite.SubGraphAddOutputs(builder, subgraph_parts[2])
    tflite.SubGraphAddOperators(builder, subgraph_parts[3])
    subgraph = tflite.SubGraphEnd(builder)
    parts = (
        _vector(builder, tflite.ModelStartOperatorCodesVector, codes),
        _vector(builder, tflite.ModelStartSubgraphsVector, [subgraph]),
        _vector(builder, tflite.ModelStartBuffersVector, buffers),
    )
    name = builder.CreateString("TFLITE_METADATA")
    tflite.MetadataStart(builder)
    tflite.MetadataAddName(builder, name)
    tflite.MetadataAddBuffer(builder, 2)
    entry = tflite.MetadataEnd(builder)
    entries = _vector(builder, tflite.ModelStartMetadataVector, [entry] if metadata else [])
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddMetadata(builder, entries)
    tflite.ModelAddOperatorCodes(builder, parts[0])
    tflite.ModelAddSubgraphs(builder, parts[1])
    tflite.ModelAddBuffers(builder, parts[2])
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())
