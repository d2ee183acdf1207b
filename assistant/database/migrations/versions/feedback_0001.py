"""The first table of feedback; that of releases before there were revisions is the same, and stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "feedback_0001"
down_revision = None
branch_labels = ("feedback",)
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table unless it is there."""
    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(), primary_key=True),
        sa.Column("given", _WORDS, nullable=False),
        sa.Column("verdict", _WORDS, nullable=False),
        sa.Column("reasons", _WORDS, nullable=False),
        sa.Column("comment", _WORDS, nullable=False),
        sa.Column("mode", _WORDS, nullable=False),
        sa.Column("language", _WORDS, nullable=False),
        sa.Column("model", _WORDS),
        sa.Column("corpus_version", _WORDS, nullable=False),
        sa.Column("question", _WORDS),
        sa.Column("answer", _WORDS),
        if_not_exists=True,
    )
