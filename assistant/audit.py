"""The audit log: who changed what and when, in a table that lines can only be added to.

What readers asked never stands here, only which question was judged, by its key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import func, insert, select

from assistant.database.faults import StoreError, Trouble
from assistant.database.opening import database_at
from assistant.database.tables import audit as table

if TYPE_CHECKING:
    from assistant.database.database import Database

Action = Literal[
    "sign_in", "sign_out", "import", "edit", "approve", "discard", "withdraw", "bring_back", "restore", "purge",
    "index", "index_failed", "index_back", "triage", "check_links",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)

_LONGEST = 120  # characters of a value before and after


class AuditError(StoreError):
    """The log cannot be written or read; the message is one line with the remedy."""


_USING = Trouble(AuditError, "kan ikke bruke endringsloggen", "sjekk plass og rettigheter")


@dataclass(frozen=True)
class Change:
    """What became of one field.

    Args:
        field: Its name.
        before: What it was, in short; empty if it was not there.
        after: What it is.
    """

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditLine:
    """One line of the log.

    Args:
        when: In UTC.
        who: The editor.
        action: What was done.
        document: To which document, if to one.
        changes: What changed, field by field.
    """

    when: datetime
    who: str
    action: Action
    document: str
    changes: tuple[Change, ...]


@dataclass
class Deed:
    """Something that is being done, and will stand in the log once it is.

    Args:
        document: To which document.
        changes: What changes.
    """

    document: str = ""
    changes: Sequence[Change] = ()


class AuditLog:
    """Keeps the log.

    Args:
        place: A file, made when it is first needed, or a database.
        now: What time it is, in UTC.
    """

    def __init__(self, place: Path | Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database_at(place, "audit")
        self._now = now

    def record(self, who: str, action: Action, document: str = "", changes: Sequence[Change] = ()) -> None:
        """Add a line.

        Raises:
            AuditError: If it cannot be written.
        """
        short = [[field, before[:_LONGEST], after[:_LONGEST]] for field, before, after in map(astuple, changes)]
        row = {
            "at": self._now().isoformat(timespec="seconds"),
            "who": who,
            "action": action,
            "document": document,
            "changes": json.dumps(short, ensure_ascii=False),
        }
        with self._database.writing(_USING) as connection:
            connection.execute(insert(table), row)

    def check(self) -> None:
        """Check that lines can be added.

        Raises:
            AuditError: If they cannot.
        """
        self._database.check(_USING)

    @contextmanager
    def recording(self, who: str, action: Action, document: str = "") -> Iterator[Deed]:
        """Do something only if it can be logged, and log it when it is done.

        Raises:
            AuditError: If the log cannot be written; before anything is done, if that is known then.
        """
        self.check()
        deed = Deed(document)
        yield deed
        self.record(who, action, deed.document, deed.changes)

    def listed(self, count: int = 100, start: int = 0) -> list[AuditLine]:
        """Return lines, newest first.

        Args:
            count: How many.
            start: How many newer ones to pass over.

        Raises:
            AuditError: If it cannot be read.
        """
        if self._database.holds_nothing:
            return []
        columns = [column for column in table.c if column is not table.c.id]
        newest = select(*columns).order_by(table.c.id.desc()).limit(count).offset(start)
        with self._database.reading(_USING) as connection:
            rows = connection.execute(newest).all()
        return [
            AuditLine(
                datetime.fromisoformat(at), who, action, document, tuple(Change(*one) for one in json.loads(changes))
            )
            for at, who, action, document, changes in rows
        ]

    def __len__(self) -> int:
        """How many lines there are.

        Raises:
            AuditError: If it cannot be read.
        """
        if self._database.holds_nothing:
            return 0
        with self._database.reading(_USING) as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()
