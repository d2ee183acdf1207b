"""Lacking: a figure that a question plainly asks for, and that the answer to it does not have.

A text may be about the very thing and still not say what it costs. Then the reader is told that the answer is what the
sources say nearest to it, and not left to look for the figure.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

LACKING_FILE = Path(__file__).with_name("lacking.yaml")

Lacking = Literal["amount", "number", "date"]


def lacking_figure(question: str, statements: Iterable[str]) -> Lacking | None:
    """Return the kind of figure that a question asks for and no statement of its answer has, if any.

    Args:
        question: The question.
        statements: What the answer says; of an empty one nothing is lacking.

    Example:
        >>> lacking_figure("Hvor mange ansatte har Siva?", ["Siva hører til staten."])
        'number'
        >>> lacking_figure("Hvor mange ansatte har Siva?", ["Siva har 40 ansatte."])
        >>> lacking_figure("Når bør vi måle?", ["Mål før dere setter i gang."])
    """
    said = list(statements)
    for kind, (asked, has) in _patterns().items():
        if asked.search(question.strip(" ?.!")):
            return None if not said or any(has.search(statement) for statement in said) else kind
    return None


@cache
def _patterns() -> dict[Lacking, tuple[re.Pattern[str], re.Pattern[str]]]:
    raw = yaml.safe_load(LACKING_FILE.read_text(encoding="utf-8"))
    return {kind: (_pattern(raw[kind]["asked"]), _pattern(raw[kind]["has"])) for kind in get_args(Lacking)}


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\|\s+", "|", text.strip()), re.IGNORECASE)
