"""Support: the place in the cited passages that a written sentence stands on, if there is one.

Figures and names have to stand there exactly, it must not turn its source around, and all that it says has to be said
there. ``eval/support.py`` measures it over hand-made pairs, and ``eval/fit_support.py`` fits the last of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.generation.alignment import TextReader, align
from assistant.generation.certainty import overstates
from assistant.generation.deeds import clauses_with_verbs
from assistant.generation.doers import changes_doers
from assistant.generation.exchanged_figures import exchanges_figures
from assistant.generation.figure_support import figures_hold
from assistant.generation.known_names import KnownNames
from assistant.generation.names import missing_names, names_in
from assistant.generation.near_copy import changes_a_copy
from assistant.generation.order import crosses
from assistant.generation.roles import exchanges_roles
from assistant.generation.score import SupportWeights, load_weights, support_signals
from assistant.generation.swapped import exchanged, swapped
from assistant.generation.turns import turns_around
from assistant.generation.units import units_hold
from assistant.shapes import Quote
from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.generation.alignment import Alignment, ReadText
    from corpus.document import Language
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

Verdict = Literal["supported", "figure", "name", "turned_around", "overstated", "words", "meaning", "nothing_cited"]
Fault = Literal["figure", "name", "turned_around", "overstated", "words"]

_QUOTED = re.compile(r"[«“\"][^«»“”\"]{20,}[»”\"]")
_ENGLISH_CLAUSE = re.compile(
    r"[;:]|,? (?:and|but|while|which|who|because|so) (?:\w+ ){0,3}?"
    r"(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|does|do|did|\w+ed|\w{4,}s)\b"
)
_MOSTLY = 0.8  # share of the content words; what a source only quotes it does not say
_WINDOW = 3  # sentences that a written one may draw together
_READ_PASSAGES = 64  # passages whose words are kept; an answer cites the same ones again and again
_SENTENCE_PRICE = 0.02  # a short place says the same better than a long one


@dataclass(frozen=True)
class Support:
    """What was found for a sentence.

    Args:
        verdict: Whether it is supported, or the first thing that is not.
        quote: The place that it stands on, if it is.
        words: Share of its content words that the best place holds.
        meaning: Cosine with that place.
    """

    verdict: Verdict
    quote: Quote | None = None
    words: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True)
class Evidence:
    """A sentence held against one passage.

    Args:
        fault: What is wrong with it whatever the rest says, if anything.
        quote: The place of the passage that is nearest to it.
        is_foreign: Whether it is in another language than the passage, beyond bokmål and nynorsk.
        signals: How it agrees with the place.
    """

    fault: Fault | None
    quote: Quote
    is_foreign: bool
    signals: dict[str, float]

    @property
    def agreement(self) -> float:
        """How well the place agrees, to tell which of several is nearest."""
        return 2 * self.signals["cosine"] + self.signals["mean"] + self.signals["held"] + self.signals["pair"]


@dataclass(frozen=True)
class _Held:
    """A written sentence and a passage, both read, word against word."""

    written: ReadText
    language: Language
    passage: Passage
    source: list[ReadText]
    alignment: Alignment
    names: frozenset[str]
    clauses: list[frozenset[int]]

    @property
    def languages(self) -> tuple[Language, Language]:
        return self.language, self.passage.document.language

    @property
    def is_foreign(self) -> bool:
        return (self.language == "en") != (self.passage.document.language == "en")

    @property
    def context(self) -> str:
        """What the reader of the passage knows: title, heading and municipality."""
        document = self.passage.document
        return f"{document.title} {self.passage.chunk.heading} {' '.join(document.municipality)}"

    def places(self) -> Iterator[tuple[int, int]]:
        """Every run of one to three sentences, the short ones first."""
        for length in range(1, _WINDOW + 1):
            for first in range(len(self.source) - length + 1):
                yield first, first + length

    def text_of(self, first: int, end: int) -> str:
        """All that a sentence may lean on that stands on some sentences of the passage."""
        return f"{' '.join(text.text for text in self.source[first:end])} {self.context}"


class SupportChecker:
    """Checks sentences against passages of one index.

    Args:
        index: The index with the sentences' vectors.
        embedder: The model that it was made with.
        weights: The models that weigh how words agree; the fitted ones if left out.
    """

    def __init__(self, index: PassageIndex, embedder: Embedder, weights: SupportWeights | None = None) -> None:
        self._index = index
        self._weights = weights or load_weights()
        self._names = KnownNames(index)
        self._reader = TextReader(embedder, index.sentence_middle)
        self._read: dict[str, list[ReadText]] = {}

    def check(self, sentence: str, passages: Sequence[Passage], language: Language) -> Support:
        """Find the place that a sentence stands on.

        Args:
            sentence: What was written, without marks.
            passages: The passages that it cites.
            language: The language that it was written in.
        """
        judged = [self._judge(found) for found in self.evidence(sentence, passages, language)]
        if not judged:
            return Support("nothing_cited")
        return max(judged, key=lambda one: (one.verdict == "supported", one.words + one.meaning))

    def evidence(self, sentence: str, passages: Sequence[Passage], language: Language) -> list[Evidence]:
        """Hold a sentence against each of some passages; see :meth:`check` for the arguments."""
        written = self._reader.read([sentence], language)[0]
        names = names_in(sentence, self._names.known)
        clauses = _clauses_in(written, language)
        found = []
        for passage in passages:
            if passage.chunk.sentences:
                source = self._source(passage)
                held = _Held(written, language, passage, source, align(written, source), names, clauses)
                found.append(self._weigh(held))
        return found

    def _source(self, passage: Passage) -> list[ReadText]:
        """The sentences of a passage, read once."""
        read = self._read.get(passage.chunk.id)
        if read is None:
            text = passage.document.text
            read = self._reader.read(
                [text[sentence.start : sentence.end] for sentence in passage.chunk.sentences],
                passage.document.language,
            )
            if len(self._read) >= _READ_PASSAGES:
                self._read.clear()  # a simple end to growth; the next answer cites other passages anyway
            self._read[passage.chunk.id] = read
        return read

    def _judge(self, evidence: Evidence) -> Support:
        weights = self._weights.foreign if evidence.is_foreign else self._weights.own
        verdict: Verdict = evidence.fault or "supported"
        if verdict == "supported" and weights.probability(evidence.signals) < weights.threshold:
            verdict = "meaning" if evidence.is_foreign else "words"
        return Support(verdict, evidence.quote, evidence.signals["held"], evidence.signals["cosine"])

    def _weigh(self, held: _Held) -> Evidence:
        """Find what is wrong, and the nearest of the places that have every figure and name."""
        places = list(held.places())
        with_figures = [place for place in places if self._has_figures(held, *place)]
        exact = [place for place in with_figures if self._has_names(held, *place)]
        fault: Fault | None = None
        if not with_figures:
            fault = "figure"
        elif not exact:
            fault = "name"
        else:
            fault = self._fault(held)
        vectors = self._index.sentence_vectors_of(held.passage.chunk)
        cosines = vectors @ held.written.vector
        found = [self._at(held, first, end, cosines, fault) for first, end in exact or places]
        return max(found, key=lambda one: one[0])[1]

    @staticmethod
    def _at(held: _Held, first: int, end: int, cosines: np.ndarray, fault: Fault | None) -> tuple[float, Evidence]:
        """The evidence of one place, with how near it is."""
        counts = [len(text.words) for text in held.source]
        part = held.alignment.part(range(len(held.written.words)), range(sum(counts[:first]), sum(counts[:end])))
        signals = support_signals(float(cosines[first:end].max()), part, held.clauses)
        sentences = held.passage.chunk.sentences
        quote = Quote(held.passage, sentences[first].start, sentences[end - 1].end)
        evidence = Evidence(fault, quote, held.is_foreign, signals)
        return evidence.agreement - _SENTENCE_PRICE * (end - first), evidence

    @staticmethod
    def _has_figures(held: _Held, first: int, end: int) -> bool:
        texts = held.written.text, held.language, held.text_of(first, end), held.languages[1]
        return figures_hold(*texts) and units_hold(*texts)

    @staticmethod
    def _has_names(held: _Held, first: int, end: int) -> bool:
        return not missing_names(held.names, held.written.text, held.text_of(first, end))

    def _fault(self, held: _Held) -> Fault | None:
        """What is wrong with a sentence whose figures and names all stand in the passage, if anything."""
        sentence, known = (held.written, held.source, held.alignment), self._names.known
        whole = held.text_of(0, len(held.source)).lower()
        if not all(title in whole for title in self._names.titles_in(held.written.text)):
            return "name"
        if held.language != "en" and not held.is_foreign and self._names.opens_with_a_stranger(*sentence):
            return "name"
        if swap := swapped(*sentence, known, held.languages) or exchanged(*sentence, known, held.languages):
            return swap
        if exchanges_figures(*sentence, held.languages):
            return "figure"
        if _only_quoted(held):
            return "words"
        return self._turned_or_overstated(held)

    @classmethod
    def _turned_or_overstated(cls, held: _Held) -> Fault | None:
        if overstates(held.written, held.source, held.alignment):
            return "overstated"
        return "turned_around" if cls._is_turned(held) else None

    @staticmethod
    def _is_turned(held: _Held) -> bool:
        sentence = (held.written, held.source, held.alignment)
        same_language = held.languages[0] == held.languages[1]
        if not held.is_foreign and changes_a_copy(*sentence, same_language=same_language):
            return True
        # Who does what is told by Norwegian verbs.
        is_norwegian = "en" not in held.languages
        if is_norwegian and (changes_doers(*sentence) or crosses(*sentence)):
            return True
        return turns_around(*sentence) or exchanges_roles(*sentence)


def _clauses_in(text: ReadText, language: Language) -> list[frozenset[int]]:
    """The content words of each clause that says something of its own."""
    if language != "en":
        return clauses_with_verbs(text)
    cuts = [0, *(match.start() for match in _ENGLISH_CLAUSE.finditer(text.text)), len(text.text)]
    return [
        frozenset(place for place, (begins, _) in enumerate(text.spans) if start <= begins < end)
        for start, end in pairwise(cuts)
    ]


def _only_quoted(held: _Held) -> bool:
    """Tell whether most of a sentence stands between quotation marks, so that somebody else says it."""
    spoken = set(held.written.words)
    quoted = [words(quote) for text in held.source for quote in _QUOTED.findall(text.text)]
    return any(len(spoken.intersection(quote)) >= _MOSTLY * len(spoken) for quote in quoted if spoken)
