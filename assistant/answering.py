"""Answering: from the sentences chosen to the answer, by a language model if there is one, and in extracts if not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.draft import Draft, written
from assistant.events import AnswerEvent, DeltaEvent, Event, PassagesEvent, StatusEvent
from assistant.frames import frame
from assistant.generation.fault import GenerationError
from assistant.generation.writer import Tally
from assistant.trust import gives_orders

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from assistant.assembly import Assembly
    from assistant.generation.writer import Writer
    from assistant.retrieval import Retrieval
    from assistant.shapes import ChosenSentence
    from index.model.embedder import Embedder
    from index.passages import Passage

_MOST_PASSAGES = 8
_MOST_CHARACTERS = 7000  # of all passages; about 2,500 tokens, which a small model's context holds


def answer_events(
    assembly: Assembly,
    chosen: Sequence[ChosenSentence],
    writer: Writer | None,
    embedder: Embedder,
    left: threading.Event | None = None,
) -> Iterator[Event]:
    """Yield the passages that the answer will be made from, the statements as they come, and last the whole answer.

    Args:
        assembly: Makes the answer.
        chosen: The sentences that would be quoted; none if the sources do not cover the question.
        writer: Writes with a language model, if there is one.
        embedder: The model of the index.
        left: Set when the reader has gone.
    """
    if not chosen:
        yield AnswerEvent(assembly.refusal())
        return
    passages = passages_behind(chosen, assembly.retrieval)
    yield PassagesEvent(passages)
    notice = ""
    if writer:
        language = assembly.retrieval.question.language
        yield StatusEvent(frame(language, "status_writing"), language)
        try:
            yield from _written_answer(assembly, passages, writer, embedder, left)
        except GenerationError as error:
            if error.fault == "left":
                return
            notice = frame(language, f"fault_{error.fault}")
        else:
            return
    answer = assembly.extracts(chosen, notice)
    for statement in answer.statements:
        yield DeltaEvent(written(statement))
    yield AnswerEvent(answer)


def passages_behind(chosen: Sequence[ChosenSentence], retrieval: Retrieval) -> tuple[Passage, ...]:
    """Return the passages that an answer may stand on: those of the chosen sentences, then the best others."""
    wanted = [quote.passage for one in chosen for quote in one.quotes]
    unique: dict[str, Passage] = {}
    for passage in [*wanted, *retrieval.passages]:
        unique.setdefault(passage.chunk.id, passage)
    kept: list[Passage] = []
    room = _MOST_CHARACTERS
    for passage in unique.values():
        room -= len(passage.text)
        if len(kept) < _MOST_PASSAGES and (room >= 0 or not kept) and not gives_orders(passage.text):
            kept.append(passage)
    return tuple(kept)


def _written_answer(
    assembly: Assembly,
    passages: Sequence[Passage],
    writer: Writer,
    embedder: Embedder,
    left: threading.Event | None,
) -> Iterator[Event]:
    draft, tally = Draft(), Tally()
    index = assembly.retrieval.index
    for held in writer.write(assembly.retrieval.question, passages, index, embedder, tally=tally, left=left):
        if statement := draft.add(held.quotes, held.kind, held.text):
            yield DeltaEvent(written(statement))
    yield AnswerEvent(assembly.generated(draft, tally, writer.model.name))
