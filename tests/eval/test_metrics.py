"""The metrics say what the literature says: checked by hand, and against ir-measures called on whole runs."""

from __future__ import annotations

import dataclasses
import math
import random

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.document import Document
from eval.metrics import answer_values, ranking_values
from eval.question_set import QuestionRow


def test_a_ranking_by_hand() -> None:
    values = ranking_values(["x", "useful", "right", "y"], {"right": 2, "useful": 1, "missed": 1}, right=2)
    assert (values["hit@1"], values["hit@3"], values["hit@5"]) == (0, 1, 1)
    assert values["MRR@10"] == pytest.approx(1 / 3)
    assert values["recall@5"] == values["recall@10"] == pytest.approx(2 / 3)
    gained = 1 / math.log2(3) + 2 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert values["nDCG@10"] == pytest.approx(gained / ideal)


def test_a_useful_document_first_is_no_hit() -> None:
    assert ranking_values(["useful"], {"useful": 1, "right": 2}, right=2)["hit@1"] == 0


def test_nothing_found_is_nothing_right() -> None:
    assert set(ranking_values([], {"right": 2}, right=2).values()) == {0.0}


def test_nothing_relevant_says_nothing() -> None:
    assert ranking_values(["a"], {}, right=2) == {}


def test_means_agree_with_ir_measures_over_a_whole_run() -> None:
    random.seed(7)
    documents = [f"d{number}" for number in range(40)]
    qrels, run, ours = [], [], []
    for number in range(60):
        relevant = {name: random.choice((1, 2)) for name in random.sample(documents, 4)}
        relevant[random.choice(documents)] = 2
        ranking = random.sample(documents, 25)
        qrels += [ir_measures.Qrel(str(number), name, grade) for name, grade in relevant.items()]
        run += [ir_measures.ScoredDoc(str(number), name, 1 / (at + 1)) for at, name in enumerate(ranking)]
        ours.append(ranking_values(ranking, relevant, right=2))
    theirs = {
        "hit@1": Success(rel=2) @ 1, "hit@3": Success(rel=2) @ 3, "hit@5": Success(rel=2) @ 5, "recall@5": R @ 5,
        "recall@10": R @ 10, "MRR@10": RR(rel=2) @ 10, "nDCG@10": nDCG @ 10,
    }  # fmt: skip
    expected = ir_measures.calc_aggregate(theirs.values(), qrels, run)
    for name, measure in theirs.items():
        assert sum(values[name] for values in ours) / len(ours) == pytest.approx(expected[measure]), name


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask("Hva gikk Drammensmodellen ut på?")


@pytest.fixture(scope="module")
def documents(assistant: Assistant) -> dict[str, Document]:
    return assistant.snapshot.passages.documents


def row(**fields: object) -> QuestionRow:
    base = {"id": "1", "question": "?", "lang": "nb", "kind": "fakta", "relevant": {"drammensmodellen": 2}}
    return QuestionRow.model_validate({**base, **fields})


def test_every_pattern_must_match_in_any_case(answer: Answer, documents: dict[str, Document]) -> None:
    assert answer_values(row(must=("DRAMMEN", "kommune")), answer, documents)["must"] == 1
    assert answer_values(row(must=("drammen", "finnes ikke")), answer, documents)["must"] == 0
    assert "must" not in answer_values(row(), answer, documents)


def test_citations_against_the_relevant_documents(answer: Answer, documents: dict[str, Document]) -> None:
    cited = {one.document_id for one in answer.citations}
    wanted = dict.fromkeys([*cited, "orklandbadet", "kongsberg-selvkjorende-buss"], 1)
    values = answer_values(row(relevant=wanted), answer, documents)
    assert values["citation_precision"] == 1
    assert values["citation_recall"] == pytest.approx(len(cited) / len(wanted))
    assert answer_values(row(relevant={"orklandbadet": 2}), answer, documents)["citation_precision"] == 0


def test_a_changed_quote_is_not_verbatim(answer: Answer, documents: dict[str, Document]) -> None:
    assert answer_values(row(), answer, documents)["citation_verbatim"] == 1
    first, *rest = answer.citations
    bent = dataclasses.replace(answer, citations=(dataclasses.replace(first, quote=first.quote + "!"), *rest))
    assert answer_values(row(), bent, documents)["citation_verbatim"] == pytest.approx(1 - 1 / len(answer.citations))


def test_an_excerpt_is_cited_or_not(answer: Answer, documents: dict[str, Document]) -> None:
    held = {"document_id": answer.citations[0].document_id, "quote": answer.citations[0].quote[:30]}
    missed = {"document_id": "orklandbadet", "quote": "svømmehall"}
    assert answer_values(row(spans=(held, missed)), answer, documents)["span_recall"] == 0.5


def test_principles(answer: Answer, documents: dict[str, Document]) -> None:
    named = [one.number for one in answer.principles]
    others = [number for number in range(1, 9) if number not in named][:1]
    values = answer_values(row(principles=(*named[:1], *others)), answer, documents)
    assert values["principle_precision"] == pytest.approx(1 / len(named))
    assert values["principle_recall"] == 0.5
    assert values["principle_f1"] == pytest.approx(2 * (1 / len(named)) * 0.5 / (1 / len(named) + 0.5))
    assert "principle_f1" not in answer_values(row(principles=()), answer, documents)


@pytest.mark.parametrize(
    ("mode", "kind", "expected"),
    [
        ("avvist", "avvis", {"refusal_precision": 1, "refusal_recall": 1}),
        ("avvist", "fakta", {"refusal_precision": 0, "false_refusal": 1}),
        ("utdrag", "avvis", {"refusal_recall": 0}),
        ("utdrag", "fakta", {"false_refusal": 0}),
    ],
)
def test_refusals(
    answer: Answer, documents: dict[str, Document], mode: str, kind: str, expected: dict[str, float]
) -> None:
    asked = row(kind=kind, relevant={} if kind == "avvis" else {"drammensmodellen": 2})
    given = dataclasses.replace(answer, mode=mode, citations=() if mode == "avvist" else answer.citations)
    values = answer_values(asked, given, documents)
    assert {name: value for name, value in values.items() if "refusal" in name} == expected
