"""The words of the page and the source reader, kept in ``texts.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from corpus.document import Language

TEXTS_FILE = Path(__file__).with_name("texts.yaml")


class PageTexts(BaseModel):
    """All words in one language; a missing or unknown one is an error when the file is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    lead: str
    machine: str
    machine_writes: str
    conversation: str
    question: str
    placeholder: str
    send: str
    new: str
    examples: str
    example_questions: tuple[str, ...]
    working: str
    mode_utdrag: str
    mode_generert: str
    mode_avvist: str
    principles: str
    sources: str
    source: str
    show_in_text: str
    original: str
    no_year: str
    year: str
    retrieved: str
    follow_ups: str
    basis_veikart: str
    basis_offentlig: str
    basis_redaksjonell: str
    status_historisk: str
    error: str
    answer_ready: str
    back: str
    reader_sources: str
    reader_editorial: str
    reader_ours: str

    def basis(self, basis: str) -> str:
        """Return the label of a citation's basis."""
        return {
            "veikart": self.basis_veikart,
            "offentlig": self.basis_offentlig,
            "redaksjonell": self.basis_redaksjonell,
        }[basis]


@cache
def load_texts() -> dict[str, PageTexts]:
    """Read the words of every language."""
    raw = yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8"))
    return {language: PageTexts.model_validate(texts) for language, texts in raw.items()}


def texts_in(language: Language) -> PageTexts:
    """Return the words in one language."""
    return load_texts()[language]
