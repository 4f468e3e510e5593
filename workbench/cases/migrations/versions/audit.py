"""The first table: the audit, to which acts can only be added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workbench.cases.migrations.append_only import refuse_changes

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Lay the audit down."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("mac", sa.Text, nullable=False),
        # Two acts after the same one would be a fork: the store itself refuses it.
        sa.UniqueConstraint("previous", name="uq_audit_previous"),
        sa.UniqueConstraint("mac", name="uq_audit_mac"),
    )
    op.create_index("ix_audit_person_at", "audit", ["person", "action", "at"])
    refuse_changes("audit", ("seq", "previous", "mac"))
