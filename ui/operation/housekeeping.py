"""Housekeeping: what is kept for a set time goes when that has passed, also on a server that nobody asks."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from assistant.feedback import FeedbackError

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
        self._seconds = seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        self._stopped.set()
        self._thread.join()

    def _keep(self) -> None:
        while True:
            self._tidy()
            if self._stopped.wait(self._seconds):
                return

    def _tidy(self) -> None:
        """Forget what is too old now; what fails is tried again the next time."""
        self._unanswered.forget_old()
        try:
            self._feedback.forget_old()
        except FeedbackError as error:
            logger.warning("old feedback could not be forgotten: %s", error)
