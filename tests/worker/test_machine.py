"""A look at the machine in the worker."""

import pytest

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.calc.fitness import checks
from dlwb.protocol import MachineTask
from dlwb.worker import environment as module
from dlwb.worker.tasks import machine


@pytest.mark.parametrize("ceilings", [True, False])
def test_what_held_the_machine_back_meanwhile_is_told(monkeypatch, ceilings):
    counts = iter(range(0, 700, 7))
    monkeypatch.setattr(module.ControlGroup, "throttled_periods", lambda _: next(counts))
    monkeypatch.setattr(module, "thermal_throttles", lambda: 3)
    answer = machine(FakeEngine(), MachineTask("GPU", ceilings), lambda progress: None)
    assert (answer.environment.throttled_periods, answer.environment.thermal_throttles) == (7, 0)
    assert (answer.ceilings is not None) is ceilings
    assert {check.name: check.ok for check in checks(answer.environment)}["Held back while looking"] is False
