"""Tell bokmål, nynorsk and English apart in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.tokens import words

if TYPE_CHECKING:
    from corpus.document import Language

_MARKERS: dict[Language, frozenset[str]] = {
    "nb": frozenset(
        """
        jeg ikke hva hvem hvordan hvorfor hvilke hvilken hvilket hvor noe noen mye fra være vært en et hun henne
        selv nå sånn dere deres deg meg seg uten etter andre egentlig gjør gjøre gjort går gikk sier kommunene
        innbyggerne byene eksempler forskjellen forskjell bærekraft bærekraftig åpne løsning løsninger mellom
        kommuner fikk blir ble ville burde finnes heter betyr noensinne prinsippene prosjektet hvert bare de
        """.split()
    ),
    "nn": frozenset(
        """
        eg ikkje kva kven korleis kvifor kor kvar noko nokon nokre mykje frå vere vore ein eit ei ho sjølv no slik
        dykk dykkar meg utan etter andre eigentleg gjer gjere gjort sei seier kommunane kommunar innbyggjarane
        byane døme skilnaden skilnad berekraft berekraftig opne løysing løysingar mellom fekk blir vart ville burde
        finst heiter tyder prinsippa prosjektet kvart berre dei me vegkart medverknad innbyggjarar hjå då tilsette
        korfor nokor kome skulle saman oss fleire
        """.split()
    ),
    "en": frozenset(
        """
        the what who how why which when where is are was were does do did can could should would a an of to and
        for with our we they it this that from about in on or city cities municipality municipalities citizens
        does has have help there any example examples give between principles principle
        """.split()
    ),
}
_SHARED_ENGLISH = 2


def detect_language(text: str) -> Language | None:
    """Return the language of a question, or None when its words do not tell.

    Example:
        >>> detect_language("Korleis kan vi få med innbyggjarane?")
        'nn'
        >>> detect_language("Drammensmodellen") is None
        True
    """
    found = words(text)
    counts = {language: sum(word in markers for word in found) for language, markers in _MARKERS.items()}
    # "for", "for", "a" and "is" are Norwegian words too, so one English marker alone tells nothing.
    if counts["en"] < _SHARED_ENGLISH:
        counts["en"] = 0
    best = max(counts, key=lambda language: counts[language])
    tied = [language for language, count in counts.items() if count == counts[best]]
    return best if len(tied) == 1 else None
