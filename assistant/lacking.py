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

from assistant.look import look_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.look import Look
    from corpus.document import Language

LACKING_FILE = Path(__file__).with_name("lacking.yaml")

Lacking = Literal["amount", "number", "date"]


def lacking_figure(question: str, statements: Iterable[tuple[str, Language]]) -> Lacking | None:
    """Return the kind of figure that a question asks for and no statement of its answer has, if any.

    Args:
        question: The question.
        statements: What the answer says, each in its language; of an empty answer nothing is lacking.

    Example:
        >>> lacking_figure("Hvor mange ansatte har Siva?", [("Siva hører til staten.", "nb")])
        'number'
        >>> lacking_figure("Hvor mange ansatte har Siva?", [("Siva har 40 ansatte.", "nb")])
        >>> lacking_figure("Når bør vi måle?", [("Mål før dere setter i gang.", "nb")])
    """
    said = list(statements)
    for kind, (asked, has) in _patterns().items():
        if asked.search(question.strip(" ?.!")):
            return None if not said or any(has.is_in(*statement) for statement in said) else kind
    return None


@cache
def _patterns() -> dict[Lacking, tuple[re.Pattern[str], Look]]:
    raw = yaml.safe_load(LACKING_FILE.read_text(encoding="utf-8"))
    return {
        kind: (re.compile(_on_one_line(raw[kind]["asked"]), re.IGNORECASE), look_of(_on_one_line(raw[kind]["has"])))
        for kind in get_args(Lacking)
    }


def _on_one_line(text: str) -> str:
    """An expression without the spaces that YAML folds its lines with."""
    return re.sub(r"\|\s+", "|", text.strip())
