"""Reference: whether a sentence can be understood alone, or points back to the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.lexicon import load_lexicon
from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.sentences import Sentence


def quotable_runs(text: str, sentences: Sequence[Sentence]) -> list[range]:
    """Return which sentences are quoted together: each alone, or with the next one if that points back at it.

    A sentence that points back at nothing in its paragraph cannot be understood, and is in no run.

    Args:
        text: The document's text.
        sentences: Sentences of one chunk, in order.
    """
    runs: list[range] = []
    for place, sentence in enumerate(sentences):
        if not points_back(text[sentence.start : sentence.end]):
            runs.append(range(place, place + 1))
            continue
        before = sentences[place - 1] if place else sentence
        follows = runs and runs[-1] == range(place - 1, place) and before.kind == sentence.kind == "sentence"
        if follows and "\n\n" not in text[before.end : sentence.start]:
            runs[-1] = range(place - 1, place + 1)
    return runs


def points_back(sentence: str) -> bool:
    """Tell whether a sentence begins by pointing at something that stands before it.

    A line that introduces a list points forward. "Det er …" and the like have no antecedent. An article before a noun
    is told from a pronoun by the verb that follows the pronoun.

    Example:
        >>> [points_back(one) for one in ("Den måler luften.", "Den nye bydelen måler luften.", "Det er gratis.")]
        [True, False, False]
    """
    found = words(sentence)
    if not found or sentence.rstrip().endswith(":"):
        return False
    lexicon = load_lexicon()
    first, second = found[0], found[1] if len(found) > 1 else ""
    if first in lexicon.back_pointing:
        return True
    if first in lexicon.pronouns:
        return second in lexicon.verbs or second.endswith("r")
    return first in lexicon.expletives and second in lexicon.verbs_of_expletives
