"""The words of every view, kept in ``words/*.yaml`` in three languages; a missing or unknown one fails on reading."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.document import Language

WORDS_DIR = Path(__file__).with_name("words")


class Texts(BaseModel):
    """All words of one view in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: ClassVar[str]


TextsT = TypeVar("TextsT", bound=Texts)


class SiteTexts(Texts):
    """What stands on every page: its name, where one can go, and how sources are labelled."""

    file: ClassVar[str] = "site.yaml"

    title: str
    skip: str
    navigation: str
    to_assistant: str
    to_explore: str
    to_about: str
    to_statement: str
    languages: str
    footer: str
    no_year: str
    year: str
    retrieved: str
    basis_veikart: str
    basis_offentlig: str
    basis_redaksjonell: str
    status_historisk: str
    error: str
    stopping: str
    unreachable: str
    type_veikart: str
    type_prinsipp: str
    type_malbilde: str
    type_utfordring: str
    type_praksis: str
    type_aktor: str
    type_verktoy: str
    type_prosess: str
    type_samtale: str
    type_egen: str

    def basis(self, basis: str) -> str:
        """Return the label of what a text or passage stands on."""
        return cast("str", getattr(self, f"basis_{basis}"))

    def type(self, document_type: str) -> str:
        """Return the label of a type of text."""
        return cast("str", getattr(self, f"type_{document_type}"))


@cache
def load_texts(view: type[TextsT]) -> Mapping[str, TextsT]:
    """Read the words of a view in every language."""
    raw = yaml.safe_load((WORDS_DIR / view.file).read_text(encoding="utf-8"))
    return {language: view.model_validate(texts) for language, texts in raw.items()}


def texts_in(view: type[TextsT], language: Language) -> TextsT:
    """Return the words of a view in one language."""
    texts: TextsT = load_texts(view)[language]  # the cache hides the type
    return texts
