"""The words of the page where the collection is browsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from corpus.document import DocumentType
from corpus.taxonomy import load_taxonomy
from ui.site.text_filter import UNKNOWN, Facet
from ui.texts import Texts

if TYPE_CHECKING:
    from corpus.document import Language


class ExploreTexts(Texts):
    """All words of the page, and how the values that texts can be chosen by are called."""

    file: ClassVar[str] = "explore.yaml"

    title: str
    lead: str
    contents: str
    to_texts: str
    one: str
    many: str
    matrix_heading: str
    matrix_caption: str
    matrix_note: str
    matrix_corner: str
    matrix_all: str
    map_heading: str
    map_title: str
    map_text: str
    map_skip: str
    inset_oslofjord: str
    inset_rogaland: str
    counties: str
    also: str
    not_on_map: str
    not_on_map_text: str
    attribution: str
    texts_heading: str
    shown: str
    none: str
    used: str
    remove: str
    remove_all: str
    unknown: str
    unknown_more: str
    unknown_page: str
    drop_unknown: str
    filter_heading: str
    filter_text: str
    picked: str
    apply: str
    period: str
    principles: str
    ask: str
    pages: str
    page: str
    previous: str
    next: str
    not_said: str
    facets: dict[Facet, str]
    types: dict[DocumentType, str]
    malbilder: dict[str, str]
    spans: dict[str, str]

    def number(self, count: int) -> str:
        """Return how many texts there are, in words."""
        return self.one if count == 1 else self.many.format(count=count)

    def value(self, facet: Facet, value: str, language: Language) -> str:
        """Return what a value of a facet is called in a language, which is that of these words."""
        if value == UNKNOWN:
            return self.not_said
        if facet == "prinsipp":
            return f"{value}. {load_taxonomy().principle(int(value)).in_language(language)}"
        names: dict[Facet, dict[str, str]] = {
            "malbilde": self.malbilder,
            "type": {str(one): name for one, name in self.types.items()},
            "periode": self.spans,
        }
        return names.get(facet, {}).get(value, value)
