"""`dlwb model versions` and `dlwb model against-parent`: what was made of a model, and one version beside its parent."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from dlwb.calc.accuracy.sentences import change_figure, metric_value, metric_words
from dlwb.cli import figures, progress
from dlwb.cli.options import Json, ModelArgument
from dlwb.cli.session import opened, out, print_json

if TYPE_CHECKING:
    from dlwb.documents import VersionDocument
    from dlwb.domain.accuracy import MetricChange


def versions(context: typer.Context, model: ModelArgument, json: Json = False) -> None:
    """List a model and all that was made from it, with how it was made."""
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        document = workbench.versions.of(found)
    if json:
        print_json(document)
        return
    table = Table(Column("id", no_wrap=True), "name", "precision", Column("size", no_wrap=True), "how", box=None)
    for entry in document.versions:
        one = entry.model
        name = f"{'  ' * entry.depth}{figures.name(one.name)}"
        table.add_row(one.id, name, one.precision, figures.size(one.size_bytes), figures.name(entry.made))
    out.print(table)


def against_parent(
    context: typer.Context,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Id or name of a version, such as an 8-bit one.")],
    json: Json = False,
) -> None:
    """Show a version beside its parent: how right, how large, how fast, in which numbers; from what was measured before."""
    with opened(context) as workbench:
        document = workbench.versions.against_parent(workbench.models.get(version))
    if json:
        print_json(document)
        return
    show_version(document)


def show_version(document: "VersionDocument") -> None:
    """Print a version beside its parent, and what has not been measured yet."""
    out.print(f"[bold]{figures.name(document.model.name)}[/bold]  [dim]{figures.name(document.made)}[/dim]")
    out.print(figures.name(document.verdict))
    table = Table("", figures.name(document.parent.name), figures.name(document.model.name), "change", box=None)
    for change in document.accuracy.result.changes if document.accuracy else ():
        table.add_row(metric_words(change.name), *_metric(change))
    table.add_row("size of weights", figures.size(document.parent_bytes), figures.size(document.model_bytes))
    speed = document.speed
    if speed is not None:
        for name, unit, before, after, delta in (
            ("throughput", "frames/s", speed.parent_fps, speed.version_fps, speed.throughput),
            ("latency", "ms", speed.parent_ms, speed.version_ms, speed.latency),
        ):
            changed = figures.answer(delta.ratio, delta.word, delta.tolerance)
            table.add_row(name, figures.estimate(before, unit), figures.estimate(after, unit), changed)
    before_theory, after_theory = document.parent_theory, document.model_theory
    if before_theory is not None and after_theory is not None:
        for words, field in (("GFLOP", "gflop"), ("GIOP (8-bit)", "giop")):
            table.add_row(words, *(figures.number(getattr(one, field)) for one in (before_theory, after_theory)))
    sides = (document.parent_executed, document.model_executed)
    if any(sides):
        shares = (one.by_precision if one else () for one in sides)
        table.add_row(
            "executed in",
            *(" · ".join(f"{s.name} {figures.percent(s.share)}" for s in own[:3]) or "–" for own in shares),
        )
    out.print(table)
    if document.accuracy is not None:
        out.print(figures.name(document.accuracy.verdict))
    if document.explanation is not None:
        out.print(figures.name(document.explanation.explanation.verdict))
    if document.speeds is not None:
        out.print(f"[dim]{figures.name(document.speeds)}[/dim]")
    for missing in document.missing:
        out.print(f"[dim]not measured: {missing.what}; `{figures.name(missing.command)}` does it[/dim]")


def _metric(change: "MetricChange") -> tuple[str, str, str]:
    """Before, after, and the difference with its interval."""
    before, after = (metric_value(change.name, value) for value in (change.before, change.after))
    return before, after, figures.name(change_figure(change))
