"""`dlwb advise`: what limits a model here, and what to try next."""

from typing import Annotated

import typer

from dlwb.cli import figures, progress
from dlwb.cli.options import Json, ModelArgument
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import AdviceDocument, TrialDocument
from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.errors import InputError

_MEASURE_FIRST = {
    "benchmark": "`dlwb benchmark MODEL` gives the configuration to advise on.",
    "profile": "`dlwb profile MODEL` tells where the time goes.",
    "machine": "`dlwb machine`, then `dlwb profile MODEL`: without the measured ceilings nobody knows what is possible here.",
}


def advise(
    context: typer.Context,
    model: ModelArgument,
    try_: Annotated[
        int | None, typer.Option("--try", metavar="N", help="Measure trial N beside the present configuration.")
    ] = None,
    budget: Annotated[float, typer.Option("--budget", help="Most seconds to measure a trial.")] = 60.0,
    json: Json = False,
) -> None:
    """Say what limits a model on this machine, with the figures behind it, and try what may help."""
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        document = workbench.advice(found)
        if try_ is not None:
            trial = _numbered(document, try_)
            spec = workbench.comparisons.spec(trial.subjects, InterleavePlan(budget_s=budget))
            with progress.shown(f"try {trial.label}") as listener:
                workbench.comparisons.interleave(spec, on_change=listener)
            document = workbench.advice(found)
    if json:
        print_json(document)
    else:
        show_advice(document)


def _numbered(document: AdviceDocument, number: int) -> TrialDocument:
    trials = _numbers(document)
    if not 1 <= number <= len(trials):
        raise InputError(
            f"There is no trial {number} for '{document.model_name}'; there are {len(trials)}.",
            "`dlwb advise MODEL` lists them.",
        )
    return trials[number - 1]


def _numbers(document: AdviceDocument) -> list[TrialDocument]:
    """The trials by number - 1; one that several findings suggest has one number."""
    trials: list[TrialDocument] = []
    for finding in document.findings:
        trials += [trial for trial in finding.trials if trial.subjects not in [other.subjects for other in trials]]
    return trials


def show_advice(document: AdviceDocument) -> None:
    """Print the findings, the largest share of the time first, with their numbered trials."""
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]")
    if (
        document.benchmark is not None
        and document.passed_over is not None
        and document.passed_over.headline is not None
    ):
        status = document.passed_over.headline.verdict.status.value.replace("_", " ")
        out.print(
            f"From run {document.benchmark.id}: the newer run {document.passed_over.id} of this configuration is {status}.",
            style="dim",
        )
    subjects = [trial.subjects for trial in _numbers(document)]
    for finding in document.findings:
        share = "" if finding.share is None else f"  [dim]{figures.percent(finding.share)} of the time[/dim]"
        out.print(f"[yellow]●[/yellow] [bold]{figures.name(finding.title)}[/bold]{share}")
        out.print(f"  {finding.evidence}", markup=False)
        for trial in finding.trials:
            number = subjects.index(trial.subjects) + 1
            caution = f" ({trial.caution})" if trial.caution else ""
            out.print(f"  → {number}. try {trial.label}{caution}{_answer(trial)}", markup=False)
    if not document.findings and not document.missing:
        out.print("Nothing stands out: no limit takes a share of the time that is worth a word.")
    for name in document.missing:
        out.print(_MEASURE_FIRST[name].replace("MODEL", figures.name(document.model_name)), style="dim")


def _answer(trial: TrialDocument) -> str:
    if not trial.deltas:
        return "" if trial.run is None else f": {trial.run.state}"
    parts = [
        f"{d.what.split('_')[0]} {figures.answer(d.ratio, d.word, d.tolerance, with_interval=False)}"
        for d in trial.deltas
    ]
    return ": tried, " + ", ".join(parts)
