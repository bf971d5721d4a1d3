"""`dlwb model configure`: how a model is read, written down for everything that shows it pictures."""

from typing import Annotated

import typer

from dlwb.cli.form import Form
from dlwb.cli.model import show_model
from dlwb.cli.options import Json, ModelArgument, parse_pairs
from dlwb.cli.reading_options import (
    Crop,
    Filter,
    Labels,
    Mean,
    Order,
    Pad,
    Position,
    ResizeOption,
    Scale,
    Settings,
    build_preprocessing,
)
from dlwb.cli.session import opened


def configure(
    context: typer.Context,
    model: ModelArgument,
    from_: Annotated[
        str | None, typer.Option("--from", help="Accuracy run whose way to read the model is taken over.")
    ] = None,
    set_: Settings = None,
    labels: Labels = None,
    mean: Mean = None,
    scale: Scale = None,
    color_order: Order = None,
    resize: ResizeOption = None,
    crop: Crop = None,
    pad: Pad = None,
    pad_position: Position = None,
    filter_: Filter = None,
    json: Json = False,
) -> None:
    """Store with a model what its outputs mean and how pictures go in, so that nothing has to be found out again."""
    wrong = Form()
    with wrong.collected():
        preprocessing = build_preprocessing(mean, scale, color_order, resize, crop, pad, pad_position, filter_)
    with wrong.collected():
        settings = parse_pairs(set_, "--set")
    wrong.raise_any()
    with opened(context) as workbench:
        found = workbench.models.resolve(model)
        names = workbench.datasets.class_names(labels) if labels else None
        run = workbench.runs.get(from_) if from_ else None
        configured = workbench.models.configure(
            found.id, run, preprocessing=preprocessing, settings=settings, classes=names
        )
    show_model(configured, json)
