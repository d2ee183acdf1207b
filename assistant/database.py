"""Databases: SQLite files that are made when something is first written to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def holds_nothing(path: Path) -> bool:
    """Tell whether a database is not there, or is the empty file that a first write left on a full disk."""
    return not path.exists() or path.stat().st_size == 0
