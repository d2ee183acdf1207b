"""The words of the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.answer import Answer


class ChatTexts(Texts):
    """All words of the conversation in one language."""

    file: ClassVar[str] = "chat.yaml"

    lead: str
    machine: str
    machine_writes: str
    guide: str
    guide_lines: tuple[str, ...]
    conversation: str
    question: str
    skip: str
    asked: str
    characters_left: str
    placeholder: str
    send: str
    stop: str
    again: str
    again_sources: str
    new: str
    stopped: str
    lost: str
    connection_lost: str
    connection_lost_title: str
    close: str
    examples: str
    example_questions: tuple[str, ...]
    working: str
    mode_utdrag: str
    mode_generert: str
    mode_avvist: str
    principles: str
    principle_filter: str
    principle_texts: str
    sources: str
    sources_none: str
    source: str
    show_in_text: str
    original: str
    to_answer: str
    follow_ups: str
    answer_ready: str
    filters: str
    filter_types: str
    filter_principles: str
    filter_places: str
    filter_age: str
    age_any: str
    age_years: str
    filters_clear: str
    filters_on: str
    filters_refused: str
    used_sources: str
    take: str
    copy_answer: str
    copied: str
    copy_failed: str
    references: str
    word: str
    markdown: str
    nothing_yet: str
    download: str
    feedback: str
    feedback_good: str
    feedback_bad: str
    feedback_reasons: str
    reason_wrong: str
    reason_missing: str
    reason_sources: str
    reason_context: str
    reason_mixed: str
    reason_quote: str
    reason_refused: str
    reason_other: str
    feedback_comment: str
    feedback_include: str
    feedback_send: str
    feedback_thanks: str
    feedback_with: str
    feedback_without: str
    feedback_failed: str
    feedback_personal: str

    def mode(self, answer: Answer) -> str:
        """Return the label that says how an answer was made."""
        return {
            "utdrag": self.mode_utdrag,
            "generert": self.mode_generert.format(model=answer.model),
            "avvist": self.mode_avvist,
        }[answer.mode]
