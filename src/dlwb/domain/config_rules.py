"""What a device accepts of a configuration, and what a measuring plan needs; pure rules, every problem at once."""

import re
from collections.abc import Iterable, Mapping

from dlwb.domain.comparison import MOST_WINDOW_S, InterleavePlan
from dlwb.domain.errors import OptionProblem
from dlwb.domain.inference import MOST_BUDGET_S, Hint, InferenceConfig, MeasurePlan, Mode
from dlwb.domain.model import Shape
from dlwb.domain.target import Device

# Requests per second: more than one process can start. What is due and cannot be started is still remembered, so a rate
# far beyond it would fill the memory.
MOST_RATE = 250_000
# More than any machine has a use for, and little enough for the engine, which counts in machine words, to name the reason
# when it is still too much for this one.
MOST = {"batch": 1_000_000_000, "streams": 10_000, "threads": 10_000, "requests": 100_000}
MOST_SIZE = 2**31 - 1  # of a dimension
MOST_SEED = 2**63 - 1
MOST_PAIRS = 1000
# What the engine calls a setting that a configuration has a field for; where both are given, the property would win.
_PROPERTIES = {
    "NUM_STREAMS": "streams",
    "INFERENCE_NUM_THREADS": "threads",
    "INFERENCE_PRECISION_HINT": "precision",
    "PERFORMANCE_HINT": "hint",
    "PERFORMANCE_HINT_NUM_REQUESTS": "requests",
}
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

    The engine clamps numbers of streams and threads that are out of range without a word, so they have to be refused
    before. Without a device only what is wrong everywhere is found.
    """
    problems = [
        problem
        for option in ("batch", "threads", "requests", "streams")
        if (value := getattr(config, option)) is not None
        for problem in whole_number_problems(option, value, 1, MOST[option])
    ]
    problems += size_problems(config.shapes)
    if device is None:
        return problems
    if device.streams is not None:
        low, high = device.streams
        # Threads belong to processors, whose streams reach up to the number of cores.
        limited = ("streams", "threads") if device.kind == "CPU" else ("streams",)
        for option in limited:
            value = getattr(config, option)
            lowest = low if option == "streams" else 1
            if value is not None and 1 <= value <= MOST[option] and not lowest <= value <= high:
                message = f"{value} is outside the range of {device.name}, which is {lowest} to {high}."
                problems.append(OptionProblem(option, message))
    if config.precision is not None and device.precisions and config.precision not in device.precisions:
        offered = ", ".join(device.precisions)
        problems.append(
            OptionProblem("precision", f"{device.name} does not offer {config.precision}; it has {offered}.")
        )
    return problems


def whole_number_problems(option: str, value: int, least: int, most: int) -> list[OptionProblem]:
    """What is wrong with a whole number that has to be `least` to `most`."""
    if value < least:
        return [OptionProblem(option, f"{value} is not possible; the smallest is {least}.")]
    if value > most:
        return [OptionProblem(option, f"{value} is not possible; the largest is {most:,}.")]
    return []


def size_problems(shapes: Mapping[str, Shape]) -> list[OptionProblem]:
    """Sizes in shapes that no tensor has; a range counts with its ends."""
    sizes = [
        size
        for shape in shapes.values()
        for dim in shape or ()
        for size in ((dim,) if isinstance(dim, int) else (dim.low, dim.high))
        if size is not None
    ]
    return [problem for size in dict.fromkeys(sizes) for problem in whole_number_problems("shapes", size, 0, MOST_SIZE)]


def property_problems(config: InferenceConfig) -> list[OptionProblem]:
    """Engine properties that say something else than the configuration's own fields, and would win without a word."""
    problems = []
    for name, option in _PROPERTIES.items():
        given, own = config.extra.get(name), getattr(config, option)
        if given is None or own is None or given.strip().lower() == str(own).lower():
            continue
        if option == "hint" and given.strip().lower() not in (Hint.THROUGHPUT, Hint.LATENCY):
            continue  # such as CUMULATIVE_THROUGHPUT, which no hint of ours says
        problems.append(OptionProblem("extra", f"{name}={given} contradicts {option} {own}, and would win; give one."))
    return problems


def hint_problems(hint: Hint | None, streams: object) -> list[OptionProblem]:
    """A hint that somebody chose beside streams, which switch it off; `hint` is None where nobody chose one."""
    if hint in (None, Hint.NONE) or not streams:
        return []
    return [OptionProblem("hint", f"{hint} chooses the streams, and explicit ones switch it off; give one of the two.")]


def budget_problems(budget_s: float, most_s: float = MOST_BUDGET_S) -> list[OptionProblem]:
    """What is wrong with the seconds that measuring may take."""
    if 0 < budget_s <= most_s:
        return []
    message = f"{budget_s:g} s is not possible; it has to be above 0 and at most {most_s:,.0f}."
    return [OptionProblem("budget_s", message)]


def plan_problems(plan: MeasurePlan, config: InferenceConfig) -> list[OptionProblem]:
    """What is wrong with a plan, by itself and together with the configuration it measures."""
    problems = budget_problems(plan.budget_s)
    # Blocks are as long as the budget allows, so one that cannot be is not told twice.
    is_block_wrong = plan.block_s <= 0 and not problems
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
    problems += whole_number_problems("seed", plan.seed, 0, MOST_SEED)
    if plan.mode is Mode.SYNC and config.requests is not None and config.requests > 1:
        problems.append(OptionProblem("requests", "sync load has exactly one request in flight; use closed load."))
    if plan.mode is Mode.SYNC and config.streams is not None and config.streams > 1:
        problems.append(OptionProblem("streams", "sync load has exactly one stream; use closed load."))
    if not 0 < plan.precision_goal < 1:
        problems.append(OptionProblem("precision_goal", f"{plan.precision_goal:g} is not a share between 0 and 1."))
    if plan.min_blocks < 1 or is_block_wrong or plan.min_block_completions < 1:
        problems.append(OptionProblem("blocks", "at least one block of at least one completion is needed."))
    return problems


def interleave_problems(plan: InterleavePlan) -> list[OptionProblem]:
    """What is wrong with a plan for measuring side by side."""
    problems = budget_problems(plan.budget_s)
    if not 0 < plan.window_s <= MOST_WINDOW_S:
        words = f"{plan.window_s:g} s is not possible; it has to be above 0 and at most {MOST_WINDOW_S:g}."
        problems.append(OptionProblem("window_s", words))
    problems += whole_number_problems("min_pairs", plan.min_pairs, 1, MOST_PAIRS)
    return problems + whole_number_problems("seed", plan.seed, 0, MOST_SEED)
