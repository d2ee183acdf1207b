"""The words of the widget."""

from __future__ import annotations

from typing import ClassVar

from ui.texts import Texts


class WidgetTexts(Texts):
    """All words of the widget in one language."""

    file: ClassVar[str] = "widget.yaml"

    title: str
    close: str
    conversation: str
    machine: str
    question: str
    placeholder: str
    send: str
    stop: str
    again: str
    begin_anew: str
    in_full: str
    working: str
    stopped: str
    error: str
    unreachable: str
    too_many: str
    answer_ready: str
    mode_utdrag: str
    mode_generert: str
    mode_avvist: str
    mode_other: str
    principles: str
    sources: str
    source: str
    show_in_text: str
    original: str
    to_answer: str
    follow_ups: str
    year: str
    no_year: str
    status_historisk: str
    basis_veikart: str
    basis_offentlig: str
    basis_redaksjonell: str
    type_veikart: str
    type_prinsipp: str
    type_malbilde: str
    type_utfordring: str
    type_praksis: str
    type_aktor: str
    type_verktoy: str
    type_prosess: str
    type_samtale: str
    type_egen: str
    copy_answer: str
    copied: str
    copy_failed: str
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
    feedback_failed: str
    feedback_none: str
