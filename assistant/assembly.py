"""Assembly: the sentences chosen for a question, or a refusal, as an answer with everything needed to check it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Statement
from assistant.citations import EDITORIAL_BASIS, CitationBook
from assistant.followups import suggest_follow_ups
from assistant.frames import frame
from assistant.principles import link_principles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.composition import ChosenSentence
    from assistant.coverage import Coverage
    from assistant.retrieval import Filters, Retrieval
    from corpus.document import Language
    from index.snapshot import Snapshot

_OLD_YEARS = 5
_NEARBY = 3
_NAMED_WORDS = 5


@dataclass(frozen=True)
class Assembly:
    """Makes the answer to one question over one snapshot.

    Args:
        snapshot: The index searched.
        retrieval: What was found.
        coverage: How likely it is that it answers.
        filters: Which documents could be used.
    """

    snapshot: Snapshot
    retrieval: Retrieval
    coverage: Coverage
    filters: Filters | None

    def answer(self, chosen: list[ChosenSentence]) -> Answer:
        """Return the answer that the chosen sentences make."""
        book = CitationBook()
        statements = _cite(chosen, book)
        cited = {
            citation.document_id: self.snapshot.passages.documents[citation.document_id] for citation in book.citations
        }
        asked = self.retrieval.question
        main = next(iter(cited.values()))
        return Answer(
            id=self._answer_id(),
            question=asked.text,
            standalone_question=asked.standalone,
            language=asked.language,
            mode="utdrag",
            statements=statements,
            text=_render(statements),
            citations=book.citations,
            principles=link_principles(asked.principles, book.citations, cited, asked.language),
            malbilder=main.malbilder,
            sdg=main.sdg[:_NEARBY],
            follow_ups=suggest_follow_ups(self.retrieval, list(cited.values()), self.snapshot.passages),
            confidence=round(self.coverage.probability, 3),
            dropped_citations=book.dropped,
            warnings=(*self._readings(), *_warnings(book.citations, asked.language)),
            model=None,
            corpus_version=self.snapshot.corpus_version,
        )

    def refusal(self) -> Answer:
        """Return the answer that the sources do not cover the question."""
        asked = self.retrieval.question
        nearby = self.retrieval.documents[:_NEARBY]
        if asked.dangling:
            nearby = ()
            lines = [frame(asked.language, "refused_dangling")]
        else:
            lines = _refusal_lines(asked.language, self.coverage.missing, [one.title for one in nearby])
        return Answer(
            id=self._answer_id(),
            question=asked.text,
            standalone_question=asked.standalone,
            language=asked.language,
            mode="avvist",
            statements=(),
            text=" ".join(lines),
            citations=(),
            principles=(),
            malbilder=(),
            sdg=(),
            follow_ups=suggest_follow_ups(self.retrieval, list(nearby), self.snapshot.passages),
            confidence=round(self.coverage.probability, 3),
            dropped_citations=0,
            warnings=self._readings(),
            model=None,
            corpus_version=self.snapshot.corpus_version,
        )

    def _readings(self) -> tuple[str, ...]:
        """What misspelt words were read as, and what a name may have been meant to be."""
        language = self.retrieval.question.language
        return tuple(
            frame(language, "did_you_mean" if one.is_name else "read_as", written=one.written, meant=one.meant)
            for one in self.retrieval.mended
        )

    def _answer_id(self) -> str:
        asked = self.retrieval.question
        key = "\x1f".join([self.snapshot.corpus_version, asked.language, asked.standalone, repr(self.filters)])
        return hashlib.sha256(key.encode()).hexdigest()[:16]


def _refusal_lines(language: Language, missing: Sequence[str], titles: Sequence[str]) -> list[str]:
    """Say that it is not covered, what was not found, what is near, and where to ask."""
    lines = [frame(language, "refused")]
    if missing:
        words = ", ".join(f"«{word}»" for word in missing[:_NAMED_WORDS])
        lines.append(frame(language, "refused_missing", words=words))
    if titles:
        lines.append(frame(language, "refused_nearby", titles=_join([f"«{one}»" for one in titles], language)))
    return [*lines, frame(language, "refused_ask")]


def _cite(chosen: list[ChosenSentence], book: CitationBook) -> tuple[Statement, ...]:
    """Turn sentences into statements; one whose quote cannot be located is left out."""
    statements = []
    for one in chosen:
        number = book.cite(one.passage.document, one.passage.chunk, one.sentence.start, one.sentence.end, one.quote)
        if number is not None:
            statements.append(Statement(" ".join(one.quote.split()), one.kind, (number,)))
    return tuple(statements)


def _render(statements: tuple[Statement, ...]) -> str:
    lines = []
    for statement in statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        bullet = "" if statement.kind == "svar" else "- "
        lines.append(f"{bullet}{statement.text} {marks}")
    return "\n".join(lines)


def _warnings(citations: tuple[Citation, ...], language: Language) -> tuple[str, ...]:
    year = datetime.now(UTC).year
    groups = {
        "warning_editorial": [one for one in citations if one.basis == EDITORIAL_BASIS],
        "warning_historical": [one for one in citations if one.status == "historisk"],
        "warning_old": [one for one in citations if one.published and year - one.published > _OLD_YEARS],
    }
    return tuple(
        frame(language, name, numbers=_join([_with_year(one) for one in group], language))
        for name, group in groups.items()
        if group
    )


def _with_year(citation: Citation) -> str:
    return f"[{citation.n}] ({citation.published})" if citation.published else f"[{citation.n}]"


def _join(parts: list[str], language: Language) -> str:
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {frame(language, 'and')} {parts[-1]}"
