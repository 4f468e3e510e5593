"""The tables as the newest schema has them; how a store gets there stands in migrations/."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

METADATA = MetaData()

# Times are text in ISO 8601, UTC, always to the microsecond: they sort as they are, and the chain covers the very
# characters, whichever engine keeps them.
AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("previous", Text, nullable=False, unique=True),
    Column("mac", Text, nullable=False, unique=True),
    Index("ix_audit_person_at", "person", "action", "at"),
)

DECISION = Table(
    "decision",
    METADATA,
    Column("act", Integer, ForeignKey("audit.seq"), primary_key=True, autoincrement=False),
    Column("finding", Text, nullable=False, index=True),
    Column("detector", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
