"""Is this machine fit to measure, and what is the best it does?"""

from fastapi import APIRouter

from dlwb.documents import Document, MachineDocument, RunDocument
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result

router = APIRouter(tags=["machine"])


class MachineRequest(Document):
    """Look at the machine; with `ceilings` also measure the roofline of `device` (under 10 s)."""

    device: str = "CPU"
    ceilings: bool = True


@router.post("/runs/machine", status_code=202)
def examine_machine(request: MachineRequest, bench: Bench) -> RunDocument:
    """Queue a look at the machine."""
    return RunDocument.of(bench.submit_machine(request.device, request.ceilings))


@router.get("/runs/{id}/machine")
def read_look(id: str, bench: Bench) -> MachineDocument:
    """What one look at the machine found; status 409 with the run's own error when there is nothing."""
    return the_result(lambda run: MachineDocument.of(run.report), bench.runs.get(id))


@router.get("/machine")
def read_machine(bench: Bench) -> MachineDocument | None:
    """The last report on this machine; null when nobody looked yet."""
    report = bench.machine_report()
    return None if report is None else MachineDocument.of(report)
