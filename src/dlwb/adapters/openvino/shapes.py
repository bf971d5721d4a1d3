"""Giving an `ov.Model` static shapes or another batch, with errors that name the input and what it accepts."""

import re
from collections.abc import Mapping

import openvino as ov

from dlwb.calc.batch import first_dimension_is_batch
from dlwb.calc.shapes import dynamic_inputs, is_static, shape_text
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.model import Dim, DimRange, Shape

# The engine keeps dimensions in 64 bits, but multiplies them without looking; nobody needs more than this.
_LARGEST_DIM = 2**31 - 1
_FAILED_NODE = re.compile(r"While validating node '(?:\w+::)?(?P<type>\w+) .*?friendly_name '(?P<name>[^']*)'", re.S)


def input_name(port: ov.Output) -> str:
    """The name under which an input (or output) is shown and asked for: a tensor name, else the node's name."""
    return str(port.get_any_name()) if port.get_names() else str(port.get_node().get_friendly_name())


def shape_of(port: ov.Output) -> Shape | None:
    """The shape of a port; None when even the number of dimensions is unknown."""
    return partial_sizes(port.get_partial_shape())


def partial_sizes(partial: ov.PartialShape) -> Shape | None:
    """Our form of the engine's shape; None when even the number of dimensions is unknown."""
    if partial.rank.is_dynamic:
        return None
    return sizes(partial.to_shape()) if partial.is_static else tuple(_dim(partial[i]) for i in range(len(partial)))


def sizes(shape: ov.Shape) -> tuple[int, ...]:
    """The dimensions of a static shape. Asked for one by one: iterating over the engine's object takes 20 times longer."""
    return tuple(map(shape.__getitem__, range(len(shape))))


def _dim(dim: ov.Dimension) -> Dim:
    if dim.is_static:
        return int(dim.get_length())
    high = int(dim.get_max_length())
    # Some front ends write the largest number of 32 bits where nothing bounds a dimension.
    return DimRange(int(dim.get_min_length()), high if 0 <= high < _LARGEST_DIM else None)


def partial_shape(shape: Shape) -> ov.PartialShape:
    """The engine's form of a shape."""
    dims = [d if isinstance(d, int) else ov.Dimension(d.low, -1 if d.high is None else d.high) for d in shape]
    return ov.PartialShape(dims)


def reshape(model: ov.Model, shapes: Mapping[str, Shape]) -> None:
    """Give inputs other shapes, in place; a model that refuses stays as it was.

    Args:
        model: the model to change.
        shapes: by any tensor name or node name of an input; the empty name means "the only input".

    Raises:
        InvalidOptions: all inputs that do not exist, do not have that many dimensions, or were given
            twice; or the operation that cannot work with the shapes.
    """
    problems: list[OptionProblem] = []
    chosen: dict[str, tuple[ov.Output, Shape]] = {}
    for name, shape in shapes.items():
        port = _find_input(model, name)
        if isinstance(port, str):
            problems.append(OptionProblem("shapes", port))
            continue
        known = input_name(port)
        if known in chosen:
            problems.append(OptionProblem("shapes", f"input '{known}' was given twice."))
        if (problem := _shape_problem(known, port, shape)) is not None:
            problems.append(OptionProblem("shapes", problem))
        chosen[known] = (port, shape)
    if problems:
        raise InvalidOptions(tuple(problems), f"The model takes {inputs_text(model)}.")
    if all(shape_of(port) == shape for port, shape in chosen.values()):
        return
    _reshape(model, list(chosen.values()))


def _find_input(model: ov.Model, name: str) -> ov.Output | str:
    """The input of that name, or what is wrong with the name."""
    if not name:
        only = "the model has no inputs." if not model.inputs else "say which input: the model has several."
        return model.inputs[0] if len(model.inputs) == 1 else only
    for port in model.inputs:
        if name in port.get_names() or name == port.get_node().get_friendly_name():
            return port
    return f"there is no input '{name}'."


def _shape_problem(name: str, port: ov.Output, shape: Shape) -> str | None:
    rank = port.get_partial_shape().rank
    if rank.is_static and rank.get_length() != len(shape):
        accepted = f"{rank.get_length()} dimensions ({shape_text(shape_of(port))})"
        return f"input '{name}' has {accepted}, not {len(shape)} ({shape_text(shape)})."
    for dim in shape:
        low, high = (dim, dim) if isinstance(dim, int) else (dim.low, dim.high)
        if isinstance(dim, int) and dim < 1:
            return f"input '{name}' cannot have a dimension of {dim}; the smallest is 1."
        if low > _LARGEST_DIM or (high is not None and not low <= high <= _LARGEST_DIM):
            return f"input '{name}' cannot have a dimension of {shape_text((dim,))}; the largest is {_LARGEST_DIM}."
    return None


def _reshape(model: ov.Model, wanted: list[tuple[ov.Output, Shape]]) -> None:
    before = inputs_text(model)
    try:
        model.reshape({port: partial_shape(shape) for port, shape in wanted})
    except RuntimeError as error:
        given = " ".join(f"'{input_name(port)}' = {shape_text(shape)}" for port, shape in wanted)
        message = f"the model cannot take {given}: {_reason(error)}."
        raise InvalidOptions((OptionProblem("shapes", message),), f"The model was made for {before}.") from error


