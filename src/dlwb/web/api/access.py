"""What every endpoint needs: the workbench that the server was started with."""

from typing import Annotated

from fastapi import Depends, Request

from dlwb.workbench import Workbench


def workbench_of(request: Request) -> Workbench:
    """The one workbench of this server."""
    workbench: Workbench = request.app.state.workbench
    return workbench


Bench = Annotated[Workbench, Depends(workbench_of)]
