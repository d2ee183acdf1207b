"""The form in which a reader chooses the sources that may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_args

import gradio as gr

from corpus.document import DocumentType
from corpus.taxonomy import load_taxonomy
from index.filters import Filters
from ui.chat.texts import ChatTexts
from ui.texts import SiteTexts, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.document import Document, Language

_AGES = (3, 5, 10)  # years


@dataclass(frozen=True)
class FilterForm:
    """The fields, in the order of their values.

    Args:
        types: Types of text.
        principles: Principles.
        places: Municipalities.
        age: Age of the source in years; 0 for any.
    """

    types: gr.CheckboxGroup
    principles: gr.CheckboxGroup
    places: gr.CheckboxGroup
    age: gr.Radio

    @property
    def fields(self) -> list[Any]:
        """The fields, as Gradio takes them."""
        return [self.types, self.principles, self.places, self.age]


def create_filter_form(language: Language, documents: Iterable[Document]) -> FilterForm:
    """Return the form, to be placed where it is called.

    Args:
        language: The reader's.
        documents: What there is to choose among.
    """
    texts, site = texts_in(ChatTexts, language), texts_in(SiteTexts, language)
    listed = list(documents)
    there = {document.type for document in listed}
    types = [(site.type(one), one) for one in get_args(DocumentType) if one in there]
    principles = [(f"{one.number}. {one.in_language(language)}", str(one.number)) for one in load_taxonomy().principles]
    places = sorted({place for document in listed for place in document.municipality}, key=_alphabetical)
    ages = [(texts.age_any, 0), *((texts.age_years.format(n=years), years) for years in _AGES)]
    return FilterForm(
        gr.CheckboxGroup(types, label=texts.filter_types, elem_id="va-filter-types"),
        gr.CheckboxGroup(principles, label=texts.filter_principles, elem_id="va-filter-principles"),
        gr.CheckboxGroup(places, label=texts.filter_places, elem_id="va-filter-places"),
        gr.Radio(ages, value=0, label=texts.filter_age, elem_id="va-filter-age"),
    )


def chosen_filters(types: Sequence[str], principles: Sequence[str], places: Sequence[str], age: int | None) -> Filters:
    """Return the filters that the form's values stand for."""
    since = datetime.now(UTC).year - age if age else None
    known = [one for one in get_args(DocumentType) if one in types]
    return Filters(tuple(known), tuple(map(int, principles)), tuple(places), since)


def filters_in_words(filters: Filters, language: Language) -> str:
    """Return which sources are used, or nothing if all are."""
    texts, site = texts_in(ChatTexts, language), texts_in(SiteTexts, language)
    taxonomy = load_taxonomy()
    age = [texts.age_years.format(n=datetime.now(UTC).year - filters.since)] if filters.since else []
    chosen = [
        *(site.type(one) for one in filters.types),
        *(f"{number}. {taxonomy.principle(number).in_language(language)}" for number in filters.principles),
        *filters.municipalities,
        *age,
    ]
    return texts.filters_on.format(filters=" · ".join(chosen)) if chosen else ""


def _alphabetical(name: str) -> list[int]:
    """Norwegian order: å comes last."""
    order = "abcdefghijklmnopqrstuvwxyzæøå"
    return [order.find(letter) for letter in name.lower()]
