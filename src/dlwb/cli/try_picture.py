"""`dlwb try`: what a model says of one picture, another model beside it, and where classifiers look."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dlwb.calc.figure_words import per_cent
from dlwb.cli import figures, progress
from dlwb.cli.accuracy import preprocessing_words
from dlwb.cli.form import Form
from dlwb.cli.options import Device, Json, ModelArgument, PrecisionOption, Shapes, build_config, parse_pairs
from dlwb.cli.reading_options import (
    Background,
    Crop,
    Family,
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
from dlwb.cli.session import opened, out, print_json
from dlwb.domain.accuracy import SURE
from dlwb.domain.errors import InputError, InvalidOptions, OptionProblem
from dlwb.domain.saliency import SaliencyMethod, SaliencyOptions
from dlwb.domain.specs import TrySpec

if TYPE_CHECKING:
    from dlwb.documents import AnswerDocument, TryDocument
    from dlwb.workbench import Workbench
    from dlwb.workbench.tries import PictureSource

_USUAL = SaliencyOptions()
_MOST_OBJECTS = 20


def try_picture(
    context: typer.Context,
    model: ModelArgument,
    picture: Annotated[
        str, typer.Argument(metavar="PICTURE", help="Path of a picture; with --dataset its position there, from 0.")
    ],
    against: Annotated[
        str | None, typer.Option("--against", help="Another model or version that is shown the same picture.")
    ] = None,
    dataset: Annotated[str | None, typer.Option("--dataset", help="Dataset that the picture is taken from.")] = None,
    top: Annotated[int, typer.Option("--top", help="How many classes a classifier tells.")] = 5,
    threshold: Annotated[
        float,
        typer.Option("--threshold", min=0, max=1, help="Objects with a lower score are not shown; --json has all."),
    ] = SURE,
    saliency: Annotated[
        SaliencyMethod | None, typer.Option("--saliency", help="Find where a classifier looks: rise or occlusion.")
    ] = None,
    class_: Annotated[
        str | None, typer.Option("--class", help="Class to explain, by number or name; else the first model's best.")
    ] = None,
    masks: Annotated[int, typer.Option("--masks", help="RISE: how many random masks.")] = _USUAL.masks,
    steps: Annotated[int, typer.Option("--steps", help="Occlusion: places along each side.")] = _USUAL.steps,
    cells: Annotated[int, typer.Option("--cells", help="Cells of a mask along each side.")] = _USUAL.cells,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same masks.")] = 0,
    save: Annotated[
        Path | None, typer.Option("--save", help="Draw what was found on the picture, and write it as PNG.")
    ] = None,
    adapter: Family = None,
    set_: Settings = None,
    background: Background = None,
    labels: Labels = None,
    mean: Mean = None,
    scale: Scale = None,
    color_order: Order = None,
    resize: ResizeOption = None,
    crop: Crop = None,
    pad: Pad = None,
    pad_position: Position = None,
    filter_: Filter = None,
    device: Device = "CPU",
    precision: PrecisionOption = None,
    shape: Shapes = None,
    json: Json = False,
) -> None:
    """Show one picture to a model: classes, boxes or masks, how the picture went in, and where the model looks."""
    wrong = Form()
    if save is not None:
        with wrong.collected():
            _check_place(save)
    wished = SaliencyOptions(saliency, masks, cells, steps, seed, class_) if saliency else None
    if class_ is not None and saliency is None:
        wrong.add((OptionProblem("--class", "needs --saliency rise or --saliency occlusion."),))
    with wrong.collected():
        preprocessing = build_preprocessing(mean, scale, color_order, resize, crop, pad, pad_position, filter_)
    with wrong.collected():
        settings = parse_pairs(set_, "--set")
    with wrong.collected():
        config = build_config(device, None, None, None, None, None, precision, shape, None)
    wrong.raise_any()
    with opened(context) as workbench:
        models = []
        for text in filter(None, (model, against)):
            with progress.shown(f"import {text}") as listener:
                models.append(workbench.models.resolve(text, on_change=listener))
        wish = TrySpec(
            config=config,
            family=adapter,
            settings=settings,
            preprocessing=preprocessing,
            background=background,
            classes=workbench.datasets.class_names(labels) if labels else (),
            top=top,
            saliency=wished,
        )
        source = _source(workbench, picture, dataset)
        with progress.shown(f"try {picture}") as listener:
            run = workbench.try_picture(models[0], source, models[1] if against else None, wish, on_change=listener)
        document = workbench.tries.result(run)
        if save is not None:
            save.write_bytes(workbench.tries.drawn(run, threshold))
    if json:
        print_json(document)
        return
    show_try(document, threshold)
    if save is not None:
        out.print(f"[dim]drawn in[/dim] {figures.name(str(save))}")


def _check_place(save: Path) -> None:
    """Refuse before any work what could not be written after it."""
    if save.suffix.lower() != ".png":
        raise InvalidOptions((OptionProblem("--save", f"'{save}' does not end in .png."),))
    if not save.parent.is_dir():
        raise InputError(f"There is no folder '{save.parent}' to write '{save.name}' to.", "Make it, or name another.")


def _source(workbench: "Workbench", picture: str, dataset: str | None) -> "PictureSource":
    from dlwb.workbench.tries import DatasetPicture

    if dataset is None:
        return picture
    if not picture.isdecimal():
        problem = OptionProblem("PICTURE", f"'{picture}' is no position; with --dataset it counts from 0.")
        raise InvalidOptions((problem,), "For example: dlwb try MODEL 12 --dataset pictures")
    with progress.shown(f"import {dataset}") as listener:
        return DatasetPicture(workbench.datasets.resolve(dataset, on_change=listener).id, int(picture))


def show_try(document: "TryDocument", threshold: float) -> None:
    """Print what each model said of the picture."""
    size = f"{document.width} × {document.height}"
    out.print(f"[bold]{figures.name(document.picture)}[/bold] {size}  [dim]run {document.run}[/dim]")
    if document.truth:
        out.print(f"[dim]its dataset says[/dim] {figures.name(', '.join(document.truth))}")
    for answer in document.answers:
        out.print(f"\n[bold]{figures.name(answer.model_name)}[/bold]  [dim]{answer.task.value.replace('_', ' ')}[/dim]")
        out.print(_found(answer, threshold))
        if answer.saliency is not None:
            looks = answer.saliency
            out.print(
                f"[dim]looked at for[/dim] {figures.name(looks.name)} {per_cent(looks.score, 1)} "
                f"[dim]map from {looks.low:.3g} to {looks.high:.3g}, {looks.values} of the run[/dim]"
            )
        out.print(f"[dim]preprocessing[/dim] {preprocessing_words(answer.preprocessing)}")
        for reason in answer.reasons:
            out.print(f"[dim]{figures.name(reason)}[/dim]")
        for doubt in answer.doubts:
            out.print(f"[yellow]●[/yellow] {figures.name(doubt)}")


def _found(answer: "AnswerDocument", threshold: float) -> "Table | str":
    table = Table(box=None, show_header=False)
    for one in answer.top:
        table.add_row(figures.name(one.name), per_cent(one.score, 1))
    shown = [one for one in answer.objects if one.score >= threshold]
    for found in shown[:_MOST_OBJECTS]:
        corners = ", ".join(f"{edge:.0f}" for edge in found.box)
        table.add_row(figures.name(found.name), per_cent(found.score, 1), f"[dim]{corners}[/dim]")
    for region in answer.regions:
        table.add_row(figures.name(region.name), f"{per_cent(region.share, 1)} of the pixels")
    if table.row_count:
        return table
    if not answer.objects:
        return "Nothing was found."
    return f"Nothing with a score of at least {per_cent(threshold)}; {len(answer.objects):,} with less."
