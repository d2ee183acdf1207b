"""The about page and the draft accessibility statement: what the assistant is, knows and does with what is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from assistant.retention import Keeping
from corpus.document import DocumentType
from ui.site.language_choice import COOKIE
from ui.site.reader import ReaderTexts
from ui.site.view import render_view, view_of
from ui.texts import SiteTexts, Texts, texts_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.assistant import Assistant
    from corpus.document import Document, Language

_PUBLISHERS = 10


class Part(BaseModel):
    """A heading with paragraphs, a list, and paragraphs after that."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def said(self, *more: str, points: Collection[str] = (), **values: object) -> Part:
        """Return the part with what it says filled in, and with more paragraphs or points.

        Args:
            *more: Further paragraphs.
            points: Points that stand before its own.
            **values: What stands in braces in its words.
        """
        return Part(
            heading=self.heading,
            text=tuple(line.format(**values) for line in (*self.text, *more)),
            points=tuple(line.format(**values) for line in (*points, *self.points)),
            after=self.after,
        )


class AboutTexts(Texts):
    """The words of the about page and of the accessibility statement."""

    file: ClassVar[str] = "about.yaml"

    title: str
    lead: str
    contents: str
    purpose: Part
    limits: Part
    machine: Part
    machine_writes: str
    how: Part
    how_written: Part
    marks: Part
    terms: tuple[tuple[str, str], ...]
    principles: Part
    warnings: Part
    unknown: Part
    sources: Part
    sources_span: str
    sources_read: str
    sources_translations: str
    sources_roadmap: str
    types: str
    type: str
    publishers: str
    publisher: str
    publisher_unknown: str
    years: str
    year: str
    texts: str
    count: str
    corpus: str
    embedder: str
    writer: str
    no_writer: str
    version: str
    data: Part
    data_model: str
    data_no_model: str
    data_unanswered: dict[Keeping, str]
    data_feedback: str
    data_no_feedback: str
    licence: Part
    faults: Part
    faults_feedback: str
    to_accessibility: str
    accessibility_lead: str
    accessibility: tuple[Part, ...]


@dataclass(frozen=True)
class CollectionFacts:
    """What a collection holds; a source that several texts name counts once.

    Args:
        texts: Number of texts.
        translations: How many of them are translations.
        types: Number of texts by type, in the order of the types.
        sources: Number of sources.
        publishers: The publishers with most sources, and how many; None is those not stated.
        years: Number of sources by year, newest first.
        retrieved: When a source was last read, as ``YYYY-MM``, if that is known of any.
    """

    texts: int
    translations: int
    types: tuple[tuple[DocumentType, int], ...]
    sources: int
    publishers: tuple[tuple[str | None, int], ...]
    years: tuple[tuple[int, int], ...]
    retrieved: str | None

    @property
    def dated(self) -> int:
        """Number of sources whose year is known."""
        return sum(count for _, count in self.years)


def collection_facts(documents: Collection[Document]) -> CollectionFacts:
    """Count what a collection holds."""
    types = Counter(document.type for document in documents)
    named = [source for document in documents for source in document.sources]
    # Where one text knows the year of a source and another does not, it is known.
    sources = {source.url: source for source in sorted(named, key=lambda source: source.published or 0)}.values()
    return CollectionFacts(
        texts=len(documents),
        translations=sum(document.translation_of is not None for document in documents),
        types=tuple((one, types[one]) for one in get_args(DocumentType) if types[one]),
        sources=len(sources),
        publishers=tuple(Counter(source.publisher for source in sources).most_common(_PUBLISHERS)),
        years=tuple(sorted(Counter(source.published for source in sources if source.published).items(), reverse=True)),
        retrieved=max((source.retrieved for source in named if source.retrieved), default=None),
    )


def create_about(assistant: Assistant, *, keeps_unanswered: Keeping, keeps_feedback: bool) -> APIRouter:
    """Return the routes of the about page and of the accessibility statement.

    Args:
        assistant: What they are about.
        keeps_unanswered: What is kept of questions without an answer.
        keeps_feedback: Whether readers can send feedback.
    """
    router = APIRouter()

    @router.get("/om", response_class=HTMLResponse, include_in_schema=False)
    def about(request: Request) -> HTMLResponse:
        view = view_of(request, assistant)
        facts = collection_facts(assistant.snapshot.passages.documents.values())
        return render_view(
            "about.html",
            view,
            texts=texts_in(AboutTexts, view.language),
            facts=facts,
            parts=_parts(assistant, view.language, facts, keeps_unanswered, keeps_feedback),
            terms=_terms(view.language, facts),
            embedder=assistant.snapshot.manifest.model.name,
            writer=_writer(assistant),
        )

    @router.get("/tilgjengelighet", response_class=HTMLResponse, include_in_schema=False)
    def accessibility(request: Request) -> HTMLResponse:
        view = view_of(request, assistant)
        return render_view("accessibility.html", view, texts=texts_in(AboutTexts, view.language))

    return router


def _writer(assistant: Assistant) -> str | None:
    return assistant.writer.model.name if assistant.writer else None


def _parts(
    assistant: Assistant, language: Language, facts: CollectionFacts, keeps_unanswered: Keeping, keeps_feedback: bool
) -> dict[str, Part]:
    """The parts of the page in order, by their addresses."""
    texts = texts_in(AboutTexts, language)
    writer, embedder = _writer(assistant), assistant.snapshot.manifest.model.name
    return {
        "til": texts.purpose,
        "ikke-til": texts.limits,
        "maskin": texts.machine.said(*([texts.machine_writes] if writer else []), model=writer),
        "svar": (texts.how_written if writer else texts.how).said(model=writer, embedder=embedder),
        "merker": texts.marks,
        "prinsipper": texts.principles,
        "advarsler": texts.warnings,
        "vet-ikke": texts.unknown,
        "kilder": _sources(texts, language, facts),
        "data": texts.data.said(
            points=[
                texts.data_model if writer else texts.data_no_model,
                texts.data_unanswered[keeps_unanswered],
                texts.data_feedback if keeps_feedback else texts.data_no_feedback,
            ],
            cookie=COOKIE,
            model=writer,
        ),
        "lisens": texts.licence,
        "feil": texts.faults.said(
            *([texts.faults_feedback] if keeps_feedback else []), corpus=assistant.corpus_version
        ),
    }


def _sources(texts: AboutTexts, language: Language, facts: CollectionFacts) -> Part:
    months = texts_in(ReaderTexts, language)
    return texts.sources.said(
        *([texts.sources_span] if facts.years else []),
        *([texts.sources_read] if facts.retrieved else []),
        *([texts.sources_translations] if facts.translations else []),
        texts.sources_roadmap,
        texts=facts.texts,
        sources=facts.sources,
        dated=facts.dated,
        undated=facts.sources - facts.dated,
        oldest=facts.years[-1][0] if facts.years else None,
        newest=facts.years[0][0] if facts.years else None,
        month=months.month(facts.retrieved) if facts.retrieved else None,
        count=facts.translations,
    )


def _terms(language: Language, facts: CollectionFacts) -> list[tuple[str, str]]:
    """The labels as they stand on the other pages, and what they mean."""
    site, months = texts_in(SiteTexts, language), texts_in(ReaderTexts, language)
    example = facts.retrieved or "2026-01"
    labels = {
        **site.model_dump(),
        "year": site.year.format(year=facts.years[0][0] if facts.years else example[:4]),
        "retrieved": site.retrieved.format(retrieved=months.month(example)),
    }
    texts = texts_in(AboutTexts, language)
    return [(label.format(**labels), meaning.format(**labels)) for label, meaning in texts.terms]
