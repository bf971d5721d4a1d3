"""How lists of values on the command line become a space of configurations."""

from dlwb.cli.form import Form
from dlwb.cli.options import build_config
from dlwb.cli.ranges import parse_ranges, parse_words
from dlwb.domain.config_rules import hint_problems
from dlwb.domain.inference import Hint
from dlwb.domain.search import SearchSpace


def build_space(
    device: str,
    hint: Hint | None,
    streams: str | None,
    batch: str | None,
    threads: str | None,
    requests: str | None,
    precision: str | None,
    shapes: list[str] | None,
    properties: list[str] | None,
) -> SearchSpace:
    """The space that the lists describe; an axis that was not given is empty.

    Raises:
        UsageError: lists that cannot be read. InvalidOptions: lists that contradict. All at once.
    """
    wrong = Form()
    axes: dict[str, tuple[int, ...]] = {}
    for axis, text in (("batch", batch), ("streams", streams), ("threads", threads), ("requests", requests)):
        with wrong.collected():
            axes[axis] = () if text is None else parse_ranges(text, f"--{axis}")
    precisions: tuple[str, ...] = ()
    with wrong.collected():
        precisions = () if precision is None else parse_words(precision, "--precision")
    base = None
    with wrong.collected():
        base = build_config(device, hint, None, None, None, None, None, shapes, properties)
    wrong.add(hint_problems(hint, streams))
    wrong.raise_any()
    assert base is not None
    return SearchSpace(
        base=base,
        batch=axes["batch"],
        streams=axes["streams"],
        threads=axes["threads"],
        requests=axes["requests"],
        precisions=precisions,
    )
