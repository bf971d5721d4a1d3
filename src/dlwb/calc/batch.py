"""The batch dimension of a model."""

from collections.abc import Iterable

from dlwb.domain.model import DimRange, Model, Shape, TensorSpec


def first_dimension_is_batch(inputs: Iterable[Shape | None], outputs: Iterable[Shape | None]) -> bool:
    """Whether the first dimension of inputs that nobody gave a layout counts frames: all tensors have the same one.

    A picture of 3 x height x width, or a second of sound, also has a first dimension, but its results do not.

    Args:
        inputs: shapes of the inputs without a layout; those without dimensions say nothing.
        outputs: shapes of all outputs; one whose first dimension is open or missing has another one.
    """
    first = {shape[0] if shape else None for shape in inputs if shape != ()}
    return len(first) == 1 and None not in first and first == {shape[0] if shape else None for shape in outputs}


def has_batch(model: Model) -> bool:
    """Whether the model has a dimension that can be the batch; the engine may still refuse to change it."""
    silent = [spec.shape for spec in model.inputs if spec.layout is None]
    if None in silent:
        return False
    first = [shape[0] for shape in silent if shape]
    if not first:
        return any("N" in (spec.layout or "") for spec in model.inputs)
    return all(dim == 1 or isinstance(dim, DimRange) for dim in first) or first_dimension_is_batch(
        silent, (spec.shape for spec in model.outputs)
    )


def with_batch_one(inputs: Iterable[TensorSpec]) -> dict[str, tuple[int, ...]] | None:
    """Shapes with the batch set to 1, when the batch is all that is free; None when nothing is free, or more.

    The batch is where an input's layout has its `N`, and the first dimension of an input without a layout. The result is
    never used without telling the user so.
    """
    shapes: dict[str, tuple[int, ...]] = {}
    changed = False
    for spec in inputs:
        if spec.shape is None:
            return None
        axis = (spec.layout or "N").find("N")
        sizes: list[int] = []
        for index, dim in enumerate(spec.shape):
            if isinstance(dim, int):
                sizes.append(dim)
            elif index == axis and dim.low <= 1:
                sizes.append(1)
                changed = True
            else:
                return None
        shapes[spec.name] = tuple(sizes)
    return shapes if changed else None
