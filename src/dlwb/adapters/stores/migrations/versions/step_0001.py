"""Models, runs with their outcomes, settings, and the revision counter."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "models",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
    )
    op.create_index("ix_models_name", "models", ["name"])
    op.create_index("ix_models_created", "models", ["created"])
    op.create_table(
        "model_files",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["model"], ["models.id"], name="fk_model_files_model_models", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("model", "name", name="pk_model_files"),
    )
    op.create_index("ix_model_files_sha256", "model_files", ["sha256"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("model", sa.Text()),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("throughput_fps", sa.Float()),
        sa.Column("latency_ms", sa.Float()),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    for columns in (["created"], ["model", "created"], ["state", "created"], ["kind", "state", "created"]):
        op.create_index(f"ix_runs_{'_'.join(columns)}", "runs", columns)
    headlines = ["model", "kind", "state", "created", "throughput_fps", "latency_ms"]
    op.create_index("ix_runs_figures", "runs", headlines)
    op.create_table(
        "outcomes",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("codec", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_outcomes_run_runs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", name="pk_outcomes"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
    counter = op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
    )
    op.bulk_insert(counter, [{"id": 1, "value": 0}])
