"""What outputs mean, as a person said it: the family by name, its settings as words."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from math import isfinite
from typing import Any, get_args

from dlwb.domain.errors import InputError, InvalidOptions, OptionProblem
from dlwb.domain.output_adapter import (
    BoxesAndScores,
    Classification,
    FinalBoxes,
    OutputAdapter,
    Segmentation,
    Selection,
    SsdDetections,
    YoloGrids,
    YoloHead,
    YoloRows,
    Yolox,
)
from dlwb.ports import Tensors
from dlwb.protocol import adapter as codec
from dlwb.protocol import from_options

FAMILIES: dict[str, type[OutputAdapter]] = {
    str(next(field.default for field in fields(kind) if field.name == "kind")): kind for kind in get_args(OutputAdapter)
}
_OF_HEADS = ("anchors", "stretch")


def check_family(family: str | None, settings: Mapping[str, str]) -> None:
    """Refuse a family that does not exist, and settings that no family (or not that one) has.

    Raises:
        InvalidOptions: all problems at once.
    """
    problems = []
    if family is not None and family not in FAMILIES:
        problems.append(OptionProblem("adapter", f"there is no family '{family}'."))
        family = None
    known = {name for kind in ([FAMILIES[family]] if family else FAMILIES.values()) for name in _settings_of(kind)}
    problems += [OptionProblem("set", f"there is no setting '{name}'.") for name in settings if name not in known]
    if problems:
        hint = (
            f"Families: {', '.join(FAMILIES)}. Settings{f' of {family}' if family else ''}: {', '.join(sorted(known))}."
        )
        raise InvalidOptions(tuple(problems), hint)


def _settings_of(kind: type[OutputAdapter]) -> tuple[str, ...]:
    own = [field.name for field in fields(kind) if field.name not in ("kind", "heads", "select")]
    heads = _OF_HEADS if kind is YoloGrids else ()
    select = [field.name for field in fields(Selection)] if any(f.name == "select" for f in fields(kind)) else []
    return (*own, *heads, *select)


def start_of(family: str, outputs: Tensors) -> OutputAdapter:
    """An adapter of a family for outputs that do not look like it; settings have to say the rest.

    Raises:
        InputError: the model has too few outputs for that family.
    """
    by_size = sorted(outputs, key=lambda name: -outputs[name].size)
    four = next((name for name in by_size if outputs[name].shape[-1:] == (4,)), by_size[-1])
    kind = FAMILIES[family]
    if kind in (Classification, SsdDetections, Yolox, Segmentation):
        return kind(by_size[0])
    if kind is YoloRows:
        return YoloRows(by_size[0], objectness=True, transposed=False)
    if kind is FinalBoxes:
        return FinalBoxes(four)
    if kind is BoxesAndScores and len(by_size) > 1:
        return BoxesAndScores(four, next(name for name in by_size if name != four))
    raise InputError(
        f"The outputs cannot be read as '{family}': {', '.join(f'{n} {outputs[n].shape}' for n in by_size)}.",
        f"Families: {', '.join(FAMILIES)}.",
    )


def adjusted(adapter: OutputAdapter, settings: Mapping[str, str]) -> OutputAdapter:
    """The adapter with settings from words: `floor=0.3`, `anchors=10x13,16x30;30x61,62x45` (finest grid first).

    Raises:
        InvalidOptions: settings that this family does not have, or values that cannot be; all at once.
    """
    check_family(adapter.kind, settings)
    own: dict[str, Any] = {}
    select: dict[str, Any] = {}
    problems: list[OptionProblem] = []
    for name, text in settings.items():
        if name in _OF_HEADS and isinstance(adapter, YoloGrids):
            continue
        is_own = name in {field.name for field in fields(adapter)}
        (own if is_own else select)[name] = _value(text)
    try:
        if isinstance(adapter, YoloGrids):
            own["heads"] = _heads(adapter, settings)
        if select and not isinstance(adapter, Classification | Segmentation):
            own["select"] = from_options(Selection, _plain(adapter.select) | select)
        made: OutputAdapter = from_options(type(adapter), _plain(adapter) | own)
    except InvalidOptions as error:
        problems += error.problems
    except ValueError as error:
        problems.append(OptionProblem("set", f"{error}."))
    if problems:
        raise InvalidOptions(tuple(problems), "Values are numbers, words, true, false or JSON.")
    return made


def _heads(adapter: YoloGrids, settings: Mapping[str, str]) -> tuple[YoloHead, ...]:
    heads = list(adapter.heads)
    if "anchors" in settings:
        grids = [part.split(",") for part in settings["anchors"].split(";")]
        if len(grids) != len(heads):
            raise ValueError(f"anchors: there are {len(heads)} grids, and anchors for {len(grids)}")
        heads = [replace(h, anchors=tuple(map(_pair, grid))) for h, grid in zip(heads, grids, strict=True)]
    if "stretch" in settings:
        given = [float(part) for part in settings["stretch"].split(",")]
        each = given * len(heads) if len(given) == 1 else given
        if len(each) != len(heads):
            raise ValueError(f"stretch: there are {len(heads)} grids, and {len(each)} numbers")
        if not all(map(isfinite, each)):
            raise ValueError(f"stretch: '{settings['stretch']}' is not numbers such as 1 or 1,2,2")
        heads = [replace(h, stretch=one) for h, one in zip(heads, each, strict=True)]
    return tuple(heads)


def _pair(text: str) -> tuple[float, float]:
    width, cross, height = text.strip().partition("x")
    if not cross:
        raise ValueError(f"anchors: '{text}' is not a size such as 10x13")
    size = float(width), float(height)
    if not all(map(isfinite, size)):
        raise ValueError(f"anchors: '{text}' is not a size such as 10x13")
    return size


def _plain(value: Any) -> dict[str, Any]:
    assert is_dataclass(value)
    return dict(codec(type(value)).dump_python(value))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
