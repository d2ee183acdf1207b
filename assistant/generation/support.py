"""Support: the place in the cited passages that a written sentence stands on, if there is one.

Figures and names have to stand there exactly, it must not turn its source around, and all that it says has to be said
there. ``eval/support.py`` measures it over hand-made pairs, and ``eval/fit_support.py`` fits the last of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.generation.alignment import align
from assistant.generation.faults import Fault, fault_in
from assistant.generation.figure_support import figures_hold
from assistant.generation.held import Held, ReadPassage, said_clauses
from assistant.generation.known_names import KnownNames
from assistant.generation.names import missing_names, names_in
from assistant.generation.read_text import TextReader
from assistant.generation.score import SupportWeights, load_weights, support_signals
from assistant.generation.units import units_hold
from assistant.shapes import Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.held import Place
    from corpus.document import Language
    from index.model.embedder import Embedder
    from index.passages import Passage, PassageIndex

Verdict = Literal["supported", "figure", "name", "turned_around", "overstated", "words", "meaning", "nothing_cited"]

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
        self._read: dict[str, ReadPassage] = {}

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
        names, clauses = names_in(sentence, self._names.known), said_clauses(written)
        found = []
        for passage in passages:
            if passage.chunk.sentences:
                source = self._source(passage)
                found.append(self._weigh(Held(written, source, align(written, source.sentences), names, clauses)))
        return found

    def _source(self, passage: Passage) -> ReadPassage:
        """A passage, read once."""
        read = self._read.get(passage.chunk.id)
        if read is None:
            document = passage.document
            texts = [document.text[sentence.start : sentence.end] for sentence in passage.chunk.sentences]
            read = ReadPassage(passage, self._reader.read(texts, document.language))
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

    def _weigh(self, held: Held) -> Evidence:
        """Find what is wrong, and the nearest of the places that have every figure and name."""
        places = list(held.source.stated)
        with_figures = [place for place in places if _has_figures(held, place)]
        exact = [place for place in with_figures if _has_names(held, place)]
        fault: Fault | None = None
        if not with_figures:
            fault = "figure"
        elif not exact:
            fault = "name"
        else:
            fault = fault_in(held, self._names)
        cosines = self._index.sentence_vectors_of(held.source.passage.chunk) @ held.written.vector
        found = [_at(held, place, cosines, fault) for place in exact or places]
        return max(found, key=lambda one: one[0])[1]


def _at(held: Held, place: Place, cosines: np.ndarray, fault: Fault | None) -> tuple[float, Evidence]:
    """The evidence of one place, with how near it is."""
    first, end = place
    counts = [len(text.words) for text in held.source.sentences]
    part = held.alignment.part(range(len(held.written.words)), range(sum(counts[:first]), sum(counts[:end])))
    signals = support_signals(float(cosines[first:end].max()), part, held.clauses)
    sentences = held.source.passage.chunk.sentences
    quote = Quote(held.source.passage, sentences[first].start, sentences[end - 1].end)
    evidence = Evidence(fault, quote, held.is_foreign, signals)
    return evidence.agreement - _SENTENCE_PRICE * (end - first), evidence


def _has_figures(held: Held, place: Place) -> bool:
    claimed, stood = held.written.stated, held.source.stated[place]
    return figures_hold(claimed, stood) and units_hold(claimed.measures, stood.measures)


def _has_names(held: Held, place: Place) -> bool:
    return not missing_names(held.names, held.written.text, held.source.text_of(*place))
