"""Runs that are points of a search; and headlines in the documents of benchmarks."""

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give runs a parent, and the figures of the models an index that tells points from runs."""
    op.add_column("runs", sa.Column("parent", sa.Text()))
    op.create_index("ix_runs_parent_created", "runs", ["parent", "created"])
    op.drop_index("ix_runs_figures", "runs")
    headlines = ["model", "kind", "state", "parent", "created", "throughput_fps", "latency_ms"]
    op.create_index("ix_runs_figures", "runs", headlines)
    _write_headlines(op.get_bind())


def _write_headlines(connection: sa.Connection) -> None:
    """Lists read the headline from the run itself, where they had to read the whole result before."""
    query = "SELECT id, document, data FROM runs JOIN outcomes ON run = id WHERE kind = 'benchmark'"
    for id, document, data in connection.execute(sa.text(query)).all():
        run = json.loads(document)
        run["headline"] = _headline(json.loads(zlib.decompress(data))["measurement"])
        change = sa.text("UPDATE runs SET document = :document WHERE id = :id")
        connection.execute(change, {"document": json.dumps(run, ensure_ascii=False), "id": id})


def _headline(measurement: dict[str, Any]) -> dict[str, Any]:
    raw, environment, latency = measurement["raw"], measurement["environment"], measurement["latency_ms"]
    return {
        "throughput_fps": measurement["throughput_fps"],
        "latency_ms": latency["p50"],
        "latency_p99_ms": latency["p99"],
        "verdict": measurement["verdict"],
        "effective": raw["effective"] | {"properties": {}},
        "mode": measurement["plan"]["mode"],
        "compile_ms": raw["compile_ms"],
        "peak_rss_bytes": raw["peak_rss_bytes"],
        "stop_reason": raw["stop_reason"],
        "host": environment["host"],
        "cpu": environment["cpu"],
        "versions": environment["versions"],
    }
