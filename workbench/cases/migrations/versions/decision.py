"""People's decisions on findings, each resting on the act that recorded it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.cases.migrations.append_only import refuse_changes

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Lay the decisions down."""
    op.create_table(
        "decision",
        sa.Column("act", sa.Integer, sa.ForeignKey("audit.seq"), primary_key=True, autoincrement=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("detector", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint("decision IN ('confirmed', 'rejected', 'undecided')", name="ck_decision_decision"),
    )
    op.create_index("ix_decision_finding", "decision", ["finding"])
    refuse_changes("decision", ("act",))
