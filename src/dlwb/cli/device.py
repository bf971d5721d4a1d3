"""`dlwb device`: what the engine can run on, and what is missing."""

from typing import Annotated

import typer
from rich.table import Table

from dlwb.cli import figures
from dlwb.cli.options import Json
from dlwb.cli.session import opened, out, print_json
from dlwb.cli.verbs import Verbs

app = Verbs(help="What the engine can run on.", no_args_is_help=True)


@app.command("list")
def list_(
    context: typer.Context,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Look again instead of using what was found before.")
    ] = False,
    json: Json = False,
) -> None:
    """List every device, also those that cannot be used, with the reason."""
    from dlwb.documents import DeviceListDocument

    with opened(context) as workbench:
        devices = workbench.devices(refresh=refresh)
    if json:
        print_json(DeviceListDocument(devices=devices))
        return
    table = Table("device", "name", "precisions", "default", "streams", "memory", box=None)
    for d in devices:
        if d.available:
            streams = f"{d.streams[0]}–{d.streams[1]}" if d.streams else "–"
            precisions = " ".join(d.precisions)
            table.add_row(
                d.name, d.full_name, precisions, d.default_precision or "–", streams, figures.size(d.memory_bytes)
            )
    out.print(table)
    for d in devices:
        if not d.available:
            out.print(f"\n[yellow]{d.name} cannot be used.[/yellow] {figures.name(d.problem or '')}")
