"""The roadmap's vocabulary: eight principles, six målbilder, three sustainable development goals, four purposes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.document import Language

TAXONOMY_FILE = Path(__file__).with_name("taxonomy.yaml")


class Gloss(BaseModel):
    """One line of explanation in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nb: str
    nn: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in a language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[language]


class Goal(Gloss):
    """A sustainable development goal with its name in each language."""

    number: int


class Principle(Gloss):
    """One of the roadmap's eight principles: number, name in each language, and a one-line gloss."""

    number: int
    gloss: Gloss


class Taxonomy(BaseModel):
    """The whole vocabulary."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    principles: tuple[Principle, ...]
    malbilder: tuple[str, ...]
    sdg: tuple[Goal, ...]
    purposes: tuple[str, ...]

    def principle(self, number: int) -> Principle:
        """Return a principle by its number, from 1."""
        return self.principles[number - 1]


@cache
def load_taxonomy() -> Taxonomy:
    """Read ``taxonomy.yaml``."""
    return Taxonomy.model_validate(yaml.safe_load(TAXONOMY_FILE.read_text(encoding="utf-8")))
