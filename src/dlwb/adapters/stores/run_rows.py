"""Runs as rows: the document, the columns that repeat what is searched, the outcome, and the annotation beside them."""

import json
import unicodedata
import zlib
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, insert

from dlwb.adapters.stores.tables import outcomes
from dlwb.domain.annotation import Annotation
from dlwb.domain.errors import StoreError, WorkerProtocolError
from dlwb.domain.outcomes import RunOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import BenchmarkSpec, device_of
from dlwb.domain.trend import conditions_of, series_key
from dlwb.protocol import OutcomeDocument, from_json, to_json

CODEC = "json+zlib/1"
# Between tags, and at both ends; no tag can hold it.
TAG_BOUND = "\n"


def searchable(*texts: str) -> str:
    """Texts as they are searched: letters in one case, accents in one spelling."""
    return "\n".join(unicodedata.normalize("NFC", text).casefold() for text in texts)


def run_columns(run: Run) -> dict[str, Any]:
    """All columns that the run itself decides, without those of its annotation."""
    device, headline = device_of(run.spec), run.headline
    columns: dict[str, Any] = {
        "kind": run.spec.kind,
        "state": run.state,
        "model": run.model,
        "model_name": run.model_name,
        "parent": run.parent,
        "created": run.created,
        "device": device,
        "host": headline.host if headline else run.owner.host if run.owner else "",
        "imported": run.imported_from is not None,
        "searched": searchable(run.model_name, run.id, run.spec.kind, device),
        "document": encode(Run, replace(run, outcome=None, annotation=Annotation()), f"Run {run.id}"),
    }
    measured = dict.fromkeys(
        ("throughput_fps", "throughput_low", "throughput_high", "latency_ms", "latency_low", "latency_high", "verdict",
         "series", "conditions")
    )  # fmt: skip
    if headline is not None and isinstance(run.spec, BenchmarkSpec):
        fps, ms = headline.throughput_fps, headline.latency_ms
        measured |= {
            "throughput_fps": fps.value,
            "throughput_low": fps.low,
            "throughput_high": fps.high,
            "latency_ms": ms.value,
            "latency_low": ms.low,
            "latency_high": ms.high,
            "verdict": headline.verdict.status,
            "series": series_key(run.spec, headline),
            "conditions": json.dumps(conditions_of(headline), sort_keys=True),
        }
    return columns | measured


def annotation_columns(annotation: Annotation) -> dict[str, Any]:
    """The columns of a person's annotation."""
    return {
        "tags": TAG_BOUND.join(("", *annotation.tags, "")) if annotation.tags else "",
        "note": annotation.note,
        "remarks": searchable(*annotation.tags, annotation.note) if annotation != Annotation() else "",
    }


def split_tags(text: str) -> tuple[str, ...]:
    """The tags of a `tags` column."""
    return tuple(text.strip(TAG_BOUND).split(TAG_BOUND)) if text else ()


def outcome_row(run: Run) -> dict[str, Any]:
    """The row of an outcome; one that could not be read back is refused now, while its run can still fail with that.

    Raises:
        StoreError: it could not be read back.
    """
    document = encode(OutcomeDocument, run.outcome, f"The result of run {run.id}")
    return {"run": run.id, "codec": CODEC, "data": zlib.compress(document.encode())}


def add_outcome(connection: Connection, run: Run) -> None:
    """Store the outcome of a run that has one."""
    if run.outcome is not None:
        connection.execute(insert(outcomes).values(**outcome_row(run)))


def to_run(row: Row[Any]) -> Run:
    """The run of a row with `id`, `document`, `tags` and `note`, and with `codec` and `data` where results are wanted."""
    run: Run = decode(Run, row.document, f"Run {row.id}")
    if row.tags or row.note:
        run = replace(run, annotation=Annotation(split_tags(row.tags), row.note))
    data = getattr(row, "data", None)
    if data is None:
        return run
    if row.codec != CODEC:
        raise StoreError(f"The result of run {run.id} is stored as {row.codec}.", "A newer dlwb can read it.")
    outcome: RunOutcome = decode(OutcomeDocument, _unpacked(data, run.id), f"The result of run {run.id}")
    return replace(run, outcome=outcome)


def _unpacked(data: bytes, id: str) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise StoreError(
            f"The result of run {id} in the workspace is damaged: {error}.", "Remove it by its id."
        ) from error


def encode(kind: Any, value: Any, subject: str) -> str:
    """A domain type as a document of the database, never one that nobody could read again; `subject` says what it is.

    Raises:
        StoreError: it could not be read back (JSON has no word for a number that is not finite).
    """
    document = to_json(value)
    try:
        from_json(kind, document)
    except WorkerProtocolError as error:
        raise StoreError(
            f"{subject} cannot be stored, for it could not be read again. {error.message}",
            "Look for a number in it that is infinite or none at all.",
        ) from error
    return document


def decode(kind: Any, document: str | bytes, subject: str) -> Any:
    """A document of the database as a domain type; `subject` says what it is.

    Raises:
        StoreError: this dlwb cannot read it.
    """
    try:
        return from_json(kind, document)
    except WorkerProtocolError as error:
        raise StoreError(
            f"{subject} in the workspace is something this dlwb cannot read. {error.message}",
            "Use the dlwb that wrote it, or remove it by its id.",
        ) from error
