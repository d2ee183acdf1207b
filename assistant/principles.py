"""Link an answer to the roadmap's principles, with the reason and the citations that show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answer import Citation, LinkedPrinciple
from assistant.frames import frame
from assistant.question import named_principles
from corpus.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.document import Document, Language

MAX_PRINCIPLES = 3
_ALL = 8
_SURVEY = 4  # a text that touches more principles than this is about principles as such
_NAMED = 2.0
_SHARE_OF_BEST = 0.4


@dataclass
class _Link:
    """What speaks for one principle."""

    score: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list)
    citations: list[int] = field(default_factory=list)

    def add(self, score: float, reason: str, citations: Sequence[int] = ()) -> None:
        self.score += score
        self.reasons.append((score, reason))
        self.citations.extend(number for number in citations if number not in self.citations)


def link_principles(
    named: Sequence[int],
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    language: Language,
) -> tuple[LinkedPrinciple, ...]:
    """Return the principles that an answer touches, most relevant first.

    Args:
        named: Principles that the question names.
        citations: The answer's citations in order.
        documents: The cited documents by id.
        language: Language for names and reasons.

    Returns:
        At most three, or all eight when the answer lists them all.
    """
    links: defaultdict[int, _Link] = defaultdict(_Link)
    for number in named:
        links[number].add(_NAMED, frame(language, "why_named"))
    by_document: defaultdict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        by_document[citation.document_id].append(citation)
    for rank, (document_id, cited) in enumerate(by_document.items()):
        _add_document(links, documents[document_id], cited, 1 / (rank + 1), language)
    if len(links) == _ALL and len(by_document) == 1:
        return tuple(_linked(number, links[number], language) for number in sorted(links))
    best = max((link.score for link in links.values()), default=0.0)
    strong = [number for number, link in links.items() if link.score >= _SHARE_OF_BEST * best]
    strong.sort(key=lambda number: (-links[number].score, number))
    return tuple(_linked(number, links[number], language) for number in strong[:MAX_PRINCIPLES])


def _add_document(
    links: defaultdict[int, _Link],
    document: Document,
    cited: list[Citation],
    weight: float,
    language: Language,
) -> None:
    if len(document.principles) > _SURVEY:
        for citation in cited:
            for number in named_principles(citation.quote):
                reason = frame(language, "why_official", title=document.title)
                links[number].add(weight, reason, [citation.n])
        return
    numbers = [citation.n for citation in cited]
    if document.type == "prinsipp":
        reason = frame(language, "why_about")
    else:
        basis = "why_official" if document.principles_basis == "offisiell" else "why_editorial"
        reason = frame(language, basis, title=document.title)
    for place, number in enumerate(document.principles):
        links[number].add(weight / (1 + 0.5 * place), reason, numbers)


def _linked(number: int, link: _Link, language: Language) -> LinkedPrinciple:
    _, reason = max(link.reasons, key=lambda pair: pair[0])
    name = load_taxonomy().principle(number).in_language(language)
    return LinkedPrinciple(number, name, reason, tuple(sorted(link.citations)))
