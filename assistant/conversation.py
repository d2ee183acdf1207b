"""Conversation: whether a question leans on the turns before it, and what it then means; those are untrusted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.lexicon import load_lexicon
from corpus.words import words
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_EARLIER = 10  # turns looked at; what was said before that is no longer what "it" means
_SHORT = 14
_CARRYING_WORDS = 3  # a question with so many content words says what it is about, even if it points back
_SENTENCE_END = re.compile(r"[.?!]\s+\S")


@dataclass(frozen=True)
class Reading:
    """How a question is read.

    Args:
        standalone: With what it leans on.
        earlier: The earlier question that it leans on; empty if it stands alone.
        dangling: Whether it points back to a turn that is not there.
    """

    standalone: str
    earlier: str = ""
    dangling: bool = False


def read_in_conversation(text: str, earlier: Sequence[str]) -> Reading:
    """Return a question as it is meant after the earlier ones; a change of subject leaves them behind.

    Args:
        text: The question, cleaned.
        earlier: Earlier questions, cleaned, oldest first.
    """
    if not leans(text):
        return Reading(text)
    if not earlier:
        return Reading(text, dangling=len(lexical_tokens(text)) < _CARRYING_WORDS)
    topic = _topic(list(earlier)[-MAX_EARLIER:])
    return Reading(f"{topic} {text}", earlier=topic)


def leans(text: str) -> bool:
    """Tell whether a question opens like a follow-up, or is short and points at something that it does not name.

    Example:
        >>> leans("Hvem samarbeider de med?"), leans("Hvem gir penger til de store byene?"), leans("gnist hva er det")
        (True, False, False)
    """
    lexicon = load_lexicon()
    if any(text.lower().startswith(f"{opening} ") for opening in lexicon.openings):
        return True
    found = words(text)
    if len(found) > _SHORT or _SENTENCE_END.search(text) or _names_topic_first(found):
        return False
    return any(_points_back(found, place) for place in range(len(found)))


def _topic(earlier: Sequence[str]) -> str:
    """The last question that stands alone, and the last one after it: "and in Bergen?" is part of what is meant."""
    root = next((place for place in reversed(range(len(earlier))) if not leans(earlier[place])), 0)
    return earlier[root] if root == len(earlier) - 1 else f"{earlier[root]} {earlier[-1]}"


def _names_topic_first(found: Sequence[str]) -> bool:
    """Tell whether the topic stands before the question word: "gnist hva er det"."""
    interrogatives = load_lexicon().interrogatives
    first = next((place for place, word in enumerate(found) if word in interrogatives), 0)
    return bool(lexical_tokens(" ".join(found[:first])))


def _points_back(found: Sequence[str], place: int) -> bool:
    """Tell whether the word at a place is a pronoun without its noun."""
    lexicon = load_lexicon()
    word = found[place]
    following = found[place + 1] if place + 1 < len(found) else ""
    if word in lexicon.pointing:
        return True
    if word in lexicon.pointing_or_article:
        # "de store byene" and "de som …" name what they mean; "de kommunene" points at it.
        names = following.endswith("e") and not following.endswith(("ene", "ane"))
        return not (names or following in lexicon.after_article)
    if word in lexicon.pointing_or_expletive:
        return not following or following in lexicon.after_pointing or following.endswith("ende")
    return word in lexicon.pointing_last and place >= len(found) - 2
