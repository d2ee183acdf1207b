"""The glossary: words that staff use against words that the texts use, kept in ``glossary.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

GLOSSARY_FILE = Path(__file__).with_name("glossary.yaml")

_Terms = Annotated[tuple[str, ...], Field(min_length=1)]


class GlossaryRow(BaseModel):
    """One idea in different words.

    Args:
        nb: Bokmål terms that the texts use, the main one first.
        nn: The same in nynorsk.
        daily: Everyday words for it.
        en: English terms.
        abbr: Abbreviations.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    nb: _Terms
    nn: _Terms
    daily: _Terms
    en: _Terms
    abbr: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Every word or phrase of the row."""
        return (*self.nb, *self.nn, *self.daily, *self.en, *self.abbr)


@cache
def load_glossary() -> tuple[GlossaryRow, ...]:
    """Read every row."""
    raw = yaml.safe_load(GLOSSARY_FILE.read_text(encoding="utf-8"))
    return tuple(GlossaryRow.model_validate(row) for row in raw)
