"""The first table of unanswered questions; that of releases before there were revisions is the same, and stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "unanswered_0001"
down_revision = None
branch_labels = ("unanswered",)
depends_on = None

_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table unless it is there, with what a question of a day is known by."""
    on_server = op.get_context().dialect.name == "postgresql"
    key = () if on_server else (sa.PrimaryKeyConstraint("day", "language", "question"),)
    op.create_table(
        "unanswered",
        sa.Column("day", _WORDS, nullable=False),
        sa.Column("language", _WORDS, nullable=False),
        sa.Column("question", _WORDS, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        *key,
        if_not_exists=True,
    )
    if on_server:  # a page of an index holds no question of thousands of characters
        op.create_index("unanswered_asked", "unanswered", ["day", "language", sa.text("md5(question)")], unique=True)
