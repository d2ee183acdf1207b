"""Words of a text as the lexical indexes see them: content words in lower case, as stems or as character n-grams."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_STEMMER = Stemmer.Stemmer("norwegian")

GRAM_LENGTH = 4

# Question words and function words in bokmål, nynorsk and English; content words that common lists hold
# ("arbeid", "bruke", "god") are left in, for they carry meaning here.
STOP_WORDS = frozenset(
    """
    og i jeg eg det at en ein et eit ei den til er som på de dei med han av ikke ikkje der så var meg mitt mi seg
    men har om vi mitt oss ham hun ho nå no da når over ved fra frå du ut sin dem opp man kan hans hvor kor eller
    hva kva skal selv sjøl sjølv her alle vil ble vart blei bli blir ha hadde kunne kunna ved fordi være vere vært
    vore denne dette disse desse for enn dere dykk vår vårt våre din ditt dine min mine mye mykje noe noko noen
    nokon nokre hvem kven hvilke hvilken hvilket hvordan korleis hvorfor kvifor då etter mot uten utan under før
    også og bare berre jo vel altså egentlig eigentleg få får går gå gjør gjer gjøre gjere the a an of to in on
    and or is are was were be been by for with from what which who how why when where do does did can could should
    would will shall may we you they it its this that these those there their our your my me us i have has had not
    about into at as if any some
    """.split()
)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def words(text: str) -> list[str]:
    """Return the words in lower case; a compound with a hyphen stands whole and in parts."""
    found: list[str] = []
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        found.append(word)
        if "-" in word:
            found.extend(part for part in word.split("-") if part)
    return found


def lexical_tokens(text: str) -> list[str]:
    """Return the stems of the content words, in order.

    Example:
        >>> lexical_tokens("Hvordan kan kommunene dele åpne data?")
        ['kommun', 'del', 'åpn', 'dat']
    """
    return [_stem(word) for word in words(text) if word not in STOP_WORDS]


def character_grams(text: str) -> list[str]:
    """Return the character 4-grams of the content words, with ``_`` at each end of a word.

    They bear misspellings, nynorsk forms and parts of compounds that stems do not.

    Example:
        >>> character_grams("åpne data")
        ['_åpn', 'åpne', 'pne_', '_dat', 'data', 'ata_']
    """
    grams = []
    for word in words(text):
        if word not in STOP_WORDS:
            framed = f"_{word}_"
            grams += [framed[i : i + GRAM_LENGTH] for i in range(max(1, len(framed) - GRAM_LENGTH + 1))]
    return grams
