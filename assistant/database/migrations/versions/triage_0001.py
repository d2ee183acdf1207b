"""The first table of triage; that of releases before there were revisions is the same, and stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "triage_0001"
down_revision = None
branch_labels = ("triage",)
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table unless it is there."""
    op.create_table(
        "triage",
        sa.Column("key", _WORDS, primary_key=True),
        sa.Column("status", _WORDS, nullable=False),
        sa.Column("importance", sa.Integer, nullable=False),
        sa.Column("cause", _WORDS, nullable=False),
        sa.Column("note", _WORDS, nullable=False),
        sa.Column("who", _WORDS, nullable=False),
        sa.Column("at", _WORDS, nullable=False),
        if_not_exists=True,
    )
