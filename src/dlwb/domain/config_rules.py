"""What a device accepts of a configuration, and what a measuring plan needs; pure rules, every problem at once."""

import re
from collections.abc import Iterable

from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.errors import OptionProblem
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.target import Device

# Requests per second: more than one process can start. What is due and cannot be started is still remembered, so a rate
# far beyond it would fill the memory.
MOST_RATE = 250_000
_BATCH_SUFFIX = re.compile(r"\(\d+\)$")


def device_parts(name: str) -> tuple[str, ...]:
    """The devices that a name speaks of: `AUTO:GPU,CPU` is AUTO, GPU and CPU; `BATCH:GPU(4)` is BATCH and GPU."""
    first, _, rest = name.partition(":")
    members = (_BATCH_SUFFIX.sub("", member).lstrip("-") for member in rest.split(",") if member)
    return (first, *members)


def find_device(devices: Iterable[Device], name: str) -> Device | None:
    """The device of that name; as in the engine `GPU` also finds `GPU.0`, and `AUTO` or `AUTO:GPU` a listed `AUTO:CPU`."""
    known = tuple(devices)
    first = device_parts(name)[0]
    for wanted in (name, first, f"{first}.0"):
        for device in known:
            if device.name == wanted:
                return device
    return next((device for device in known if ":" in device.name and device_parts(device.name)[0] == first), None)


def device_problems(devices: Iterable[Device], name: str) -> list[OptionProblem]:
    """Why the device, or one that it is made of, cannot be used."""
    known = tuple(devices)
    problems = []
    for part in device_parts(name):
        device = find_device(known, part)
        if device is None:
            usable = ", ".join(d.name for d in known if d.available) or "none"
            problems.append(OptionProblem("device", f"there is no device '{part}' here. Usable: {usable}."))
        elif not device.available:
            problems.append(OptionProblem("device", f"'{part}' cannot be used: {device.problem}"))
    return problems


def config_problems(config: InferenceConfig, device: Device | None) -> list[OptionProblem]:
    """What is wrong with the numbers and the precision of a configuration.

    The engine clamps a number of streams that is out of range without a word, so it has to be refused before.
    Without a device only what is wrong everywhere is found.
    """
    problems = [
        OptionProblem(option, f"{value} is not possible; the smallest is 1.")
        for option in ("batch", "threads", "requests", "streams")
        if (value := getattr(config, option)) is not None and value < 1
    ]
    if device is None:
        return problems
    if config.streams is not None and config.streams >= 1 and device.streams is not None:
        low, high = device.streams
        if not low <= config.streams <= high:
            message = f"{config.streams} is outside the range of {device.name}, which is {low} to {high}."
            problems.append(OptionProblem("streams", message))
    if config.precision is not None and device.precisions and config.precision not in device.precisions:
        offered = ", ".join(device.precisions)
        problems.append(
            OptionProblem("precision", f"{device.name} does not offer {config.precision}; it has {offered}.")
        )
    return problems


def plan_problems(plan: MeasurePlan, config: InferenceConfig) -> list[OptionProblem]:
    """What is wrong with a plan, by itself and together with the configuration it measures."""
    problems = []
    if plan.mode is Mode.OFFERED and plan.rate is None:
        problems.append(OptionProblem("rate", "offered load needs a rate in requests per second."))
    if plan.mode is not Mode.OFFERED and plan.rate is not None:
        problems.append(OptionProblem("rate", f"belongs to offered load, not to {plan.mode.value}."))
    if plan.rate is not None and not 0 < plan.rate < float("inf"):
        problems.append(OptionProblem("rate", f"{plan.rate:g} is not a rate; it has to be above 0."))
    elif plan.rate is not None and plan.rate > MOST_RATE:
        problems.append(
            OptionProblem("rate", f"{plan.rate:g} requests per second cannot be sent; at most {MOST_RATE:,}.")
        )
    if plan.seed < 0:
        problems.append(OptionProblem("seed", f"{plan.seed} is not possible; the smallest is 0."))
    if plan.mode is Mode.SYNC and config.requests is not None and config.requests > 1:
        problems.append(OptionProblem("requests", "sync load has exactly one request in flight; use closed load."))
    if plan.mode is Mode.SYNC and config.streams is not None and config.streams > 1:
        problems.append(OptionProblem("streams", "sync load has exactly one stream; use closed load."))
    if not 0 < plan.budget_s < float("inf"):
        problems.append(OptionProblem("budget", f"{plan.budget_s:g} s is not possible; it has to be above 0."))
    if not 0 < plan.precision_goal < 1:
        problems.append(OptionProblem("precision_goal", f"{plan.precision_goal:g} is not a share between 0 and 1."))
    if plan.min_blocks < 1 or plan.block_s <= 0 or plan.min_block_completions < 1:
        problems.append(OptionProblem("blocks", "at least one block of at least one completion is needed."))
    return problems


def interleave_problems(plan: InterleavePlan) -> list[OptionProblem]:
    """What is wrong with a plan to measure side by side."""
    problems = []
    if not 0 < plan.budget_s < float("inf"):
        problems.append(OptionProblem("budget", f"{plan.budget_s:g} s is not possible; it has to be above 0."))
    if not 0 < plan.window_s < float("inf"):
        problems.append(OptionProblem("window", f"{plan.window_s:g} s is not possible; it has to be above 0."))
    if plan.min_pairs < 1:
        problems.append(OptionProblem("min_pairs", f"{plan.min_pairs} is not possible; the smallest is 1."))
    if plan.seed < 0:
        problems.append(OptionProblem("seed", f"{plan.seed} is not possible; the smallest is 0."))
    return problems
