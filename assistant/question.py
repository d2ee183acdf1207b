"""The question: cleaned, checked, its language found, and made to stand alone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.conversation import MAX_EARLIER, read_in_conversation
from assistant.frames import frame
from assistant.language import detect_language
from assistant.personal_data import anonymised
from corpus.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.document import Language

QuestionFault = Literal["empty", "too_long", "no_words", "control_characters", "other_script"]

_SPACE = re.compile(r"\s+")
_PRINCIPLE_NUMBER = re.compile(r"\b(?:prinsipp|principle)\w*\s*(?:nr\.?|nummer|number|no\.?)?\s*([1-8])\b", re.I)


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
        earlier: The earlier question that it leans on; empty if it stands alone.
        dangling: Whether it points back to a turn that is not there.
    """

    text: str
    standalone: str
    language: Language
    principles: tuple[int, ...]
    earlier: str = ""
    dangling: bool = False


def understand(
    raw: str,
    history: Sequence[str] = (),
    *,
    language: Language | None = None,
    reader_language: Language = "nb",
    max_characters: int = 2000,
) -> Question:
    """Clean and check a question, find its language, and lean a follow-up on the turns before it.

    Args:
        raw: What the reader typed.
        history: Earlier questions in the conversation, oldest first; untrusted.
        language: Language to answer in; follows the question, then the conversation, then the reader, if None.
        reader_language: Language of the page that the question comes from.
        max_characters: Longer questions are refused.

    Raises:
        QuestionError: If it is empty, too long, without words, or in a script that the texts do not use.
    """
    text = clean(raw, max_characters, language or reader_language)
    earlier = _cleaned(history[-MAX_EARLIER:], max_characters, language or reader_language)
    told = detect_language(text) or (detect_language(earlier[-1]) if earlier else None)
    found = language or told or reader_language
    reading = read_in_conversation(text, earlier)
    named = named_principles(reading.standalone)
    return Question(text, reading.standalone, found, named, reading.earlier, reading.dangling)


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


def named_principles(text: str) -> tuple[int, ...]:
    """Return the principles that a text names by number or by name, in order of number."""
    lower = text.lower()
    numbers = {int(match[1]) for match in _PRINCIPLE_NUMBER.finditer(text)}
    for principle in load_taxonomy().principles:
        names = (principle.nb, principle.nn, principle.en)
        if any(name.lower() in lower for name in names):
            numbers.add(principle.number)
    return tuple(sorted(numbers))


def _cleaned(history: Sequence[str], max_characters: int, language: Language) -> list[str]:
    """The earlier questions that can be asked, cleaned and without personal data; the others are left out."""
    kept = []
    for earlier in history:
        try:
            kept.append(anonymised(clean(earlier, max_characters, "nb"), language))
        except QuestionError:
            continue
    return kept
