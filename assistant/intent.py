"""What the question asks for, as far as it decides which sections and what shape of answer fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LIST = re.compile(
    r"\b(hvilke|kva for|alle|hele lista|heile lista|list opp|ramse? opp|which|what are|name the|all the)\b",
    re.I,
)
_EXAMPLES = re.compile(
    r"\b(eksempel|eksempler|eksempla|døme|example|examples|noen som|nokon som|nokre som|(noen|andre|hvilke) kommuner|"
    r"(nokre|andre|kva for) kommunar|hvem har|kven har|har noen|har nokon|who has|has any|"
    r"which (cities|municipalities))\b",
    re.I,
)

# What kind of figure is asked for, and what such a figure looks like; tried in this order.
_FIGURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\b(koste[rt]?|kosta|kostar|kostnad\w*|pris\w*|betale\w*|betaler|penger|pengar|beløp\w*|støtte|midler|midlar|"
            r"hvor mye|kor mykje|cost|costs|price|pay|how much|money|funding)\b",
            re.I,
        ),
        re.compile(r"\d[\d ,.]*(kroner|kr\b|mill|mrd|euro|milliarder|millioner)|\b(gratis|kostnad)", re.I),
    ),
    (
        re.compile(r"\b(når|årstall\w*|hvilket år|kva år|hvor lenge|kor lenge|when|what year|how long)\b", re.I),
        re.compile(r"\b(1[89]|20)\d\d\b"),
    ),
    (
        re.compile(r"\b(prosent\w*|andel\w*|hvor stor del|kor stor del|percent\w*|share)\b|%", re.I),
        re.compile(r"\d ?(%|prosent)|tredel|firedel|halvpart", re.I),
    ),
    (
        re.compile(
            r"\b((hvor|kor) (mange|stor|store|stort|langt|ofte|høy|høg|gammel)|antall\w*|talet på|side|sida|siden|"
            r"how (many|large|far|often|old|big)|number of|page)\b",
            re.I,
        ),
        re.compile(r"\d|\b(to|tre|fire|fem|seks|sju|åtte|ni|ti|elleve|tolv)\b", re.I),
    ),
)
_NAMES = re.compile(
    r"\b(hvem|kven|who|hvilke[nt]? (aktør|organisasjon|selskap|kommune|by|etat)\w*|"
    r"kva (aktør|organisasjon|selskap|kommune|etat)\w*)\b",
    re.I,
)
_PRINCIPLES = re.compile(r"\b(prinsipp\w*|principles?|de åtte|dei åtte|rettesnor\w*)\b", re.I)

_NOT_KNOWN = re.compile(r"(Vi vet ikke|Vi veit ikkje) ")

# Headings that the texts share, by what is asked for; tried in this order.
_HEADINGS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"\b(resultat\w*|effekt\w*|virke[rt]\w*|virka|verka|gevinst\w*|oppnå\w*|gikk det|gjekk det|"
            r"results?|outcomes?)\b",
            re.I,
        ),
        frozenset({"Resultat"}),
    ),
    (
        re.compile(r"\b(lærdom\w*|lært|lærte|erfaring\w*|learn\w*|lessons?)\b", re.I),
        frozenset({"Lærdom", "Fallgruver"}),
    ),
    (
        re.compile(
            r"\b(fallgruve\w*|unngå\w*|feil\w*|svakhe\w*|svakheit\w*|passe oss for|pitfalls?|avoid|mistakes?)\b",
            re.I,
        ),
        frozenset({"Fallgruver", "Hindringer", "Lærdom"}),
    ),
    (
        re.compile(r"\b(hindring\w*|barriere\w*|hinder\w*|stopper|stoppar|barriers?|obstacles?)\b", re.I),
        frozenset({"Hindringer", "Utfordring", "Fallgruver"}),
    ),
    (
        re.compile(r"\b(spørre oss|spørsmål (bør|skal|må|kan)|spørje oss|should we ask|questions to ask)\b", re.I),
        frozenset({"Spørsmål å stille"}),
    ),
    (
        re.compile(r"\b(hvorfor|kvifor|problem\w*|bakgrunn\w*|why)\b", re.I),
        frozenset({"Utfordring", "Bakgrunn", "Hva vi vet"}),
    ),
    (
        re.compile(
            r"\b(hvem tilbyr|kven tilbyr|hvem kan hjelpe|kven kan hjelpe|hjelp\w*|who offers|who can help|støtte)\b",
            re.I,
        ),
        frozenset({"Hvem tilbyr det", "Hva kommunen får", "Hva de gjør"}),
    ),
    (
        re.compile(r"\b(hvordan|korleis|how|kom\w* i gang|gå fram|går vi fram|grep|tiltak)\b", re.I),
        frozenset({"Løsning", "Slik går dere fram", "Slik kommer du i gang", "Gode grep", "Hva det betyr i praksis"}),
    ),
    (
        re.compile(
            r"\b(hva er|kva er|hva betyr|kva betyr|kva tyder|hva menes|definisjon\w*|what is|what does|define)\b",
            re.I,
        ),
        frozenset({"Kort fortalt", "Hva det betyr", "Hva det er", "Hva de gjør"}),
    ),
)


@dataclass(frozen=True)
class Intent:
    """What is asked for.

    Args:
        wants_list: A whole list.
        wants_examples: Examples from several places.
        wants_names: Who: persons, bodies, places.
        figure: What a figure of the kind asked for looks like, or None.
        wants_principles: Which principles something touches.
        headings: Headings whose sections fit best; none if the question does not tell.
    """

    wants_list: bool
    wants_examples: bool
    wants_names: bool
    wants_principles: bool
    figure: re.Pattern[str] | None
    headings: frozenset[str]


def find_intent(question: str) -> Intent:
    """Return what a question asks for, by its words.

    Example:
        >>> find_intent("Hva ble resultatet av Orklandbadet?").headings
        frozenset({'Resultat'})
    """
    headings = next((found for pattern, found in _HEADINGS if pattern.search(question)), frozenset())
    return Intent(
        wants_list=bool(_LIST.search(question)),
        wants_examples=bool(_EXAMPLES.search(question)),
        wants_names=bool(_NAMES.search(question)),
        wants_principles=bool(_PRINCIPLES.search(question)),
        figure=next((found for pattern, found in _FIGURES if pattern.search(question)), None),
        headings=headings,
    )


def is_not_known(sentence: str) -> bool:
    """Tell whether a sentence says what the editors do not know."""
    return _NOT_KNOWN.match(sentence) is not None
