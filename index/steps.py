"""The steps and legs of search, each of which can be switched off to measure what it is worth."""

from __future__ import annotations

from typing import Literal, get_args

Leg = Literal["dense", "stems", "grams", "questions", "centres", "question_grams", "documents"]
Step = Literal[
    "nynorsk", "glossary", "spelling", "names", "links", "hierarchy", "diversity",
    "dense", "stems", "grams", "questions", "centres", "question_grams", "documents",
]  # fmt: skip

LEGS: tuple[Leg, ...] = get_args(Leg)
STEPS: tuple[Step, ...] = get_args(Step)
