"""Migrations of the tables, by Alembic: a branch for each store, so that a SQLite file holds only its own."""
