"""`dlwb machine`: is this machine fit to measure, and what is the best it does."""

from typing import Annotated

import typer
from rich.table import Table

from dlwb.cli import figures, progress
from dlwb.cli.options import Device, Json
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import MachineDocument
from dlwb.domain.target import Ceilings


def machine(
    context: typer.Context,
    device: Device = "CPU",
    ceilings: Annotated[bool, typer.Option(help="Also measure the roofline of the device (under 10 s).")] = True,
    json: Json = False,
) -> None:
    """Look at this machine: is it fit to measure, and where are the ceilings of its roofline."""
    with opened(context) as workbench, progress.shown("machine") as listener:
        finished = workbench.examine_machine(device, ceilings=ceilings, on_change=listener)
    document = MachineDocument.of(finished.report)
    if json:
        print_json(document)
        return
    show_machine(document)


def show_machine(document: MachineDocument) -> None:
    """Print a machine report: the checks first, then the ceilings."""
    environment = document.environment
    out.print(
        f"[bold]{environment.cpu}[/bold]  {environment.cores_usable:g} of {environment.cores_logical} cores usable"
    )
    table = Table(box=None, show_header=False)
    for check in document.checks:
        mark = "[green]✓[/green]" if check.ok else "[yellow]![/yellow]"
        table.add_row(mark, check.name, check.value, "" if check.ok else check.advice)
    out.print(table)
    if document.ceilings is not None:
        _show_ceilings(document.ceilings)


def _show_ceilings(ceilings: Ceilings) -> None:
    peaks = " · ".join(f"{precision} {figures.number(value)} GFLOP/s" for precision, value in ceilings.gflops.items())
    out.print(f"[dim]ceilings of {ceilings.device}[/dim] {peaks}")
    out.print(
        f"[dim]bandwidth[/dim] memory {figures.number(ceilings.bandwidth_gbs)} GB/s · "
        f"cache {figures.number(ceilings.cache_bandwidth_gbs)} GB/s [dim](measured in {ceilings.seconds:.1f} s)[/dim]"
    )
