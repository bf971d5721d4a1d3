"""`dlwb demo`: the whole flow on the shipped sample, without questions."""

from typing import Annotated

import typer

from dlwb.cli import figures, progress
from dlwb.cli.analyse import show_analysis
from dlwb.cli.benchmark import show_benchmark
from dlwb.cli.machine import show_machine
from dlwb.cli.model import show_model
from dlwb.cli.options import Device, Json
from dlwb.cli.profile import show_profile
from dlwb.cli.session import err, opened, out, print_json
from dlwb.documents import BenchmarkDocument, Document, MachineDocument, ModelDocument, ProfileDocument
from dlwb.domain.inference import Effort, Hint, InferenceConfig, Mode, plan_for

DEMO_SAMPLE = "shapes-classifier"


class DemoDocument(Document):
    """Everything the demo made, in the order it was made."""

    model: ModelDocument
    machine: MachineDocument
    throughput: BenchmarkDocument
    latency: BenchmarkDocument
    profile: ProfileDocument


def demo(
    context: typer.Context,
    sample: Annotated[str, typer.Option("--sample", help="Which sample model to take.")] = DEMO_SAMPLE,
    device: Device = "CPU",
    json: Json = False,
) -> None:
    """Do the whole job on a sample model: import, analyse, look at the machine, measure, profile, report."""
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
    document = DemoDocument(
        model=ModelDocument.of(model),
        machine=MachineDocument.of(machine.report),
        throughput=BenchmarkDocument.of(fast),
        latency=BenchmarkDocument.of(quick),
        profile=ProfileDocument.of(layers),
    )
    if json:
        print_json(document)
        return
    out.rule("1 · the model")
    show_model(model, json=False)
    out.rule("2 · what it costs in theory")
    show_analysis(model, analysis, top=5)
    out.rule("3 · this machine")
    show_machine(document.machine)
    out.rule("4 · highest throughput")
    show_benchmark(document.throughput)
    out.rule("5 · lowest latency")
    show_benchmark(document.latency)
    out.rule("6 · where the time goes")
    show_profile(document.profile, top=8)
    out.rule()
    best = document.throughput.throughput_fps.value
    err.print(
        f"In short: {figures.number(best)} fps at best, {figures.number(document.latency.latency_ms.p50.value)} ms "
        "for a single request. See it in the browser with `dlwb serve --open`."
    )
