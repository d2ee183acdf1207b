"""Question drafts: what staff might ask and a text answers, suggested by a language model for an editor to judge."""

from __future__ import annotations

import re
import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.generation.hygiene import is_clean
from assistant.generation.prompt import as_data

if TYPE_CHECKING:
    from assistant.generation.chat_model import ChatModel
    from corpus.document import Language

WANTED = 9
_READ_CHARACTERS = 6000  # of the text: small models take no more
_LONGEST = 160
_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s*")


@cache
def _rules() -> dict[str, str]:
    rules: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return rules


def draft_questions(model: ChatModel, title: str, text: str, language: Language) -> list[str]:
    """Return questions that a text may answer; an editor has to judge them.

    Args:
        model: The language model.
        title: The text's title.
        text: The text.
        language: The language to ask in.

    Raises:
        GenerationError: If the model fails.
    """
    fence = f"<<{secrets.token_hex(6)}>>"
    data = as_data(f"{title}\n\n{text}"[:_READ_CHARACTERS])
    messages = [
        {"role": "system", "content": _rules()[language].format(count=WANTED, fence=fence)},
        {"role": "user", "content": f"{fence}\n{data}\n{fence}"},
    ]
    lines = "".join(model.stream(messages)).splitlines()
    asked = [_MARK.sub("", line).strip() for line in lines]
    kept = [one for one in asked if one.endswith("?") and len(one) <= _LONGEST and is_clean(one, data)]
    return list(dict.fromkeys(kept))[:WANTED]
