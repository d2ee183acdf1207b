"""What an editor does with the municipality's own documents, and what is never lost."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corpus.importing.block import Block
from corpus.importing.extract import Extract
from corpus.own.intake import Given, Received, Taken, take_in
from corpus.own.library import Library, LibraryError
from corpus.reader import parse_document, read_corpus

PLAN = (
    Block("heading", "Klimaplan for Ål", 1, 1),
    Block("paragraph", "Kommunen skal kutte utslippene med 55 prosent innen 2030.", 1),
    Block("heading", "Tiltak", 2, 2),
    Block("item", "Alle nye kjøretøy skal være elektriske fra 2026.", 2),
)


NOTHING = Given()


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    return Library(tmp_path / "own", clock)


def imported(
    library: Library,
    content: bytes = b"%PDF plan",
    origin: str = "Klimaplan.pdf",
    blocks: tuple[Block, ...] = PLAN,
    given: Given = NOTHING,
) -> Taken:
    digest = hashlib.sha256(content).hexdigest()
    extract = Extract(blocks, "pdf", 2, "Klimaplan for Ål", 2024, False, digest, ("Side 7 er uten tekst.",))
    received = Received(origin, content, date(2026, 11, 25), given)
    return take_in(extract, received, library, language="nb", reserved={"drammensmodellen"})


def test_an_import_waits_for_review_and_is_searched_only_when_it_is_approved(library: Library) -> None:
    taken = imported(library, given=Given(municipality=("Ål",), principles=(3,), publisher="Ål kommune"))
    assert (taken.outcome, taken.entry.id, taken.entry.state) == ("new", "klimaplan-for-aal", "review")
    assert taken.entry.fields.import_notes == ["Side 7 er uten tekst."]
    assert read_corpus(library.texts).documents == {}
    library.approve("klimaplan-for-aal")
    document = read_corpus(library.texts).documents["klimaplan-for-aal"]
    assert (document.type, document.basis, document.municipality) == ("egen", "offentlig", ("Ål",))
    assert (document.sources[0].publisher, document.sources[0].published) == ("Ål kommune", 2024)
    quote = "Alle nye kjøretøy skal være elektriske fra 2026."
    assert document.page_at(document.text.index(quote)) == 2
    assert document.page_at(document.text.index("55 prosent")) == 1
    assert "side" not in document.text
    assert [entry.state for entry in library.entries()] == ["live"]


def test_the_original_is_kept_as_it_was(library: Library) -> None:
    name = imported(library).entry.fields.original
    assert name is not None
    kept = library.original(name)
    assert kept is not None
    assert kept.read_bytes() == b"%PDF plan"


def test_the_same_file_again_changes_nothing(library: Library) -> None:
    imported(library)
    library.approve("klimaplan-for-aal")
    again = imported(library)
    assert (again.outcome, again.entry.state) == ("same", "live")
    assert len(library.entries()) == 1


def test_a_new_edition_of_a_file_keeps_what_the_editor_said_and_the_old_text(library: Library) -> None:
    imported(library, given=Given(questions=("når blir bilene elektriske?",), title="Klimaplanen"))
    library.approve("klimaplanen")
    newer = (*PLAN, Block("item", "Skolene skal ha solceller.", 2))
    taken = imported(library, b"%PDF newer", blocks=newer)
    assert (taken.outcome, taken.entry.id, taken.entry.state) == ("changed", "klimaplanen", "review")
    assert taken.entry.fields.questions == ["når blir bilene elektriske?"]
    assert "solceller" not in library.entry("klimaplanen").body
    library.approve("klimaplanen")
    assert "solceller" in library.entry("klimaplanen").body
    [old] = library.versions("klimaplanen")
    library.go_back("klimaplanen", old)
    assert "solceller" not in library.entry("klimaplanen").body
    assert len(library.versions("klimaplanen")) == 2


def test_two_documents_of_one_title_get_two_ids_and_never_a_built_in_one(library: Library) -> None:
    imported(library)
    assert imported(library, b"other", "Annen fil.pdf").entry.id == "klimaplan-for-aal-2"
    assert imported(library, b"x", "x.pdf", given=Given(title="Drammensmodellen")).entry.id == "drammensmodellen-2"


def test_a_withdrawn_document_is_out_of_use_at_once_and_gone_after_the_days(library: Library, clock: Clock) -> None:
    original = imported(library).entry.fields.original or ""
    library.approve("klimaplan-for-aal")
    library.withdraw("klimaplan-for-aal")
    assert read_corpus(library.texts).documents["klimaplan-for-aal"].status == "trukket"
    clock.time += timedelta(days=29)
    assert library.purge(30) == []
    clock.time += timedelta(days=2)
    assert library.purge(30) == ["klimaplan-for-aal"]
    assert library.entries() == []
    assert library.original(original) is None
    assert [path for path in library.root.rglob("*") if path.is_file()] == []


def test_a_withdrawn_document_can_be_brought_back(library: Library) -> None:
    imported(library)
    library.approve("klimaplan-for-aal")
    library.withdraw("klimaplan-for-aal")
    assert library.bring_back("klimaplan-for-aal").state == "live"
    assert library.purge(0) == []


def test_nobody_overwrites_what_they_have_not_seen(library: Library) -> None:
    entry = imported(library).entry
    first = entry.fields.model_copy(update={"title": "Første"})
    library.change(entry.id, first, entry.body, version=entry.version, review=True)
    second = entry.fields.model_copy(update={"title": "Andre"})
    with pytest.raises(LibraryError, match="endret av noen andre"):
        library.change(entry.id, second, entry.body, version=entry.version, review=True)
    assert library.entry(entry.id, review=True).fields.title == "Første"


def test_a_text_that_is_not_in_order_is_refused_and_the_old_one_stands(library: Library) -> None:
    entry = imported(library).entry
    with pytest.raises(LibraryError, match="tomt avsnitt: 'Uten tekst'"):
        library.change(entry.id, entry.fields, f"{entry.body}\n\n## Uten tekst\n", version=entry.version, review=True)
    assert library.entry(entry.id, review=True).raw == entry.raw


@pytest.mark.parametrize("name", ["../drammensmodellen", "a/b", "", "Å", "a.md", "..", "-a", "a" * 300 + "/"])
def test_an_id_cannot_lead_out_of_the_folder(library: Library, name: str) -> None:
    with pytest.raises(LibraryError, match="er ingen id"):
        library.entry(name)


@pytest.mark.parametrize("name", ["../own/texts/a.md", "a.pdf", "0123456789abcdef.pdf/..", ""])
def test_an_original_s_name_cannot_lead_out_of_the_folder(library: Library, name: str) -> None:
    imported(library)
    assert library.original(name) is None


def test_what_the_editor_says_wrongly_is_told(library: Library) -> None:
    with pytest.raises(LibraryError, match=r"principles\.1: må være høyst 8"):
        imported(library, given=Given(principles=(9,)))
    assert library.entries() == []


def test_a_disk_that_is_full_leaves_the_old_text(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = imported(library).entry

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LibraryError, match="frigjør plass"):
        library.approve(entry.id)
    monkeypatch.undo()
    assert [one.state for one in library.entries()] == ["review"]
    assert [path for path in library.root.rglob(".*") if path.is_file()] == []


def test_front_matter_written_by_us_is_read_back_as_it_was(library: Library) -> None:
    tricky = Given(title="Plan: «2030» – #1, 'a' \"b\" [c] æøå", period="2024–2030", questions=("hva: nå?", "- liste"))
    entry = imported(library, given=tricky).entry
    document = parse_document(entry.path, entry.raw)
    assert document.title == tricky.title
    assert document.questions == tricky.questions
    assert document.period == "2024–2030"
