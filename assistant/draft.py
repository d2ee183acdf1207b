"""The draft: the statements of an answer as they come, with the citations that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Citation, Statement
from assistant.citations import CitationBook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import StatementKind
    from assistant.shapes import Quote


class Draft:
    """Collects statements, and numbers their citations in the order of first use."""

    def __init__(self) -> None:
        self._book = CitationBook()
        self._statements: list[Statement] = []

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements so far."""
        return tuple(self._statements)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Their citations, by number."""
        return self._book.citations

    @property
    def dropped(self) -> int:
        """Citations that could not be located."""
        return self._book.dropped

    @property
    def text(self) -> str:
        """The answer so far, with its marks."""
        return "\n".join(written(statement) for statement in self._statements)

    def add(self, quotes: Sequence[Quote], kind: StatementKind, text: str = "", label: str = "") -> Statement | None:
        """Add a statement, and return it; one with a quote that cannot be located is left out.

        Args:
            quotes: What it stands on.
            kind: What it does in the answer.
            text: What it says; the quotes themselves if empty.
            label: Which text it is from.
        """
        numbers = [self._book.cite(quote.passage, quote.start, quote.end, quote.text) for quote in quotes]
        located = tuple(number for number in numbers if number is not None)
        if not located or len(located) < len(numbers):
            return None
        quoted = " ".join(" ".join(quote.text.split()) for quote in quotes)
        statement = Statement(text or quoted, kind, located, label)
        self._statements.append(statement)
        return statement


def written(statement: Statement) -> str:
    """Return a statement as a line of the answer's text."""
    marks = "".join(f"[{number}]" for number in statement.citations)
    bullet = "" if statement.kind == "svar" else "- "
    label = f"{statement.label}: " if statement.label else ""
    return f"{bullet}{label}{statement.text} {marks}"
