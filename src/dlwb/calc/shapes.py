"""Tensor shapes in words, in numbers, and the error that asks for the ones that are missing."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.model import Dim, DimRange, Shape, TensorSpec

_EXAMPLE_BATCH = 1
_EXAMPLE_SIDE = 224
_EXAMPLE_LENGTH = 128


def parse_shapes(texts: Iterable[str], option: str) -> dict[str, Shape]:
    """`["data=1,3,224,224"]` → shapes by input name; `?` is any size, `1..8` a range, and the only input needs no name.

    Raises:
        InvalidOptions: `option` is not of that form; names every text that is not a shape.
    """
    shapes: dict[str, Shape] = {}
    problems: list[OptionProblem] = []
    for text in texts:
        name, _, dims = text.rpartition("=")
        try:
            shapes[name] = tuple(_dim(part.strip()) for part in dims.strip("[] ").split(","))
        except ValueError:
            problems.append(OptionProblem(option, f"'{text}' is not a shape such as data=1,3,224,224."))
    if problems:
        raise InvalidOptions(tuple(problems), "Sizes are numbers, `?` for any size, or a range such as 1..8.")
    return shapes


def _dim(text: str) -> Dim:
    if text in ("?", "-1"):
        return DimRange()
    low, dots, high = text.partition("..")
    return DimRange(int(low), int(high) if high else None) if dots else int(low)


def shape_text(shape: Shape | None) -> str:
    """A shape as the engine and the command line write it: `1,3,?,?`; a range is `1..8`, unknown rank `...`."""
    if shape is None:
        return "..."
    return ",".join(_dim_text(dim) for dim in shape) or "scalar"


def _dim_text(dim: Dim) -> str:
    if isinstance(dim, int):
        return str(dim)
    if dim.high is None:
        return f"{dim.low}.." if dim.low > 1 else "?"
    return f"{dim.low}..{dim.high}"


@lru_cache(maxsize=4096)
def is_static(shape: Shape | None) -> bool:
    """Whether every dimension is a known number."""
    return shape is not None and all(isinstance(dim, int) for dim in shape)


class UnknownSize(Exception):
    """A shape has a dimension without an upper end, so nothing can be counted for it."""


@lru_cache(maxsize=4096)
def largest(shape: Shape | None) -> tuple[int, ...]:
    """The shape with every dimension at its largest.

    Raises:
        UnknownSize: a dimension has no upper end, or their number is unknown.
    """
    if shape is None:
        raise UnknownSize
    dims = tuple(dim if isinstance(dim, int) else dim.high for dim in shape)
    if None in dims:
        raise UnknownSize
    return cast(tuple[int, ...], dims)


def example_shape(shape: Shape | None) -> str:
    """A shape that a person could give for a dynamic input, as text for a hint; never used as a value."""
    if shape is None:
        return f"{_EXAMPLE_BATCH},3,{_EXAMPLE_SIDE},{_EXAMPLE_SIDE}"
    free = _EXAMPLE_SIDE if len(shape) >= 3 else _EXAMPLE_LENGTH
    return ",".join(str(_example_dim(dim, _EXAMPLE_BATCH if axis == 0 else free)) for axis, dim in enumerate(shape))


def _example_dim(dim: Dim, wanted: int) -> int:
    if isinstance(dim, int):
        return dim
    highest = wanted if dim.high is None else dim.high
    return max(dim.low, min(wanted, highest), 1)


def dynamic_inputs(inputs: Mapping[str, Shape | None]) -> InvalidOptions:
    """The error for inputs (by name) whose shape has to be given before anything can be counted or run."""
    open_inputs = {name: shape for name, shape in inputs.items() if not is_static(shape)}
    problems = tuple(
        OptionProblem("shapes", f"input '{name}' has no fixed shape ({shape_text(shape)}).")
        for name, shape in open_inputs.items()
    )
    examples = [f"{name}={example_shape(shape)}" for name, shape in open_inputs.items()]
    return InvalidOptions(
        problems,
        f"Give a shape for each, for example {' and '.join(examples)}.",
        terminal=" ".join(f"--shape {example}" for example in examples),
    )


def missing_shapes(
    inputs: Iterable[TensorSpec], given: Mapping[str, Shape], batch: int | None
) -> InvalidOptions | None:
    """The error for inputs that stay open although shapes and a batch were given; None when there are none.

    None also where only the engine can tell: a shape was given under a name that is not the input's first one, or the
    batch lies behind dimensions whose number the layout leaves open. The worker then refuses what is still missing.

    Args:
        inputs: of the model.
        given: shapes by input name; the empty name means the only input.
        batch: replaces the dimension that is the batch; the first where an input has no layout.
    """
    specs = tuple(inputs)
    named = {(specs[0].name if not name and len(specs) == 1 else name): shape for name, shape in given.items()}
    if not named.keys() <= {spec.name for spec in specs}:
        return None
    shapes: dict[str, Shape | None] = {}
    for spec in specs:
        shape = named.get(spec.name, spec.shape)
        if batch is not None and shape is not None:
            before, batched, _ = (spec.layout or "N").partition("N")
            if "..." in before:
                return None
            axis = len(before)
            if batched and axis < len(shape):
                shape = (*shape[:axis], batch, *shape[axis + 1 :])
        shapes[spec.name] = shape
    return None if all(map(is_static, shapes.values())) else dynamic_inputs(shapes)
