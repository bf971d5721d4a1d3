"""What the newest runs say of the machine and of a model."""

from dlwb.domain.outcomes import MachineOutcome
from dlwb.domain.run import RunState
from dlwb.domain.target import Ceilings, MachineReport
from dlwb.ports import RunFilter, Store

_MACHINE_RUNS = 20


def newest_machine_report(store: Store) -> MachineReport | None:
    """The newest look at the machine, or None before the first."""
    runs = store.runs(RunFilter(kinds=("machine",), states=(RunState.SUCCEEDED,), limit=1))
    return runs[0].report if runs else None


def newest_ceilings(store: Store, device: str) -> Ceilings | None:
    """The newest measured roofline of a device, or None before the first."""
    for run in store.runs(RunFilter(kinds=("machine",), states=(RunState.SUCCEEDED,), limit=_MACHINE_RUNS)):
        if isinstance(run.outcome, MachineOutcome):
            ceilings = run.outcome.report.ceilings
            if ceilings is not None and ceilings.device == device:
                return ceilings
    return None


def executed_time_by_type(store: Store, model: str) -> dict[str, float] | None:
    """Shares of executed time by operation type, from the newest profile of a model; None before the first."""
    runs = store.runs(RunFilter(kinds=("profile",), states=(RunState.SUCCEEDED,), models=(model,), limit=1, own=True))
    return {share.name: share.share for share in runs[0].profile.by_type} if runs else None
