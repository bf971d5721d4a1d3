"""`dlwb run list`: the queue and the history, filtered, searched and sorted."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from dlwb.calc.accuracy.sentences import metric_value, metric_words
from dlwb.cli import figures
from dlwb.cli.form import Form, usage
from dlwb.cli.listing import Listed, listing
from dlwb.cli.options import Json
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import RunDocument, RunListDocument
from dlwb.domain.headline import ComparisonHeadline, QuantizeHeadline, SearchHeadline
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.moments import parse_moment, parse_span
from dlwb.domain.run import RunState
from dlwb.domain.specs import KINDS
from dlwb.ports import RunFilter, RunSort

_MOST_LISTED = 1_000_000


def list_(
    context: typer.Context,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help=f"Only runs of this kind: {', '.join(KINDS[:-1])} or {KINDS[-1]}."),
    ] = None,
    state: Annotated[list[RunState] | None, typer.Option("--state", help="Only runs in this state.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="Only runs of this model.")] = None,
    search: Annotated[
        str, typer.Option("--search", help="Words that all occur in model, id, kind, device, tags or note.")
    ] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Only runs with this tag; given twice: both.")] = None,
    device: Annotated[list[str] | None, typer.Option("--device", help="Only runs on this device.")] = None,
    host: Annotated[list[str] | None, typer.Option("--host", help="Only runs made on this host.")] = None,
    verdict: Annotated[list[VerdictStatus] | None, typer.Option("--verdict", help="Only with this verdict.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="A date, a time, or how long ago: 12h, 7d, 4w.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Like --since; a date counts as a whole.")] = None,
    points: Annotated[bool, typer.Option("--points", help="The points of searches too.")] = False,
    sort: Annotated[RunSort, typer.Option("--sort", help="What to order by.")] = RunSort.CREATED,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="Lowest first; dates: oldest first; names: Z first.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST_LISTED, help="At most this many.")] = 50,
    json: Json = False,
) -> None:
    """List runs: the newest, the fastest, or those whose model comes first in the alphabet, first."""
    if strange := [one for one in kind or () if one not in KINDS]:
        raise typer.BadParameter(f"'{strange[0]}' is none of {', '.join(KINDS)}.", param_hint="'--kind'")
    now = datetime.now(UTC)
    unreadable = Form()
    for option, text in (("--since", since), ("--until", until)):
        with unreadable.collected(), usage():
            parse_moment(option, text or "1d", now)
    unreadable.raise_any()
    first, last = parse_span(since, until, now, ("--since", "--until"))
    with opened(context) as workbench:
        wanted = RunFilter(
            kinds=tuple(kind or ()),
            states=tuple(state or ()),
            models=(workbench.runs.model(model)[0],) if model else (),
            top_level=not points,
            limit=limit,
            outcomes=False,
            search=search,
            tags=tuple(tag or ()),
            devices=tuple(device or ()),
            hosts=tuple(host or ()),
            verdicts=tuple(verdict or ()),
            since=first,
            until=last,
            sort=sort,
            # What one looks for comes first: new runs, high throughput, but low latency and the letter A.
            ascending=reverse != (sort in (RunSort.LATENCY, RunSort.MODEL)),
        )
        runs, total = workbench.runs.list(wanted), workbench.runs.count(wanted)
    documents = tuple(RunDocument.of(r) for r in runs)
    if json:
        print_json(RunListDocument(runs=documents, total=total))
        return
    if not documents:
        out.print("No runs fit. `dlwb benchmark MODEL` makes one.")
        return
    out.print(_table(documents, out.width), soft_wrap=True)
    if total > limit:
        out.print(f"{len(documents):,} of {total:,} runs; --limit shows more.", style="dim")
    elif total > len(documents):  # named on stderr, one by one
        out.print(f"{len(documents):,} of {total:,} runs; this dlwb cannot read the others.", style="dim")


def _table(documents: tuple[RunDocument, ...], width: int) -> Table:
    measured = [d.headline or (d.result if isinstance(d.result, SearchHeadline) else None) for d in documents]
    columns = (
        Listed("id", [d.id for d in documents]),
        Listed("kind", [d.kind for d in documents], drop=1),
        Listed("model", [figures.name(d.model_name) for d in documents]),
        Listed("state", [d.state for d in documents], drop=2),
        Listed("fps", [figures.number(m.throughput_fps.value) if m else "–" for m in measured], drop=4),
        Listed("ms", [figures.number(m.latency_ms.value) if m else "–" for m in measured], drop=5),
        Listed("accuracy", [_accuracy(d) for d in documents], drop=7),
        Listed("verdict", [_verdict(d) for d in documents], drop=3),
        Listed("host", [figures.name(d.headline.host) if d.headline else "–" for d in documents], drop=9),
        Listed(
            "created",
            [figures.moment(d.created) for d in documents],
            drop=6,
            short=[figures.day(d.created) for d in documents],
        ),
        Listed("tags", [figures.name(", ".join(d.tags)) for d in documents], drop=8),
    )
    return listing(columns, "model", width)


def _verdict(document: RunDocument) -> str:
    """Whether the figures can be trusted; of a comparison or a quantization its answer."""
    match document.result:
        case SearchHeadline(fits=True) as found:
            return found.verdict.status
        case SearchHeadline():
            return "limit not met"
        case ComparisonHeadline() as found:
            return figures.answer(found.ratio, found.word, with_interval=False)
        case QuantizeHeadline() as found:
            return found.outcome.replace("_", " ")
        case None:
            return document.headline.verdict.status if document.headline else "–"


def _accuracy(document: RunDocument) -> str:
    """The first figure of an accuracy run, or of the version that a quantization made: `76.10 % top-1`."""
    known, result = document.accuracy, document.result
    metric = known.metric if known else result.final if isinstance(result, QuantizeHeadline) else None
    if metric is None:
        return "preview" if known and known.preview else "–"
    return f"{metric_value(metric.name, metric.value)} {metric_words(metric.name)}"
