"""Flags that several verbs share, and how their words become a configuration."""

from typing import Annotated

import typer

from dlwb.domain.config_rules import hint_problems
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.inference import Arrivals, Effort, Hint, InferenceConfig, MeasurePlan, Mode, plan_for
from dlwb.domain.model import DimRange, Shape
from dlwb.domain.problems import Problems

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, everything else on stderr.")]
ModelArgument = Annotated[str, typer.Argument(metavar="MODEL", help="Id, name or path; a path is imported.")]
RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Id of a run, or a unique beginning of one (4 characters or more).")
]

Device = Annotated[str, typer.Option("--device", help="Device as `dlwb device list` names it.")]
HintOption = Annotated[
    Hint | None, typer.Option("--hint", help="What the engine optimises for; `none` with explicit streams.")
]
Streams = Annotated[int | None, typer.Option("--streams", min=1, help="Parallel streams; implies --hint none.")]
Batch = Annotated[int | None, typer.Option("--batch", min=1, help="Batch size.")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads for inference, over all streams.")]
Requests = Annotated[int | None, typer.Option("--requests", min=1, help="Infer requests in flight.")]
PrecisionOption = Annotated[
    str | None, typer.Option("--precision", help="Inference precision: f32, bf16 or f16, as the device offers.")
]
Shapes = Annotated[
    list[str] | None, typer.Option("--shape", help="Input shape, `name=1,3,224,224`; the name may be left out.")
]
Property = Annotated[
    list[str] | None, typer.Option("--property", help="Engine property `KEY=VALUE`, passed on as it is.")
]


def parse_shapes(texts: list[str] | None, option: str = "--shape") -> dict[str, Shape]:
    """`["data=1,3,224,224"]` → shapes by input name; `?` is any size, `1..8` a range.

    Raises:
        InvalidOptions: names every text that is not a shape.
    """
    shapes: dict[str, Shape] = {}
    problems: list[OptionProblem] = []
    for text in texts or []:
        name, _, dims = text.rpartition("=")
        try:
            shapes[name] = tuple(_dim(part) for part in dims.strip("[]").split(","))
        except ValueError:
            problems.append(OptionProblem(option, f"'{text}' is not a shape such as data=1,3,224,224."))
    if problems:
        raise InvalidOptions(tuple(problems), "Sizes are numbers, `?` for any size, or a range such as 1..8.")
    return shapes


def _dim(text: str) -> int | DimRange:
    text = text.strip()
    if text in ("?", "-1"):
        return DimRange()
    low, dots, high = text.partition("..")
    return DimRange(int(low), int(high) if high else None) if dots else int(low)


def parse_pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """`["KEY=VALUE"]` → a mapping. Raises InvalidOptions for a text without `=`."""
    wrong = [text for text in texts or [] if "=" not in text]
    if wrong:
        raise InvalidOptions(tuple(OptionProblem(option, f"'{text}' is not of the form KEY=VALUE.") for text in wrong))
    return dict(text.split("=", 1) for text in texts or [])


def parse_floats(text: str | None, option: str) -> tuple[float, ...] | None:
    """`"123.7,116.3,103.5"` → numbers. Raises InvalidOptions."""
    if text is None:
        return None
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise InvalidOptions((OptionProblem(option, f"'{text}' is not numbers such as 123.7,116.3,103.5."),)) from None


def build_config(
    device: str,
    hint: Hint | None,
    streams: int | None,
    batch: int | None,
    threads: int | None,
    requests: int | None,
    precision: str | None,
    shapes: list[str] | None,
    properties: list[str] | None,
) -> InferenceConfig:
    """The configuration that the shared flags describe.

    Raises:
        InvalidOptions: flags that cannot be read, or contradict; all at once.
    """
    wrong = Problems()
    with wrong.collected():
        given = parse_shapes(shapes)
    with wrong.collected():
        extra = parse_pairs(properties, "--property")
    wrong.add(hint_problems(hint, streams))
    wrong.raise_any()
    if hint is None:
        hint = Hint.NONE if streams is not None else Hint.THROUGHPUT
    return InferenceConfig(
        device=device,
        hint=hint,
        streams=streams,
        batch=batch,
        threads=threads,
        requests=requests,
        precision=precision,
        shapes=given,
        extra=extra,
    )


def build_plan(
    mode: Mode,
    rate: float | None,
    arrivals: Arrivals,
    budget: float | None,
    quick: bool,
    rigorous: bool,
    inputs: list[str] | None,
    seed: int,
) -> MeasurePlan:
    """The measuring plan that the shared flags describe. Raises InvalidOptions for flags that contradict."""
    if quick and rigorous:
        raise InvalidOptions((OptionProblem("--quick", "contradicts --rigorous."),), "Give one of the two.")
    effort = Effort.QUICK if quick else Effort.RIGOROUS if rigorous else Effort.STANDARD
    return plan_for(effort, budget, mode=mode, rate=rate, arrivals=arrivals, inputs=tuple(inputs or ()), seed=seed)
