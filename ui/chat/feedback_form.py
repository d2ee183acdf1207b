"""Feedback from the page: a verdict, and for a bad one the reasons, a comment, and, if ticked, question and answer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.feedback import REASONS, Feedback, FeedbackError, Judged
from assistant.frames import frame, joined
from assistant.personal_data import find_personal_data
from ui.chat.texts import ChatTexts
from ui.texts import texts_in

if TYPE_CHECKING:
    from assistant.feedback import FeedbackStore
    from corpus.document import Language
    from ui.chat.conversation import Conversation
    from ui.chat.parts import Parts

logger = logging.getLogger(__name__)

Updates = dict[Any, Any]


class FeedbackForm:
    """Takes feedback on the last answer.

    Args:
        store: Where it is kept.
        language: The reader's.
        parts: The page.
    """

    def __init__(self, store: FeedbackStore, language: Language, parts: Parts) -> None:
        self._store = store
        self._language: Language = language
        self._texts = texts_in(ChatTexts, language)
        self._parts = parts

    def praise(self, conversation: Conversation) -> Updates:
        """Store that the last answer was useful."""
        return {
            self._parts.complaint: gr.update(visible=False),
            self._parts.thanks: self._stored(Feedback("nyttig"), conversation),
        }

    def open_complaint(self) -> Updates:
        """Ask what was wrong."""
        return {self._parts.complaint: gr.update(visible=True), self._parts.thanks: ""}

    def complain(self, reasons: list[str], comment: str, include: bool, conversation: Conversation) -> Updates:
        """Store what was wrong, unless the comment holds personal data."""
        if kinds := dict.fromkeys(one.kind for one in find_personal_data(comment)):
            named = joined([frame(self._language, f"kind_{kind}") for kind in kinds], self._language)
            return {self._parts.thanks: self._texts.feedback_personal.format(kinds=named)}
        known = tuple(reason for reason in REASONS if reason in reasons)
        thanks = self._stored(Feedback("ikke_nyttig", known, comment.strip(), include), conversation)
        return {self._parts.complaint: gr.update(visible=False), self._parts.thanks: thanks}

    def _stored(self, feedback: Feedback, conversation: Conversation) -> str:
        if not conversation.shown:
            return ""
        try:
            self._store.add(feedback, Judged.of(conversation.shown[-1].turn.answer))
        except FeedbackError as error:
            logger.warning("feedback could not be stored: %s", error)
            return self._texts.feedback_failed
        included = self._texts.feedback_with if feedback.include else self._texts.feedback_without
        return self._texts.feedback_thanks.format(included=included)
