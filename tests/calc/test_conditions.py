"""Conditions that differ, and what is said about them."""

from dataclasses import replace

import pytest
from builders.measurements import effective, environment

from dlwb.calc.conditions import caveats, conditions
from dlwb.domain.comparison import ComparedSubject, ConditionGroup
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.measurement import Verdict, VerdictStatus


def subject(**changes) -> ComparedSubject:
    facts = {
        "asked": "r1",
        "kind": "benchmark",
        "run": "r1",
        "profile": None,
        "model": "m1",
        "model_name": "net",
        "label": "",
        "created": "2030-01-01",
        "config": InferenceConfig(),
        "effective": effective(),
        "plan": MeasurePlan(),
        "verdict": Verdict(VerdictStatus.OK),
        "environment": environment(versions={"openvino": "1"}),
        "points": (),
    }
    return ComparedSubject(**(facts | changes))


def only(one, other):
    (found,) = conditions([one, other])
    return found


def test_the_same_conditions_are_not_listed():
    assert conditions([subject(), subject(run="r2", created="2031-01-01")]) == ()
    assert caveats([subject(), subject()], ()) == ()


@pytest.mark.parametrize(
    ("changes", "field", "values", "words"),
    [
        ({"host": "other"}, "host", ("quiet", "other"), "different hosts (quiet and other)"),
        ({"cpu": "Fast CPU"}, "cpu", ("Test CPU", "Fast CPU"), "processors differ"),
        ({"cores_usable": 2.0}, "cores usable", ("4", "2"), "number of cores"),
        ({"governor": None}, "governor", ("performance", None), "performance and not known"),
        ({"versions": {"openvino": "2"}}, "version of openvino", ("1", "2"), "version of openvino differs (1 and 2)"),
        ({"os": "New OS"}, "os", ("Test OS", "New OS"), "operating systems differ"),
        ({"smt": True}, "smt", ("no", "yes"), "multithreading"),
        ({"python": "3.14"}, "python", ("3.11", "3.14"), ""),
        ({"memory_bytes": 2**34 * 2}, "memory", ("16 GiB", "32 GiB"), ""),
        ({"frequency_mhz": 2000.0}, "frequency", ("3000 MHz", "2000 MHz"), ""),
    ],
)
def test_what_differs_in_the_environment(changes, field, values, words):
    versions = {"versions": {"openvino": "1"}}
    found = only(subject(), subject(environment=environment(**(versions | changes))))
    assert (found.group, found.field, found.values) == (ConditionGroup.ENVIRONMENT, field, values)
    assert words in found.caveat
    assert bool(words) == bool(found.caveat)


def test_a_version_that_only_one_side_tells_is_not_known_to_differ():
    told = {"openvino": "1", "openvino CPU": "1-build"}
    newer = subject(environment=environment(versions=told))
    assert conditions([subject(), newer]) == ()
    other = subject(environment=environment(versions=told | {"openvino CPU": "2-build"}))
    (found,) = conditions([subject(), newer, other])
    assert found.values == (None, "1-build", "2-build")
    assert "openvino CPU differs" in found.caveat


def test_small_changes_of_what_is_never_the_same_are_not_listed():
    other = environment(
        versions={"openvino": "1"}, noise=0.02, foreign_cpu=0.05, load_1min=3.0, frequency_mhz=3050.0, steal=0.001
    )
    assert conditions([subject(), subject(environment=other)]) == ()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"device": "GPU"}, "device", ""),
        ({"streams": 4}, "streams", ""),
        ({"precision": "bf16"}, "precision", "outputs can differ"),
        ({"batch": 8}, "batch", "that of a whole batch"),
        ({"shapes": {"x": (1, 5)}}, "shapes", "x 1×3 and x 1×5"),
    ],
)
def test_what_differs_in_the_configuration_in_force(changes, field, words):
    found = only(subject(), subject(effective=effective(**changes)))
    assert (found.group, found.field) == (ConditionGroup.CONFIGURATION, field)
    assert words in found.caveat
    assert bool(words) == bool(found.caveat)


def test_engine_properties_are_listed_by_name():
    found = only(subject(), subject(config=InferenceConfig(extra={"AFFINITY": "CORE"})))
    assert (found.field, found.values) == ("property AFFINITY", ("not set", "CORE"))


def test_another_load_is_a_caveat():
    found = only(subject(), subject(plan=MeasurePlan(mode=Mode.SYNC)))
    assert (found.group, found.field, found.values) == (ConditionGroup.MEASURING, "mode", ("closed", "sync"))
    assert "load differs" in found.caveat


def test_versions_of_a_model_are_listed_without_a_caveat():
    found = conditions([subject(), subject(model="m2", model_name="net int8")])
    assert [(c.field, c.values) for c in found] == [("model", ("net", "net int8")), ("version", ("m1", "m2"))]
    assert not any(c.caveat for c in found)


def test_a_doubtful_verdict_is_a_caveat_with_its_reason():
    doubtful = subject(verdict=Verdict(VerdictStatus.CONTENDED, ("Others used 40 %.",)))
    differing = conditions([subject(), doubtful])
    assert [c.field for c in differing] == ["verdict"]
    assert caveats([subject(), doubtful], differing) == ("B: its verdict is contended. Others used 40 %.",)


def test_without_a_verdict_the_host_speaks_for_itself():
    noisy = subject(verdict=None, environment=environment(noise=0.2, foreign_cpu=2.0, steal=0.52))
    said = " ".join(caveats([noisy, replace(noisy, run="r2")], ()))
    assert "±20.0 %" in said
    assert "50 % of the processor" in said
    assert "gave 13 % of the processor" in said


def test_more_than_two_values_are_listed_for_each():
    three = [subject(), subject(effective=effective(streams=2)), subject(effective=effective(streams=2))]
    (found,) = conditions(three)
    assert found.values == ("1", "2", "2")
