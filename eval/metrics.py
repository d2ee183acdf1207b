"""The metrics, each as a figure for one question, by the field's names.

Retrieval metrics come from ``ir-measures``. Every metric of a run or a group is the mean over the questions that it
says something of, so refusal precision, for instance, is the mean over the questions that were refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import ir_measures
from ir_measures import RR, R, Success, nDCG

from corpus.readability import lix
from corpus.sentences import split_sentences
from corpus.words import words

if TYPE_CHECKING:
    from assistant.answer import Answer
    from corpus.document import Document
    from eval.question_set import QuestionRow

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True)
class Metric:
    """What a metric is.

    Args:
        name: The field's name for it.
        better: Which way is better.
        explanation: One line for an editor.
    """

    name: str
    better: Better
    explanation: str


RETRIEVAL = (
    Metric("hit@1", "higher", "et riktig dokument (grad 2) kommer først"),
    Metric("hit@3", "higher", "et riktig dokument er blant de tre første"),
    Metric("hit@5", "higher", "et riktig dokument er blant de fem første"),
    Metric("recall@5", "higher", "andel av de relevante dokumentene som er blant de fem første"),
    Metric("recall@10", "higher", "andel av de relevante dokumentene som er blant de ti første"),
    Metric("MRR@10", "higher", "1 delt på plassen til første riktige dokument"),
    Metric("nDCG@10", "higher", "hvor godt rekkefølgen følger gradene, 0 til 1"),
)
ANSWERS = (
    Metric("must", "higher", "svaret treffer alle mønstrene i must"),
    Metric("any_citation", "higher", "svaret har minst én kildehenvisning"),
    Metric("citation_verbatim", "higher", "andel av sitatene som står ordrett i kilden"),
    Metric("citation_precision", "higher", "andel av de siterte dokumentene som er relevante"),
    Metric("citation_recall", "higher", "andel av de relevante dokumentene som er sitert"),
    Metric("span_recall", "higher", "andel av de oppgitte utdragene som er sitert"),
    Metric("principle_precision", "higher", "andel av de nevnte prinsippene som er riktige"),
    Metric("principle_recall", "higher", "andel av de riktige prinsippene som er nevnt"),
    Metric("principle_f1", "higher", "harmonisk snitt av de to"),
    Metric("refusal_precision", "higher", "andel av avvisningene som var riktige"),
    Metric("refusal_recall", "higher", "andel av det som skulle avvises, som ble avvist"),
    Metric("false_refusal", "lower", "andel av det som kunne besvares, som ble avvist"),
    Metric("personal_data_recall", "higher", "andel av personopplysningene i spørsmålet som ble funnet"),
    Metric("words", "neither", "ord i svaret"),
    Metric("lix", "neither", "lesbarhet; under 45 er lett til middels"),
)
METRICS = {metric.name: metric for metric in (*RETRIEVAL, *ANSWERS)}


def ranking_values(ranking: Sequence[str], relevant: Mapping[str, int], right: int) -> dict[str, float]:
    """Return the retrieval metrics of one question.

    Args:
        ranking: Document ids, best first.
        relevant: Grade by document id.
        right: Lowest grade that counts as right for hit@k and MRR.

    Returns:
        Value by metric; hit@k and MRR are left out if no document has that grade, all if none is relevant.

    Example:
        >>> ranking_values(["b", "a"], {"a": 2}, right=2)["MRR@10"]
        0.5
    """
    if not relevant:
        return {}
    measures = {"recall@5": R @ 5, "recall@10": R @ 10, "nDCG@10": nDCG @ 10}
    if any(grade >= right for grade in relevant.values()):
        measures |= {f"hit@{k}": Success(rel=right) @ k for k in (1, 3, 5)}
        measures["MRR@10"] = RR(rel=right) @ 10
    qrels = [ir_measures.Qrel("q", name, grade) for name, grade in relevant.items()]
    run = [ir_measures.ScoredDoc("q", name, -place) for place, name in enumerate(ranking)]
    found = ir_measures.calc_aggregate(measures.values(), qrels, run)
    return {name: float(found[measure]) for name, measure in measures.items()}


def answer_values(row: QuestionRow, answer: Answer, documents: Mapping[str, Document]) -> dict[str, float]:
    """Return the answer metrics of one question.

    Args:
        row: The question with what is right.
        answer: What the assistant answered.
        documents: By id, to check quotes against.
    """
    refused = answer.mode == "avvist"
    values: dict[str, float] = {}
    if refused:
        values["refusal_precision"] = float(row.refuse)
    if row.refuse:
        values["refusal_recall"] = float(refused)
    else:
        values["false_refusal"] = float(refused)
        values["any_citation"] = float(bool(answer.citations))
        if row.must:
            values["must"] = float(all(matches(pattern, answer.text) for pattern in row.must))
        values |= _citation_values(row, answer, documents)
        values |= _principle_values(row.principles, [one.number for one in answer.principles])
    if answer.citations:
        verbatim = [documents[one.document_id].text[one.start : one.end] == one.quote for one in answer.citations]
        values["citation_verbatim"] = sum(verbatim) / len(verbatim)
    if not refused:
        values["words"] = len(words(answer.text))
        sentences = split_sentences(answer.text)
        values["lix"] = lix([answer.text[one.start : one.end] for one in sentences])
    return values


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern of ``must`` is found in an answer, ignoring case."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def _citation_values(row: QuestionRow, answer: Answer, documents: Mapping[str, Document]) -> dict[str, float]:
    cited = {documents[one.document_id].translation_of or one.document_id for one in answer.citations}
    values: dict[str, float] = {}
    if row.relevant:
        right = cited & set(row.relevant)
        values["citation_recall"] = len(right) / len(row.relevant)
        if cited:
            values["citation_precision"] = len(right) / len(cited)
    if row.spans:
        held = [
            any(one.document_id == span.document_id and _overlap(span.quote, one.quote) for one in answer.citations)
            for span in row.spans
        ]
        values["span_recall"] = sum(held) / len(held)
    return values


def _overlap(wanted: str, quote: str) -> bool:
    """Tell whether one excerpt holds the other, whatever the line breaks."""
    first, second = " ".join(wanted.split()), " ".join(quote.split())
    return first in second or second in first


def _principle_values(expected: Sequence[int], named: Sequence[int]) -> dict[str, float]:
    """Precision, recall and F1; nothing where no principle is central, 0 where none was named."""
    if not expected:
        return {}
    right = len(set(expected) & set(named))
    precision, recall = right / max(len(set(named)), 1), right / len(set(expected))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"principle_precision": precision, "principle_recall": recall, "principle_f1": f1}
