"""Intake: from what was read from a file to a document that waits for review."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from corpus.front_matter import FrontMatterError, make_front_matter
from corpus.importing.composition import to_body
from corpus.own.library import LibraryError
from corpus.own.naming import id_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from corpus.document import Basis, DocumentType, Language
    from corpus.front_matter import FrontMatter
    from corpus.importing.extract import Extract
    from corpus.own.entry import Entry
    from corpus.own.library import Library

Outcome = Literal["new", "changed", "same"]
_SUFFIXES = {"markdown": "md", "plain": "txt"}  # the other kinds are named as their files end


@dataclass(frozen=True)
class Given:
    """What the editor says of a document; what is None is left to what the file says.

    Args:
        id: Its id.
        title: Its title.
        type: What kind of text it is.
        basis: What it stands on.
        language: Its language.
        publisher: Who published it.
        url: Where it is published.
        published: The year.
        period: Which years it applies to.
        municipality: Where it applies.
        principles: The principles it is about.
        questions: What staff would ask and it answers.
    """

    id: str | None = None
    title: str | None = None
    type: DocumentType | None = None
    basis: Basis | None = None
    language: Language | None = None
    publisher: str | None = None
    url: str | None = None
    published: int | None = None
    period: str | None = None
    municipality: tuple[str, ...] = ()
    principles: tuple[int, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """A file as it was received.

    Args:
        origin: Its name, or the address that it was fetched from; the same again is the same document.
        content: What it holds.
        day: When it was received.
        given: What the editor says of it.
    """

    origin: str
    content: bytes
    day: date
    given: Given = field(default_factory=Given)

    @property
    def address(self) -> str | None:
        """Where it is published, if that is known."""
        if self.given.url:
            return self.given.url
        return self.origin if self.origin.startswith(("http://", "https://")) else None


@dataclass(frozen=True)
class Taken:
    """What became of a file.

    Args:
        entry: The document.
        outcome: Whether it is new, a new version of one, or the same as before.
    """

    entry: Entry
    outcome: Outcome


def take_in(
    extract: Extract, received: Received, library: Library, *, language: Language, reserved: Collection[str] = ()
) -> Taken:
    """Put what was read from a file up for review, unless the library has it already.

    A file of the same name or address is a new version of the same document, and keeps what the editor has said of it.

    Args:
        extract: What was read.
        received: The file.
        library: Where to keep it.
        language: The text's language, if the editor has not said.
        reserved: Ids that are taken by other texts.

    Raises:
        LibraryError: If what the editor says cannot be, or the document cannot be kept.
    """
    original = f"{extract.sha256[:16]}.{_SUFFIXES.get(extract.kind, extract.kind)}"
    before = _before(received, library)
    if before is not None and before.fields.original == original and received.given == Given():
        return Taken(before, "same")
    body = to_body(extract.blocks)
    if not body:
        msg = f"{received.origin}: fant ingen tekst å ta vare på"
        raise LibraryError(msg)
    fields = _fields(extract, received, original, language=language, before=before, library=library, reserved=reserved)
    entry = library.put_for_review(fields, body, received.content)
    return Taken(entry, "new" if before is None else "changed")


def _before(received: Received, library: Library) -> Entry | None:
    """The document that the same file has become earlier; what waits for review is newest."""
    same = [entry for entry in library.entries() if entry.fields.imported_from == received.origin]
    return next(iter(sorted(same, key=lambda entry: entry.state != "review")), None)


def _fields(
    extract: Extract,
    received: Received,
    original: str,
    *,
    language: Language,
    before: Entry | None,
    library: Library,
    reserved: Collection[str],
) -> FrontMatter:
    given = received.given
    title = given.title or extract.title or received.origin.rpartition("/")[2].rpartition(".")[0] or received.origin
    read: dict[str, Any] = {"title": title, "type": "egen", "language": language, "basis": "offentlig"}
    if before is None:
        taken = {*reserved, *(entry.id for entry in library.entries())}
        read["id"] = id_from(title, taken)
    else:
        read |= before.fields.model_dump(exclude={"sources", "import_notes", "withdrawn"})
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(given).items() if value}
    source = {
        "url": received.address,
        "title": said.get("title", read["title"]),
        "publisher": said.pop("publisher", before.fields.sources[0].publisher if before else None),
        "published": said.pop("published", extract.published),
        "retrieved": f"{received.day:%Y-%m}",
    }
    said.pop("url", None)
    notes = [*extract.notes, *(["Noe av teksten er lest fra bilder (OCR). Les den nøye."] if extract.ocr else [])]
    made = {"original": original, "imported_from": received.origin, "import_notes": notes, "sources": [source]}
    if said.get("principles"):
        said["principles_basis"] = "redaksjonell"
    try:
        return make_front_matter({**read, **said, **made})
    except FrontMatterError as error:
        raise LibraryError("\n".join(f"{received.origin}: {fault.message}" for fault in error.faults)) from error
