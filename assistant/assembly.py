"""Assembly: the sentences chosen for a question, or a refusal, as an answer with everything needed to check it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Statement
from assistant.cautions import cautions_on
from assistant.citations import CitationBook
from assistant.extent import measure_extent
from assistant.frames import frame
from assistant.goals import central_malbilder, central_sdg
from assistant.principles import link_principles
from assistant.refusal import nearby_documents, refusal_text

if TYPE_CHECKING:
    from assistant.coverage import Coverage
    from assistant.followups import FollowUps
    from assistant.retrieval import Filters, Retrieval
    from assistant.shapes import ChosenSentence
    from index.snapshot import Snapshot


@dataclass(frozen=True)
class Assembly:
    """Makes the answer to one question over one snapshot.

    Args:
        snapshot: The index searched.
        retrieval: What was found.
        coverage: How likely it is that it answers.
        filters: Which documents could be used.
        follow_ups: Suggests questions to go on with.
    """

    snapshot: Snapshot
    retrieval: Retrieval
    coverage: Coverage
    filters: Filters | None
    follow_ups: FollowUps

    def answer(self, chosen: list[ChosenSentence]) -> Answer:
        """Return the answer that the chosen sentences make; a refusal if none of them can be located.

        Args:
            chosen: The sentences in order.
        """
        book = CitationBook()
        statements = _cite(chosen, book)
        if not statements:
            return self.refusal()
        documents = self.snapshot.passages.documents
        cited = [documents[name] for name in dict.fromkeys(one.document_id for one in book.citations)]
        language = self.retrieval.question.language
        extent = measure_extent(self.retrieval, [one.id for one in cited])
        return self._answer(
            mode="utdrag",
            statements=statements,
            text=_render(statements),
            citations=book.citations,
            principles=link_principles(self.retrieval, self.snapshot.passages, book.citations),
            malbilder=central_malbilder(book.citations, documents),
            sdg=central_sdg(book.citations, documents),
            follow_ups=self.follow_ups.suggest(self.retrieval, cited),
            dropped_citations=book.dropped,
            warnings=(
                *self._readings(),
                *([extent.in_words(language)] if extent else []),
                *cautions_on(book.citations, language),
            ),
        )

    def refusal(self) -> Answer:
        """Return the answer that the sources do not cover the question."""
        near = nearby_documents(self.retrieval, self.coverage)
        return self._answer(
            mode="avvist",
            text=refusal_text(self.retrieval, self.coverage),
            follow_ups=self.follow_ups.suggest(self.retrieval, near) if near else (),
            warnings=self._readings(),
        )

    def _answer(self, **parts: Any) -> Answer:  # noqa: ANN401 - fields of Answer
        asked = self.retrieval.question
        key = "\x1f".join([self.snapshot.corpus_version, asked.language, asked.standalone, repr(self.filters)])
        return Answer(
            id=hashlib.sha256(key.encode()).hexdigest()[:16],
            question=asked.text,
            standalone_question=asked.standalone,
            language=asked.language,
            confidence=round(self.coverage.probability, 3),
            corpus_version=self.snapshot.corpus_version,
            **parts,
        )

    def _readings(self) -> tuple[str, ...]:
        """How the question was read: misspelt words, names that may be meant, and what it was a follow-up to."""
        asked = self.retrieval.question
        leaned = [frame(asked.language, "read_with", earlier=asked.earlier)] if asked.earlier else []
        mended = [
            frame(asked.language, "did_you_mean" if one.is_name else "read_as", written=one.written, meant=one.meant)
            for one in self.retrieval.mended
            if not one.is_inflection
        ]
        return (*leaned, *mended)


def _cite(chosen: list[ChosenSentence], book: CitationBook) -> tuple[Statement, ...]:
    """Turn sentences into statements; one with a quote that cannot be located is left out."""
    statements = []
    for one in chosen:
        numbers = [book.cite(quote.passage, quote.start, quote.end, quote.text) for quote in one.quotes]
        located = tuple(number for number in numbers if number is not None)
        if len(located) == len(numbers):
            text = " ".join(" ".join(quote.text.split()) for quote in one.quotes)
            statements.append(Statement(text, one.kind, located, one.label))
    return tuple(statements)


def _render(statements: tuple[Statement, ...]) -> str:
    lines = []
    for statement in statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        bullet = "" if statement.kind == "svar" else "- "
        label = f"{statement.label}: " if statement.label else ""
        lines.append(f"{bullet}{label}{statement.text} {marks}")
    return "\n".join(lines)
