"""The overview: every text with how far it has come, its own ones to be changed, built-in ones to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from ui.editor.age import is_old
from ui.site.collection import TYPES, alphabetical

if TYPE_CHECKING:
    from fastapi.responses import Response
    from starlette.routing import Route

    from corpus.document import Document, DocumentType, Language
    from corpus.own.entry import Entry
    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

RowState = Literal["review", "live", "withdrawn", "builtin"]
STATES: tuple[RowState, ...] = ("review", "live", "withdrawn", "builtin")
ON_A_PAGE = 50
_LONGEST_NUMBER = 4


@dataclass(frozen=True)
class Row:
    """A text in the list.

    Args:
        id: Its id.
        title: Its title.
        language: Its language.
        type: What kind of text it is.
        state: How far it has come.
        principles: What it is about.
        published: Year of its newest source, if known.
        questions: How many questions it has.
        old: Whether it may be out of date.
    """

    id: str
    title: str
    language: Language
    type: DocumentType
    state: RowState
    principles: tuple[int, ...]
    published: int | None
    questions: int
    old: bool

    @property
    def link(self) -> str:
        """Its page, below the editor's."""
        return f"tekst/{self.id}{'?gjennomsyn=1' if self.state == 'review' else ''}"


@dataclass(frozen=True)
class Wanted:
    """Which texts are to be listed, as the address says.

    Args:
        words: What the title or id has to hold.
        type: Of which type; empty for all.
        state: In which state; empty for all.
        without_questions: Only those without questions.
        old: Only those that may be out of date.
    """

    words: str = ""
    type: str = ""
    state: str = ""
    without_questions: bool = False
    old: bool = False

    def lets_through(self, row: Row) -> bool:
        """Tell whether a text is wanted."""
        return (
            self.words.casefold() in f"{row.title} {row.id}".casefold()
            and self.type in ("", row.type)
            and self.state in ("", row.state)
            and not (self.without_questions and row.questions)
            and (row.old or not self.old)
        )

    def address(self, page: int) -> str:
        """Return the query of a page of the list."""
        named = {"sok": self.words, "type": self.type, "tilstand": self.state}
        ticked = {"uten": self.without_questions, "gammel": self.old}
        query = {name: value for name, value in named.items() if value}
        query |= {name: "1" for name, value in ticked.items() if value}
        return "?" + urlencode({**query, "side": str(page)})


def create_overview(gate: Gate, desk: Desk) -> list[Route]:
    """Return the route of the overview."""

    def overview(visit: Visit) -> Response:
        wanted = Wanted(
            visit.asked("sok")[:100],
            visit.asked("type"),
            visit.asked("tilstand"),
            bool(visit.asked("uten")),
            bool(visit.asked("gammel")),
        )
        every = rows(desk)
        found = [row for row in every if wanted.lets_through(row)]
        pages = max(-(-len(found) // ON_A_PAGE), 1)
        asked = visit.asked("side")
        page = int(asked) if asked.isdecimal() and len(asked) <= _LONGEST_NUMBER else 1
        page = min(max(page, 1), pages)
        return visit.page(
            "editor.html",
            wanted=wanted,
            rows=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
            found=len(found),
            number=page,
            pages=pages,
            count={state: sum(row.state == state for row in every) for state in STATES},
            types=TYPES,
            states=STATES,
            index_fault=desk.indexing.fault,
        )

    return [gate.page("", overview)]


def rows(desk: Desk) -> list[Row]:
    """Return every text: the municipality's own ones first, those that wait for review before all."""
    year = datetime.now(UTC).year
    entries = desk.library.entries()
    own = {entry.id for entry in entries}
    documents = desk.assistant.snapshot.passages.documents.values()
    listed = [_own(entry, year) for entry in entries]
    listed += [_built_in(document, year) for document in documents if document.id not in own]
    return sorted(listed, key=lambda row: (STATES.index(row.state), alphabetical(row.title)))


def _own(entry: Entry, year: int) -> Row:
    fields = entry.fields
    published = max((source.published for source in fields.sources if source.published), default=None)
    return Row(
        id=fields.id,
        title=fields.title,
        language=fields.language,
        type=fields.type,
        state=entry.state,
        principles=tuple(fields.principles),
        published=published,
        questions=len(fields.questions),
        old=is_old(published, fields.status, year),
    )


def _built_in(document: Document, year: int) -> Row:
    return Row(
        id=document.id,
        title=document.title,
        language=document.language,
        type=document.type,
        state="builtin",
        principles=document.principles,
        published=document.published,
        questions=len(document.questions),
        old=is_old(document.published, document.status, year),
    )
