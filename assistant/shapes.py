"""Shapes: what an answer to each kind of question is made of.

The answer comes first, in one or two sentences; then at most five points; then what other texts show, each with a
label that says which text it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.candidates import PRINCIPLES_HEADING
from assistant.question import named_principles
from assistant.selection import Selection, best_items, introduction_of, list_of
from corpus.words import words
from index.tokens import lexical_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.answer import StatementKind
    from assistant.candidates import Candidate
    from assistant.intent import Intent
    from corpus.document import Document
    from corpus.sentences import Sentence
    from index.passages import Passage

MAX_POINTS = 5
MAX_EXAMPLES = 3
MAX_WORDS = 130  # of the sentences; labels and introductions of lists come on top
_ANSWER_WORDS = 45
_LEAST_WORDS = 40  # an answer shorter than this leaves out what the reader would ask next
_INTRODUCED = ("praksis", "aktor", "verktoy", "prosess")
_LABEL_CHARACTERS = 90
_FEW_DOCUMENTS = 3
_NAMED_SHARE = 0.5  # of a title's words in a quote, so that it says what it is about


@dataclass(frozen=True)
class ShapeLimits:
    """How good a sentence must be to come along, as a share of another one's score.

    Args:
        second: For a second sentence in the answer itself, of the first one's.
        point: For a further sentence of the main document, of the best one's.
        elsewhere: For a sentence of another document, of the best one's.
        list: For a list that is given whole, of the first sentence's.
        figure: For a sentence with a figure of the kind asked for to lead, of the best one's.
    """

    second: float = 0.85
    point: float = 0.45
    elsewhere: float = 0.75
    list: float = 0.5
    figure: float = 0.6


LIMITS = ShapeLimits()


@dataclass(frozen=True)
class Quote:
    """A stretch of a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """As it stands in the document."""
        return self.passage.document.text[self.start : self.end]


@dataclass(frozen=True)
class ChosenSentence:
    """A sentence for the answer.

    Args:
        quotes: What it is made of: a sentence, or a list item after the line that introduces it.
        kind: What it does in the answer.
        label: Which text it is from, where that is not the one that the answer begins with.
    """

    quotes: tuple[Quote, ...]
    kind: StatementKind
    label: str = ""


def direct(
    candidates: Sequence[Candidate], intent: Intent, main: str, limits: ShapeLimits, *, introduced: bool
) -> list[ChosenSentence]:
    """The best sentence of the main document, points that go with it, and examples from elsewhere.

    Args:
        candidates: Rated sentences, best first.
        intent: What is asked for.
        main: Id of the main document; ranking documents is what retrieval does well.
        introduced: Whether the reader knows what the main document is about, and does not ask for it.
        limits: How good sentences must be.
    """
    own = [one for one in candidates if one.document.id == main] or list(candidates)
    lead = _lead(own, intent, limits)
    introduction = None if introduced else _introduction(own, intent)
    items = _wanted_list(lead, own, limits) if intent.wants_list else list_of(lead, own)
    if items and (intent.wants_list or lead.text.endswith(":")):
        return _whole_list(items, own)
    selection = Selection(MAX_WORDS)
    answer = _pick(selection, [introduction, lead] if introduction else [lead], 2) or [lead]
    if len(answer) == 1:
        answer += _second(selection, own, limits)
    needed = limits.point * candidates[0].score
    useful = (one for one in own if not one.aside and (one.score >= needed or selection.word_count < _LEAST_WORDS))
    points = _pick(selection, useful, MAX_POINTS)
    return [
        *(_sentence(one, "svar") for one in answer),
        *_points(points, candidates),
        *_elsewhere(selection, candidates, lead, limits),
    ]


