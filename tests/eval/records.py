"""Records made by hand, for tests of what is done with them."""

from __future__ import annotations

from datetime import UTC, datetime

from eval.provenance import RUN_FORMAT, RunConfig
from eval.record import Record


def record(name: str, *, refuse: bool | None = False, confidence: float = 0.9, **values: float) -> Record:
    kind = "avvis" if refuse else "fakta"
    return Record(
        id=name,
        question=f"Spørsmål {name}?",
        groups={"kind": kind, "lang": "nb"},
        relevant={"a": 2},
        refuse=refuse,
        ranking=("a", "b"),
        passages=(),
        answer={
            "text": f"Svar {name} [1]", "language": "nb", "mode": "utdrag", "confidence": confidence,
            "citations": [], "principles": [],
        },
        values={key.replace("_at_", "@"): value for key, value in values.items()},
        milliseconds={"retrieval": 10.0, "total": 20.0},
    )  # fmt: skip


def config(**changes: object) -> RunConfig:
    fields = {
        "format": RUN_FORMAT, "kind": "answers", "question_set": "sett.jsonl", "question_set_hash": "abc", "split": "",
        "questions": 2, "corpus_hash": "c" * 64, "model": "m", "precision": "float32", "settings": {},
        "source_hash": "s", "commit": None, "versions": {}, "created": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    return RunConfig.model_validate({**fields, **changes})
