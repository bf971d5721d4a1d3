"""Which benchmarks are alike."""

from dataclasses import replace

import pytest
from builders import finished_runs

from dlwb.domain.inference import Arrivals, Hint, Mode
from dlwb.domain.trend import conditions_of, series_key


def key(run, spec=None, headline=None):
    return series_key(spec or run.spec, headline or run.headline)


def test_time_figures_and_versions_make_no_difference():
    one = finished_runs.benchmark(1, 100.0)
    other = finished_runs.benchmark(2, 300.0, versions={"openvino": "9"})
    assert key(one) == key(other)


@pytest.mark.parametrize(
    "change",
    [
        {"batch": 2},
        {"requests": 9},
        {"streams": None},
        {"threads": 1},
        {"precision": "bf16"},
        {"device": "GPU"},
        {"execution_devices": ("GPU.1",)},
        {"hint": Hint.LATENCY},
        {"shapes": {"x": (1, 4)}},
        {"shapes": {"y": (1, 3)}},
    ],
)
def test_every_part_of_the_effective_configuration_makes_one(change):
    run = finished_runs.benchmark(1)
    changed = replace(run.headline, effective=replace(run.headline.effective, **change))
    assert key(run, headline=changed) != key(run)


@pytest.mark.parametrize("change", [{"host": "there"}, {"cpu": "another"}, {"mode": Mode.SYNC}])
def test_host_processor_and_load_make_one(change):
    run = finished_runs.benchmark(1)
    assert key(run, headline=replace(run.headline, **change)) != key(run)


def test_engine_properties_that_were_asked_for_make_one():
    run = finished_runs.benchmark(1)
    spec = replace(run.spec, config=replace(run.spec.config, extra={"KEY": "VALUE"}))
    assert key(run, spec) != key(run)


def test_the_rate_counts_under_offered_load_only():
    run = finished_runs.benchmark(1)
    faster = replace(run.spec, plan=replace(run.spec.plan, rate=50.0, arrivals=Arrivals.CONSTANT))
    assert key(run, faster) == key(run)
    offered = replace(run.headline, mode=Mode.OFFERED)
    assert key(run, faster, offered) != key(run, headline=offered)


def test_conditions_leave_out_what_nobody_told():
    headline = finished_runs.benchmark(1).headline
    assert conditions_of(headline) == {
        "openvino": "2030.1",
        "dlwb": "0.1",
        "kernel": "Linux 6",
        "governor": "performance",
        "cores usable": "4",
    }
    silent = replace(headline, kernel="", governor=None, cores_usable=None)
    assert conditions_of(silent) == {"openvino": "2030.1", "dlwb": "0.1"}
