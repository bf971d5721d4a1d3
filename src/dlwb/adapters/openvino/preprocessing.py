"""Preprocessing of a converted model: chosen from options and metadata, checked, and written into the IR.

Mean, scale and colour order are recorded, not baked into the graph. Preprocessing belongs to the model and the
workbench applies it wherever pictures go in (accuracy, calibration, image tests, the exported sample). Baked in, it
would be applied twice by whoever trusts the record, it would add operations to the analysis and the timing that the
network does not have, and it could not be corrected later without another import.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import openvino as ov

from dlwb.adapters.openvino.metadata import Metadata
from dlwb.adapters.openvino.naming import find_input
from dlwb.adapters.openvino.shapes import input_name
from dlwb.domain.errors import OptionProblem
from dlwb.domain.model import ImportOptions, Preprocessing
from dlwb.domain.preprocessing_rules import channel_problems

_PICTURE_RANK = 4
Origin = Literal["options", "metadata", "mixed"]


@dataclass(frozen=True, slots=True)
class Decided:
    """The preprocessing, or everything that is wrong with the options."""

    preprocessing: Preprocessing
    problems: tuple[OptionProblem, ...]


def decide(model: ov.Model, options: ImportOptions, metadata: Metadata) -> Decided:
    """Choose the preprocessing and set the layouts of the model's inputs.

    What the user says wins over what the file says; what neither says stays open. A single number for mean or
    scale counts for every channel, where the number of channels is known.
    """
    problems = _set_layouts(model, options)
    picture = _picture_input(model)
    if picture is not None and metadata.layout is not None and picture.get_node().layout.empty:
        _set_layout(picture, metadata.layout)  # a layout in the file that does not fit is no layout
    layout = layout_of(picture) if picture is not None else None
    channels = _channels(picture)
    for name, values in (("mean", options.mean), ("scale", options.scale)):
        problems += _value_problems(name, values, channels)
    mean = _fitting(options.mean or metadata.mean, channels)
    scale = _fitting(options.scale or metadata.scale, channels)
    color_order = options.color_order or metadata.color_order
    given = [
        value is not None
        for value, known in (
            (options.color_order, color_order),
            (options.mean, mean),
            (options.scale, scale),
            (options.layouts or None, layout),
        )
        if known is not None
    ]
    return Decided(Preprocessing(color_order, mean, scale, layout, _origin(given)), tuple(problems))


def layout_of(port: ov.Output) -> str | None:
    """The layout of an input or output as a word such as `NCHW`, or None when nobody said."""
    layout = getattr(port.get_node(), "layout", None)
    return None if layout is None or layout.empty else layout_word(layout)


def _origin(given: Sequence[bool]) -> Origin | None:
    if not given:
        return None
    if all(given):
        return "options"
    return "mixed" if any(given) else "metadata"


def _set_layouts(model: ov.Model, options: ImportOptions) -> list[OptionProblem]:
    problems: list[OptionProblem] = []
    for name, text in options.layouts.items():
        port = find_input(model, name)
        if port is None:
            which = f"there is no input '{name}'." if name else "say which input: there are several."
            problems.append(OptionProblem("layouts", which))
        elif not _set_layout(port, text):
            rank = port.get_partial_shape().rank
            fits = f"{rank.get_length()} dimensions" if rank.is_static else "its dimensions"
            message = f"'{text}' does not describe input '{input_name(port)}', which has {fits}; NCHW is a layout."
            problems.append(OptionProblem("layouts", message))
    return problems


def _set_layout(port: ov.Output, text: str) -> bool:
    """Set the layout if it is one and fits; says whether it did."""
    rank = port.get_partial_shape().rank
    word = text.strip().upper()
    try:
        layout = ov.Layout(word)
    except RuntimeError:
        return False
    if layout.empty or ("..." not in word and rank.is_static and len(layout_word(layout)) != rank.get_length()):
        return False
    port.get_node().layout = layout
    return True


def layout_word(layout: ov.Layout) -> str:
    """`[N,C,H,W]` as `NCHW`."""
    return str(layout).strip("[]").replace(",", "")


def _picture_input(model: ov.Model) -> ov.Output | None:
    """The input that takes pictures: the only one with four dimensions."""
    found = [p for p in model.inputs if p.get_partial_shape().rank == ov.Dimension(_PICTURE_RANK)]
    return found[0] if len(found) == 1 else None


def _channels(picture: ov.Output | None) -> int | None:
    if picture is None or not ov.layout_helpers.has_channels(picture.get_node().layout):
        return None
    dim = picture.get_partial_shape()[ov.layout_helpers.channels_idx(picture.get_node().layout)]
    return int(dim.get_length()) if dim.is_static else None


def _value_problems(name: str, values: tuple[float, ...] | None, channels: int | None) -> list[OptionProblem]:
    problems = channel_problems(name, values)
    if values and not problems and channels is not None and len(values) not in (1, channels):
        problems.append(OptionProblem(name, f"{len(values)} numbers do not fit the {channels} channels of the input."))
    return problems


def _fitting(values: tuple[float, ...] | None, channels: int | None) -> tuple[float, ...] | None:
    """One value for each channel where their number is known; None when they do not fit."""
    if values is None or channels is None:
        return values
    if len(values) == 1:
        return values * channels
    return values if len(values) == channels else None


def write_rt_info(model: ov.Model, preprocessing: Preprocessing, task: str | None, info: dict[str, str]) -> None:
    """Write what is known into the IR: below `dlwb`, and below `model_info` for OpenVINO's Model API.

    `info` is the flat `rt_info` that was read; ours in it is kept, so that labels and the like survive.
    """
    ours = {key.removeprefix("dlwb."): value for key, value in info.items() if key.startswith("dlwb.")}
    theirs: dict[str, str] = {}
    if preprocessing.color_order is not None:
        ours["color_order"] = str(preprocessing.color_order)
        theirs["reverse_input_channels"] = "YES" if preprocessing.color_order == "RGB" else "NO"
    if preprocessing.mean is not None:
        ours["mean"] = ",".join(map(str, preprocessing.mean))
        theirs["mean_values"] = " ".join(map(str, preprocessing.mean))
    if preprocessing.scale is not None:
        ours["scale"] = ",".join(map(str, preprocessing.scale))
        theirs["scale_values"] = " ".join(map(str, preprocessing.scale))
    if preprocessing.layout is not None:
        ours["layout"] = theirs["layout"] = preprocessing.layout
    if task is not None:
        ours["task"] = task
    for section, values in (("dlwb", ours), ("model_info", theirs)):
        for key, value in values.items():
            model.set_rt_info(value, [section, key])
