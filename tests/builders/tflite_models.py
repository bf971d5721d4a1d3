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


def _tensor(builder: flatbuffers.Builder, name: str, buffer: int) -> int:
    text = builder.CreateString(name)
    shape = _integers(builder, tflite.TensorStartShapeVector, [1, 4])
    tflite.TensorStart(builder)
    tflite.TensorAddShape(builder, shape)
    tflite.TensorAddType(builder, tflite.TensorType.FLOAT32)
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


def model(custom: str = "") -> bytes:
    """The model; with `custom`, the second operation is a custom one of that name instead of relu."""
    builder = flatbuffers.Builder(1024)
    data = builder.CreateByteVector(np.ones(4, np.float32).tobytes())
    buffers = []
    for content in (None, data):
        tflite.BufferStart(builder)
        if content is not None:
            tflite.BufferAddData(builder, content)
        buffers.append(tflite.BufferEnd(builder))
    codes = [
        _operator_code(builder, tflite.BuiltinOperator.ADD),
        _operator_code(builder, CUSTOM if custom else tflite.BuiltinOperator.RELU, custom),
    ]
    tensors = [_tensor(builder, name, buffer) for name, buffer in (("x", 0), ("w", 1), ("sum", 0), ("y", 0))]
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
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, parts[0])
    tflite.ModelAddSubgraphs(builder, parts[1])
    tflite.ModelAddBuffers(builder, parts[2])
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())
