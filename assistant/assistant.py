"""The assistant: from a question to an answer that cites every statement."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answering import answer_events
from assistant.assembly import Assembly
from assistant.composition import compose
from assistant.coverage import assess_coverage
from assistant.events import AnswerEvent, Event, StatusEvent
from assistant.followups import FollowUps
from assistant.frames import frame
from assistant.lacking import lacking_figure
from assistant.language import detect_language
from assistant.personal_data import anonymised, find_personal_data
from assistant.places import Places
from assistant.question import clean, understand
from assistant.refusal import withhold
from assistant.retrieval import retrieve

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Generator, Sequence

    from assistant.answer import Answer
    from assistant.generation.writer import Writer
    from assistant.question import Question
    from assistant.shapes import ChosenSentence
    from corpus.document import Language
    from index.filters import Filters
    from index.home import Snapshot
    from index.model.embedder import Embedder
    from index.passages import Passage
    from index.steps import Step


# Questions that are worked on at once; the others wait. Of more, each takes the interpreter from the others: eight made
# 23 answers a second together, and two 29.
_AT_WORK = 2


class Assistant:
    """Answers questions over one snapshot.

    Args:
        snapshot: The verified index; setting another one lets the questions under way finish over the old.
        embedder: The model that it was made with.
        language: Language of the assistant's own words; follows the question if None.
        max_question_characters: Longer questions are refused.
        search_without: Steps and legs of search to do without.
        on_unanswered: Told of each question that the sources do not cover.
        on_answer: Told of every answer and refusal, when it is whole.
        writer: Writes answers with a language model; extracts are given if None.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        embedder: Embedder,
        *,
        language: Language | None = None,
        max_question_characters: int = 2000,
        search_without: Collection[Step] = (),
        on_unanswered: Callable[[Answer], None] | None = None,
        on_answer: Callable[[Answer], None] | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.embedder = embedder
        self.language = language
        self.max_question_characters = max_question_characters
        self.search_without = frozenset(search_without)
        self.on_unanswered = on_unanswered
        self.on_answer = on_answer
        self.writer = writer
        self._places = Places(_AT_WORK)
        self._suggesting = (snapshot, FollowUps(snapshot.passages, embedder))

    @property
    def corpus_version(self) -> str:
        """Short hash of the indexed documents."""
        return self.snapshot.corpus_version

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        language: Language | None = None,
        *,
        reader_language: Language = "nb",
    ) -> Answer:
        """Answer a question, or say that the sources do not cover it.

        Args:
            question: What the reader typed.
            history: Earlier questions of the conversation, oldest first.
            filters: Which documents may be used.
            language: Language of the assistant's own words; overrides the setting.
            reader_language: Language of the page that the question comes from, for one that does not tell its own.

        Raises:
            QuestionError: If the question cannot be asked.
        """
        events = self.stream(question, history, filters, language, reader_language=reader_language)
        return next(event.answer for event in events if isinstance(event, AnswerEvent))

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        language: Language | None = None,
        left: threading.Event | None = None,
        *,
        reader_language: Language = "nb",
    ) -> Generator[Event]:
        """Yield what is being done, what was found, the answer as it comes, and last the whole answer.

        Closing the iterator stops the work, a language model's too.

        Args:
            question: What the reader typed.
            history: Earlier questions of the conversation, oldest first.
            filters: Which documents may be used.
            language: Language of the assistant's own words; overrides the setting.
            left: Set by another thread when the reader has gone; stops the work as well.
            reader_language: Language of the page that the question comes from, for one that does not tell its own.

        Raises:
            QuestionError: If the question cannot be asked.
        """
        began = perf_counter()
        language = language or self.language
        question = clean(question, self.max_question_characters, language or reader_language)
        if found_data := find_personal_data(question):
            tongue = language or detect_language(question) or reader_language
            kinds = [one.kind for one in found_data]
            withheld = withhold(anonymised(question, tongue), kinds, tongue, self.corpus_version)
            self._tell(withheld)
            yield AnswerEvent(withheld)
            return
        snapshot = self.snapshot  # another may take its place meanwhile; one question is answered over one
        asked = self._understand(question, history, language, reader_language)
        yield StatusEvent(frame(asked.language, "status_searching"), asked.language)
        with self._places.taken(left) as has_place:
            if not has_place:
                return
            retrieval = retrieve(asked, snapshot.passages, self.embedder, filters=filters, without=self.search_without)
            found = perf_counter()
            coverage = assess_coverage(retrieval, retrieval.index)
            chosen = compose(retrieval, retrieval.index) if coverage.covered and not asked.dangling else []
            if lacking := lacking_figure(asked.text, _quoted(chosen)):
                coverage, chosen = replace(coverage, covered=False, lacking=lacking), []
        assembly = Assembly(snapshot, retrieval, coverage, filters, self._follow_ups(snapshot))
        for event in answer_events(assembly, chosen, self.writer, self.embedder, left):
            if isinstance(event, AnswerEvent):
                self._finish(event.answer, asked, began=began, found=found)
            yield event

    def _finish(self, answer: Answer, asked: Question, *, began: float, found: float) -> None:
        done = perf_counter()
        if answer.mode == "avvist" and not asked.dangling and self.on_unanswered:
            self.on_unanswered(answer)
        answer.timings_ms.update(
            retrieval=round((found - began) * 1000, 1),
            composition=round((done - found) * 1000, 1),
            total=round((done - began) * 1000, 1),
        )
        self._tell(answer)

    def _tell(self, answer: Answer) -> None:
        if self.on_answer:
            self.on_answer(answer)

    def search(
        self, query: str, history: Sequence[str] = (), *, k: int = 10, filters: Filters | None = None
    ) -> tuple[Passage, ...]:
        """Return the passages found for a query, best first.

        Raises:
            QuestionError: If the query cannot be asked.
        """
        visible = clean(query, self.max_question_characters, self.language or "nb")
        asked = self._understand(anonymised(visible, "nb"), history, self.language)
        return retrieve(
            asked, self.snapshot.passages, self.embedder, filters=filters, k=k, without=self.search_without
        ).passages

    def _understand(
        self, question: str, history: Sequence[str], language: Language | None, reader_language: Language = "nb"
    ) -> Question:
        return understand(
            question,
            history,
            language=language,
            reader_language=reader_language,
            max_characters=self.max_question_characters,
        )

    def _follow_ups(self, snapshot: Snapshot) -> FollowUps:
        """What suggests questions over a snapshot; what it knows goes when the snapshot does."""
        if self._suggesting[0] is not snapshot:
            self._suggesting = (snapshot, FollowUps(snapshot.passages, self.embedder))
        return self._suggesting[1]


def _quoted(chosen: Sequence[ChosenSentence]) -> list[tuple[str, Language]]:
    """What an answer says, each place in its language."""
    return [(quote.text, quote.passage.document.language) for one in chosen for quote in one.quotes]
