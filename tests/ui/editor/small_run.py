"""A run of ``veikart eval``, made by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ui.editor.runs import LISTED

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = {
    "format": 1, "kind": "answers", "question_set": "våre.jsonl", "question_set_hash": "a", "split": "tune",
    "questions": 12, "corpus_hash": "b", "model": "e5", "precision": "float32", "settings": {}, "source_hash": "c",
    "commit": None, "versions": {}, "created": "2026-11-01T10:00:00+00:00",
}  # fmt: skip
OVERALL = {"hit@1": 0.7692, "nDCG@10": 0.5, "counts": {"hit@1": 12}, "intervals": {"hit@1": [0.6, 0.9]}}
GROUP = {"hit@1": 0.5, "counts": {"hit@1": 40}, "intervals": {"hit@1": [0.4, 0.6]}, **dict.fromkeys(LISTED[1:])}


def write_run(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "summary.json").write_text(json.dumps({"overall": OVERALL, "by": {"lang": {"nb": GROUP, "nn": GROUP}}}))
    (folder / "report.html").write_text("<h1>Rapport</h1><script>alert(1)</script>")
    (folder / "per_question.jsonl").write_text('{"question": "hemmelig"}')
    (folder / "figur.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder
