"""An editor imports a folder that a careless, unlucky or malicious person has filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.importing.composition import to_body
from corpus.importing.extract import Extract
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits
from corpus.importing.sandbox import read_file
from eval.bench.import_story import Sample
from tests.corpus.importing.harmful import harmful_files
from tests.corpus.importing.harmful_zips import OUTSIDE

LIMITS = ImportLimits(seconds=4, memory=500 << 20, ocr_pages=0, characters=1_000_000)
FILES = list(harmful_files())
SAYS = {
    "empty.pdf": "filen er tom",
    "half.docx": "skadet",
    "random.txt": "ikke tekst",
    "encrypted.pdf": "passord",
    "encrypted-parts.docx": "passord",
    "encrypted.odt": "passord",
    "password.docx": "passord",
    "2001-pages.pdf": "har 2001 sider, og grensen er 2000",
    "deep-page-tree.pdf": "skadet",
    "stream-bomb.pdf": "minne",
    "flat-bomb.docx": "zip-bombe",
    "many-parts.docx": "zip-bombe",
    "overlapping-bomb.docx": "zip-bombe",
    "laughs.docx": "entiteter",
    "laughs-in-utf16.docx": "entiteter",
    "outside-entity.pptx": "entiteter",
    "laughs.odt": "entiteter",
    "too-many-characters.txt": "mer enn 1000000 tegn",
    "picture.pdf": "heter .pdf, men er et bilde (PNG)",
    "old.doc": "åpne den i Word og lagre som .docx",
    "old.ppt": "åpne den i PowerPoint og lagre som .pptx",
    "login-page.pdf": "innloggingsside",
    "sheet.xlsx": "regneark",
    "archive.docx": "zip-arkiv",
    "nothing-on-it.pdf": "ingen tekst",
}
HIDDEN = ("root:", "hahaha", "hemmelig", "alert(", "\u202e", "\0", "\x1b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("harmful")
    yield made
    assert list(made.iterdir()) == [], "something was written beside the file that was read"


@pytest.mark.parametrize("sample", FILES, ids=lambda sample: f"{sample.name}.{sample.suffix}")
def test_a_harmful_file_is_read_or_refused_in_one_line(sample: Sample, folder: Path) -> None:
    path = folder / f"{sample.name}.{sample.suffix}"
    path.write_bytes(sample.data)
    try:
        outcome: Extract | ImportFault = read_file(path, LIMITS)
    except ImportFault as fault:
        outcome = fault
    finally:
        path.unlink()
    assert isinstance(outcome, ImportFault) or path.name not in SAYS
    if isinstance(outcome, ImportFault):
        message = str(outcome)
        assert message.startswith(f"{path.name}: ")
        assert message.isprintable()
        assert SAYS.get(path.name, "") in message
        assert 30 < len(message) < 400
    else:
        body = to_body(outcome.blocks)
        assert body.strip()
        assert not any(text in body for text in HIDDEN)
        assert all(note.isprintable() for note in outcome.notes)
    assert not (Path("/") / OUTSIDE).exists()


def test_there_are_many_harmful_files() -> None:
    names = [f"{sample.name}.{sample.suffix}" for sample in FILES]
    assert len(set(names)) == len(names) >= 80
    assert set(SAYS) <= set(names)


def test_the_rest_of_a_batch_goes_on(tmp_path: Path) -> None:
    wanted = ("stream-bomb.pdf", "deep-runs.docx", "flat-bomb.docx", "random.pdf")
    for sample in FILES:
        if f"{sample.name}.{sample.suffix}" in wanted:
            (tmp_path / f"{sample.name}.{sample.suffix}").write_bytes(sample.data)
    (tmp_path / "god.txt").write_text("Kommunen bygger en sykkelvei.", encoding="utf-8")
    read, refused = [], []
    for path in sorted(tmp_path.iterdir()):
        try:
            read.append(read_file(path, LIMITS))
        except ImportFault as fault:
            refused.append(fault)
    assert [extract.blocks[0].text for extract in read] == ["Kommunen bygger en sykkelvei."]
    assert len(refused) == len(wanted)
