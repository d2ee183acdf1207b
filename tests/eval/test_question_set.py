"""An editor's question set is read whole, or every fault in it is told with its line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.reader import read_corpus
from eval.question_set import QuestionSetError, read_questions

OURS = Path(__file__).parent.parent.parent / "eval" / "questions" / "veikart.jsonl"
ROW = {"id": "1", "question": "Hva er en smart by?", "lang": "nb", "relevant": {"veikart-definisjon": 2}}


def write(folder: Path, *lines: str) -> Path:
    path = folder / "sett.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_row_is_read(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "Hei"}, {"role": "assistant", "content": "Hallo"}]
    row = read_questions(write(tmp_path, json.dumps({**ROW, "history": history})))[0]
    assert row.earlier == ("Hei",)
    assert not row.refuse


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        json.dumps(ROW),
        "{ødelagt",
        json.dumps({**ROW, "id": "3", "lang": "fr"}),
        json.dumps({**ROW, "id": "4", "relevant": {"a": 3}}),
        json.dumps(ROW),
    )
    with pytest.raises(QuestionSetError) as caught:
        read_questions(path)
    lines = str(caught.value).splitlines()
    assert [line.removeprefix(f"{path}:").split(":")[0] for line in lines] == ["2", "3", "4", "5"]
    assert "id '1' står også på linje 1" in lines[3]


def test_an_unknown_document_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(ROW))
    with pytest.raises(QuestionSetError, match=r":1: ukjent dokument 'veikart-definisjon'"):
        read_questions(path, {"orklandbadet"})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"must": ["(åpen"]}, "ikke et gyldig regulært uttrykk"),
        ({"kind": "avvis"}, "kan ikke ha relevant"),
        ({"relevant": {}}, "må ha relevant eller must"),
        ({"principles": [9]}, "principles.0"),
        ({"farge": "blå"}, "farge"),
    ],
)
def test_a_row_that_cannot_be_measured_is_a_fault(tmp_path: Path, change: dict[str, object], says: str) -> None:
    with pytest.raises(QuestionSetError, match=rf":2: .*{re.escape(says)}"):
        read_questions(write(tmp_path, json.dumps(ROW), json.dumps({**ROW, "id": "2", **change})))


def test_a_set_too_large_to_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "stor.jsonl"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(QuestionSetError, match="filen er på 100 MB; høyst 50 MB"):
        read_questions(path)


def test_only_the_rows_of_a_split(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({**ROW, "split": "tune"}), json.dumps({**ROW, "id": "2", "split": "holdout"}))
    assert [row.id for row in read_questions(path, split="holdout")] == ["2"]
    with pytest.raises(QuestionSetError, match="ingen spørsmål med split"):
        read_questions(write(tmp_path, json.dumps(ROW)), split="tune")


def test_an_empty_set_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="ingen spørsmål"):
        read_questions(write(tmp_path, ""))


def test_our_own_set_can_be_answered_from_our_own_texts() -> None:
    documents = read_corpus().documents
    rows = read_questions(OURS)
    assert len(rows) >= 200
    assert sum(row.refuse for row in rows) >= 40
    for row in rows:
        assert set(row.relevant) <= set(documents), row.id
        right = [" ".join(documents[one].text.split()) for one, grade in row.relevant.items() if grade == 2]
        for pattern in row.must:
            assert any(re.search(pattern, text, re.I) for text in right), (row.id, pattern)


def test_mirrored_questions_ask_the_same_in_both_written_forms() -> None:
    rows = {row.id: row for row in read_questions(OURS)}
    pairs = [(rows[name.removesuffix("-nn")], row) for name, row in rows.items() if name.endswith("-nn")]
    assert len(pairs) >= 40
    for bokmal, nynorsk in pairs:
        assert (bokmal.lang, nynorsk.lang) == ("nb", "nn")
        assert (bokmal.relevant, bokmal.must, bokmal.split) == (nynorsk.relevant, nynorsk.must, nynorsk.split)
