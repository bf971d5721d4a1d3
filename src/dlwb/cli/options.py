"""Flags that several verbs share, and how their words become a configuration."""

from typing import Annotated

import typer

from dlwb.calc.shapes import parse_shapes
from dlwb.cli.form import Form, UsageError, usage
from dlwb.domain.config_rules import hint_problems
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.inference import Effort, Hint, InferenceConfig, plan_for
from dlwb.domain.model import Shape


def effort_words(effort: Effort) -> str:
    """What an effort is worth: `±3 %, at most 5 s.`"""
    plan = plan_for(effort)
    return f"±{plan.precision_goal * 100:g} %, at most {plan.budget_s:g} s."


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, everything else on stderr.")]
ModelArgument = Annotated[str, typer.Argument(metavar="MODEL", help="Id, name or path; a path is imported.")]
KnownModel = Annotated[
    str, typer.Argument(metavar="MODEL", help="Id of a model, a unique beginning of one, or its name.")
]
RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Id of a run, or a unique beginning of one (4 characters or more).")
]

Device = Annotated[str, typer.Option("--device", help="Device as `dlwb device list` names it.")]
HintOption = Annotated[
    Hint | None, typer.Option("--hint", help="What the engine optimises for; `none` with explicit streams.")
]
Streams = Annotated[int | None, typer.Option("--streams", help="Parallel streams; implies --hint none.")]
Batch = Annotated[int | None, typer.Option("--batch", help="Batch size.")]
Threads = Annotated[int | None, typer.Option("--threads", help="Threads for inference, over all streams.")]
Requests = Annotated[int | None, typer.Option("--requests", help="Infer requests in flight.")]
PrecisionOption = Annotated[
    str | None, typer.Option("--precision", help="Inference precision: f32, bf16 or f16, as the device offers.")
]
Shapes = Annotated[
    list[str] | None, typer.Option("--shape", help="Input shape, `name=1,3,224,224`; the name may be left out.")
]
Quick = Annotated[bool, typer.Option("--quick", help=effort_words(Effort.QUICK))]
Rigorous = Annotated[bool, typer.Option("--rigorous", help=effort_words(Effort.RIGOROUS))]
Property = Annotated[
    list[str] | None, typer.Option("--property", help="Engine property `KEY=VALUE`, passed on as it is.")
]


def read_shapes(texts: list[str] | None) -> dict[str, Shape]:
    """`["data=1,3,224,224"]` → shapes by input name. Raises UsageError: names every text that is not a shape."""
    with usage():
        return parse_shapes(texts or (), "--shape")


def parse_pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """`["KEY=VALUE"]` → a mapping. Raises UsageError for a text without `=`."""
    wrong = [text for text in texts or [] if "=" not in text]
    if wrong:
        problems = tuple(OptionProblem(option, f"'{text}' is not of the form KEY=VALUE.") for text in wrong)
        raise UsageError(problems, "Write the name, an equals sign and the value.")
    return dict(text.split("=", 1) for text in texts or [])


def parse_floats(text: str | None, option: str) -> tuple[float, ...] | None:
    """`"123.7,116.3,103.5"` → numbers. Raises UsageError."""
    if text is None:
        return None
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        problem = OptionProblem(option, f"'{text}' is not numbers such as 123.7,116.3,103.5.")
        raise UsageError((problem,), "Give one number, or one for each channel with commas between.") from None


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
        UsageError: flags that cannot be read. InvalidOptions: flags that contradict. All at once.
    """
    wrong = Form()
    with wrong.collected():
        given = read_shapes(shapes)
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


def build_effort(usual: Effort, **said: bool) -> Effort:
    """The effort whose flag was given, else the usual one; `said` is by the name of the effort.

    Raises:
        InvalidOptions: several were given.
    """
    given = [name for name, is_given in said.items() if is_given]
    if len(given) > 1:
        problems = tuple(OptionProblem(f"--{name}", f"contradicts --{given[0]}.") for name in given[1:])
        raise InvalidOptions(problems, "Give one of them.")
    return Effort(given[0]) if given else usual
