"""What the newest runs say of the machine and of a model."""

from collections.abc import Iterator
from dataclasses import replace

from dlwb.domain.measurement import LayerProfile
from dlwb.domain.outcomes import MachineOutcome
from dlwb.domain.run import RunState
from dlwb.domain.target import Ceilings, MachineReport, RanOn
from dlwb.ports import RunFilter, Store

_PAGE = 50


def newest_machine_report(store: Store) -> MachineReport | None:
    """The newest look at the machine, or None before the first."""
    runs = store.runs(RunFilter(kinds=("machine",), states=(RunState.SUCCEEDED,), limit=1))
    return runs[0].report if runs else None


def newest_ceilings(store: Store, device: str, host: RanOn) -> Ceilings | None:
    """The newest measured roofline of a device on that host, with as many cores; None before the first."""
    wanted = (host.host, host.cpu, host.cores_usable)
    for report in _machine_reports(store):
        there, ceilings = report.environment, report.ceilings
        same_host = (there.host, there.cpu, there.cores_usable) == wanted
        if same_host and ceilings is not None and ceilings.device == device:
            return ceilings
    return None


def _machine_reports(store: Store) -> Iterator[MachineReport]:
    """All looks at machines, newest first."""
    looks, offset = RunFilter(kinds=("machine",), states=(RunState.SUCCEEDED,), limit=_PAGE), 0
    while runs := store.runs(replace(looks, offset=offset)):
        yield from (run.outcome.report for run in runs if isinstance(run.outcome, MachineOutcome))
        offset += _PAGE


def newest_layers(store: Store, model: str) -> tuple[LayerProfile, ...]:
    """The executed layers of the newest profile of a model; none before the first."""
    runs = store.runs(RunFilter(kinds=("profile",), states=(RunState.SUCCEEDED,), models=(model,), limit=1, own=True))
    return runs[0].profile.layers if runs else ()
