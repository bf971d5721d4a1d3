"""`dlwb model`: import, list, show, rename and remove models."""

from typing import Annotated

import typer

from dlwb.calc.batch import with_batch_one
from dlwb.calc.figure_words import counted
from dlwb.calc.shapes import missing_shapes
from dlwb.cli import figures, progress
from dlwb.cli.form import Form
from dlwb.cli.listing import Listed, listing
from dlwb.cli.options import Json, KnownModel, ModelArgument, Shapes, parse_floats, parse_pairs, read_shapes
from dlwb.cli.session import opened, out, print_json
from dlwb.cli.verbs import Verbs
from dlwb.domain.model import ColorOrder, ImportOptions, Model

_MOST_CLASSES = 8

app = Verbs(help="Import, list, show, rename and remove models.", no_args_is_help=True)


@app.command("import")
def import_(
    context: typer.Context,
    path: Annotated[
        str | None,
        typer.Argument(metavar="[PATH]", help="Model file, folder, or a zip/tar of one.", show_default=False),
    ] = None,
    sample: Annotated[
        str | None,
        typer.Option(
            "--sample", help="A model that comes with dlwb, in place of PATH: shapes-classifier or shapes-detector."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Name in the workbench; the file's name otherwise.")
    ] = None,
    shape: Shapes = None,
    layout: Annotated[list[str] | None, typer.Option("--layout", help="Layout of an input, `name=NCHW`.")] = None,
    color_order: Annotated[
        ColorOrder | None, typer.Option("--color-order", help="Order of the colour channels the network expects.")
    ] = None,
    mean: Annotated[
        str | None, typer.Option("--mean", help="Subtracted from each channel, `123.7,116.3,103.5`.")
    ] = None,
    scale: Annotated[str | None, typer.Option("--scale", help="Each channel is divided by this.")] = None,
    fp16: Annotated[bool, typer.Option("--fp16", help="Store the weights as 16-bit floats.")] = False,
    json: Json = False,
) -> None:
    """Import a trained network: OpenVINO IR, ONNX, TensorFlow, TFLite, PaddlePaddle, Keras or PyTorch.

    The format is recognised by content. What is not given is taken from the model's own metadata or left open.
    """
    if (path is None) == (sample is None):
        raise typer.BadParameter("Give a PATH, or a --sample.")
    wrong = Form()
    with wrong.collected():
        shapes = read_shapes(shape)
    with wrong.collected():
        means = parse_floats(mean, "--mean")
    with wrong.collected():
        scales = parse_floats(scale, "--scale")
    wrong.raise_any()
    options = ImportOptions(
        name=name,
        shapes=shapes,
        layouts=parse_pairs([t if "=" in t else f"={t}" for t in layout or []], "--layout"),
        color_order=color_order,
        mean=means,
        scale=scales,
        compress_to_fp16=fp16,
    )
    with opened(context) as workbench, progress.shown(f"import {path or sample}") as listener:
        names = workbench.models.names()
        if path is None:
            model = workbench.models.add_sample(sample or "", options, on_change=listener)
        else:
            model = workbench.models.add(path, options, on_change=listener)
    _show_imported(model, names.get(model.id), json)


def _show_imported(model: Model, before: str | None, json: bool) -> None:
    """Print a model that was called `before`, if it was there; what became of its name comes first."""
    from dlwb.documents import ImportedModelDocument

    document = ImportedModelDocument.after(model, before)
    if json:
        print_json(document)
        return
    if document.renamed_from is not None:
        was, now = figures.name(document.renamed_from), figures.name(model.name)
        out.print(
            f"It was imported before as '{was}', and is called '{now}' from now on; `dlwb model rename` undoes that."
        )
    elif document.existed:
        out.print("It was imported before, and nothing is changed.")
    show_model(model, json)


@app.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List all models, newest first."""
    from dlwb.documents import ModelListDocument

    with opened(context) as workbench:
        entries = workbench.model_entries()
    if json:
        print_json(ModelListDocument(models=entries))
        return
    if not entries:
        out.print("No models yet. Import one with `dlwb model import PATH`, or try `dlwb demo`.")
        return
    models = [entry.model for entry in entries]
    columns = (
        Listed("id", [m.id for m in models]),
        Listed("name", [figures.name(m.name) for m in models]),
        Listed("format", [m.format for m in models], drop=5),
        Listed("precision", [m.precision for m in models], drop=4),
        Listed("size", [figures.size(m.size_bytes) for m in models], drop=3),
        Listed("best fps", [_figure(e.best_throughput_fps) for e in entries], drop=1),
        Listed("best ms", [_figure(e.best_latency_ms) for e in entries], drop=2),
        Listed("runs", [str(e.runs) for e in entries], drop=6),
    )
    out.print(listing(columns, "name", out.width), soft_wrap=True)


def _figure(value: float | None) -> str:
    return figures.number(value) if value else "–"


@app.command("show")
def show(context: typer.Context, model: ModelArgument, json: Json = False) -> None:
    """Show one model: inputs, outputs, preprocessing, where it came from."""
    with opened(context) as workbench:
        found = workbench.models.resolve(model)
    show_model(found, json)


@app.command("rename")
def rename(
    context: typer.Context,
    model: KnownModel,
    name: Annotated[str, typer.Argument(help="The new name.")],
    json: Json = False,
) -> None:
    """Give a model another name."""
    with opened(context) as workbench:
        renamed = workbench.models.rename(model, name)
    show_model(renamed, json)


@app.command("remove")
def remove(context: typer.Context, model: KnownModel, json: Json = False) -> None:
    """Forget a model, its runs and its files."""
    with opened(context) as workbench:
        names = workbench.models.names()
        removed = workbench.models.remove(model)
    if json:
        from dlwb.documents import RemovedDocument

        print_json(RemovedDocument(removed=removed))
        return
    out.print(f"Removed {figures.name(names.get(removed, model))} ({removed}).")


def show_model(model: Model, json: bool) -> None:
    """Print a model, as a document or as a table."""
    from dlwb.calc.accuracy.class_names import names_in
    from dlwb.documents import ModelDocument

    document = ModelDocument.of(model)
    if json:
        print_json(document)
        return
    out.print(f"[bold]{figures.name(model.name)}[/bold]  [dim]{model.id}[/dim]")
    size, imported = figures.size(document.size_bytes), figures.moment(model.created)
    out.print(f"  {model.format} · weights {model.precision}, {size} · imported {imported}")
    for kind, specs in (("input", model.inputs), ("output", model.outputs)):
        for spec in specs:
            layout = f" · {figures.name(spec.layout)}" if spec.layout else ""
            out.print(f"  {kind:6} {figures.name(spec.name)}: {figures.shape(spec.shape)} · {spec.dtype}{layout}")
    out.print(f"  preprocessing: {_preprocessing(model)}")
    if with_batch_one(model.inputs) is None and (missing := missing_shapes(model.inputs, {}, None)) is not None:
        out.print(f"  open shapes: whatever runs or counts it needs them, for example {figures.name(missing.terminal)}")
    out.print(f"  task: {_task(model)}")
    if names := names_in(model):
        shown = ", ".join(figures.name(name) for name in names[:_MOST_CLASSES])
        more = f" … and {len(names) - _MOST_CLASSES:,} more" if len(names) > _MOST_CLASSES else ""
        out.print(f"  {counted(len(names), 'class', 'classes')}: {shown}{more}")


def _task(model: Model) -> str:
    """What the network does, and how its outputs are read, as far as somebody has said it."""
    if model.adapter is not None:
        from dlwb.calc.detections.decode import task_of

        words = (task_of(model.adapter).value, model.adapter.kind)
        return "{} (outputs: {}, as was confirmed)".format(*(word.replace("_", " ") for word in words))
    if model.task:
        return f"{figures.name(model.task.replace('_', ' '))} (as its file says)"
    return "not known (an accuracy run finds it out; `dlwb model configure` keeps what it found)"


def _preprocessing(model: Model) -> str:
    p = model.preprocessing
    parts = [
        str(p.color_order) if p.color_order else "",
        f"mean {', '.join(f'{v:g}' for v in p.mean)}" if p.mean else "",
        f"scale {', '.join(f'{v:g}' for v in p.scale)}" if p.scale else "",
    ]
    known = " · ".join(part for part in parts if part)
    return f"{known} (from {p.origin})" if known else "not known (give --color-order, --mean, --scale at import)"
