"""`dlwb demo`: the whole flow on the shipped sample, without questions."""

from collections.abc import Callable
from typing import Annotated

import typer
from rich.rule import Rule

from dlwb.cli import figures, progress
from dlwb.cli.accuracy import show_accuracy
from dlwb.cli.analyse import show_analysis
from dlwb.cli.benchmark import show_benchmark
from dlwb.cli.machine import show_machine
from dlwb.cli.model import show_model
from dlwb.cli.options import Device, Json
from dlwb.cli.profile import show_profile
from dlwb.cli.quantize import show_quantization
from dlwb.cli.session import err, opened, out, print_json
from dlwb.documents import (
    BenchmarkDocument,
    DemoDocument,
    MachineDocument,
    ModelDocument,
    ProfileDocument,
)
from dlwb.domain.inference import Effort, Hint, InferenceConfig, Mode, plan_for
from dlwb.domain.quantization import Bound

DEMO_SAMPLE = "shapes-classifier"
_DATA = {"shapes-classifier": "shapes-classification", "shapes-detector": "shapes-detection"}
_MAX_DROP = 0.05
_RULE_WIDTH = 80


def demo(
    context: typer.Context,
    sample: Annotated[str, typer.Option("--sample", help="Which sample model to take.")] = DEMO_SAMPLE,
    device: Device = "CPU",
    json: Json = False,
) -> None:
    """Do the whole job on a sample model: import, analyse, measure, profile, make it 8-bit, report."""
    from dlwb.workbench.quantizing import QuantizeWish

    with opened(context) as workbench:
        with progress.shown("import the sample") as listener:
            model = workbench.models.add_sample(sample, on_change=listener)
        analysis = workbench.analysis_document(model)
        with progress.shown("look at the machine") as listener:
            machine = workbench.examine_machine(device, ceilings=True, on_change=listener)
        config = InferenceConfig(device=device, hint=Hint.THROUGHPUT, batch=1)
        with progress.shown("measure throughput") as listener:
            fast = workbench.benchmark(model, config, plan_for(Effort.QUICK), on_change=listener)
        single = InferenceConfig(device=device, hint=Hint.LATENCY, batch=1)
        with progress.shown("measure latency") as listener:
            quick = workbench.benchmark(model, single, plan_for(Effort.QUICK, mode=Mode.SYNC), on_change=listener)
        with progress.shown("profile the layers") as listener:
            layers = workbench.profile(model, single, on_change=listener)
        with progress.shown("import pictures") as listener:
            pictures = workbench.datasets.add_shipped(_DATA[sample], on_change=listener)
        with progress.shown("measure accuracy") as listener:
            right = workbench.evaluations.result(workbench.accuracy(model, pictures, on_change=listener))
        with progress.shown("make it 8-bit") as listener:
            wish = QuantizeWish(bound=Bound(_MAX_DROP))
            smaller = workbench.quantizations.result(workbench.quantize(model, pictures, wish, on_change=listener))
    document = DemoDocument(
        model=ModelDocument.of(model),
        machine=MachineDocument.of(machine.report),
        throughput=BenchmarkDocument.of(fast),
        latency=BenchmarkDocument.of(quick),
        profile=ProfileDocument.of(layers),
        accuracy=right,
        quantize=smaller,
    )
    if json:
        print_json(document)
        return
    _show(document, lambda: show_model(model, json=False), lambda: show_analysis(model, analysis, top=5))


def _show(document: DemoDocument, model: Callable[[], None], analysis: Callable[[], None]) -> None:
    """The report, part by part."""
    parts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("the model", model),
        ("what it costs in theory", analysis),
        ("this machine", lambda: show_machine(document.machine)),
        ("highest throughput", lambda: show_benchmark(document.throughput)),
        ("lowest latency", lambda: show_benchmark(document.latency)),
        ("where the time goes", lambda: show_profile(document.profile, top=8)),
        ("how right it is", lambda: show_accuracy(document.accuracy)),
        ("the same in 8 bits", lambda: show_quantization(document.quantize)),
    )
    for number, (title, show) in enumerate(parts, 1):
        _rule(f"{number} · {title}")
        show()
    _rule()
    best = document.throughput.throughput_fps.value
    err.print(
        f"In short: {figures.number(best)} fps at best, {figures.number(document.latency.latency_ms.p50.value)} ms "
        f"for a single request. In 8 bits: {document.quantize.verdict} See it in the browser with `dlwb serve --open`.",
        markup=False,
    )


def _rule(title: str = "") -> None:
    """A line between two parts; a pipe has no width that it could fill."""
    out.print(Rule(title), width=min(out.width, _RULE_WIDTH))
