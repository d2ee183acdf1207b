"""The list of references: which sources the cited texts were written from, each once, with where it is used.

A quote stands in a text that our editors wrote from its sources, so a source is used through that text; only a
document of the municipality's own is itself the source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.citations import EDITORIAL_BASIS
from corpus.document import Source
from ui.takeaway.apa import order, reference_runs, years
from ui.takeaway.characters import on_one_line
from ui.takeaway.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.answer import Answer, Citation
    from corpus.document import Document, Language

_OWN = "egen"
_MARKS = ("#:~:", ":~:", "#page=")  # what a citation's address adds to its source's


@dataclass(frozen=True)
class CitedText:
    """A text that an answer cites.

    Args:
        turn: Number of the turn, from 1.
        citations: The answer's citations of the text, by number.
        sources: What the text was written from, or the text itself if it is the municipality's own.
        in_corpus: Whether the text still is in the corpus.
    """

    turn: int
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    in_corpus: bool

    @property
    def own(self) -> bool:
        """Whether it is a document of the municipality's own, and so itself the source."""
        return self.citations[0].type == _OWN

    @property
    def title(self) -> str:
        """Its title on one line."""
        return on_one_line(self.citations[0].title)

    def named(self, language: Language) -> str:
        """Return what the text is and its title, in words."""
        words = words_in(language)
        template = words.editors_text if self.in_corpus else words.editors_text_gone
        return template.format(title=self.title)

    def introduced(self, language: Language) -> str:
        """Return its numbers and what it is, ending in a colon."""
        numbers = self.numbers(language)
        if self.own:
            return f"{numbers}:"
        return words_in(language).built_on.format(numbers=numbers, text=self.named(language))

    def numbers(self, language: Language) -> str:
        """Return the numbers of its citations, with pages, and with what the sources do not state marked."""
        return ", ".join(_number(citation, language) for citation in self.citations)


@dataclass(frozen=True)
class Reference:
    """A source in a list of references.

    Args:
        source: The source, with what any of the texts knows of it.
        year: Its year as the reference gives it.
        uses: The cited texts that were written from it.
    """

    source: Source
    year: str
    uses: tuple[CitedText, ...]


@dataclass(frozen=True)
class AnswerReference:
    """A text that one answer cites, with its references as plain text.

    Args:
        cited: The numbers that cite it, and what it is.
        title: Its title, as it stands in ``cited``.
        title_language: The title's language.
        sources: What it was written from, each in APA form; itself, if it is the municipality's own.
    """

    cited: str
    title: str
    title_language: Language
    sources: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.cited} {' · '.join(self.sources)}"


def answer_references(answer: Answer, documents: Mapping[str, Document]) -> tuple[AnswerReference, ...]:
    """Return the texts that an answer cites with their references, in the order of their first numbers.

    Args:
        answer: The answer, whose language the references follow.
        documents: The corpus, by document id.
    """
    language = answer.language
    texts = cited_texts(answer, documents)
    listed = [(one.uses, _plain(one, language)) for one in references(texts, language)]
    return tuple(
        AnswerReference(
            text.introduced(language),
            text.title,
            text.citations[0].language,
            tuple(plain for uses, plain in listed if text in uses),
        )
        for text in texts
    )


def cited_texts(answer: Answer, documents: Mapping[str, Document], turn: int = 1) -> tuple[CitedText, ...]:
    """Return the texts that an answer cites, in the order of their first numbers.

    Args:
        answer: The answer.
        documents: The corpus, by document id; a cited text may have left it since.
        turn: Number of the answer's turn, from 1.
    """
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.document_id, []).append(citation)
    return tuple(
        CitedText(turn, tuple(citations), _sources(citations[0], documents.get(document_id)), document_id in documents)
        for document_id, citations in cited.items()
    )


def references(texts: Iterable[CitedText], language: Language) -> tuple[Reference, ...]:
    """Return the sources of cited texts in alphabetical order, each once.

    Args:
        texts: The cited texts, of one answer or of many.
        language: Language of the list.
    """
    found: list[Reference] = []
    for text in texts:
        for source in text.sources:
            position = next((place for place, one in enumerate(found) if _is_same(one.source, source)), len(found))
            known = found[position] if position < len(found) else Reference(source, "", ())
            uses = known.uses if text in known.uses else (*known.uses, text)
            found[position : position + 1] = [Reference(_merged(known.source, source), "", uses)]
    ordered = sorted(found, key=lambda one: order(one.source, language))
    lettered = years([one.source for one in ordered], language)
    return tuple(replace(one, year=year) for one, year in zip(ordered, lettered, strict=True))


def _plain(reference: Reference, language: Language) -> str:
    return "".join(run.text for run in reference_runs(reference.source, reference.year, language))


def _sources(citation: Citation, document: Document | None) -> tuple[Source, ...]:
    """What is known of a cited text's sources; once the text is gone, only what its citation tells."""
    if citation.type != _OWN:
        return document.sources if document else (Source(_unmarked(citation.url)),)
    known = document.sources[:1] if document else ()
    source = known[0] if known else Source(_unmarked(citation.url), published=citation.published)
    return (replace(source, title=source.title or citation.title),)


def _unmarked(url: str) -> str:
    for mark in _MARKS:
        url = url.partition(mark)[0]
    return url


def _is_same(known: Source, other: Source) -> bool:
    """Tell whether two sources are one: the same address, and no two titles there, as imported documents may have."""
    titles = {source.title for source in (known, other) if source.title}
    return _address(known.url) == _address(other.url) and len(titles) <= 1


def _address(url: str) -> str:
    return (url.partition("://")[2] or url).rstrip("/")


def _merged(known: Source, other: Source) -> Source:
    return Source(
        url=known.url,
        title=known.title or other.title,
        publisher=known.publisher or other.publisher,
        published=max((year for year in (known.published, other.published) if year), default=None),
        retrieved=max((month for month in (known.retrieved, other.retrieved) if month), default=None),
    )


def _number(citation: Citation, language: Language) -> str:
    words = words_in(language)
    notes = [words.page.format(page=citation.page)] if citation.page is not None else []
    if citation.basis == EDITORIAL_BASIS:
        notes.append(words.own_reading)
    return f"[{citation.n}]" + (f" ({', '.join(notes)})" if notes else "")
