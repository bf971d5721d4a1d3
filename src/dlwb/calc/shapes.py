"""Tensor shapes in words, in numbers, and the error that asks for the ones that are missing."""

import shlex
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
    """How a shape for a dynamic input is written, as text for a hint; nobody has tried whether the network takes it."""
    if shape is None:
        return f"{_EXAMPLE_BATCH},3,{_EXAMPLE_SIDE},{_EXAMPLE_SIDE}"
    free = _EXAMPLE_SIDE if len(shape) >= 3 else _EXAMPLE_LENGTH
    return ",".join(str(fitting(dim, _EXAMPLE_BATCH if axis == 0 else free)) for axis, dim in enumerate(shape))


def fitting(dim: Dim, wanted: int) -> int:
    """The size nearest to `wanted` that a dimension can have; at least 1."""
    if isinstance(dim, int):
        return dim
    highest = wanted if dim.high is None else dim.high
    return max(dim.low, min(wanted, highest), 1)


def dynamic_inputs(inputs: Mapping[str, Shape | None]) -> InvalidOptions:
    """The error for inputs (by name) whose shape has to be given before anything can be counted or run."""
    found = {name: example_shape(shape) for name, shape in inputs.items() if not is_static(shape)}
    return _shapes_needed(inputs, "Give a shape for each, for example", found)


def _shapes_needed(inputs: Mapping[str, Shape | None], lead: str, examples: Mapping[str, str]) -> InvalidOptions:
    problems = tuple(
        OptionProblem("shapes", f"input '{name}' has no fixed shape ({shape_text(shape)}).")
        for name, shape in inputs.items()
        if not is_static(shape)
    )
    typed = [f"{name}={text}" for name, text in examples.items()]
    return InvalidOptions(
        problems,
        f"{lead} {' and '.join(typed)}.",
        terminal=" ".join(f"--shape {shlex.quote(text)}" for text in typed),
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
    if all(map(is_static, shapes.values())):
        return None
    tried = {spec.name: spec.example for spec in specs if spec.example is not None}
    if tried.keys() != {spec.name for spec in specs if not spec.is_static}:
        return dynamic_inputs(shapes)
    # A batch goes with an example where it is the first dimension of all; whatever else was given may not.
    not_all = batch is not None and any(spec.shape and isinstance(spec.shape[0], int) for spec in specs)
    together = named or not_all
    lead = f"{'Leave the batch out and give' if not_all else 'Give'} a shape for each; " + (
        "the file names" if any(example.origin == "file" for example in tried.values()) else "the network takes"
    )
    texts = {
        name: shape_text(example.sizes if together else _filled(shapes[name], example.sizes))
        for name, example in tried.items()
        if together or not is_static(shapes[name])
    }
    return _shapes_needed(shapes, lead, texts)


def _filled(shape: Shape | None, sizes: tuple[int, ...]) -> Shape:
    """A shape with what is free in it taken from an example."""
    if shape is None:
        return sizes
    return tuple(dim if isinstance(dim, int) else size for dim, size in zip(shape, sizes, strict=True))
