"""Observers: ask the real pipeline one question of a set, and write down what it gave and how that measures up."""

from __future__ import annotations

from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.personal_data import find_personal_data
from assistant.question import QuestionError, understand
from assistant.retrieval import retrieve
from eval.metrics import answer_values, matches, ranking_values
from eval.question_set import RIGHT, QuestionRow, QuestionSetError
from eval.record import FoundPassage, MustMatch, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from eval.beir import BeirQuery
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

_RANKED_PASSAGES = 200  # deep enough that ten documents are among them
_RANKED_DOCUMENTS = 20
_SHOWN_PASSAGES = 5
_SHOWN_CHARACTERS = 300


class AssistantObserver:
    """Asks the assistant, and searches for the ranking that the answer was made from.

    Args:
        assistant: The assistant under test.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._documents = assistant.snapshot.passages.documents

    def observe(self, row: QuestionRow) -> Record:
        """Return what a question gave.

        Raises:
            QuestionSetError: If the question is too long to be asked: it would be judged on something else.
        """
        groups = {
            "lang": row.lang,
            "style": row.style,
            "kind": row.kind,
            "avvis_type": row.avvis_type or "",
            "split": row.split or "",
        }
        blank = Record(
            id=row.id,
            question=row.question,
            groups={name: value for name, value in groups.items() if value},
            relevant=dict(row.relevant),
            principles=row.principles,
            refuse=row.refuse,
            ranking=(),
            passages=(),
            values=_unasked(row),
            milliseconds={},
        )
        try:
            answer = self._assistant.ask(row.question, row.earlier)
            passages = self._assistant.search(row.question, row.earlier, k=_RANKED_PASSAGES)
        except QuestionError as error:
            if error.fault == "too_long":
                msg = f"{row.id}: {error} Øk max_question_characters, eller kort ned spørsmålet i settet."
                raise QuestionSetError(msg) from error
            return blank
        ranking = ranked_documents(passages)
        values = answer_values(row, answer, self._documents) | ranking_values(ranking, row.relevant, RIGHT)
        if row.personal_data:
            values["personal_data_recall"] = _personal_data_recall(row)
        return blank.model_copy(
            update={
                "ranking": ranking[:_RANKED_DOCUMENTS],
                "passages": shown(passages),
                "answer": asdict(answer),
                "must": tuple(MustMatch(pattern=one, matched=matches(one, answer.text)) for one in row.must),
                "values": values,
                "milliseconds": answer.timings_ms,
            }
        )


class RetrievalObserver:
    """Searches with the assistant's own retrieval, over any index.

    Args:
        index: The index under test.
        embedder: The model that it was made with.
        without: Steps and legs of search that are switched off.
    """

    def __init__(self, index: PassageIndex, embedder: Embedder, without: Collection[str] = ()) -> None:
        self._index = index
        self._embedder = embedder
        self._without = without

    def observe(self, query: BeirQuery) -> Record:
        """Return what a query gave; every relevant document counts as right."""
        began = perf_counter()
        asked = understand(query.question)
        passages = retrieve(asked, self._index, self._embedder, k=_RANKED_PASSAGES, without=self._without).passages
        total = round((perf_counter() - began) * 1000, 1)
        ranking = ranked_documents(passages)
        return Record(
            id=query.id,
            question=query.question,
            groups={"split": query.split},
            relevant=query.relevant,
            ranking=ranking[:_RANKED_DOCUMENTS],
            passages=shown(passages),
            values=ranking_values(ranking, query.relevant, right=1),
            milliseconds={"total": total},
        )


def ranked_documents(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the documents by their best passage, best first; a translation counts as its original."""
    return tuple(dict.fromkeys(one.document.translation_of or one.document.id for one in passages))


def shown(passages: Sequence[Passage]) -> tuple[FoundPassage, ...]:
    """Return the best passages, cut short, for the report."""
    return tuple(
        FoundPassage(
            document_id=one.document.id,
            title=one.document.title,
            section=one.chunk.heading,
            text=" ".join(one.text.split())[:_SHOWN_CHARACTERS],
            score=round(one.score, 4),
        )
        for one in passages[:_SHOWN_PASSAGES]
    )


def _unasked(row: QuestionRow) -> dict[str, float]:
    """The figures of a question that was sent back as no question: a refusal, right or wrong."""
    judged = {"refusal_recall": 1.0} if row.refuse else {"false_refusal": 1.0}
    return {"refusal_precision": float(row.refuse), **judged} | ranking_values((), row.relevant, RIGHT)


def _personal_data_recall(row: QuestionRow) -> float:
    """Share of the personal data, as the row lists it, that lies within something found."""
    found = [row.question[one.start : one.end] for one in find_personal_data(row.question)]
    return sum(any(wanted in one for one in found) for wanted in row.personal_data) / len(row.personal_data)
