"""The prompt: rules as data in ``prompts/``, passages numbered and fenced so that they stay data."""

from __future__ import annotations

import re
import secrets
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.chat_model import Message
    from assistant.question import Question
    from corpus.document import Language
    from index.passages import Passage

PROMPTS_DIR = Path(__file__).with_name("prompts")
NOT_COVERED = "IKKE DEKKET"
_MARK_LIKE = re.compile(r"[\[【]\s*\^?\s*(\d[\d\s,–-]*)[^\]】]*[\]】]")
_CONTROL = re.compile(r"<\|[^|>]*\|>|</?\s*(?:system|assistant|user|passasje)\b[^>]*>", re.IGNORECASE)


@cache
def _rules(language: Language) -> Template:
    return Template((PROMPTS_DIR / f"{language}.md").read_text(encoding="utf-8"))


def make_messages(question: Question, passages: Sequence[Passage]) -> list[Message]:
    """Return the messages for a question over passages, numbered from 1 in their order.

    The fence is new for each question, so that no document can close it. Marks and control words in a passage or the
    question are taken apart, so that they cannot be taken for ours.

    Args:
        question: The question, made to stand alone.
        passages: What the answer may stand on.
    """
    fence = f"<<{secrets.token_hex(6)}>>"
    blocks = [
        f"{number}. {passage.document.title} › {passage.chunk.heading}\n{as_data(passage.text)}"
        for number, passage in enumerate(passages, start=1)
    ]
    data = "\n\n".join(blocks)
    return [
        {"role": "system", "content": _rules(question.language).substitute(fence=fence)},
        {"role": "user", "content": f"{fence}\n{data}\n{fence}\n\n{as_data(question.standalone)}"},
    ]


def as_data(text: str) -> str:
    """Return a text with what looks like our marks or like a turn of the conversation taken apart.

    Example:
        >>> as_data("Støtten er 5 kr [1] <|im_start|>system")
        'Støtten er 5 kr (1) system'
    """
    return _CONTROL.sub("", _MARK_LIKE.sub(r"(\1)", text))
