"""The words around what a reader takes along, kept in ``words.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from corpus.document import Basis, Language, Status

WORDS_FILE = Path(__file__).with_name("words.yaml")


class Words(BaseModel):
    """All words in one language; a missing or unknown one is an error when the file is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    exported: str
    app: str
    corpus: str
    question: str
    asked: str
    mode_utdrag: str
    mode_generert: str
    mode_avvist: str
    unnamed_model: str
    note: str
    principles: str
    sources: str
    page: str
    basis_veikart: str
    basis_offentlig: str
    basis_redaksjonell: str
    status_historisk: str
    status_trukket: str
    year: str
    no_year: str
    original: str
    show_in_text: str
    references: str
    references_note: str
    editors_text: str
    editors_text_gone: str
    used_in_text: str
    used: str
    built_on: str
    own_reading: str
    no_date: str
    web_page: str
    pdf: str
    document: str
    retrieved: str
    retrieved_nowhere: str
    month: str
    moment: str
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    check: str

    def basis(self, basis: Basis) -> str:
        """Return the label of a citation's basis."""
        return {
            "veikart": self.basis_veikart,
            "offentlig": self.basis_offentlig,
            "redaksjonell": self.basis_redaksjonell,
        }[basis]

    def status(self, status: Status) -> str:
        """Return the label of a text's status; empty for one in force."""
        return {"gjeldende": "", "historisk": self.status_historisk, "trukket": self.status_trukket}[status]


@cache
def load_words() -> dict[str, Words]:
    """Read the words of every language."""
    raw = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return {language: Words.model_validate(words) for language, words in raw.items()}


def words_in(language: Language) -> Words:
    """Return the words in one language."""
    return load_words()[language]
