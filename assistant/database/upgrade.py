"""Upgrading: brings the tables of a database to the revision that the program knows, by Alembic."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from assistant.database.schema import HEADS, revision_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from assistant.database.tables import StoreName

_MIGRATIONS = Path(__file__).with_name("migrations")
_one_at_a_time = threading.Lock()  # Alembic keeps what it works on in its module

logger = logging.getLogger(__name__)


def migrations() -> Config:
    """Return the configuration of Alembic, where our migrations are."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def upgrade(connection: Connection, stores: Sequence[StoreName]) -> None:
    """Bring the tables of stores up to date, within the transaction of a connection, which is not ended.

    Args:
        connection: In a transaction that may write.
        stores: Whose tables.
    """
    config = migrations()
    config.attributes["connection"] = connection
    with _one_at_a_time:
        for store in stores:
            command.upgrade(config, revision_id(store, HEADS[store]))
    logger.info("the tables of %s are up to date", ", ".join(stores))
