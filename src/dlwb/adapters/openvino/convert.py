"""Conversion of a model of any format to OpenVINO IR, in the worker process."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import prod
from pathlib import Path

import openvino as ov

from dlwb.adapters.openvino.frontends import read_source
from dlwb.adapters.openvino.metadata import flat_rt_info, read_metadata
from dlwb.adapters.openvino.naming import name_tensors, shapes_by_input
from dlwb.adapters.openvino.preprocessing import decide, layout_of, write_rt_info
from dlwb.adapters.openvino.saving import save_ir
from dlwb.adapters.openvino.shape_trial import shape_examples
from dlwb.adapters.openvino.shapes import input_name, inputs_text, reshape, shape_of
from dlwb.adapters.openvino.tflite_metadata import tflite_metadata
from dlwb.adapters.sources.onnx_file import dimension_names
from dlwb.calc.precision import PRODUCTS
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.model import ImportOptions, ModelFormat, TensorSpec
from dlwb.protocol import ConvertAnswer

_WIDE = ("i64", "i32", "u64", "u32")
_NOT_OF_THE_MODEL = ("conversion_parameters", "Runtime_version")


def convert(format: ModelFormat, entry: Path, options: ImportOptions, output: Path) -> ConvertAnswer:
    """Convert the model that starts at `entry` and write `model.xml` and `model.bin` to `output`.

    Dynamic dimensions stay as they are in the source, unless `options.shapes` fixes them. What neither the
    options nor the file say about preprocessing stays open.

    Raises:
        UnreadableModel: damaged or incomplete. UnsupportedOperation: names the operations.
        InvalidOptions: shapes, layouts, mean or scale that do not fit, all of them. MissingExtra. DiskFull.
    """
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output, prefix="converting-") as scratch:
        model = read_source(format, entry, Path(scratch), options.shapes)
        name_tensors(model)
        info = flat_rt_info(model)
        metadata = read_metadata(info | (tflite_metadata(entry) if format is ModelFormat.TFLITE else {}))
        takes = inputs_text(model)
        shape_problems = _reshape(model, options)
        decided = decide(model, options, metadata)
        if problems := (*shape_problems, *decided.problems):
            raise InvalidOptions(problems, f"The model takes {takes}; what is left out is taken from the model.")
        _forget_the_conversion(model)
        write_rt_info(model, decided.preprocessing, metadata.task, info)
        saved = save_ir(model, output, compress_to_fp16=options.compress_to_fp16)
        del model  # the sources may be mapped from the scratch folder
        names = dimension_names(entry) if format is ModelFormat.ONNX else {}
    inputs = tuple(_spec(port) for port in saved.inputs)
    found = shape_examples(saved, inputs, names, metadata.picture)
    return ConvertAnswer(
        tool=f"OpenVINO {str(ov.get_version()).split('-', maxsplit=1)[0]}",
        inputs=tuple(replace(spec, example=found.get(spec.name)) for spec in inputs),
        outputs=tuple(_spec(port) for port in saved.outputs),
        preprocessing=decided.preprocessing,
        precision=precision_of(saved),
        task_name=metadata.task,
        rt_info=flat_rt_info(saved),
    )


def precision_of(model: ov.Model) -> str:
    """The element type that most weights are stored in; `none` for a network without weights.

    Integers of 32 bits and more are indices and shapes, which count only where there is nothing else, or where a
    convolution or matrix product takes them (the engine widens the 8-bit weights of ONNX ConvInteger).
    """
    elements: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for operation in _operations(model):
        if operation.get_type_name() == "Constant":
            kind, count = operation.get_element_type().get_type_name(), prod(operation.get_output_shape(0))
            elements[kind] += count
            if kind not in _WIDE or _is_multiplied(operation):
                weights[kind] += count
    chosen = weights or elements
    return chosen.most_common(1)[0][0] if chosen else "none"


def _is_multiplied(constant: ov.Node) -> bool:
    readers = (port.get_node() for port in constant.output(0).get_target_inputs())
    return any(reader.get_type_name() in PRODUCTS for reader in readers)


def _operations(model: ov.Model) -> Iterator[ov.Node]:
    """All operations, also those in the bodies of loops and branches."""
    for operation in model.get_ops():
        yield operation
        kind = operation.get_type_name()
        if kind in ("Loop", "TensorIterator"):
            yield from _operations(operation.get_function())
        elif kind == "If":
            yield from _operations(operation.get_then_body())
            yield from _operations(operation.get_else_body())


def _spec(port: ov.Output) -> TensorSpec:
    kind = str(port.get_element_type().get_type_name())
    return TensorSpec(input_name(port), shape_of(port), kind, layout_of(port))


def _reshape(model: ov.Model, options: ImportOptions) -> tuple[OptionProblem, ...]:
    try:
        reshape(model, shapes_by_input(model, options.shapes))
    except InvalidOptions as error:
        return error.problems
    return ()


def _forget_the_conversion(model: ov.Model) -> None:
    """Remove the converter's notes about itself: the same bytes must give the same IR, whatever the file's name."""
    info = model.get_rt_info()
    for key in _NOT_OF_THE_MODEL:
        if model.has_rt_info([key]):
            del info[key]
