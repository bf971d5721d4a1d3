"""Carrying a run out in the process that asked for it, and waiting for its end."""

from dlwb.domain.run import Run
from dlwb.domain.specs import RunSpec
from dlwb.workflows.queue import OnChange, RunQueue


def execute_now(queue: RunQueue, spec: RunSpec, name: str, on_change: OnChange | None) -> Run:
    """Submit a run and carry it out here; raises its failure when it does not succeed."""
    run = queue.submit(spec, name)
    forget = queue.on_change(lambda changed: on_change(changed) if on_change and changed.id == run.id else None)
    try:
        finished = queue.execute(run.id)
    finally:
        forget()
    if finished.failure is not None:
        raise finished.failure.to_error()
    return finished
