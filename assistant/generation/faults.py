"""What is wrong with a sentence whose figures and names all stand in the passage that it cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from assistant.generation.certainty import overstates
from assistant.generation.doers import changes_doers
from assistant.generation.exchanged_figures import exchanges_figures
from assistant.generation.near_copy import changes_a_copy
from assistant.generation.order import crosses
from assistant.generation.roles import exchanges_roles
from assistant.generation.swapped import exchanged, swapped
from assistant.generation.turns import turns_around
from corpus.words import words

if TYPE_CHECKING:
    from assistant.generation.held import Held
    from assistant.generation.known_names import KnownNames

Fault = Literal["figure", "name", "turned_around", "overstated", "words"]

_QUOTED = re.compile(r"[«“\"][^\"«»“”]{20,}[»”\"]")
_MOSTLY = 0.8  # share of the content words; what a source only quotes it does not say


def fault_in(held: Held, names: KnownNames) -> Fault | None:
    """Return the first thing that is wrong with a sentence, if anything.

    Args:
        held: The sentence against a passage that has its figures and names.
        names: The names of the index.
    """
    if fault := _of_another(held, names):
        return fault
    if _is_only_quoted(held):
        return "words"
    if overstates(*held.sides):
        return "overstated"
    return "turned_around" if _is_turned(held) else None


def _of_another(held: Held, names: KnownNames) -> Literal["figure", "name"] | None:
    """What the sentence tells of another than its source does, if anything."""
    whole = held.source.text_of(0, len(held.source.sentences)).lower()
    if not all(title in whole for title in names.titles_in(held.written.text)):
        return "name"
    if held.written.language != "en" and not held.is_foreign and names.opens_with_a_stranger(*held.sides):
        return "name"
    if fault := swapped(*held.sides, names.known) or exchanged(*held.sides, names.known):
        return fault
    return "figure" if exchanges_figures(*held.sides) else None


def _is_only_quoted(held: Held) -> bool:
    """Tell whether most of a sentence stands between quotation marks, so that somebody else says it."""
    spoken = set(held.written.words)
    quoted = [words(quote) for text in held.source.sentences for quote in _QUOTED.findall(text.text)]
    return any(len(spoken.intersection(quote)) >= _MOSTLY * len(spoken) for quote in quoted if spoken)


def _is_turned(held: Held) -> bool:
    languages = {held.written.language, held.source.language}
    if not held.is_foreign and changes_a_copy(*held.sides, same_language=len(languages) == 1):
        return True
    # Who does what is told by Norwegian verbs.
    if "en" not in languages and (changes_doers(*held.sides) or crosses(*held.sides)):
        return True
    return turns_around(*held.sides) or exchanges_roles(*held.sides)
