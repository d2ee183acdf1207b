"""Selection: which rated sentences go together, so that no two say the same and lists stay whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.words import words
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.candidates import Candidate

MAX_LIST_ITEMS = 9
_SAME_MEANING = 0.96
_SAME_WORDS = 0.8


@dataclass
class Selection:
    """Sentences chosen so far, within a limit of words.

    Args:
        max_words: No sentence is added that would make it longer.
        chosen: The sentences, in the order of choice.
    """

    max_words: int
    chosen: list[Candidate] = field(default_factory=list)

    @property
    def word_count(self) -> int:
        """Words chosen so far."""
        return sum(len(words(one.text)) for one in self.chosen)

    def add(self, candidate: Candidate) -> bool:
        """Add a sentence if it says something new and there is room; tell whether it was added."""
        fits = not self.chosen or self.word_count + len(words(candidate.text)) <= self.max_words
        if not fits or not says_something_new(candidate, self.chosen):
            return False
        self.chosen.append(candidate)
        return True


def says_something_new(candidate: Candidate, chosen: Iterable[Candidate]) -> bool:
    """Tell whether a sentence is more than the introduction of a list, and says what no chosen one says."""
    if candidate.text.endswith(":"):
        return False
    tokens = set(lexical_tokens(candidate.text))
    for other in chosen:
        theirs = set(lexical_tokens(other.text))
        smaller = min(len(tokens), len(theirs)) or 1
        overlaps = (
            candidate.document.id == other.document.id and candidate.start < other.end and (other.start < candidate.end)
        )
        alike = float(candidate.vector @ other.vector) > _SAME_MEANING or len(tokens & theirs) > _SAME_WORDS * smaller
        if overlaps or alike:
            return False
    return True


def list_of(member: Candidate, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the items of the list that a sentence belongs to or introduces, in order; empty if there is none."""
    lead_in = member.lead_in or (member.start, member.end)
    items = [one for one in candidates if one.document.id == member.document.id and one.lead_in == lead_in]
    return sorted(items, key=lambda one: one.place) if len(items) > 1 else []


def introduction_of(items: list[Candidate], candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the line that introduces a list."""
    return next(
        (
            one
            for one in candidates
            if one.document.id == items[0].document.id and (one.start, one.end) == items[0].lead_in
        ),
        None,
    )


def best_items(items: list[Candidate]) -> list[Candidate]:
    """Return the items of a list in order, the best ones if there are many."""
    best = sorted(items, key=lambda one: -one.score)[:MAX_LIST_ITEMS]
    return sorted(best, key=lambda one: one.place)
