"""An editor saves a text with a mistake and is told in one line where it is and how to mend it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.front_matter import FrontMatter, FrontMatterError, make_front_matter
from corpus.reader import read_corpus

GOOD = """---
id: solskinn
title: Solskinn på rådhuset
type: praksis
language: nb
basis: offentlig
sources:
  - url: "https://www.eksempel.no/sol"
    publisher: Eksempel kommune
    published: 2024
    retrieved: 2026-11
principles: [3]
principles_basis: redaksjonell
malbilder: [klimavennlige]
municipality: Eksempel
questions:
  - "Hvem har satt solceller på taket?"
---

## Kort fortalt

Eksempel kommune satte solceller på rådhuset i 2024.
"""


def write(folder: Path, text: str, name: str = "solskinn") -> Path:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_text_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    corpus = read_corpus(tmp_path)
    assert corpus.faults == ()
    document = corpus.documents["solskinn"]
    assert document.published == 2024
    assert document.municipality == ("Eksempel",)
    section = document.sections[0]
    assert section.heading == "Kort fortalt"
    assert document.text[section.start : section.end].strip() == "Eksempel kommune satte solceller på rådhuset i 2024."


@pytest.mark.parametrize(
    ("was", "becomes", "line", "says"),
    [
        ("type: praksis", "type: praksis\nfarge: blå", 5, "farge: ukjent felt"),
        ("principles: [3]", "principles: [3, 9]", 12, "principles.2: må være høyst 8 (her: 9)"),
        ("type: praksis", "type: eventyr", 4, "type: må være en av"),
        ("title: Solskinn på rådhuset\n", "", 2, "title: feltet mangler"),
        ('url: "https://www.eksempel.no/sol"', 'url: "eksempel"', 8, "sources.1.url: har feil form"),
        ("principles_basis: redaksjonell\n", "", 12, "principles_basis: feltet mangler"),
        ("malbilder: [klimavennlige]", "malbilder: [grønne]", 14, "ukjent målbilde 'grønne'"),
        ("id: solskinn", "id: regn", 2, "id: 'regn' er ikke filnavnet 'solskinn'"),
        ("principles: [3]", "principles: [3, 3]", 12, "står to ganger: 3"),
        ("title: Sol", "title: [Sol", 3, "ikke gyldig YAML"),
        ("## Kort fortalt\n", "## Resultat\n\n## Kort fortalt\n", 20, "tomt avsnitt: 'Resultat'"),
        ("## Kort fortalt", "# Kort fortalt", 20, "bruk '## ' for overskrifter"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, was: str, becomes: str, line: int, says: str) -> None:
    assert was in GOOD
    path = write(tmp_path, GOOD.replace(was, becomes, 1))
    faults = read_corpus(tmp_path).faults
    assert len(faults) == 1
    assert str(faults[0]).startswith(f"{path}:{line}: ")
    assert says in faults[0].message


def test_a_text_without_sources_is_refused(tmp_path: Path) -> None:
    start, end = GOOD.index("sources:"), GOOD.index("principles:")
    write(tmp_path, GOOD[:start] + GOOD[end:])
    assert [fault.message for fault in read_corpus(tmp_path).faults] == ["sources: feltet mangler"]


def test_all_mistakes_in_all_texts_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("language: nb", "language: se").replace("sdg", "").replace("[3]", "[0]"))
    write(tmp_path, GOOD.replace("title:", "tittel:"), "annen")
    write(tmp_path, "bare tekst", "tredje")
    faults = read_corpus(tmp_path).faults
    assert len({fault.path for fault in faults}) == 3
    assert len(faults) == 5


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, GOOD)
    corpus = read_corpus(tmp_path)
    assert len(corpus.documents) == 1
    assert "id: 'solskinn' finnes allerede i" in corpus.faults[0].message


def test_a_link_to_a_text_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("municipality:", "related: [måneskinn]\nmunicipality:"))
    assert "ukjent dokument 'måneskinn'" in read_corpus(tmp_path).faults[0].message


def test_a_translation_must_have_its_original_in_another_language(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("id: solskinn", "id: sol-nn\ntranslation_of: solskinn"), "sol-nn")
    write(tmp_path, GOOD.replace("id: solskinn", "id: regn-nn\ntranslation_of: regn"), "regn-nn")
    messages = [fault.message for fault in read_corpus(tmp_path).faults]
    assert messages == ["translation_of: ukjent dokument 'regn'", "translation_of: originalen er på samme språk"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff\xfe\x00", "ikke UTF-8"), (b"", "må begynne med metadata"), (b"---\n- a\n---\n", "må være felt")],
)
def test_a_broken_file_is_one_fault(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "rot.md").write_bytes(content)
    faults = read_corpus(tmp_path).faults
    assert len(faults) == 1
    assert says in faults[0].message


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "solskinn.md").write_bytes(("\ufeff" + GOOD.replace("\n", "\r\n")).encode())
    assert read_corpus(tmp_path).faults == ()


def test_what_is_wrong_with_a_field_is_never_told_in_english() -> None:
    values = (
        5, 3.5, True, None, "x?", [1], [None], {"a": 1}, "", date(2026, 1, 31), [{"url": 5}],
        [{"url": "x", "published": "i fjor", "retrieved": [1]}], [{"url": "https://x.no", "published": 3.5}],
    )  # fmt: skip
    good = {"id": "a", "title": "T", "type": "egen", "language": "nb", "basis": "offentlig", "sources": [{"url": "u"}]}
    told = []
    for field in FrontMatter.model_fields:
        for value in values:
            try:
                make_front_matter({**good, field: value})
            except FrontMatterError as error:
                told += [fault.message for fault in error.faults]
    english = re.compile(r"Input|should|\bvalid\b|\bmust\b|[Uu]nable|cannot|String|Datetimes| or ")
    assert len(told) > 100
    assert [one for one in told if english.search(one)] == []
