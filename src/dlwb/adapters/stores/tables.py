"""The tables. A document column holds a domain type as `protocol` encodes it; other columns repeat what is searched.

So a new field of a model or a run needs no migration, and a new kind of run no table.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

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

# Which model uses which stored content, so that removing a model finds what nobody else needs.
model_files = Table(
    "model_files",
    metadata,
    Column("model", Text, ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
)

# `model` is no foreign key: a run may name a model that its own import is about to make. `throughput_fps`
# and `latency_ms` (median) are the headline of a benchmark.
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
    Index(None, "created"),
    Index(None, "parent", "created"),
    Index(None, "model", "created"),
    Index(None, "state", "created"),
    Index(None, "kind", "state", "created"),
    # Holds all that the figures of the models need, so that they are read without touching a row.
    Index("ix_runs_figures", "model", "kind", "state", "parent", "created", "throughput_fps", "latency_ms"),
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
