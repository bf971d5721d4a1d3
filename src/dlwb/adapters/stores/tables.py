"""The tables. A document column holds a domain type as `protocol` encodes it; other columns repeat what is searched.

So a new field of a model or a run needs no migration, and a new kind of run no table.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

models = Table(
    "models",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("created", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
)

# What lists filter and sort by, in the order of the list.
LISTED = (
    "created", "id", "parent", "kind", "state", "device", "host", "verdict", "throughput_fps", "latency_ms", "model_name",
    "imported", "tags", "searched", "remarks",
)  # fmt: skip
TREND = (
    "model", "created", "id", "series", "parent", "imported", "throughput_fps", "throughput_low", "throughput_high",
    "latency_ms", "latency_low", "latency_high", "verdict", "conditions",
)  # fmt: skip


def _listed_by(figure: str) -> tuple[str, ...]:
    return figure, *(column for column in LISTED if column != figure)


# Which model uses which stored content, so that removing a model finds what nobody else needs.
model_files = Table(
    "model_files",
    metadata,
    Column("model", Text, ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
)

# `index` is the hash of the stored list of samples.
datasets = Table(
    "datasets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("created", Text, nullable=False, index=True),
    Column("index", Text, nullable=False),
    Column("document", Text, nullable=False),
)

# `model` is no foreign key: a run may name a model that its own import is about to make, or one that is only elsewhere.
# `throughput_fps` and `latency_ms` (median) with their intervals are the headline of a benchmark; `series` tells which
# benchmarks of a model are alike, `conditions` (JSON) what was different. `searched` is what the search looks through, in
# one case, and `remarks` the same of `tags` (each between line breaks) and `note`, which are the annotation.
runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("model", Text),
    Column("parent", Text),
    Column("created", Text, nullable=False),
    Column("throughput_fps", Float),
    Column("latency_ms", Float),
    Column("cancel_requested", Boolean(name="cancel_requested"), nullable=False, default=False),
    Column("document", Text, nullable=False),
    Column("model_name", Text, nullable=False, server_default=""),
    Column("device", Text, nullable=False, server_default=""),
    Column("host", Text, nullable=False, server_default=""),
    Column("imported", Boolean(name="imported"), nullable=False, server_default="0"),
    Column("searched", Text, nullable=False, server_default=""),
    Column("tags", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("remarks", Text, nullable=False, server_default=""),
    Column("throughput_low", Float),
    Column("throughput_high", Float),
    Column("latency_low", Float),
    Column("latency_high", Float),
    Column("verdict", Text),
    Column("series", Text),
    Column("conditions", Text),
    Index(None, "parent", "created"),
    Index(None, "state", "created"),
    Index(None, "kind", "state", "created"),
    # The others hold all that their questions need, so that these are answered without touching a row.
    Index("ix_runs_list", *LISTED),
    Index("ix_runs_model", "model", *LISTED),
    Index("ix_runs_throughput", *_listed_by("throughput_fps")),
    Index("ix_runs_latency", *_listed_by("latency_ms")),
    Index("ix_runs_name", *_listed_by("model_name")),
    Index("ix_runs_choices", "tags", "device", "host", "parent", sqlite_where=text("parent IS NULL")),
    Index("ix_runs_figures", "model", "kind", "imported", "parent", "created", "throughput_fps", "latency_ms"),
    Index("ix_runs_trend", *TREND),
)

# Apart from `runs`, because a profile takes tens of kilobytes that a list of runs must not read past.
outcomes = Table(
    "outcomes",
    metadata,
    Column("run", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("codec", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# One row that every write raises by one: what `Store.revision` reads.
revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("value", Integer, nullable=False),
)