def by_document(
    candidates: Sequence[Candidate], order: Sequence[str], kinds: tuple[StatementKind, StatementKind]
) -> list[ChosenSentence]:
    """One line from each document under its name; two sentences a line if the documents are few.

    Args:
        candidates: Rated sentences, best first.
        order: Ids of the documents, best first.
        kinds: What the first line does in the answer, and the others.
    """
    selection = Selection(MAX_WORDS)
    chosen: dict[str, list[Candidate]] = {name: [] for name in order}
    for _ in range(2 if len(order) <= _FEW_DOCUMENTS else 1):
        for name in order:
            own = (one for one in candidates if one.document.id == name and not one.aside)
            chosen[name] += _pick(selection, own, 1)
    lines = [sorted(own, key=lambda one: one.place) for own in chosen.values() if own]
    return [_line(own, kinds[place > 0], candidates) for place, own in enumerate(lines)]


def both_sides(candidates: Sequence[Candidate], sides: Sequence[str]) -> list[ChosenSentence]:
    """What each of two texts is, then points on each.

    Args:
        candidates: Rated sentences, best first.
        sides: Ids of the two documents, in the order of the question.
    """
    selection = Selection(MAX_WORDS)
    leads, points = [], []
    own = {side: [one for one in candidates if one.document.id == side and not one.aside] for side in sides}
    for side in sides:
        opening = sorted((one for one in own[side] if one.passage.chunk.position == 0), key=lambda one: one.place)
        leads += _pick(selection, opening or own[side], 1)
    for side in sides:
        points += sorted(_pick(selection, own[side], MAX_POINTS // 2 + 1), key=lambda one: one.place)
    return [
        *(_line([one], "svar", candidates) for one in leads),
        *(_line([one], "punkt", candidates) for one in points),
    ]


def principle_by_principle(
    numbers: Sequence[int], candidates: Sequence[Candidate], names: Sequence[ChosenSentence]
) -> list[ChosenSentence]:
    """The principles that fit a situation by name, then why similar cases stand under them.

    Args:
        numbers: The principles, most relevant first.
        candidates: Rated sentences, best first.
        names: The sentence that names each principle.
    """
    selection = Selection(MAX_WORDS)
    stated = [one for one in candidates if one.heading == PRINCIPLES_HEADING]
    reasons: list[Candidate] = []
    for number in numbers:
        reasons += _pick(selection, (one for one in stated if number in named_principles(one.text)), 1)
    further = (one for one in candidates if not one.aside and one.heading != PRINCIPLES_HEADING)
    points = _pick(selection, further, MAX_POINTS - len(reasons))
    return [*names, *(_line([one], "eksempel", candidates) for one in [*reasons, *points])]


def sentence_of(passage: Passage, sentence: Sentence, kind: StatementKind) -> ChosenSentence:
    """Return a sentence of a passage as it stands."""
    return ChosenSentence((Quote(passage, sentence.start, sentence.end),), kind)


def document_label(document: Document, quote: str = "") -> str:
    """Return a document's title with its place and period; nothing if the quote says all of it.

    Args:
        document: The document.
        quote: What the label will stand before.
    """
    said = f"{document.title} {quote}".lower()
    extras = [
        *(place for place in document.municipality if place.lower() not in said),
        *([document.period] if document.period and document.period not in quote else []),
    ]
    name, spoken = set(lexical_tokens(document.title)), set(lexical_tokens(quote))
    if not extras and len(name & spoken) >= _NAMED_SHARE * len(name):
        return ""
    label = f"{document.title} ({', '.join(extras)})" if extras else document.title
    return label if len(label) <= _LABEL_CHARACTERS else document.title


def _lead(own: Sequence[Candidate], intent: Intent, limits: ShapeLimits) -> Candidate:
    """The best sentence; who asks for a figure wants one that holds it, unless those are far from the question."""
    best = own[0]
    if intent.figure:
        language = best.passage.document.language
        found = next((one for one in own if intent.figure.is_in(one.text, language) and not one.aside), None)
        if found and found.score >= limits.figure * best.score:
            return found
    return best


def _introduction(own: Sequence[Candidate], intent: Intent) -> Candidate | None:
    """The sentence that says what something is: for who asks that, and for who did not ask for it by name."""
    opening = [one for one in own if one.passage.chunk.position == 0 and not one.text.endswith(":")]
    first = min(opening, key=lambda one: one.place, default=None)
    fits = first and (intent.kind == "definition" or first.document.type in _INTRODUCED)
    return first if fits and first and not first.aside else None


def _second(selection: Selection, own: Sequence[Candidate], limits: ShapeLimits) -> list[Candidate]:
    """A second sentence that is nearly as good as the first and stands in the same section."""
    lead = selection.chosen[0]
    room = _ANSWER_WORDS - selection.word_count
    near = (
        one
        for one in own
        if one.heading == lead.heading
        and one.start > lead.start
        and one.score >= limits.second * lead.score
        and one.kind == "sentence"
        and len(words(one.text)) <= room
    )
    return _pick(selection, near, 1)


def _elsewhere(
    selection: Selection, candidates: Sequence[Candidate], lead: Candidate, limits: ShapeLimits
) -> list[ChosenSentence]:
    """The best sentence of each further document that has a good one."""
    needed = limits.elsewhere * candidates[0].score
    found: dict[str, Candidate] = {}
    for one in candidates:
        is_further = one.document.id not in (lead.document.id, *found)
        if is_further and one.score >= needed and not one.aside and len(found) < MAX_EXAMPLES and selection.add(one):
            found[one.document.id] = one
    return [
        _line([one], "eksempel" if one.document.type == "praksis" else "punkt", candidates) for one in found.values()
    ]


def _pick(selection: Selection, candidates: Iterable[Candidate], limit: int) -> list[Candidate]:
    picked: list[Candidate] = []
    for one in candidates:
        if len(picked) == limit:
            break
        if selection.add(one):
            picked.append(one)
    return picked


def _wanted_list(lead: Candidate, own: Sequence[Candidate], limits: ShapeLimits) -> list[Candidate]:
    """The list nearest to the lead, if it is about as good."""
    for one in own:
        if one.score < limits.list * lead.score:
            break
        if not one.aside and (items := list_of(one, own)):
            return items
    return []


def _whole_list(items: list[Candidate], own: Sequence[Candidate]) -> list[ChosenSentence]:
    introduction = introduction_of(items, own)
    shown = [_sentence(one, "punkt") for one in best_items(items)]
    return [_sentence(introduction, "svar"), *shown] if introduction else shown


def _sentence(candidate: Candidate, kind: StatementKind) -> ChosenSentence:
    return ChosenSentence((_quote(candidate),), kind)


def _points(chosen: Sequence[Candidate], candidates: Iterable[Candidate]) -> list[ChosenSentence]:
    """Points in the order of the text; items of one list stand together behind its introduction."""
    groups: dict[tuple[int, int], list[Candidate]] = {}
    for one in sorted(chosen, key=lambda one: one.place):
        groups.setdefault(one.lead_in or (one.start, one.end), []).append(one)
    return [
        ChosenSentence(tuple(dict.fromkeys(quote for one in group for quote in _quotes(one, candidates))), "punkt")
        for group in groups.values()
    ]


def _line(own: Sequence[Candidate], kind: StatementKind, candidates: Iterable[Candidate]) -> ChosenSentence:
    """Sentences of one document on one line, under its name."""
    quotes = tuple(dict.fromkeys(quote for one in own for quote in _quotes(one, candidates)))
    return ChosenSentence(quotes, kind, document_label(own[0].document, " ".join(quote.text for quote in quotes)))


def _quotes(candidate: Candidate, candidates: Iterable[Candidate]) -> tuple[Quote, ...]:
    """A sentence; a list item that stands outside its list takes along the line that introduces it."""
    introduction = introduction_of([candidate], candidates) if candidate.lead_in else None
    return (_quote(candidate),) if introduction is None else (_quote(introduction), _quote(candidate))


def _quote(candidate: Candidate) -> Quote:
    return Quote(candidate.passage, candidate.start, candidate.end)
