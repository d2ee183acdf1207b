"""Alembic's environment: runs migrations on the connection that it is given, in the transaction that it is in."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
