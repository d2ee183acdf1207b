"""A sentence that points at the one before it is quoted with that one, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.index_state import build_index
from assistant.reference import points_back
from assistant.settings import Settings
from index.model.bundled import BUNDLED_MODEL
from index.model.embedder import Embedder
from index.snapshot import load_snapshot

TEXT = """---
id: bylab
title: Bylab Testvik
type: praksis
language: nb
basis: offentlig
sources: [{url: "https://example.org/bylab", published: 2024}]
questions: ["Hva er Bylab Testvik?"]
---

## Kort fortalt

Bylab Testvik er et kontor på torget. Der kan folk levere inn forslag til kommunen. Bylab Testvik åpnet i 2024.

Det førte til mange nye forslag om sykkelveier.
"""


@pytest.mark.parametrize(
    ("sentence", "points"),
    [
        ("Dette gjelder bare i byen.", True),
        ("Disse kommunene fikk støtte.", True),
        ("Den måler luften hver time.", True),
        ("De fikk støtte i 2020.", True),
        ("Derfor ble prosjektet stanset.", True),
        ("Det førte til færre biler.", True),
        ("Dei viste at det går an.", True),
        ("They won a prize.", True),
        ("Den nye bydelen har solceller.", False),
        ("De åtte kommunene fikk støtte.", False),
        ("Det er gratis å være med.", False),
        ("Da KS hadde nettverket, kom 80 kommuner.", False),
        ("Disse tre kravene gjelder:", False),
        ("Drammen har ti kommunedeler.", False),
    ],
)
def test_which_sentences_point_back(sentence: str, points: bool) -> None:
    assert points_back(sentence) is points


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, model_folder: Path, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("bylab")
    (folder / "texts" / "praksis").mkdir(parents=True)
    (folder / "texts" / "praksis" / "bylab.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(data=folder / "data", texts=folder / "texts", model=BUNDLED_MODEL)
    build_index(settings, embedder)
    return Assistant(load_snapshot(settings.index_folder, embedder.fingerprint), embedder)


def test_a_pronoun_is_quoted_with_its_noun(small: Assistant) -> None:
    quotes = [one.quote for one in small.ask("Hva er Bylab Testvik, og kan folk levere inn forslag?").citations]
    assert "Bylab Testvik er et kontor på torget. Der kan folk levere inn forslag til kommunen." in quotes
    assert not any(quote.startswith("Der kan") for quote in quotes)


def test_a_pronoun_whose_noun_stands_in_another_paragraph_is_left_out(small: Assistant) -> None:
    assert "sykkelveier" not in small.ask("Hva er Bylab Testvik, og hva førte det til?").text
