"""What a device accepts of a configuration."""

import pytest

from dlwb.domain.config_rules import config_problems, device_parts, device_problems, find_device, plan_problems
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.target import Device

CPU = Device("CPU", "A CPU", "CPU", True, streams=(1, 4), precisions=("f32", "bf16"))
GPU = Device("GPU.0", "A GPU", "GPU", True, precisions=("f32", "f16"))
NPU = Device("NPU", "NPU (not usable)", "NPU", False, problem="The driver is missing.")
AUTO = Device("AUTO:CPU", "The engine chooses", "AUTO", True, virtual=True)
DEVICES = (CPU, GPU, NPU, AUTO)


def options(problems):
    return [problem.option for problem in problems]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("CPU", ("CPU",)),
        ("AUTO:GPU,CPU", ("AUTO", "GPU", "CPU")),
        ("BATCH:GPU.1(4)", ("BATCH", "GPU.1")),
        ("AUTO:-NPU", ("AUTO", "NPU")),
    ],
)
def test_the_parts_of_a_device_name(name, parts):
    assert device_parts(name) == parts


@pytest.mark.parametrize(
    ("name", "found"),
    [("CPU", CPU), ("GPU", GPU), ("GPU.0", GPU), ("AUTO", AUTO), ("AUTO:GPU,CPU", AUTO), ("XPU", None)],
)
def test_devices_are_found_as_the_engine_finds_them(name, found):
    assert find_device(DEVICES, name) is found


def test_missing_devices_are_told_with_those_that_are_there():
    (problem,) = device_problems(DEVICES, "XPU")
    assert problem.option == "device"
    assert "'XPU'" in problem.message
    assert "CPU, GPU.0, AUTO:CPU" in problem.message
    assert "NPU" not in problem.message


def test_every_part_of_a_combination_is_looked_at():
    problems = device_problems(DEVICES, "AUTO:NPU,XPU,CPU")
    assert [p.message.split(":")[0] for p in problems] == [
        "'NPU' cannot be used",
        "there is no device 'XPU' here. Usable",
    ]
    assert "driver is missing" in problems[0].message
    assert device_problems(DEVICES, "AUTO:GPU,CPU") == []


@pytest.mark.parametrize("streams", [1, 4, None])
def test_streams_inside_the_range_are_accepted(streams):
    assert config_problems(InferenceConfig(streams=streams), CPU) == []


def test_streams_outside_the_range_name_it():
    (problem,) = config_problems(InferenceConfig(streams=5), CPU)
    assert problem.message == "5 is outside the range of CPU, which is 1 to 4."


def test_a_precision_that_is_not_offered_names_those_that_are():
    (problem,) = config_problems(InferenceConfig(precision="i8"), CPU)
    assert problem.message == "CPU does not offer i8; it has f32, bf16."
    assert config_problems(InferenceConfig(precision="i8", device="AUTO"), AUTO) == []


def test_all_problems_come_at_once():
    config = InferenceConfig(batch=0, threads=-1, requests=0, streams=9, precision="f64")
    assert options(config_problems(config, CPU)) == ["batch", "threads", "requests", "streams", "precision"]
    assert options(config_problems(config, None)) == ["batch", "threads", "requests"]


@pytest.mark.parametrize(
    ("plan", "config", "wrong"),
    [
        (MeasurePlan(), InferenceConfig(requests=8), []),
        (MeasurePlan(mode=Mode.OFFERED, rate=10.0), InferenceConfig(), []),
        (MeasurePlan(mode=Mode.OFFERED), InferenceConfig(), ["rate"]),
        (MeasurePlan(mode=Mode.OFFERED, rate=0.0), InferenceConfig(), ["rate"]),
        (MeasurePlan(mode=Mode.OFFERED, rate=float("nan")), InferenceConfig(), ["rate"]),
        (MeasurePlan(mode=Mode.OFFERED, rate=250_000.0), InferenceConfig(), []),
        (MeasurePlan(mode=Mode.OFFERED, rate=250_001.0), InferenceConfig(), ["rate"]),
        (MeasurePlan(mode=Mode.CLOSED, rate=5.0), InferenceConfig(), ["rate"]),
        (MeasurePlan(seed=-1), InferenceConfig(), ["seed"]),
        (MeasurePlan(mode=Mode.SYNC), InferenceConfig(requests=2), ["requests"]),
        (MeasurePlan(mode=Mode.SYNC), InferenceConfig(streams=4), ["streams"]),
        (MeasurePlan(mode=Mode.SYNC), InferenceConfig(streams=1), []),
        (
            MeasurePlan(budget_s=0.0, precision_goal=2.0, min_blocks=0),
            InferenceConfig(),
            ["budget", "precision_goal", "blocks"],
        ),
    ],
)
def test_plans_are_checked(plan, config, wrong):
    assert options(plan_problems(plan, config)) == wrong
