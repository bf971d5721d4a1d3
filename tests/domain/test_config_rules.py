"""What a device accepts of a configuration."""

from dataclasses import replace

import pytest

from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.config_rules import (
    MOST,
    config_problems,
    device_parts,
    device_problems,
    find_device,
    hint_problems,
    interleave_problems,
    plan_problems,
    property_problems,
)
from dlwb.domain.inference import Hint, InferenceConfig, MeasurePlan, Mode
from dlwb.domain.model import DimRange
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


def test_threads_that_a_processor_does_not_have_are_refused_and_not_clamped():
    (problem,) = config_problems(InferenceConfig(threads=9999), CPU)
    assert (problem.option, problem.message) == ("threads", "9999 is outside the range of CPU, which is 1 to 4.")
    assert config_problems(InferenceConfig(threads=4), CPU) == []
    # The streams of a GPU say nothing of the processor's threads, and a combination tells no range.
    assert config_problems(InferenceConfig(threads=9999), replace(GPU, streams=(1, 2))) == []
    assert config_problems(InferenceConfig(threads=9999), AUTO) == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (InferenceConfig(streams=2, extra={"NUM_STREAMS": "1"}), "NUM_STREAMS=1 contradicts streams 2"),
        (
            InferenceConfig(threads=2, extra={"INFERENCE_NUM_THREADS": "3"}),
            "INFERENCE_NUM_THREADS=3 contradicts threads 2",
        ),
        (InferenceConfig(precision="f32", extra={"INFERENCE_PRECISION_HINT": "bf16"}), "contradicts precision f32"),
        (
            InferenceConfig(extra={"PERFORMANCE_HINT": "LATENCY"}),
            "PERFORMANCE_HINT=LATENCY contradicts hint throughput",
        ),
    ],
)
def test_a_property_that_would_win_over_a_setting_is_refused(config, message):
    (problem,) = property_problems(config)
    assert problem.option == "extra"
    assert message in problem.message


@pytest.mark.parametrize(
    "config",
    [
        InferenceConfig(extra={"NUM_STREAMS": "1", "INFERENCE_NUM_THREADS": "1"}),
        InferenceConfig(streams=2, extra={"NUM_STREAMS": "2"}),
        InferenceConfig(hint=Hint.LATENCY, extra={"PERFORMANCE_HINT": "LATENCY"}),
        InferenceConfig(device="AUTO", extra={"PERFORMANCE_HINT": "CUMULATIVE_THROUGHPUT"}),
    ],
)
def test_properties_that_contradict_nothing_are_passed_on(config):
    assert property_problems(config) == []


def test_a_hint_that_somebody_chose_beside_streams_is_refused():
    assert options(hint_problems(Hint.THROUGHPUT, 2)) == ["hint"]
    assert hint_problems(Hint.NONE, 2) == hint_problems(None, 2) == hint_problems(Hint.LATENCY, None) == []


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
        (MeasurePlan(budget_s=3600.0), InferenceConfig(), []),
        (MeasurePlan(budget_s=3601.0), InferenceConfig(), ["budget_s"]),
        (MeasurePlan(budget_s=float("nan")), InferenceConfig(), ["budget_s"]),
        (MeasurePlan(seed=-1), InferenceConfig(), ["seed"]),
        (MeasurePlan(mode=Mode.SYNC), InferenceConfig(requests=2), ["requests"]),
        (MeasurePlan(mode=Mode.SYNC), InferenceConfig(streams=4), ["streams"]),
        (MeasurePlan(mode=Mode.SYNC), InferenceConfig(streams=1), []),
        (
            MeasurePlan(budget_s=0.0, precision_goal=2.0, min_blocks=0),
            InferenceConfig(),
            ["budget_s", "precision_goal", "blocks"],
        ),
    ],
)
def test_plans_are_checked(plan, config, wrong):
    assert options(plan_problems(plan, config)) == wrong


def test_a_budget_says_both_of_its_ends():
    for seconds in (0.0, float("inf"), 1e300):
        (problem,) = plan_problems(MeasurePlan(budget_s=seconds), InferenceConfig())
        assert problem.message == f"{seconds:g} s is not possible; it has to be above 0 and at most 3,600."


def test_plans_for_side_by_side_are_checked():
    assert interleave_problems(InterleavePlan()) == []
    wrong = InterleavePlan(min_pairs=0, window_s=61.0, budget_s=4e3, seed=-1)
    assert options(interleave_problems(wrong)) == ["budget_s", "window_s", "min_pairs", "seed"]


@pytest.mark.parametrize("option", ["batch", "streams", "threads", "requests"])
@pytest.mark.parametrize("device", [CPU, GPU, None])
def test_a_number_beyond_any_machine_is_refused_whatever_the_device(option, device):
    (problem,) = config_problems(replace(InferenceConfig(), **{option: 10**20}), device)
    assert problem.option == option
    assert f"is not possible; the largest is {MOST[option]:,}." in problem.message


def test_sizes_that_no_tensor_has_are_refused():
    shapes = {"x": (1, 10**20, DimRange(1, 2**40)), "y": (-5, DimRange()), "z": (1, 3, 224, 224)}
    said = [problem.message for problem in config_problems(InferenceConfig(shapes=shapes), None)]
    assert [message.split(" is not")[0] for message in said] == [str(10**20), str(2**40), "-5"]


def test_a_seed_and_pairs_have_an_end():
    assert options(plan_problems(MeasurePlan(seed=2**63), InferenceConfig())) == ["seed"]
    assert options(interleave_problems(InterleavePlan(min_pairs=10**6, seed=2**63))) == ["min_pairs", "seed"]
    assert plan_problems(MeasurePlan(seed=2**63 - 1), InferenceConfig()) == []
