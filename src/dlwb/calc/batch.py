"""The batch dimension of a model."""

from collections.abc import Iterable

from dlwb.domain.model import TensorSpec


def has_batch(inputs: Iterable[TensorSpec]) -> bool:
    """Whether every input has a dimension that can be the batch; the engine may still refuse to change it."""
    shapes = [spec.shape for spec in inputs]
    return bool(shapes) and all(shapes)


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
