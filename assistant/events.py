"""Events of an answer under way: what is being done, what was found, the text as it comes, and the whole answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer
    from corpus.document import Language
    from index.passages import Passage


@dataclass(frozen=True)
class StatusEvent:
    """What is being done.

    Args:
        text: In the reader's words.
        language: Their language.
    """

    text: str
    language: Language


@dataclass(frozen=True)
class PassagesEvent:
    """The passages that the answer will be made from, best first."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class DeltaEvent:
    """The next statement of the answer, with its marks."""

    text: str


@dataclass(frozen=True)
class AnswerEvent:
    """The whole answer; it stands in the place of all that came before."""

    answer: Answer


Event = StatusEvent | PassagesEvent | DeltaEvent | AnswerEvent
