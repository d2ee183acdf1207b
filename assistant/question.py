"""The question: cleaned, checked, its language found, and made to stand alone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.frames import frame
from assistant.language import detect_language
from assistant.lexicon import load_lexicon
from corpus.taxonomy import load_taxonomy
from corpus.words import words
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.document import Language

QuestionFault = Literal["empty", "too_long", "no_words", "control_characters", "other_script"]

_SPACE = re.compile(r"\s+")
_PRINCIPLE_NUMBER = re.compile(r"\b(?:prinsipp|principle)\w*\s*(?:nr\.?|nummer|number|no\.?)?\s*([1-8])\b", re.I)
_SHORT = 9
_CARRYING_WORDS = 3  # a question with so many content words says what it is about, even if it points back


class QuestionError(ValueError):
    """The question cannot be asked.

    Args:
        fault: What is wrong with it.
        message: One line for the reader, in their language.
    """

    def __init__(self, fault: QuestionFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True)
class Question:
    """A question ready to be searched for.

    Args:
        text: As asked, cleaned.
        standalone: With what it leans on from earlier turns.
        language: Language of the answer's own words.
        principles: Principles named by number or by name.
        dangling: Whether it points back to a turn that is not there.
    """

    text: str
    standalone: str
    language: Language
    principles: tuple[int, ...]
    dangling: bool = False


def understand(
    raw: str,
    history: Sequence[str] = (),
    *,
    language: Language | None = None,
    max_characters: int = 2000,
) -> Question:
    """Clean and check a question, find its language, and lean a follow-up on the turn before it.

    Args:
        raw: What the reader typed.
        history: Earlier questions in the conversation, oldest first; untrusted.
        language: Language to answer in; follows the question, then the conversation, then bokmål, if None.
        max_characters: Longer questions are refused.

    Raises:
        QuestionError: If it is empty, too long, without words, or in a script that the texts do not use.
    """
    text = clean(raw, max_characters, language or "nb")
    earlier = _last_clean(history, max_characters)
    found = language or detect_language(text) or (detect_language(earlier) if earlier else None) or "nb"
    leans = leans_on_history(text)
    standalone = f"{earlier} {text}" if earlier and leans else text
    dangling = leans and not earlier and len(lexical_tokens(text)) < _CARRYING_WORDS
    return Question(text, standalone, found, named_principles(standalone), dangling)


def clean(raw: str, max_characters: int, language: Language) -> str:
    """Return the question without invisible characters and runs of space.

    Raises:
        QuestionError: See :func:`understand`.
    """
    if len(raw) > max_characters:
        message = frame(language, "question_too_long", limit=max_characters, length=len(raw))
        raise QuestionError("too_long", message)
    text = unicodedata.normalize("NFC", raw)
    # Soft hyphens, zero-width spaces and the like come along from Word and PDF; they mean nothing.
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    text = _SPACE.sub(" ", text).strip()
    if not text:
        raise QuestionError("empty", frame(language, "question_empty"))
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") for character in text):
        raise QuestionError("control_characters", frame(language, "question_control_characters"))
    letters = [character for character in text if character.isalpha()]
    if not letters:
        raise QuestionError("no_words", frame(language, "question_no_words"))
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    if latin * 2 < len(letters):
        raise QuestionError("other_script", frame(language, "question_other_script"))
    return text


def leans_on_history(text: str) -> bool:
    """Tell whether a question cannot stand alone: it is short and points back."""
    lower = text.lower()
    found = words(lower)
    lexicon = load_lexicon()
    opens = any(lower.startswith(f"{opening} ") for opening in lexicon.openings)
    return opens or (len(found) <= _SHORT and not lexicon.pointing.isdisjoint(found))


def named_principles(text: str) -> tuple[int, ...]:
    """Return the principles that a text names by number or by name, in order of number."""
    lower = text.lower()
    numbers = {int(match[1]) for match in _PRINCIPLE_NUMBER.finditer(text)}
    for principle in load_taxonomy().principles:
        names = (principle.nb, principle.nn, principle.en)
        if any(name.lower() in lower for name in names):
            numbers.add(principle.number)
    return tuple(sorted(numbers))


def _last_clean(history: Sequence[str], max_characters: int) -> str | None:
    for earlier in reversed(history):
        try:
            return clean(earlier, max_characters, "nb")
        except QuestionError:
            continue
    return None
