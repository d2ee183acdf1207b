"""A set in BEIR's layout is read whole, or what is wrong with it is told with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.beir import read_beir
from eval.question_set import QuestionSetError

CORPUS = [{"_id": "d1", "title": "Sykkel", "text": "Elsykler lånes ut gratis."}, {"_id": "d2", "text": "Badet åpner."}]
QUERIES = [{"_id": "q1", "text": "låne sykkel"}, {"_id": "q2", "text": "når åpner badet"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\nq2\td2\t2\n"


def write_set(folder: Path, qrels: str = QRELS) -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, CORPUS)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)))
    (folder / "qrels" / "test.tsv").write_text(qrels)
    return folder


def test_documents_and_judgements(tmp_path: Path) -> None:
    found = read_beir(write_set(tmp_path))
    assert [one.title for one in found.documents] == ["Sykkel", ""]
    assert [(one.id, one.relevant) for one in found.queries] == [("test/q1", {"d1": 1}), ("test/q2", {"d2": 2})]


@pytest.mark.parametrize(
    ("qrels", "says"),
    [
        ("q1\tborte\t1\n", "test.tsv:1: ukjent dokument 'borte'"),
        ("query-id\tcorpus-id\tscore\nq9\td1\t1\n", "test.tsv:2: ukjent spørsmål 'q9'"),
        ("q1\td1\n", "test.tsv:1: raden må ha"),
    ],
)
def test_a_judgement_that_points_nowhere(tmp_path: Path, qrels: str, says: str) -> None:
    with pytest.raises(QuestionSetError, match=says):
        read_beir(write_set(tmp_path, qrels))


def test_a_split_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"qrels/dev\.tsv"):
        read_beir(write_set(tmp_path), split="dev")


def test_the_same_document_twice(tmp_path: Path) -> None:
    folder = write_set(tmp_path)
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, [*CORPUS, CORPUS[0]])))
    with pytest.raises(QuestionSetError, match=r"corpus\.jsonl:3: _id 'd1' står to ganger"):
        read_beir(folder)
