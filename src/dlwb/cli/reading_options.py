"""Flags that say how a model is read: how pictures go in, and what its outputs mean."""

from pathlib import Path
from typing import Annotated

import typer

from dlwb.cli.form import Form, UsageError
from dlwb.cli.options import parse_floats
from dlwb.domain.dataset import Subset
from dlwb.domain.errors import OptionProblem
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.preprocessing import PadPosition, PixelFilter, Resize, ResizeRule

Mean = Annotated[str | None, typer.Option("--mean", help="Subtracted from each channel, `123.7,116.3,103.5`.")]
Scale = Annotated[str | None, typer.Option("--scale", help="Each channel is divided by this.")]
Order = Annotated[ColorOrder | None, typer.Option("--color-order", help="Order of the colour channels, RGB or BGR.")]
ResizeOption = Annotated[
    ResizeRule | None, typer.Option("--resize", help="How pictures are made as large as the input.")
]
Crop = Annotated[int | None, typer.Option("--crop", help="Scale the shorter side to this, then cut the middle out.")]
Pad = Annotated[float | None, typer.Option("--pad", help="Value of the padding of a letterbox, such as 114.")]
Position = Annotated[
    PadPosition | None, typer.Option("--pad-position", help="Where a letterboxed picture lies: centre or corner.")
]
Filter = Annotated[PixelFilter | None, typer.Option("--filter", help="How pixels are sampled when resizing.")]
Family = Annotated[
    str | None, typer.Option("--adapter", help="Family of the outputs, such as classification, yolox or yolo_grids.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="Setting of the outputs' family, `KEY=VALUE`; repeatable. The guide lists them."),
]
Background = Annotated[
    bool | None,
    typer.Option("--background-class/--no-background-class", help="Whether the first class means: nothing is there."),
]
Labels = Annotated[
    Path | None, typer.Option("--labels", help="Names of the model's classes: a class on each line, in their order.")
]


def build_preprocessing(
    mean: str | None,
    scale: str | None,
    order: ColorOrder | None,
    resize: ResizeRule | None,
    crop: int | None,
    pad: float | None,
    position: PadPosition | None,
    filter: PixelFilter | None,
) -> Preprocessing | None:
    """The preprocessing that the flags describe; None when there are none.

    Raises:
        UsageError: values that cannot be read. InvalidOptions: flags that contradict. All at once.
    """
    wrong = Form()
    numbers = {}
    for option, text in (("--mean", mean), ("--scale", scale)):
        with wrong.collected():
            numbers[option] = parse_floats(text, option)
    problems: list[OptionProblem] = []
    if crop is not None and resize not in (None, ResizeRule.CROP):
        problems.append(OptionProblem("--crop", f"contradicts --resize {resize}."))
    if (pad is not None or position is not None) and resize not in (None, ResizeRule.LETTERBOX):
        problems.append(OptionProblem("--pad", f"contradicts --resize {resize}; only a letterbox is padded."))
    if filter is not None and resize is None and crop is None and pad is None and position is None:
        problems.append(OptionProblem("--filter", "needs --resize."))
    wrong.add(problems)
    wrong.raise_any()
    made = Preprocessing(
        color_order=order,
        mean=numbers["--mean"],
        scale=numbers["--scale"],
        resize=_resize(resize, crop, pad, position, filter),
    )
    return None if made == Preprocessing() else made


def _resize(
    rule: ResizeRule | None,
    crop: int | None,
    pad: float | None,
    position: PadPosition | None,
    filter: PixelFilter | None,
) -> Resize | None:
    if crop is not None:
        rule = ResizeRule.CROP
    elif rule is None and (pad is not None or position is not None):
        rule = ResizeRule.LETTERBOX
    if rule is None:
        return None
    usual = PixelFilter.ANTIALIAS if rule is ResizeRule.CROP else PixelFilter.LINEAR
    plain = Resize()
    return Resize(
        rule, filter or usual, crop, plain.pad if pad is None else pad, plain.position if position is None else position
    )


def build_subset(text: str | None, seed: int, option: str = "--subset") -> Subset:
    """`500` or `20%` → the subset. Raises UsageError."""
    if text is None:
        return Subset(seed=seed)
    try:
        if text.endswith("%"):
            return Subset(percent=float(text[:-1]), seed=seed)
        return Subset(count=int(text), seed=seed)
    except ValueError:
        problem = OptionProblem(option, f"'{text}' is neither a number nor a share such as 20%.")
        raise UsageError((problem,), "Give a number of pictures or a share of them.") from None
