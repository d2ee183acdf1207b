"""Housekeeping: what is kept for a set time goes when that has passed, also on a server that nobody asks."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.feedback import FeedbackError
from assistant.periodic import Periodic

if TYPE_CHECKING:
    from assistant.feedback import FeedbackStore
    from assistant.unanswered import UnansweredQuestions

logger = logging.getLogger(__name__)


class Housekeeping:
    """Forgets old feedback and old unanswered questions, at the start and then once a day.

    Args:
        feedback: Where feedback is kept.
        unanswered: Where unanswered questions are.
        seconds: How often.
    """

    def __init__(self, feedback: FeedbackStore, unanswered: UnansweredQuestions, seconds: float = 86_400.0) -> None:
        self._feedback = feedback
        self._unanswered = unanswered
        self._keeping = Periodic("housekeeping", seconds, self._tidy, at_once=True)

    def start(self) -> None:
        """Begin."""
        self._keeping.start()

    def stop(self) -> None:
        """Stop."""
        self._keeping.stop()

    def _tidy(self) -> None:
        """Forget what is too old now; what fails is tried again the next time."""
        self._unanswered.forget_old()
        try:
            self._feedback.forget_old()
        except FeedbackError as error:
            logger.warning("old feedback could not be forgotten: %s", error)
