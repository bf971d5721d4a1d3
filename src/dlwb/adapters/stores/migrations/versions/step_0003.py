"""Annotations, what lists search and sort by, and the trends of models; conditions of the host in headlines."""

import hashlib
import json
import unicodedata
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXTS = ("model_name", "device", "host", "searched", "tags", "note", "remarks")
_FIGURES = ("throughput_low", "throughput_high", "latency_low", "latency_high")
_LISTED = [
    "created", "id", "parent", "kind", "state", "device", "host", "verdict", "throughput_fps", "latency_ms", "model_name",
    "imported", "tags", "searched", "remarks",
]  # fmt: skip
_TREND = [
    "model", "created", "id", "series", "parent", "imported", "throughput_fps", "throughput_low", "throughput_high",
    "latency_ms", "latency_low", "latency_high", "verdict", "conditions",
]  # fmt: skip
_SORTED = {"ix_runs_throughput": "throughput_fps", "ix_runs_latency": "latency_ms", "ix_runs_name": "model_name"}
_AT_ONCE = 1000


def upgrade() -> None:
    """Add the columns, fill them from the documents, and make indexes that answer without touching a row."""
    for name in _TEXTS:
        op.add_column("runs", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("imported", sa.Boolean(), nullable=False, server_default="0"))
    for name in _FIGURES:
        op.add_column("runs", sa.Column(name, sa.Float()))
    for name in ("verdict", "series", "conditions"):
        op.add_column("runs", sa.Column(name, sa.Text()))
    for name in ("ix_runs_created", "ix_runs_model_created", "ix_runs_figures"):
        op.drop_index(name, "runs")
    _fill(op.get_bind())
    op.create_index("ix_runs_list", "runs", _LISTED)
    op.create_index("ix_runs_model", "runs", ["model", *_LISTED])
    for name, figure in _SORTED.items():
        op.create_index(name, "runs", [figure, *(column for column in _LISTED if column != figure)])
    op.create_index(
        "ix_runs_choices", "runs", ["tags", "device", "host", "parent"], sqlite_where=sa.text("parent IS NULL")
    )
    figures = ["model", "kind", "imported", "parent", "created", "throughput_fps", "latency_ms"]
    op.create_index("ix_runs_figures", "runs", figures)
    op.create_index("ix_runs_trend", "runs", _TREND)


def _fill(connection: sa.Connection) -> None:
    ids = list(connection.execute(sa.text("SELECT id FROM runs")).scalars())
    query = sa.text("SELECT document, data FROM runs LEFT JOIN outcomes ON run = id WHERE id = :id")
    for start in range(0, len(ids), _AT_ONCE):
        changes = []
        for id in ids[start : start + _AT_ONCE]:
            document, data = connection.execute(query, {"id": id}).one()
            changes.append({"id_": id} | _columns(id, json.loads(document), data))
        sets = ", ".join(f"{name} = :{name}" for name in changes[0] if name != "id_")
        connection.execute(sa.text(f"UPDATE runs SET {sets} WHERE id = :id_"), changes)  # noqa: S608 - our own names


def _columns(id: str, run: dict[str, Any], data: bytes | None) -> dict[str, Any]:
    spec, headline = run["spec"], run.get("headline")
    if headline is not None and data is not None:
        environment = json.loads(zlib.decompress(data))["measurement"]["environment"]
        headline |= {name: environment[name] for name in ("kernel", "governor", "cores_usable")}
    device, name = _device(spec), run.get("model_name", "")
    searched = (name, id, spec["kind"], device)
    columns = dict.fromkeys((*_FIGURES, "verdict", "series", "conditions")) | {
        "model_name": name,
        "device": device,
        "host": headline["host"] if headline else (run.get("owner") or {}).get("host", ""),
        "searched": "\n".join(unicodedata.normalize("NFC", text).casefold() for text in searched),
        "document": json.dumps(run, ensure_ascii=False),
    }
    if headline is not None:
        fps, ms = headline["throughput_fps"], headline["latency_ms"]
        columns |= {
            "throughput_low": fps["low"],
            "throughput_high": fps["high"],
            "latency_low": ms["low"],
            "latency_high": ms["high"],
            "verdict": headline["verdict"]["status"],
            "series": _series(spec, headline),
            "conditions": json.dumps(_conditions(headline), sort_keys=True),
        }
    return columns


def _device(spec: dict[str, Any]) -> str:
    match spec["kind"]:
        case "benchmark" | "profile":
            return str(spec["config"]["device"])
        case "sweep" | "tune":
            return str(spec["space"]["base"]["device"])
        case "compare":
            return str(spec["subjects"][0]["config"]["device"])
        case "machine":
            return str(spec["device"])
        case _:
            return ""


def _series(spec: dict[str, Any], headline: dict[str, Any]) -> str:
    effective = headline["effective"]
    facts = [
        headline["host"],
        headline["cpu"],
        *(
            effective[n]
            for n in ("device", "execution_devices", "batch", "requests", "streams", "threads", "precision")
        ),
        effective["hint"],
        sorted([name, shape] for name, shape in effective["shapes"].items()),
        headline["mode"],
        [spec["plan"]["rate"], spec["plan"]["arrivals"]] if headline["mode"] == "offered" else None,
        sorted([name, value] for name, value in spec["config"]["extra"].items()),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _conditions(headline: dict[str, Any]) -> dict[str, str]:
    cores = headline.get("cores_usable")
    host = {
        "kernel": headline.get("kernel", ""),
        "governor": headline.get("governor") or "",
        "cores usable": f"{cores:g}" if cores else "",
    }
    versions: dict[str, str] = headline["versions"]
    return versions | {name: value for name, value in host.items() if value}
