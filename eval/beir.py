"""Retrieval sets in BEIR's layout (Thakur et al. 2021): ``corpus.jsonl``, ``queries*.jsonl`` and ``qrels/*.tsv``."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.document import Document, Section, Source
from eval.question_set import QuestionSetError, file_hash

_HEADER = ("query-id", "corpus-id", "score")
_SHOWN_FAULTS = 20


@dataclass(frozen=True)
class BeirQuery:
    """A query with its judgements in one split.

    Args:
        id: Unique in the set, with the split.
        question: The query's text.
        split: Name of the qrels file.
        relevant: Grade by document id, at least 1.
    """

    id: str
    question: str
    split: str
    relevant: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BeirSet:
    """Documents and queries; every judged document is among the documents."""

    documents: tuple[Document, ...]
    queries: tuple[BeirQuery, ...]


def read_beir(folder: Path, *, split: str = "") -> BeirSet:
    """Read a set.

    Args:
        folder: The set's folder.
        split: Only the judgements of this qrels file; all if empty.

    Raises:
        QuestionSetError: If a file is missing or has a fault; the message names file and line.
    """
    documents = {name: _document(row) for name, row in _by_id([folder / "corpus.jsonl"]).items()}
    texts = {name: str(row["text"]) for name, row in _by_id(sorted(folder.glob("queries*.jsonl"))).items()}
    judged = [path for path in sorted((folder / "qrels").glob("*.tsv")) if not split or path.stem == split]
    if not documents or not texts or not judged:
        wanted = f"qrels/{split or '*'}.tsv"
        msg = f"{folder}: trenger corpus.jsonl, queries.jsonl og {wanted}, og ingen av dem kan være tomme"
        raise QuestionSetError(msg)
    queries = [query for path in judged for query in _queries(path, texts, documents)]
    return BeirSet(tuple(documents.values()), tuple(queries))


def beir_hash(folder: Path) -> str:
    """Return a hash over all files of a set."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("qrels/*.tsv")]):
        digest.update(f"{path.name} {file_hash(path)}\n".encode())
    return digest.hexdigest()


def _by_id(paths: list[Path]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        for number, row in _rows(path):
            if row["_id"] in found:
                msg = f"{path}:{number}: _id '{row['_id']}' står to ganger"
                raise QuestionSetError(msg)
            found[row["_id"]] = row
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, _row(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "filen er ikke UTF-8"
        msg = f"{path}: kan ikke leses: {reason}"
        raise QuestionSetError(msg) from error


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        msg = f"{path}:{number}: ikke gyldig JSON: {error}"
        raise QuestionSetError(msg) from error
    if not isinstance(row, dict) or not isinstance(row.get("_id"), str) or not isinstance(row.get("text"), str):
        msg = f"{path}:{number}: raden må ha _id og text som tekst"
        raise QuestionSetError(msg)
    return row


def _document(row: dict[str, Any]) -> Document:
    text = str(row["text"])
    return Document(
        id=row["_id"],
        title=str(row.get("title") or ""),
        type="egen",
        language="nb",
        basis="offentlig",
        sources=(Source(url=""),),
        text=text,
        sections=(Section("", editorial=False, start=0, end=len(text)),),
    )


def _queries(path: Path, texts: dict[str, str], documents: dict[str, Document]) -> list[BeirQuery]:
    judgements: defaultdict[str, dict[str, int]] = defaultdict(dict)
    faults = []
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream, delimiter="\t"), start=1):
            if (number == 1 and tuple(row) == _HEADER) or not row:
                continue
            fault = _fault(row, texts, documents)
            if fault:
                faults.append(f"{path}:{number}: {fault}")
            elif int(row[2]) > 0:
                judgements[row[0]][row[1]] = int(row[2])
    if faults:
        raise QuestionSetError("\n".join(faults[:_SHOWN_FAULTS]))
    return [BeirQuery(f"{path.stem}/{name}", texts[name], path.stem, relevant) for name, relevant in judgements.items()]


def _fault(row: list[str], texts: dict[str, str], documents: dict[str, Document]) -> str | None:
    if len(row) != len(_HEADER) or not row[2].lstrip("-").isdigit():
        return "raden må ha query-id, corpus-id og et helt tall, med tabulator mellom"
    if row[0] not in texts:
        return f"ukjent spørsmål '{row[0]}'"
    if row[1] not in documents:
        return f"ukjent dokument '{row[1]}'"
    return None
