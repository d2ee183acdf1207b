"""Norwegian verbs, kept in ``verbs.yaml``, in whichever form; the texts are not parsed, so a list has to tell them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

VERBS_FILE = Path(__file__).with_name("verbs.yaml")

_LEAST_ROOT = 2  # letters of an infinitive to which an ending can be put
_FINITE_ENDS = ("er", "ar", "te", "de", "et", "a", "dde")
_PARTICIPLE_ENDS = ("t", "d", "dd", "tt")


class _Verbs(NamedTuple):
    infinitives: frozenset[str]
    auxiliaries: frozenset[str]
    finite: frozenset[str]
    participles: frozenset[str]
    passive: frozenset[str]


@cache
def _verbs() -> _Verbs:
    raw = {name: frozenset(listed.split()) for name, listed in yaml.safe_load(VERBS_FILE.read_text("utf-8")).items()}
    infinitives, others = raw["infinitives"], raw["others"]
    roots = {word.removesuffix("e") for word in infinitives if len(word) > _LEAST_ROOT}
    passive = {word + "s" for word in infinitives} | {root + "ast" for root in roots}
    finite = {root + end for root in roots for end in _FINITE_ENDS} | {word + "r" for word in infinitives}
    participles = {root + end for root in roots for end in _PARTICIPLE_ENDS}
    return _Verbs(
        infinitives,
        raw["auxiliaries"],
        frozenset(finite | raw["auxiliaries"] | raw["finite"] | passive) - others,
        frozenset(participles | raw["participles"]) - others,
        frozenset(passive),
    )


def is_auxiliary(word: str) -> bool:
    """Tell whether a word only helps a verb: "har", "kan", "ble"."""
    return word in _verbs().auxiliaries


def is_passive(word: str) -> bool:
    """Tell whether a word is a passive in -s: "styres"."""
    return word in _verbs().passive


def is_finite(word: str) -> bool:
    """Tell whether a word may be a verb in the present or the past; some nouns look the same."""
    return word in _verbs().finite


def is_helped(word: str) -> bool:
    """Tell whether a word may be the verb that an auxiliary helps: an infinitive or a participle."""
    verbs = _verbs()
    return word in verbs.infinitives or word in verbs.participles or (word in verbs.finite and not word.endswith("r"))
