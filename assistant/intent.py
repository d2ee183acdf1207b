"""What a question asks for: its kind, and what sections, figures and names fit; the words are in ``intent.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from assistant.look import Look, look_of
from assistant.question import named_principles
from index.tokens import lexical_tokens

INTENT_FILE = Path(__file__).with_name("intent.yaml")

Kind = Literal[
    "comparison", "overview", "helper", "example", "principle", "list", "definition", "who", "how", "fact"
]  # fmt: skip

_SITUATION_WORDS = 3
_SENTENCE = re.compile(r"[^.?!]+")
_NOT_KNOWN = re.compile(r"(Vi vet ikke|Vi veit ikkje) ")


@dataclass(frozen=True)
class Intent:
    """What is asked for.

    Args:
        kind: The shape of answer that fits.
        wants_names: Who: persons, bodies, places.
        wants_principles: Which principles something touches.
        wants_all_principles: The whole list of them.
        wants_address: Where on the web something is found.
        figure: What a figure of the kind asked for looks like, or None.
        headings: Headings whose sections fit best; none if the question does not tell.
    """

    kind: Kind
    wants_names: bool
    wants_principles: bool
    wants_all_principles: bool
    wants_address: bool
    figure: Look | None
    headings: frozenset[str]

    @property
    def wants_list(self) -> bool:
        """Whether a list that a text holds should be given whole."""
        return self.kind in ("list", "principle", "overview")


@dataclass(frozen=True)
class _Patterns:
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    principles: re.Pattern[str]
    all_principles: re.Pattern[str]
    address: re.Pattern[str]
    figures: tuple[tuple[re.Pattern[str], Look], ...]
    headings: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    sides: tuple[re.Pattern[str], ...]


def find_intent(question: str) -> Intent:
    """Return what a question asks for, by its words.

    Example:
        >>> find_intent("Hva ble resultatet av Orklandbadet?").headings
        frozenset({'Resultat'})
        >>> find_intent("Hvem kan hjelpe oss med åpne data?").kind
        'helper'
    """
    patterns = _load_patterns()
    figure = _first_figure(question, patterns)
    wants_principles = patterns.principles.search(question) is not None
    kinds = _kinds(question, patterns)
    return Intent(
        kind=_first_kind(
            kinds,
            has_figure=figure is not None,
            wants_principles=wants_principles and not named_principles(question),
        ),
        wants_names="who" in kinds,
        wants_principles=wants_principles,
        wants_all_principles=patterns.all_principles.search(question) is not None,
        wants_address=patterns.address.search(question) is not None,
        figure=figure,
        headings=next((found for asked, found in patterns.headings if asked.search(question)), frozenset()),
    )


def situation_in(question: str) -> str:
    """Return the situation whose principles are asked for, or nothing if it is not a question of that kind.

    Example:
        >>> situation_in("Vi lar utviklere hente parkeringsdata. Hvilke prinsipper støtter det?")
        'Vi lar utviklere hente parkeringsdata. støtter det?'
        >>> situation_in("Hvilke åtte prinsipper har veikartet?")
        ''
    """
    patterns = _load_patterns()
    if find_intent(question).kind != "principle" or patterns.all_principles.search(question):
        return ""
    situation = " ".join(patterns.principles.sub(" ", question).split())
    return situation if len(lexical_tokens(situation)) >= _SITUATION_WORDS else ""


def find_sides(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares, or None if it compares none.

    Example:
        >>> find_sides("Hva er forskjellen på kvikktest og innovasjonspartnerskap?")
        ('kvikktest', 'innovasjonspartnerskap')
    """
    if find_intent(question).kind != "comparison":
        return None
    matches = (pattern.search(question) for pattern in _load_patterns().sides)
    return next(((found["first"].strip(), found["second"].strip()) for found in matches if found), None)


def is_not_known(sentence: str) -> bool:
    """Tell whether a sentence says what the editors do not know."""
    return _NOT_KNOWN.match(sentence) is not None


def _kinds(question: str, patterns: _Patterns) -> list[Kind]:
    """The kinds that fit the last sentence that tells: staff describe their situation first, and then ask."""
    for sentence in reversed(_SENTENCE.findall(question)):
        if found := [kind for kind, pattern in patterns.kinds if pattern.search(sentence)]:
            return found
    return []


def _first_figure(question: str, patterns: _Patterns) -> Look | None:
    """What the figure looks like that is asked for first: "how many were there when …"."""
    found = [(match.start(), looks) for asked, looks in patterns.figures if (match := asked.search(question))]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _first_kind(kinds: list[Kind], *, has_figure: bool, wants_principles: bool) -> Kind:
    first = kinds[0] if kinds else "fact"
    if wants_principles and first in ("list", "fact", "how", "definition"):
        return "principle"
    # "How many" and "what is the price" ask for a figure, however they begin.
    return "fact" if has_figure and first in ("how", "definition") else first


@cache
def _load_patterns() -> _Patterns:
    raw = yaml.safe_load(INTENT_FILE.read_text(encoding="utf-8"))
    unknown = set(raw["kinds"]) - set(get_args(Kind))
    if unknown:
        msg = f"{INTENT_FILE.name}: unknown kinds {sorted(unknown)}"
        raise ValueError(msg)
    return _Patterns(
        kinds=tuple((kind, _bounded(pattern)) for kind, pattern in raw["kinds"].items()),
        principles=_bounded(raw["principles"]),
        all_principles=_bounded(raw["all_principles"]),
        address=_bounded(raw["address"]),
        figures=tuple((_bounded(one["asked"]), look_of(one["looks"])) for one in raw["figures"]),
        headings=tuple((_bounded(one["asked"]), frozenset(one["sections"])) for one in raw["headings"]),
        sides=tuple(re.compile(pattern, re.I) for pattern in raw["sides"]),
    )


def _bounded(pattern: Any) -> re.Pattern[str]:  # noqa: ANN401 - straight from YAML
    """A pattern between word boundaries; YAML folds its lines with spaces."""
    return re.compile(rf"\b(?:{re.sub(r'[|] +', '|', str(pattern))})(?!\w)", re.I)
