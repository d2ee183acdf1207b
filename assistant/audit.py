"""The audit log: who changed what and when, in a SQLite file that lines can only be added to.

What readers asked never stands here, only which question was judged, by its key.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from assistant.database import holds_nothing

Action = Literal[
    "sign_in", "sign_out", "import", "edit", "approve", "discard", "withdraw", "bring_back", "restore", "purge",
    "index", "index_failed", "index_back", "triage", "check_links",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)

_TABLES = """
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, document TEXT NOT NULL,
    changes TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""
_LONGEST = 120  # characters of a value before and after
_SECONDS_TO_WAIT = 5.0


class AuditError(RuntimeError):
    """The log cannot be written or read; the message is one line with the remedy."""


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
        path: The file; made when it is first needed.
        now: What time it is, in UTC.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now

    def record(self, who: str, action: Action, document: str = "", changes: Sequence[Change] = ()) -> None:
        """Add a line.

        Raises:
            AuditError: If it cannot be written.
        """
        short = [[field, before[:_LONGEST], after[:_LONGEST]] for field, before, after in map(astuple, changes)]
        row = (self._now().isoformat(timespec="seconds"), who, action, document, json.dumps(short, ensure_ascii=False))
        with self._connected() as connection:
            connection.execute("INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?)", row)

    def check(self) -> None:
        """Check that lines can be added.

        Raises:
            AuditError: If they cannot.
        """
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")

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
            AuditError: If the file cannot be read.
        """
        if holds_nothing(self._path):
            return []
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT at, who, action, document, changes FROM audit ORDER BY id DESC LIMIT ? OFFSET ?", [count, start]
            ).fetchall()
        return [
            AuditLine(
                datetime.fromisoformat(at), who, action, document, tuple(Change(*one) for one in json.loads(changes))
            )
            for at, who, action, document, changes in rows
        ]

    def __len__(self) -> int:
        """How many lines there are.

        Raises:
            AuditError: If the file cannot be read.
        """
        if holds_nothing(self._path):
            return 0
        with self._connected() as connection:
            return int(connection.execute("SELECT COUNT(*) FROM audit").fetchone()[0])

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)) as connection, connection:
                connection.executescript(_TABLES)
                yield connection
        except (sqlite3.Error, OSError) as error:
            msg = f"kan ikke bruke endringsloggen {self._path} ({error}); sjekk plass og rettigheter"
            raise AuditError(msg) from error
