"""Whether a source has the figures of a sentence, in whichever form: as a number, a share or a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.generation.counts import durations_in, listed_counts, years_between
from assistant.generation.figures import figures_in
from assistant.generation.shares import shares_in
from assistant.generation.units import measures_in

if TYPE_CHECKING:
    from assistant.generation.shares import Shares
    from assistant.generation.units import Measures
    from corpus.document import Language


@dataclass(frozen=True)
class Stated:
    """What a text states in figures.

    Args:
        numbers: Its numbers and months.
        shares: Its shares.
        durations: Its numbers of years.
        listed: How many names each of its lists has.
        apart: How many years lie between each two of its years.
        measures: The units of its numbers.
    """

    numbers: frozenset[str]
    shares: Shares
    durations: frozenset[str]
    listed: frozenset[str]
    apart: frozenset[str]
    measures: Measures


def read_stated(text: str, language: Language) -> Stated:
    """Read what a text in a language states in figures."""
    return Stated(
        figures_in(text, language),
        shares_in(text, language),
        durations_in(text, language),
        listed_counts(text),
        years_between(text),
        measures_in(text, language),
    )


def figures_hold(sentence: Stated, source: Stated) -> bool:
    """Tell whether a source has every figure of a sentence; a share may be written in another way."""
    if not all(_stands(pair, source) for pair in sentence.shares.pairs):
        return False
    if not all(source.shares.has_about(share, rounded=True) for share in sentence.shares.rounded):
        return False
    return not strange_figures(sentence, source)


def strange_figures(sentence: Stated, source: Stated) -> frozenset[str]:
    """Return the figures of a sentence that a source gives in no form."""
    claimed, stood = sentence.shares, source.shares
    return (
        sentence.numbers
        - source.numbers
        - (source.listed - sentence.durations)
        - (sentence.durations & (source.apart | source.durations))
        - {number for number, share in claimed.percents.items() if stood.has(share)}
        - {f"{number}" for pair in claimed.pairs if stood.has(pair[0] / pair[1]) for number in pair}
        - {f"{few}" for few, _ in claimed.pairs if few == 1}
    )


def _stands(pair: tuple[int, int], source: Stated) -> bool:
    """Tell whether a source has a share, or both its numbers and no other of as many."""
    few, many = pair
    if source.shares.has_about(few / many, rounded=False):
        return True
    both = (few == 1 or f"{few}" in source.numbers) and f"{many}" in source.numbers
    return both and not source.shares.contradicts(pair)
