"""Whether a source has the figures of a sentence, in whichever form: as a number, a share or a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.generation.counts import durations_in, listed_counts, years_between
from assistant.generation.figures import figures_in
from assistant.generation.shares import shares_in

if TYPE_CHECKING:
    from assistant.generation.shares import Shares
    from corpus.document import Language


def figures_hold(sentence: str, language: Language, source: str, source_language: Language) -> bool:
    """Tell whether a source has every figure of a sentence; a share may be written in another way.

    Args:
        sentence: The sentence.
        language: Its language.
        source: The source.
        source_language: Its language.
    """
    claimed, stood = shares_in(sentence, language), shares_in(source, source_language)
    figures = figures_in(source, source_language)
    if not all(_stands(pair, stood, figures) for pair in claimed.pairs):
        return False
    if not all(stood.has_about(share, rounded=True) for share in claimed.rounded):
        return False
    return not strange_figures(sentence, language, source, source_language)


def strange_figures(sentence: str, language: Language, source: str, source_language: Language) -> frozenset[str]:
    """Return the figures of a sentence that a source gives in no form; see :func:`figures_hold`."""
    claimed, stood = shares_in(sentence, language), shares_in(source, source_language)
    durations = durations_in(sentence, language)
    return (
        figures_in(sentence, language)
        - figures_in(source, source_language)
        - (listed_counts(source) - durations)
        - (durations & (years_between(source) | durations_in(source, source_language)))
        - {number for number, share in claimed.percents.items() if stood.has(share)}
        - {f"{number}" for pair in claimed.pairs if stood.has(pair[0] / pair[1]) for number in pair}
        - {f"{few}" for few, _ in claimed.pairs if few == 1}
    )


def _stands(pair: tuple[int, int], stood: Shares, figures: frozenset[str]) -> bool:
    """Tell whether a source has a share, or both its numbers and no other of as many."""
    few, many = pair
    if stood.has_about(few / many, rounded=False):
        return True
    return (few == 1 or f"{few}" in figures) and f"{many}" in figures and not stood.contradicts(pair)