def _reason(error: RuntimeError) -> str:
    """Which operation refused, and why, out of the engine's many lines."""
    text = str(error)
    lines = [line.strip().rstrip(".") for line in text.splitlines() if line.strip()]
    node = _FAILED_NODE.search(text)
    if node is None:
        return lines[0] if lines else "the engine gave no reason"
    return f"operation '{node['name']}' ({node['type']}) says: {lines[-1]}"


def inputs_text(model: ov.Model) -> str:
    """All inputs with the shapes they have now, for an error message."""
    return ", ".join(f"'{input_name(port)}' = {shape_text(shape_of(port))}" for port in model.inputs) or "no inputs"


def set_batch(model: ov.Model, batch: int) -> None:
    """Give the model another batch size, in place; a model that refuses stays as it was.

    The batch is the N of an input's layout. An input without a layout has it in its first dimension,
    provided that all those inputs agree on that dimension; an input whose layout has no N keeps its shape.

    Raises:
        InvalidOptions: `batch` is not positive, the model does not say which dimension is the batch, or an
            operation fixes the batch.
    """
    if batch < 1:
        raise _batch_error(f"{batch} is not possible; the smallest batch is 1.", "")
    axes = _batch_axes(model)
    wanted = []
    for port in model.inputs:
        axis = axes.get(input_name(port))
        shape = shape_of(port)
        if axis is None or shape is None or shape[axis] == batch:
            continue
        wanted.append((port, (*shape[:axis], batch, *shape[axis + 1 :])))
    if not wanted:
        return
    fixed = _common_batch(model, axes)
    try:
        model.reshape({port: partial_shape(shape) for port, shape in wanted})
    except RuntimeError as error:
        if isinstance(fixed, int):
            limit = f"the batch is fixed to {fixed}"
            hint = f"Run it with batch {fixed}, or export the network again with a dynamic batch and import that."
            raise _batch_error(f"{limit}: {_reason(error)}.", hint, terminal=f"--batch {fixed}") from error
        message = f"the network cannot take {batch} as the first dimension of its inputs: {_reason(error)}."
        hint = "Leave the batch out, and give the shape of each input instead."
        raise _batch_error(message, hint, terminal="--shape NAME=SHAPE") from error


def batch_size(model: ov.Model, asked: int | None) -> int:
    """Frames per inference of the model as it is.

    The batch that was asked for (`set_batch` has seen to it), else the N of the inputs' layouts. Without a layout it is the
    first dimension where `first_dimension_is_batch`; where nothing is known to be the batch, an inference is one frame.
    """
    if asked is not None:
        return asked
    shapes = {input_name(port): shape_of(port) for port in model.inputs}
    axes = {input_name(port): axis for port in model.inputs if (axis := _layout_axis(port)) is not None}
    if not axes:
        silent = [input_name(port) for port in model.inputs if port.get_node().layout.empty]
        if first_dimension_is_batch([shapes[name] for name in silent], map(shape_of, model.outputs)):
            axes = {name: 0 for name in silent if shapes[name]}
    common = _common_batch(model, axes)
    return common if isinstance(common, int) else 1


def _layout_axis(port: ov.Output) -> int | None:
    """The dimension that the layout of an input calls the batch."""
    layout = port.get_node().layout
    if not ov.layout_helpers.has_batch(layout):
        return None
    axis = int(ov.layout_helpers.batch_idx(layout))
    rank = port.get_partial_shape().rank
    return axis + rank.get_length() if axis < 0 and rank.is_static else axis


def _batch_axes(model: ov.Model) -> dict[str, int]:
    """By input name, the dimension that is the batch; an input without a batch is left out."""
    axes: dict[str, int] = {}
    silent: dict[str, Shape] = {}
    for port in model.inputs:
        if (axis := _layout_axis(port)) is not None:
            axes[input_name(port)] = axis
        elif port.get_node().layout.empty:
            shape = shape_of(port)
            if shape is None:
                raise _batch_error(f"input '{input_name(port)}' has an unknown number of dimensions.", _WHICH)
            if shape:
                silent[input_name(port)] = shape
    known = {dim for dim in (shape[0] for shape in silent.values()) if isinstance(dim, int)}
    if len(known) > 1:
        listed = ", ".join(f"'{name}' = {shape_text(shape)}" for name, shape in silent.items())
        raise _batch_error(f"the inputs do not share their first dimension ({listed}), so it is not the batch.", _WHICH)
    axes.update(dict.fromkeys(silent, 0))
    if not axes:
        raise _batch_error(f"no input has a batch dimension ({inputs_text(model)}).", _WHICH)
    return axes


_WHICH = "Give each input's shape, or import the model again with layouts that name the batch N, such as NCHW."


def _common_batch(model: ov.Model, axes: Mapping[str, int]) -> Dim | None:
    shapes = {input_name(port): shape_of(port) for port in model.inputs}
    dims = {shape[axis] for name, axis in axes.items() if (shape := shapes[name]) is not None}
    return dims.pop() if len(dims) == 1 else None


def _batch_error(message: str, hint: str, terminal: str = "") -> InvalidOptions:
    return InvalidOptions((OptionProblem("batch", message),), hint, terminal)


def static_shapes(model: ov.Model) -> dict[str, tuple[int, ...]]:
    """The shape of every input by name, all dimensions known.

    Raises:
        InvalidOptions: inputs whose shape is still open; all of them are named.
    """
    shapes = {input_name(port): shape_of(port) for port in model.inputs}
    if not all(is_static(shape) for shape in shapes.values()):
        raise dynamic_inputs(shapes)
    return {name: tuple(dim for dim in shape or () if isinstance(dim, int)) for name, shape in shapes.items()}
