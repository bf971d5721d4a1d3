"""Is this machine fit to measure?"""

import pytest
from builders.measurements import environment

from dlwb.calc.fitness import checks


def bad(env):
    return {check.name: check for check in checks(env) if not check.ok}


def test_a_quiet_machine_is_fit():
    found = checks(environment())
    assert all(check.ok and not check.advice for check in found)
    assert len(found) >= 8


@pytest.mark.parametrize(
    ("changes", "name", "value", "advice"),
    [
        ({"noise": 0.05}, "Noise of a fixed piece of work", "±5.0 % (noisy)", "Close other programs"),
        ({"noise": 0.15}, "Noise of a fixed piece of work", "±15.0 % (unfit)", "Close other programs"),
        ({"foreign_cpu": 0.8}, "Processor used by others", "20 %", "stop them"),
        ({"load_1min": 6.0}, "Load of the last minute", "6.00 on 4 cores", "Wait"),
        ({"steal": 0.4, "virtual_machine": True}, "Taken by the hypervisor", "10.0 %", "cores of its own"),
        ({"governor": "powersave"}, "Clock governor", "powersave", "performance"),
        ({"cores_usable": 1.5}, "Cores that may be used", "1.5 of 4", "whole cores"),
        ({"throttled_periods": 4}, "Held back while looking", "4 times", "quota"),
        ({"memory_bytes": 1024**3}, "Memory", "1.0 GiB", "limit"),
    ],
)
def test_everything_that_spoils_figures_is_told_with_advice(changes, name, value, advice):
    found = bad(environment(**changes))
    assert list(found) == [name]
    assert found[name].value == value
    assert advice in found[name].advice


def test_what_the_platform_does_not_tell_is_left_out():
    silent = environment(
        foreign_cpu=None,
        steal=None,
        governor=None,
        load_1min=None,
        smt=None,
        throttled_periods=None,
        thermal_throttles=None,
    )
    names = {check.name for check in checks(silent)}
    assert names == {"Noise of a fixed piece of work", "Cores that may be used", "Memory", "Kind of machine"}
