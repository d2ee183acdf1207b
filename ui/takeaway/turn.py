"""A turn: an answer, and when its question was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.takeaway.clock import require_aware

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.answer import Answer


@dataclass(frozen=True)
class Turn:
    """A question with its answer, as it stood in the conversation.

    Args:
        answer: The answer, which holds the question.
        asked: When it was asked, with its time zone (UTC).

    Raises:
        ValueError: If ``asked`` has no time zone.
    """

    answer: Answer
    asked: datetime

    def __post_init__(self) -> None:
        require_aware(self.asked)
