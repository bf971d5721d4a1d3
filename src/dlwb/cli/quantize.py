"""`dlwb quantize`: a smaller version of a model, as right as its bound asks for."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dlwb.calc.accuracy.sentences import metric_figure, metric_value, metric_words
from dlwb.calc.figure_words import ratio_figures
from dlwb.calc.quantization.sentences import change_words
from dlwb.cli import figures, progress
from dlwb.cli.form import Form
from dlwb.cli.options import (
    Batch,
    Device,
    HintOption,
    Json,
    ModelArgument,
    PrecisionOption,
    Property,
    Shapes,
    Streams,
    Threads,
    build_config,
    parse_pairs,
)
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
    build_subset,
)
from dlwb.cli.session import EXIT_BOUND_NOT_MET, opened, out, print_json
from dlwb.domain.dataset import Task
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.quantization import (
    BiasCorrection,
    Bound,
    Method,
    NetworkKind,
    Outcome,
    Preset,
    QuantizationOptions,
)
from dlwb.domain.specs import AccuracySpec

if TYPE_CHECKING:
    from dlwb.documents.quantize import QuantizeDocument
    from dlwb.domain.quantization_report import Attempt

_MOST_KEPT = 12


class WeightBits(StrEnum):
    """What weights alone can be stored in."""

    INT8 = "int8"
    INT4 = "int4"


_WEIGHTS = {WeightBits.INT8: Method.WEIGHTS_INT8, WeightBits.INT4: Method.WEIGHTS_INT4}


def quantize(
    context: typer.Context,
    model: ModelArgument,
    dataset: Annotated[
        str | None,
        typer.Option("--dataset", help="Id, name or path of pictures or recorded inputs; a path is imported."),
    ] = None,
    max_drop: Annotated[
        float | None, typer.Option("--max-drop", help="Most that may be lost, in points (1.0 = one per cent).")
    ] = None,
    metric: Annotated[str | None, typer.Option("--metric", help="Of which metric, such as top1 or coco_ap.")] = None,
    relative: Annotated[bool, typer.Option("--relative", help="The drop is a share of the model's own value.")] = False,
    subset: Annotated[
        str | None, typer.Option("--subset", help="Pictures for calibration, `300` or `20%`, chosen by --seed.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed chooses the same pictures.")] = 0,
    validate: Annotated[
        str | None, typer.Option("--validate", help="Pictures for validation, `1000` or `50%`; else all others.")
    ] = None,
    validate_seed: Annotated[int, typer.Option("--validate-seed", help="Chooses those for validation.")] = 0,
    overlap: Annotated[
        bool, typer.Option("--overlap", help="Let pictures for calibration serve for validation too.")
    ] = False,
    like_parent: Annotated[
        bool, typer.Option("--like-parent", help="Hold candidates against the model's own outputs, not against labels.")
    ] = False,
    preset: Annotated[Preset, typer.Option("--preset", help="Symmetric ranges, or asymmetric ones.")] = (
        Preset.PERFORMANCE
    ),
    model_type: Annotated[
        NetworkKind | None, typer.Option("--model-type", help="Rules for this kind of network; else found out.")
    ] = None,
    bias_correction: Annotated[
        BiasCorrection, typer.Option("--bias-correction", help="How shifted means are mended.")
    ] = BiasCorrection.FAST,
    smooth_quant: Annotated[
        float | None, typer.Option("--smooth-quant", help="Strength of SmoothQuant, 0..1; -1 switches it off.")
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", help="Name of an operation to leave in floating point; repeatable.")
    ] = None,
    keep_type: Annotated[
        list[str] | None, typer.Option("--keep-type", help="Type of operations to leave; repeatable.")
    ] = None,
    weights: Annotated[
        WeightBits | None, typer.Option("--weights", help="Make the weights alone smaller; needs no pictures.")
    ] = None,
    group_size: Annotated[
        int, typer.Option("--group-size", help="4-bit weights that share a scale; -1: a channel.")
    ] = 128,
    ratio: Annotated[float, typer.Option("--ratio", help="Share of weights in 4 bits; the others stay in 8.")] = 1.0,
    name: Annotated[str | None, typer.Option("--name", help="Name of the new version.")] = None,
    task: Annotated[Task | None, typer.Option("--task", help="What the model does, where several fit.")] = None,
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
    hint: HintOption = None,
    streams: Streams = None,
    batch: Batch = None,
    threads: Threads = None,
    precision: PrecisionOption = None,
    shape: Shapes = None,
    property_: Property = None,
    json: Json = False,
) -> None:
    """Make a model 8-bit, losing no more accuracy than you accept, and keep the fastest version that does.

    Without --max-drop the network is quantized as a whole. Exit code 3: the bound was not met; the best candidate is kept.
    """
    from dlwb.workbench.quantizing import QuantizeWish

    options = QuantizationOptions(
        method=_WEIGHTS[weights] if weights else Method.INT8,
        preset=preset,
        network=model_type,
        correction=bias_correction,
        smooth_quant=smooth_quant,
        keep_names=tuple(keep or ()),
        keep_types=tuple(keep_type or ()),
        group_size=group_size,
        ratio=ratio,
    )
    wrong = Form()
    with wrong.collected():
        config = build_config(device, hint, streams, batch, threads, None, precision, shape, property_)
    with wrong.collected():
        validation = build_subset(validate, validate_seed, "--validate")
    with wrong.collected():
        calibration = build_subset(subset, seed)
    with wrong.collected():
        settings = parse_pairs(set_, "--set")
    with wrong.collected():
        preprocessing = build_preprocessing(mean, scale, color_order, resize, crop, pad, pad_position, filter_)
    with wrong.collected():
        bound = _bound(max_drop, metric, relative=relative)
    wrong.raise_any()
    accuracy = AccuracySpec(
        model="",
        dataset="",
        config=config,
        subset=validation,
        task=task,
        family=adapter,
        settings=settings,
        preprocessing=preprocessing,
        background=background,
    )
    wish = QuantizeWish(accuracy, options, calibration, bound, overlap, name)
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        pictures = None
        if dataset is not None:
            with progress.shown(f"import {dataset}") as listener:
                pictures = workbench.datasets.resolve(dataset, on_change=listener)
        wish = workbench.quantizations.completed(wish, found, pictures, like_parent=like_parent, classes=labels)
        with progress.shown(f"quantize {found.name}") as listener:
            run = workbench.quantize(found, pictures, wish, on_change=listener)
        document = workbench.quantizations.result(run)
    if json:
        print_json(document)
    else:
        show_quantization(document)
    if document.outcome is Outcome.NOT_MET:
        raise typer.Exit(EXIT_BOUND_NOT_MET)


def _bound(max_drop: float | None, metric: str | None, *, relative: bool) -> Bound | None:
    """The bound that the flags describe. Raises InvalidOptions: they say of what, but not how much."""
    if max_drop is not None:
        return Bound(max_drop / 100, metric, relative)
    given = {"--metric": metric is not None, "--relative": relative}
    problems = [OptionProblem(option, "needs --max-drop.") for option, is_given in given.items() if is_given]
    if problems:
        raise InvalidOptions(tuple(problems), "Say how much may be lost, such as --max-drop 1.0.")
    return None


def show_quantization(document: "QuantizeDocument") -> None:
    """Print a quantization: the answer first, then both networks, then what was tried."""
    out.print(
        f"[bold]{figures.name(document.model_name)}[/bold]  [dim]model {document.model} · run {document.run}[/dim]"
    )
    colour = {Outcome.MET: "green", Outcome.NOT_MET: "red"}.get(document.outcome, "yellow")
    out.print(f"[{colour}]●[/{colour}] {figures.name(document.verdict)}")
    table = Table("", figures.name(document.parent_name), figures.name(document.model_name), box=None)
    if document.baseline_metric and document.final_metric:
        before, after = metric_figure(document.baseline_metric), metric_figure(document.final_metric)
        table.add_row(metric_words(document.metric), figures.name(before), figures.name(after))
    table.add_row("size of weights", figures.size(document.parent_bytes), figures.size(document.model_bytes))
    if document.comparison is not None:
        parent, version = document.comparison.subjects
        for what, unit in (("throughput_fps", "frames/s"), ("latency_ms", "ms")):
            row = [figures.estimate(getattr(one, what), unit) for one in (parent, version)]
            table.add_row(what.split("_")[0], *row)
    out.print(table)
    if document.attempts:
        out.print(_attempts(document))
    if document.kept_float:
        more = f" … and {len(document.kept_float) - _MOST_KEPT} more" if len(document.kept_float) > _MOST_KEPT else ""
        out.print(f"left in floating point: {', '.join(document.kept_float[:_MOST_KEPT])}{more}", markup=False)
    out.print(f"[dim]{' · '.join((*_shown(document), f'{sum(document.stages.values()):.0f} s'))}[/dim]")
    for note in document.notes:
        out.print(f"[yellow]●[/yellow] {figures.name(note)}")


def _shown(document: "QuantizeDocument") -> Iterator[str]:
    """What pictures were shown for; weights alone are made smaller without any."""
    if document.calibration_pictures:
        yield f"calibrated on {document.sample_kind.counted(document.calibration_pictures)}"
    if document.validation_pictures:
        yield f"validated on {document.sample_kind.counted(document.validation_pictures)}"


def _attempts(document: "QuantizeDocument") -> Table:
    table = Table(
        "",
        "candidate",
        "in float",
        metric_words(document.metric),
        "change",
        "speed",
        document.sample_kind.plural,
        "s",
        box=None,
    )
    for one in document.attempts:
        table.add_row(
            "→" if one.step == document.chosen else "",
            figures.name(one.why),
            str(len(one.kept_float)),
            _value(one),
            figures.name(change_words(one.drop, document.metric, document.bound)),
            f"{ratio_figures(one.speed)[0]} ×" if one.speed else "–",
            f"{one.pictures:,}" + (" (decided early)" if one.decided_early else ""),
            f"{one.seconds:.1f}",
        )
    return table


def _value(attempt: "Attempt") -> str:
    value = attempt.metric.value
    return metric_value(attempt.metric.name, value)
