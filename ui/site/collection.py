"""The collection: its texts, each listed once, what they can be chosen by, and how many there are of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.language import detect_language
from corpus.taxonomy import load_taxonomy
from ui.site.geography import municipality_today
from ui.site.periods import SPANS, spans_of
from ui.site.text_filter import UNKNOWN, Facet, TextFilter, read_filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.assistant import Assistant
    from corpus.document import Document, DocumentType, Language
    from index.home import Snapshot

# What staff look for first stands first.
TYPES: tuple[DocumentType, ...] = (
    "egen", "praksis", "verktoy", "prosess", "aktor", "utfordring", "prinsipp", "malbilde", "veikart", "samtale",
)  # fmt: skip
_AFTER_Z = str.maketrans("æäøöå", "{{||}")


@dataclass(frozen=True)
class Question:
    """A question that a text answers, and the language it is in."""

    text: str
    language: Language


@dataclass(frozen=True)
class Entry:
    """A text of the collection, listed once whatever languages it stands in.

    Args:
        original: The text.
        translations: Its translations by language.
        values: What it can be chosen by.
    """

    original: Document
    translations: Mapping[Language, Document]
    values: Mapping[Facet, frozenset[str]]

    def document(self, language: Language) -> Document:
        """Return the text in a reader's language where it exists, else the original."""
        return self.translations.get(language, self.original)

    def question(self, language: Language) -> Question | None:
        """Return a question that the text answers, in a reader's language if there is one."""
        document = self.document(language)
        asked = sorted(document.questions, key=lambda question: not question.endswith("?"))
        found = [Question(text, detect_language(text) or document.language) for text in asked]
        in_language = (question for question in found if question.language == language)
        return next(in_language, found[0] if found else None)


@dataclass(frozen=True)
class Collection:
    """The texts that readers can browse.

    Args:
        entries: The texts, by type and then by title.
        options: What can be chosen of each facet.
        matrix: How many texts each principle and målbilde share; an empty name stands for any or none.
        municipalities: How many texts each of today's municipalities has, in alphabetical order.
        written: How texts name a municipality where that is another name than today's.
    """

    entries: tuple[Entry, ...]
    options: Mapping[Facet, tuple[str, ...]]
    matrix: Mapping[tuple[str, str], int]
    municipalities: Mapping[str, int]
    written: Mapping[str, tuple[str, ...]]

    def chosen(self, wanted: TextFilter) -> tuple[Entry, ...]:
        """Return the texts that a filter lets through."""
        facets = wanted.by_facet.items()
        return tuple(entry for entry in self.entries if all(values & entry.values[facet] for facet, values in facets))

    def understand(self, query: Iterable[tuple[str, str]]) -> TextFilter:
        """Return the filter that the query of an address asks for."""
        return read_filter(query, self.options, municipality_today)


def alphabetical(text: str) -> str:
    """Return what to sort a text by, so that æ, ø and å come last.

    Example:
        >>> sorted(["Ålesund", "Ørsta", "Ærø", "Zoo"], key=alphabetical)
        ['Zoo', 'Ærø', 'Ørsta', 'Ålesund']
    """
    return text.casefold().translate(_AFTER_Z)


def collect(documents: Mapping[str, Document]) -> Collection:
    """Return the collection of the documents of a snapshot, less those that were withdrawn."""
    kept = {key: document for key, document in documents.items() if document.status != "trukket"}
    originals = [one for one in kept.values() if one.translation_of not in kept]
    originals.sort(key=lambda document: (TYPES.index(document.type), alphabetical(document.title)))
    translations: defaultdict[str | None, dict[Language, Document]] = defaultdict(dict)
    for document in kept.values():
        translations[document.translation_of][document.language] = document
    entries = tuple(Entry(one, translations.get(one.id, {}), _values(one)) for one in originals)
    counts = Counter(name for entry in entries for name in entry.values["kommune"])
    names = sorted(counts, key=alphabetical)
    other = {name for entry in entries for name in entry.original.municipality if municipality_today(name) != name}
    return Collection(
        entries,
        _options(entries, names),
        _matrix(entries),
        {name: counts[name] for name in names},
        {name: tuple(sorted(one for one in other if municipality_today(one) == name)) for name in names},
    )


def _values(original: Document) -> dict[Facet, frozenset[str]]:
    return {
        "type": frozenset({original.type}),
        "prinsipp": frozenset(map(str, original.principles)),
        "malbilde": frozenset(original.malbilder),
        "kommune": frozenset(map(municipality_today, original.municipality)),
        "aar": frozenset({str(original.published or UNKNOWN)}),
        "periode": spans_of(original.period) or frozenset({UNKNOWN}),
    }


def _matrix(entries: tuple[Entry, ...]) -> Counter[tuple[str, str]]:
    return Counter(
        (principle, vision)
        for entry in entries
        for principle in entry.values["prinsipp"] | {""}
        for vision in entry.values["malbilde"] | {""}
    )


def _options(entries: tuple[Entry, ...], municipalities: list[str]) -> dict[Facet, tuple[str, ...]]:
    taxonomy = load_taxonomy()
    types = {entry.original.type for entry in entries}
    years = sorted({entry.original.published or 0 for entry in entries}, reverse=True)
    return {
        "type": tuple(one for one in TYPES if one in types),
        "prinsipp": tuple(str(principle.number) for principle in taxonomy.principles),
        "malbilde": taxonomy.malbilder,
        "kommune": tuple(municipalities),
        "aar": tuple(str(year or UNKNOWN) for year in years),
        "periode": (*SPANS, UNKNOWN),
    }


class CurrentCollection:
    """The collection of the snapshot that an assistant has now; made anew only when that is another one.

    Args:
        assistant: The assistant.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._made: tuple[Snapshot, Collection] | None = None

    def get(self) -> Collection:
        """Return the collection."""
        snapshot, made = self._assistant.snapshot, self._made
        if made is None or made[0] is not snapshot:
            made = self._made = (snapshot, collect(snapshot.passages.documents))
        return made[1]
