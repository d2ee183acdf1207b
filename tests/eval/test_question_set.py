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
    assert row.answerable_with({"veikart-definisjon"})
    assert not row.answerable_with({"annet"})


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
