"""What the numbers of a preprocessing have to be, whatever the network; pure rules, every problem at once."""

from collections.abc import Sequence
from math import isfinite

from dlwb.domain.errors import OptionProblem
from dlwb.domain.model import Preprocessing

_LARGEST_PIXEL = 255
_LONGEST_SIDE = 65_536


def endless_problems(name: str, values: Sequence[float] | None) -> list[OptionProblem]:
    """Numbers that are infinite or none at all: nothing can be calculated with them, and no document can hold them."""
    wrong = [f"{value:g}" for value in values or () if not isfinite(value)]
    return [OptionProblem(name, f"{', '.join(wrong)} is no number to calculate with.")] if wrong else []


def channel_problems(name: str, values: tuple[float, ...] | None) -> list[OptionProblem]:
    """What is wrong with a mean or a scale (its `name`); None: nobody said one."""
    if values is None:
        return []
    if not values:
        return [OptionProblem(name, "give one number, or one for each channel.")]
    if endless := endless_problems(name, values):
        return endless
    if name == "scale" and not all(values):
        return [OptionProblem(name, "pixels cannot be divided by 0.")]
    return []


def preprocessing_problems(said: Preprocessing | None) -> list[OptionProblem]:
    """What is wrong with a preprocessing as a person said it."""
    if said is None:
        return []
    problems = [*channel_problems("mean", said.mean), *channel_problems("scale", said.scale)]
    resize = said.resize
    if resize is not None and not 0 <= resize.pad <= _LARGEST_PIXEL:
        problems.append(OptionProblem("pad", f"{resize.pad:g} is not between 0 and {_LARGEST_PIXEL}."))
    if resize is not None and resize.shorter_side is not None and resize.shorter_side < 1:
        problems.append(OptionProblem("crop", f"{resize.shorter_side} is not possible; the smallest is 1."))
    if resize is not None and resize.shorter_side is not None and resize.shorter_side > _LONGEST_SIDE:
        problems.append(
            OptionProblem("crop", f"{resize.shorter_side} is not possible; the largest is {_LONGEST_SIDE:,}.")
        )
    return problems
