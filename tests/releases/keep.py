"""Keep a data folder as this release writes it: ``python -m tests.releases.keep 0.1.0``, once, before the release.

The folder lies in ``tests/releases/<version>.tar.gz`` from then on, and every later release has to open it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from assistant.answer import Answer
from assistant.feedback import Feedback, FeedbackStore, Judged
from assistant.settings import Settings
from assistant.triage import Judgement, Triage, question_key
from assistant.unanswered import UnansweredQuestions

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
UNANSWERED = "Hvem eier månen?"
TEXT = """---
id: trafikkdata
title: "Trafikkdata i Testvik"
type: praksis
language: nb
basis: offentlig
sources: [{url: "https://testvik.example/trafikk", published: 2024, retrieved: 2026-11}]
questions: ["Hvordan teller Testvik biler?"]
---

## Kort fortalt

Testvik teller biler med tolv sensorer langs fylkesveien. Tallene er åpne for alle.
"""
OWN = """# Plan for sykkel i Testvik

Testvik kommune skal bygge tre mil sykkelvei innen 2030. Planen ble vedtatt i 2025.
"""
OWN_CHANGED = OWN.replace("tre mil", "fire mil")


def run(folder: Path, *arguments: str) -> None:
    """Run the command line over the folder."""
    environment = {**os.environ, "VEIKART_DATA": str(folder / "data"), "VEIKART_TEXTS": str(folder / "texts")}
    command = [sys.executable, "-c", "from ui.cli import main; main()", *arguments]
    subprocess.run(command, check=True, cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)})


def fill(folder: Path) -> None:
    """Do what a municipality does in a year."""
    (folder / "texts" / "praksis").mkdir(parents=True)
    (folder / "texts" / "praksis" / "trafikkdata.md").write_text(TEXT, encoding="utf-8")
    plan = folder / "sykkelplan.md"
    for text in (OWN, OWN_CHANGED):
        plan.write_text(text, encoding="utf-8")
        run(folder, "import", str(plan), "--title", "Sykkelplan", "--publisher", "Testvik kommune", "--approve")
    settings = Settings(data=folder / "data")
    store = FeedbackStore(settings.feedback_file, settings.feedback_days)
    store.add(Feedback("ikke_nyttig", ("missing",), "Mangler gangveier", include=True), _judged())
    store.add(Feedback("nyttig"), _judged())
    questions = UnansweredQuestions(settings.unanswered_file, "text", settings.unanswered_days)
    for _ in range(2):
        questions.record(_refused())
    judgement = Judgement("arbeid", 3, "mangler", "Spør NRS")
    Triage(settings.triage_file).judge(question_key("nb", UNANSWERED), judgement, "Kari")
    run(folder, "export", str(folder / "kopi.zip"))


def _judged() -> Judged:
    return Judged("utdrag", "nb", None, "abc", "Hvor mye sykkelvei?", "Fire mil. [1]")


def _refused() -> Answer:
    return Answer("1", UNANSWERED, UNANSWERED, "nb", "avvist", text="", confidence=0.0, corpus_version="abc")


def main(version: str) -> None:
    """Keep the folder of a version, without the model, which is the same for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        with tarfile.open(HERE / f"{version}.tar.gz", "w:gz") as kept:
            for part in sorted(folder.iterdir()):
                kept.add(part, part.name, filter=lambda entry: None if "/models" in entry.name else entry)


if __name__ == "__main__":
    main(sys.argv[1])
