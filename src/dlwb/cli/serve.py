"""`dlwb serve`: the page and the REST API."""

from typing import Annotated

import typer

from dlwb.cli.session import opened


def serve(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option("--host", help="Address to listen on; loopback unless you say so.")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
    sample: Annotated[bool, typer.Option("--sample/--no-sample", help="Import the sample models at start.")] = False,
) -> None:
    """Start the workbench: prints the address with its start-up token; Ctrl-C stops it."""
    from dlwb.web.server import serve as serve_page

    with opened(context) as workbench:
        settings = workbench.settings
        workbench.start_background()
        if sample:
            for name in workbench.models.samples():
                workbench.models.submit_sample(name)
        serve_page(
            workbench,
            host=settings.host if host is None else host,
            port=settings.port if port is None else port,
            open_browser=open_browser,
        )
