"""The assistant: from a question to an answer that cites every statement."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Statement
from assistant.citations import EDITORIAL_BASIS, CitationBook
from assistant.composition import compose
from assistant.coverage import assess_coverage
from assistant.followups import suggest_follow_ups
from assistant.frames import frame
from assistant.principles import link_principles
from assistant.question import understand
from assistant.retrieval import Filters, retrieve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.composition import ChosenSentence
    from assistant.coverage import Coverage
    from assistant.question import Question
    from assistant.retrieval import Retrieval
    from corpus.document import Language
    from index.model.embedder import Embedder
    from index.passages import Passage
    from index.snapshot import Snapshot

_OLD_YEARS = 5
_NEARBY = 3
_NAMED_WORDS = 5


class Assistant:
    """Answers questions over one snapshot.

    Args:
        snapshot: The verified index.
        embedder: The model that it was made with.
        language: Language of the assistant's own words; follows the question if None.
        max_question_characters: Longer questions are refused.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        embedder: Embedder,
        *,
        language: Language | None = None,
        max_question_characters: int = 2000,
    ) -> None:
        self.snapshot = snapshot
        self.embedder = embedder
        self.language = language
        self.max_question_characters = max_question_characters

    @property
    def corpus_version(self) -> str:
        """Short hash of the indexed documents."""
        return self.snapshot.manifest.corpus_hash[:12]

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        language: Language | None = None,
    ) -> Answer:
        """Answer a question in extracts, or say that the sources do not cover it.

        Args:
            question: What the reader typed.
            history: Earlier questions of the conversation, oldest first.
            filters: Which documents may be used.
            language: Language of the assistant's own words; overrides the setting.

        Raises:
            QuestionError: If the question cannot be asked.
        """
        began = perf_counter()
        asked = self._understand(question, history, language)
        retrieval = retrieve(asked, self.snapshot.passages, self.embedder, filters=filters)
        found = perf_counter()
        coverage = assess_coverage(retrieval, self.snapshot.passages)
        answerable = coverage.covered and not asked.dangling
        chosen = compose(retrieval, self.snapshot.passages) if answerable else []
        answer = (
            self._answer(retrieval, coverage, chosen, filters)
            if chosen
            else self._refusal(retrieval, coverage, filters)
        )
        done = perf_counter()
        answer.timings_ms.update(
            retrieval=round((found - began) * 1000, 1),
            composition=round((done - found) * 1000, 1),
            total=round((done - began) * 1000, 1),
        )
        return answer

    def search(
        self, query: str, history: Sequence[str] = (), *, k: int = 10, filters: Filters | None = None
    ) -> tuple[Passage, ...]:
        """Return the passages found for a query, best first.

        Raises:
            QuestionError: If the query cannot be asked.
        """
        asked = self._understand(query, history, None)
        return retrieve(asked, self.snapshot.passages, self.embedder, filters=filters, k=k).passages

    def _understand(self, question: str, history: Sequence[str], language: Language | None) -> Question:
        return understand(
            question,
            history,
            language=language or self.language,
            max_characters=self.max_question_characters,
        )

    def _answer(
        self,
        retrieval: Retrieval,
        coverage: Coverage,
        chosen: list[ChosenSentence],
        filters: Filters | None,
    ) -> Answer:
        book = CitationBook()
        statements = _cite(chosen, book)
        cited = {
            citation.document_id: self.snapshot.passages.documents[citation.document_id] for citation in book.citations
        }
        asked = retrieval.question
        main = next(iter(cited.values()))
        return Answer(
            id=self._answer_id(asked, filters),
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
            follow_ups=suggest_follow_ups(retrieval, list(cited.values()), self.snapshot.passages),
            confidence=round(coverage.probability, 3),
            dropped_citations=book.dropped,
            warnings=_warnings(book.citations, asked.language),
            model=None,
            corpus_version=self.corpus_version,
        )

    def _refusal(self, retrieval: Retrieval, coverage: Coverage, filters: Filters | None) -> Answer:
        asked = retrieval.question
        nearby = retrieval.documents[:_NEARBY]
        if asked.dangling:
            nearby = ()
            lines = [frame(asked.language, "refused_dangling")]
        else:
            lines = _refusal_lines(asked.language, coverage.missing, [one.title for one in nearby])
        return Answer(
            id=self._answer_id(asked, filters),
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
            follow_ups=suggest_follow_ups(retrieval, list(nearby), self.snapshot.passages),
            confidence=round(coverage.probability, 3),
            dropped_citations=0,
            warnings=(),
            model=None,
            corpus_version=self.corpus_version,
        )

    def _answer_id(self, asked: Question, filters: Filters | None) -> str:
        key = "\x1f".join([self.corpus_version, asked.language, asked.standalone, repr(filters)])
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
