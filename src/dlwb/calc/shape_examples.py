"""Sizes for inputs that take any: what to try on a network, so that a person can be told one that it takes.

An example is never used as a value, only shown. Dimensions that are one and the same (a batch, which a recurrent state has
in its second dimension; the length that tokens share with their mask) get the same size.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import product

from dlwb.calc.shapes import fitting
from dlwb.domain.model import DimRange, Shape, TensorSpec

Sizes = dict[str, tuple[int, ...]]
Names = Mapping[str, Sequence[str | None]]
"""By input name, what the file calls each dimension; None: nothing, or it is fixed."""

_PICTURE_RANK, _STATE_RANK = 4, 3
_CHANNELS = 3
# Sides of a picture and lengths of a sequence, tried together; the most usual first.
_USUAL = ((224, 128), (256, 256), (640, 512), (320, 64), (512, 1024), (128, 32), (64, 16), (32, 2048), (1024, 16000))
_ANY = DimRange()
# What an input may look like of which not even the number of dimensions is known.
_FORMS: tuple[Shape, ...] = ((_ANY, 3, _ANY, _ANY), (_ANY, _ANY, _ANY, 3), (_ANY, _ANY), (_ANY, _ANY, _ANY))
_SUM = re.compile(r"\s*\+\s*")


class _Role(StrEnum):
    """What a free dimension counts."""

    BATCH = "batch"
    CHANNEL = "channel"
    HEIGHT = "height"
    WIDTH = "width"
    LENGTH = "length"


_Place = tuple[str, int]
"""An input and one of its axes."""
_OF_LAYOUT = {"N": _Role.BATCH, "C": _Role.CHANNEL, "H": _Role.HEIGHT, "W": _Role.WIDTH}


def examples(inputs: Sequence[TensorSpec], names: Names, picture: tuple[int, int] | None = None) -> Iterator[Sizes]:
    """Sizes of all inputs to try together, the most likely first; every one fixes every dimension.

    Args:
        inputs: of the network.
        names: what the file calls the dimensions; equal names are equal sizes, and a sum of names is their sum.
        picture: only what takes pictures of this height and width; nothing where no dimension is one of a picture.
    """
    usual = [(*(picture or (side, side)), length) for side, length in _USUAL]
    seen: list[Sizes] = []
    for known, form, channels_last in product((_usable(names), {}), _FORMS, (False, True)):
        shapes = {spec.name: form if spec.shape is None else spec.shape for spec in inputs}
        roles = _roles(inputs, shapes, known, channels_last)
        if picture and not {_Role.HEIGHT, _Role.WIDTH} & set(roles.values()):
            continue
        for height, width, length in usual:
            free = {_Role.BATCH: 1, _Role.CHANNEL: _CHANNELS}
            free |= {_Role.HEIGHT: height, _Role.WIDTH: width, _Role.LENGTH: length}
            sizes = _sized(shapes, roles, known, free)
            if sizes not in seen:
                seen.append(sizes)
                yield sizes


def _usable(names: Names) -> Names:
    """The names of inputs; not where the batch is called like another dimension: that is a word for "any", and no name."""
    return {of: dims for of, dims in names.items() if dims and (dims[0] is None or dims[0] not in dims[1:])}


def _roles(
    inputs: Sequence[TensorSpec], shapes: Mapping[str, Shape], names: Names, channels_last: bool
) -> dict[_Place, _Role]:
    """What every free dimension counts."""
    roles = {
        (spec.name, axis): _by_layout(spec, axis) or _by_place(shapes[spec.name], axis, channels_last)
        for spec in inputs
        for axis, dim in enumerate(shapes[spec.name])
        if isinstance(dim, DimRange)
    }
    batches = {_name(names, place) for place, role in roles.items() if role is _Role.BATCH} - {None}
    for place in roles:
        name = _name(names, place)
        # Where nothing has a name: a recurrent state beside an input with a free batch is layers x batch x width.
        state = name is None and (_Role.BATCH in roles.values()) and _is_state(shapes[place[0]], place[1])
        if name in batches or state:
            roles[place] = _Role.BATCH
    return roles


def _by_layout(spec: TensorSpec, axis: int) -> _Role | None:
    if spec.layout is None or spec.shape is None or len(spec.layout) != len(spec.shape):
        return None
    return _OF_LAYOUT.get(spec.layout[axis], _Role.LENGTH)


def _by_place(shape: Shape, axis: int, channels_last: bool) -> _Role:
    if axis == 0:
        return _Role.BATCH
    if len(shape) != _PICTURE_RANK:
        return _Role.LENGTH
    if channels_last or (isinstance(shape[3], int) and not isinstance(shape[1], int)):
        return (_Role.HEIGHT, _Role.WIDTH, _Role.CHANNEL)[axis - 1]
    return (_Role.CHANNEL, _Role.HEIGHT, _Role.WIDTH)[axis - 1]


def _is_state(shape: Shape, axis: int) -> bool:
    return len(shape) == _STATE_RANK and axis == 1 and isinstance(shape[0], int) and isinstance(shape[2], int)


def _name(names: Names, place: _Place) -> str | None:
    of, axis = place
    dims = names.get(of, ())
    return dims[axis] if axis < len(dims) else None


def _sized(
    shapes: Mapping[str, Shape], roles: Mapping[_Place, _Role], names: Names, free: Mapping[_Role, int]
) -> Sizes:
    by_name: dict[str, int] = {}
    for place, role in roles.items():
        if (name := _name(names, place)) is not None:
            by_name.setdefault(name, free[role])
    by_name |= {name: total for name in by_name if (total := _total(name, by_name)) is not None}
    return {
        of: tuple(
            dim
            if isinstance(dim, int)
            else fitting(dim, by_name.get(_name(names, (of, axis)) or "", free[roles[of, axis]]))
            for axis, dim in enumerate(shape)
        )
        for of, shape in shapes.items()
    }


def _total(name: str, by_name: Mapping[str, int]) -> int | None:
    """The value of a name such as `past_length + 1`; None: it is no sum, or one of unknown parts."""
    parts = [int(part) if part.isdecimal() else by_name.get(part) for part in _SUM.split(name)]
    known = [part for part in parts if part is not None]
    return sum(known) if len(parts) > 1 and len(known) == len(parts) else None
