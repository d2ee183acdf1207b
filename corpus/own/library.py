"""The library: the municipality's own documents in a folder of their own, which no upgrade touches.

``review/`` holds what was imported and not yet approved, ``texts/`` what is searched, ``originals/`` the files that
texts were read from, ``versions/`` earlier versions of each text.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.front_matter import FrontMatter, FrontMatterError, parse_front_matter, split_front_matter
from corpus.own.entry import Entry, State
from corpus.own.files import write_whole
from corpus.reader import parse_document
from corpus.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORIGINAL = re.compile(r"[0-9a-f]{16}\.[a-z0-9]{1,5}")
_TIME = "%Y%m%dT%H%M%S%f"


class LibraryError(ValueError):
    """A document cannot be kept or changed; the message is one line in Norwegian with the remedy."""


class Library:
    """Keeps the municipality's own documents.

    Args:
        root: Folder of the library; made when something is first put there.
        now: What time it is, in UTC.
    """

    def __init__(self, root: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.root = root
        self._now = now

    @property
    def texts(self) -> Path:
        """Folder of the texts that are searched."""
        return self.root / "texts"

    def entries(self) -> list[Entry]:
        """Return every document that can be read, by title; one that waits for review comes beside the live one."""
        found = [entry for folder in ("review", "texts") for entry in self._in_folder(folder)]
        return sorted(found, key=lambda entry: (entry.fields.title.lower(), entry.state))

    def entry(self, document_id: str, *, review: bool = False) -> Entry:
        """Return one document.

        Args:
            document_id: Its id.
            review: Whether the one that waits for review is meant.

        Raises:
            LibraryError: If there is none, or its file cannot be read.
        """
        path = self._path("review" if review else "texts", document_id)
        if not path.is_file():
            where = "til gjennomsyn" if review else "blant egne dokumenter"
            msg = f"fant ikke '{document_id}' {where}; 'veikart documents' viser hva som er der"
            raise LibraryError(msg)
        return self._read(path)

    def is_withdrawn(self, document_id: str) -> bool:
        """Tell whether a document was taken out of use and is still kept."""
        try:
            return self.entry(document_id).state == "withdrawn"
        except LibraryError:
            return False

    def put_for_review(self, fields: FrontMatter, body: str, original: bytes | None) -> Entry:
        """Keep an imported document until an editor has looked at it.

        Args:
            fields: Its front matter; ``original`` names the file it was read from.
            body: Its text, with page marks.
            original: That file's content.

        Raises:
            LibraryError: If the text is not in order, or cannot be written.
        """
        if fields.original and original is not None:
            self._write(self.root / "originals" / fields.original, original)
        return self._write_text("review", fields, body)

    def approve(self, document_id: str) -> Entry:
        """Put a reviewed document to use; an earlier version of it is kept.

        Raises:
            LibraryError: If none waits for review, or it cannot be written.
        """
        entry = self.entry(document_id, review=True)
        approved = self._write_text("texts", entry.fields.model_copy(update={"status": _approved(entry)}), entry.body)
        entry.path.unlink(missing_ok=True)
        return approved

    def change(self, document_id: str, fields: FrontMatter, body: str, *, version: str, review: bool = False) -> Entry:
        """Change a document; its earlier version is kept.

        Args:
            document_id: Its id.
            fields: Its new front matter.
            body: Its new text.
            version: Version of the document that was changed.
            review: Whether the one that waits for review is meant.

        Raises:
            LibraryError: If somebody else has changed it meanwhile, or it is not in order.
        """
        held = self.entry(document_id, review=review)
        if held.version != version:
            msg = f"'{document_id}' ble endret av noen andre i mellomtiden; hent den på nytt og gjør endringen der"
            raise LibraryError(msg)
        if fields.id != document_id:
            msg = f"id kan ikke endres (fra '{document_id}' til '{fields.id}'); importer dokumentet på nytt"
            raise LibraryError(msg)
        return self._write_text("review" if review else "texts", fields, body)

    def discard(self, document_id: str) -> None:
        """Drop a document that waits for review.

        Raises:
            LibraryError: If none does.
        """
        self.entry(document_id, review=True).path.unlink(missing_ok=True)

    def withdraw(self, document_id: str) -> Entry:
        """Take a document out of use; it is kept until :meth:`purge`.

        Raises:
            LibraryError: If there is none.
        """
        entry = self.entry(document_id)
        update = {"status": "trukket", "withdrawn": self._now().date()}
        return self._write_text("texts", entry.fields.model_copy(update=update), entry.body)

    def bring_back(self, document_id: str) -> Entry:
        """Put a withdrawn document to use again.

        Raises:
            LibraryError: If there is none.
        """
        entry = self.entry(document_id)
        update = {"status": "gjeldende", "withdrawn": None}
        return self._write_text("texts", entry.fields.model_copy(update=update), entry.body)

    def purge(self, days: int) -> list[str]:
        """Delete what was withdrawn so many days ago or more, with its versions and its original; returns the ids."""
        limit = self._now().date() - timedelta(days=days)
        gone = [one for one in self._in_folder("texts") if one.state == "withdrawn" and _withdrawn(one) <= limit]
        for entry in gone:
            entry.path.unlink(missing_ok=True)
            shutil.rmtree(self.root / "versions" / entry.id, ignore_errors=True)
        kept = {entry.fields.original for entry in self.entries()}
        for entry in gone:
            if entry.fields.original and entry.fields.original not in kept:
                (self.root / "originals" / entry.fields.original).unlink(missing_ok=True)
        return [entry.id for entry in gone]

    def versions(self, document_id: str) -> list[str]:
        """Return the names of a document's earlier versions, newest first."""
        folder = self.root / "versions" / self._checked(document_id)
        return sorted((path.stem for path in folder.glob("*.md")), reverse=True)

    def go_back(self, document_id: str, version: str) -> Entry:
        """Make an earlier version the one in use; the present one is kept.

        Raises:
            LibraryError: If there is no such version.
        """
        if version not in self.versions(document_id):
            msg = f"'{document_id}' har ingen versjon '{version}'"
            raise LibraryError(msg)
        old = self._read(self.root / "versions" / document_id / f"{version}.md")
        return self._write_text("texts", old.fields, old.body)

    def original(self, name: str) -> Path | None:
        """Return the file that a text was read from, if it is kept."""
        path = self.root / "originals" / name
        return path if _ORIGINAL.fullmatch(name) and path.is_file() else None

    def _in_folder(self, folder: str) -> Iterator[Entry]:
        for path in sorted((self.root / folder).glob("*.md")):
            try:
                yield self._read(path)
            except LibraryError:
                continue  # the index tells of it, with every fault

    def _read(self, path: Path) -> Entry:
        try:
            raw = path.read_text(encoding="utf-8")
            front, start = split_front_matter(path, raw)
            fields = parse_front_matter(path, front)
        except (OSError, UnicodeDecodeError, FrontMatterError) as error:
            msg = f"kan ikke lese {path}: {str(error).splitlines()[0]}"
            raise LibraryError(msg) from error
        state: State = "review" if path.parent.name == "review" else "live"
        if fields.status == "trukket":
            state = "withdrawn"
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Entry(path, fields, raw[start:].strip("\n"), state, changed, raw)

    def _write_text(self, folder: str, fields: FrontMatter, body: str) -> Entry:
        path = self._path(folder, fields.id)
        text = write_text(fields, body)
        try:
            parse_document(path, text)
        except FrontMatterError as error:
            raise LibraryError("\n".join(fault.message for fault in error.faults)) from error
        if folder == "texts" and path.is_file() and path.read_text(encoding="utf-8") != text:
            self._write(self.root / "versions" / fields.id / f"{self._now():{_TIME}}.md", path.read_bytes())
        self._write(path, text.encode())
        return self._read(path)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except OSError as error:
            msg = f"kan ikke skrive {path}: {error.strerror}; frigjør plass eller sett VEIKART_DATA"
            raise LibraryError(msg) from error

    def _path(self, folder: str, document_id: str) -> Path:
        return self.root / folder / f"{self._checked(document_id)}.md"

    def _checked(self, document_id: str) -> str:
        """An id that cannot lead out of the folder."""
        if not _ID.fullmatch(document_id):
            msg = f"'{document_id}' er ingen id; bruk små bokstaver a–z, tall og bindestrek"
            raise LibraryError(msg)
        return document_id


def _approved(entry: Entry) -> str:
    return "gjeldende" if entry.fields.status == "trukket" else entry.fields.status


def _withdrawn(entry: Entry) -> date:
    return entry.fields.withdrawn or entry.changed.date()
