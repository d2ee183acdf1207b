"""The writer: a model's answer, sentence by sentence as it comes, each with the place that it stands on."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.generation.fault import GenerationError
from assistant.generation.hygiene import is_clean
from assistant.generation.prompt import NOT_COVERED, make_messages
from assistant.generation.sentences import SentenceReader
from assistant.generation.support import SupportChecker

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from assistant.answer import StatementKind
    from assistant.generation.chat_model import ChatModel
    from assistant.generation.sentences import WrittenSentence
    from assistant.question import Question
    from assistant.shapes import Quote
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

_FEWEST_PASSAGES = 2

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class HeldSentence:
    """A written sentence that stands in the passages.

    Args:
        text: The sentence, without marks.
        quotes: The places that it stands on.
        kind: What it does in the answer.
    """

    text: str
    quotes: tuple[Quote, ...]
    kind: StatementKind


@dataclass
class Tally:
    """How a written answer held.

    Args:
        written: Sentences that came.
        held: Those of them that stand in the passages.
        dropped_marks: Marks that meant no passage.
    """

    written: int = 0
    held: int = 0
    dropped_marks: int = 0

    @property
    def share(self) -> float:
        """Share of the sentences that was kept."""
        return self.held / self.written if self.written else 0.0


@dataclass
class Writer:
    """Writes answers with a chat model, and lets out only what the passages hold.

    Args:
        model: The chat model.
        least_share: Share of the sentences that has to hold, so that the answer is worth showing.
        failures: How often each fault has happened since the start.
    """

    model: ChatModel
    least_share: float
    failures: Counter[str] = field(default_factory=Counter)
    _checking: tuple[PassageIndex, SupportChecker] | None = field(default=None, repr=False)

    def write(
        self,
        question: Question,
        passages: Sequence[Passage],
        index: PassageIndex,
        embedder: Embedder,
        *,
        tally: Tally,
        left: threading.Event | None = None,
    ) -> Iterator[HeldSentence]:
        """Yield the sentences that hold, as they come, and keep the tally.

        Args:
            question: The question.
            passages: What the answer may stand on, most important first.
            index: The index that they are from.
            embedder: The model that it was made with.
            tally: Counts what came.
            left: Set when the reader has gone.

        Raises:
            GenerationError: If the model fails, says that it is not covered, or too little of it holds.
        """
        checker = self._checker(index, embedder)
        seen: set[str] = set()
        try:
            for sentence in self._sentences(question, passages, left):
                if sentence.text in seen:
                    continue  # small models go round in circles
                seen.add(sentence.text)
                if NOT_COVERED.lower() in sentence.text.lower():
                    raise GenerationError("not_covered")
                tally.written += 1
                if held := _held(sentence, passages, checker, question, tally):
                    tally.held += 1
                    yield held
            if tally.share < self.least_share:
                raise GenerationError("unsupported", f"{tally.held} of {tally.written} sentences hold")
        except GenerationError as error:
            if error.fault != "left":
                self.failures[error.fault] += 1
                logger.warning("no generated answer (%s): %s", error.fault, error)
            raise

    def _checker(self, index: PassageIndex, embedder: Embedder) -> SupportChecker:
        """What checks sentences over an index; it gathers the index's names once."""
        if self._checking is None or self._checking[0] is not index:
            self._checking = (index, SupportChecker(index, embedder))
        return self._checking[1]

    def _sentences(
        self, question: Question, passages: Sequence[Passage], left: threading.Event | None
    ) -> Iterator[WrittenSentence]:
        """The model's sentences; with half of the passages if they are too many for it."""
        try:
            yield from self._streamed(question, passages, left)
        except GenerationError as error:
            if error.fault != "too_long" or len(passages) <= _FEWEST_PASSAGES:
                raise
            yield from self._streamed(question, passages[: max(_FEWEST_PASSAGES, len(passages) // 2)], left)

    def _streamed(
        self, question: Question, passages: Sequence[Passage], left: threading.Event | None
    ) -> Iterator[WrittenSentence]:
        reader = SentenceReader()
        for piece in self.model.stream(make_messages(question, passages), left):
            yield from reader.feed(piece)
        yield from reader.close()


def _held(
    sentence: WrittenSentence,
    passages: Sequence[Passage],
    checker: SupportChecker,
    question: Question,
    tally: Tally,
) -> HeldSentence | None:
    """The sentence with the place that it stands on, or nothing if it stands nowhere that it cites."""
    known = [number for number in sentence.numbers if 1 <= number <= len(passages)]
    tally.dropped_marks += len(sentence.numbers) - len(known)
    cited = [passages[number - 1] for number in known]
    source = " ".join(passage.text for passage in cited)
    if not cited or not is_clean(sentence.text, source):
        return None
    support = checker.check(sentence.text, cited, question.language)
    if support.verdict != "supported" or support.quote is None:
        return None
    return HeldSentence(sentence.text, (support.quote,), "punkt" if sentence.is_bullet else "svar")
