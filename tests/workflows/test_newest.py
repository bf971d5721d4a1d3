"""Which ceilings hold for a measurement."""

from dataclasses import replace

import pytest
from builders.measurements import environment

from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.outcomes import MachineOutcome
from dlwb.domain.run import Run, Succeeded
from dlwb.domain.specs import MachineSpec
from dlwb.domain.target import Ceilings, MachineReport
from dlwb.workbench.newest import newest_ceilings

HERE = environment()
CEILINGS = Ceilings("CPU", {"f32": 100.0}, 10.0, 40.0, 1.0)


def look(number, ceilings=CEILINGS, there=HERE):
    moment = f"2030-01-01T{number // 60:02}:{number % 60:02}:00Z"
    report = MachineReport(there, (), ceilings)
    return Run(f"{number:012x}", MachineSpec(), moment).apply(Succeeded(MachineOutcome(report), moment))


@pytest.fixture
def store():
    return MemoryStore()


def test_the_newest_ceilings_of_the_device_count(store):
    for number in (1, 2, 3):
        store.add_run(look(number, replace(CEILINGS, bandwidth_gbs=float(number))))
    store.add_run(look(4, replace(CEILINGS, device="GPU")))
    assert newest_ceilings(store, "CPU", HERE).bandwidth_gbs == 3.0


@pytest.mark.parametrize("changes", [{"host": "other"}, {"cpu": "Other CPU"}, {"cores_usable": 2.0}])
def test_those_of_another_machine_do_not(store, changes):
    store.add_run(look(1))
    there = environment(**changes)
    assert newest_ceilings(store, "CPU", there) is None
    store.add_run(look(2, replace(CEILINGS, bandwidth_gbs=1.0), there))
    assert newest_ceilings(store, "CPU", there).bandwidth_gbs == 1.0
    assert newest_ceilings(store, "CPU", HERE).bandwidth_gbs == 10.0


def test_looks_without_ceilings_hide_none(store):
    store.add_run(look(1))
    for number in range(2, 130):
        store.add_run(look(number, ceilings=None))
    assert newest_ceilings(store, "CPU", HERE) == CEILINGS
