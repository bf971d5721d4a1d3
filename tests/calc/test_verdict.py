"""The verdict: which word, why, and what to do."""

import re

import numpy as np
import pytest
from builders.measurements import calm_blocks, effective, environment, raw_measurement

from dlwb.calc.verdict import judge
from dlwb.domain.inference import MeasurePlan, Mode
from dlwb.domain.measurement import Estimate, VerdictStatus

PLAN = MeasurePlan()
OFFERED = MeasurePlan(mode=Mode.OFFERED, rate=100.0)
SURE = Estimate(100.0, 99.8, 100.2)


def verdict(plan=PLAN, raw=None, env=None, throughput=SURE, median=SURE):
    return judge(plan, raw or raw_measurement(calm_blocks()), env or environment(), throughput, median)


def test_a_quiet_and_steady_run_is_ok():
    assert verdict().status is VerdictStatus.OK
    assert verdict().reasons == ()


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"throttled_periods": 7}, VerdictStatus.THROTTLED, "7 periods; raise the quota"),
        ({"thermal_throttles": 3}, VerdictStatus.THROTTLED, "heat 3 times; let it cool"),
        ({"foreign_cpu": 0.4}, VerdictStatus.CONTENDED, "used 10 % of the processor during the run; stop them"),
        ({"steal": 0.2}, VerdictStatus.CONTENDED, "gave 5 % of the processor to other machines"),
        ({"noise": 0.05}, VerdictStatus.NOISY, "This host is noisy.*±5.0 %"),
        ({"noise": 0.2}, VerdictStatus.NOISY, "This host is unfit"),
    ],
)
def test_what_happened_on_the_machine_is_told(changes, status, words):
    found = verdict(env=environment(**changes))
    assert found.status is status
    assert len(found.reasons) == 1
    assert re.search(words, found.reasons[0])


def test_a_little_foreign_work_on_many_cores_does_no_harm():
    assert verdict(env=environment(foreign_cpu=0.4, cores_usable=64.0)).status is VerdictStatus.OK
    assert verdict(env=environment(steal=0.4, cores_usable=64.0)).status is VerdictStatus.OK


def test_a_quota_does_not_make_the_work_of_others_weigh_more():
    found = verdict(env=environment(foreign_cpu=10.0, cores_usable=2.0, cores_watched=64))
    assert "used 16 % of the processor" in found.reasons[0]
    assert (
        verdict(env=environment(foreign_cpu=1.0, steal=1.0, cores_usable=2.0, cores_watched=64)).status
        is VerdictStatus.OK
    )


def test_what_nobody_tells_is_no_reason():
    silent = environment(foreign_cpu=None, steal=None, throttled_periods=None, thermal_throttles=None)
    assert verdict(env=silent).status is VerdictStatus.OK


def test_a_warm_up_that_gave_up_is_not_steady():
    found = verdict(raw=raw_measurement(calm_blocks(), steady=False, warmup_s=3.0))
    assert found.status is VerdictStatus.NOT_STEADY
    assert "within 3.0 s" in found.reasons[0]


@pytest.mark.parametrize(("change", "word"), [(-0.08, "fell by"), (0.08, "rose by")])
def test_a_drift_is_found(change, word):
    sizes = [round(1000 * (1 + change * i / 9)) for i in range(10)]
    raw = raw_measurement([np.full(size, 1.0) for size in sizes])
    found = verdict(raw=raw)
    assert found.status is VerdictStatus.NOT_STEADY
    assert f"{word} {abs(change) * 100:.0f} %" in found.reasons[0]


def test_noise_without_direction_is_no_drift():
    rng = np.random.default_rng(0)
    raw = raw_measurement([np.full(round(1000 * (1 + 0.02 * rng.standard_normal())), 1.0) for _ in range(15)])
    assert verdict(raw=raw).status is VerdictStatus.OK


def test_figures_less_sure_than_asked_for_are_noisy():
    found = verdict(throughput=Estimate(100.0, 97.0, 103.0), median=Estimate(10.0, 9.5, 10.5))
    assert found.status is VerdictStatus.NOISY
    assert "throughput is known to ±3.0 % and median latency is known to ±5.0 %, not to the ±1.0 %" in found.reasons[0]


def test_a_single_block_has_no_interval_and_says_so():
    found = verdict(raw=raw_measurement([[20_000.0]], wall_s=20.0))
    assert found.status is VerdictStatus.NOISY
    assert "only 1 inferences fitted" in found.reasons[0]


def test_under_offered_load_the_spread_of_the_arrivals_is_no_noise():
    raw = raw_measurement(calm_blocks())
    assert verdict(OFFERED, raw, throughput=Estimate(100.0, 80.0, 120.0)).status is VerdictStatus.OK


def test_an_offered_rate_that_was_not_served_is_told():
    raw = raw_measurement(calm_blocks(completions=50), effective=effective(requests=4))
    found = verdict(OFFERED, raw)
    assert found.status is VerdictStatus.NOT_STEADY
    assert "Only 50 of the 100 requests per second" in found.reasons[0]


def test_a_rate_missed_by_the_chance_of_the_arrivals_is_no_reason():
    assert verdict(OFFERED, raw_measurement(calm_blocks(completions=96))).status is VerdictStatus.OK


def test_requests_that_never_started_are_told():
    raw = raw_measurement(calm_blocks(), unserved=12)
    found = verdict(OFFERED, raw)
    assert found.status is VerdictStatus.NOT_STEADY
    assert "12 requests" in found.reasons[0]


def test_the_cause_comes_before_the_symptom():
    raw = raw_measurement(calm_blocks(), steady=False)
    env = environment(foreign_cpu=2.0, noise=0.5, throttled_periods=1)
    found = verdict(raw=raw, env=env, throughput=Estimate(1.0, 0.5, 1.5))
    assert found.status is VerdictStatus.THROTTLED
    for words, reason in zip(("quota", "Other", "Warming", "unfit", "known to"), found.reasons, strict=True):
        assert words in reason
