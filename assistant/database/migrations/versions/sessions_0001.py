"""The first tables of editors' sessions, which several servers share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "sessions_0001"
down_revision = None
branch_labels = ("sessions",)
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "session_keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", _WORDS, nullable=False),
    )
    op.create_table(
        "ended_sessions",
        sa.Column("digest", _WORDS, primary_key=True),
        sa.Column("until", sa.Float(53), nullable=False),
    )
