"""The first table of the audit log, whose lines stand as they are; that of earlier releases is the same, and stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "audit_0001"
down_revision = None
branch_labels = ("audit",)
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ON_FILE = (
    "CREATE TRIGGER IF NOT EXISTS audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
_ON_SERVER = (
    "CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'append only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_stands()",
)


def upgrade() -> None:
    """Make the table unless it is there, and what keeps its lines."""
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(), primary_key=True),
        sa.Column("at", _WORDS, nullable=False),
        sa.Column("who", _WORDS, nullable=False),
        sa.Column("action", _WORDS, nullable=False),
        sa.Column("document", _WORDS, nullable=False),
        sa.Column("changes", _WORDS, nullable=False),
        if_not_exists=True,
    )
    for statement in _ON_SERVER if op.get_context().dialect.name == "postgresql" else _ON_FILE:
        op.execute(statement)
