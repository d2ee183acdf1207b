"""An editor takes in a plan, looks through it, puts it to use, changes it, and takes it out of use again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.ui.editor.newsroom import seen
from tests.ui.editor.small_texts import PLAN

if TYPE_CHECKING:
    from tests.ui.editor.newsroom import Newsroom

QUESTION = "Når skal nye kjøretøy i Fjellby være elektriske?"
PAGE = "/redaksjon/tekst/klimaplan-for-fjellby"
REVIEW = f"{PAGE}?gjennomsyn=1"


def test_a_plan_goes_from_file_to_answer(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    taken = editor.bring()
    assert taken.headers["location"] == f"{REVIEW}&gjort=importert"
    review = editor.see(taken.headers["location"])
    words = seen(review.text)
    assert "Dokumentet er lest. Se gjennom det" in words
    assert "Bit 2" in words
    assert "Alle nye kjøretøy i Fjellby skal være elektriske fra 2027." in words
    assert newsroom.assistant.ask(QUESTION).mode == "avvist"

    approved = editor.submit(REVIEW, "handling=godkjenn", year="2026", principles=["5"], questions=f"{QUESTION}\n")
    assert approved.headers["location"] == f"{PAGE}?gjort=godkjent"
    assert "2027" in newsroom.ask(QUESTION)
    live = seen(editor.see(PAGE).text)
    assert "I bruk" in live
    assert "Se teksten slik leserne ser den" in live
    overview = seen(editor.see("/redaksjon?tilstand=live").text)
    assert "Tekster: 1" in overview
    assert "Klimaplan for Fjellby I bruk Eget dokument 5 2026 1" in overview


def test_pages_of_the_original_stand_by_each_piece(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    body = "<!-- side 4 -->\nFørste side er her.\n\n## Mer\n\nDen andre <!-- side 5 --> siden begynner her."
    editor.submit(REVIEW, "handling=lagre", body=body)
    words = seen(editor.see(REVIEW).text)
    assert "Bit 1 – side 4 – 19 tegn Første side er her." in words
    assert "Bit 2 – Mer – side 4–5 –" in words


def test_what_is_wrong_is_told_and_nothing_that_was_typed_is_lost(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    html = editor.submit(
        REVIEW, "handling=godkjenn", title="", year="i fjor", url="kommune.no", body="# Feil\n\nMin egen tekst",
    )  # fmt: skip
    assert html.status_code == 422
    words = seen(html.text)
    assert "Noe må rettes Skriv en tittel. «kommune.no» er ingen nettadresse." in words
    assert "«i fjor» er ikke et årstall. Skriv fire siffer, som 2024." in words
    assert 'href="#year"' in html.text
    assert re.search(r'<input id="year"[^>]* value="i fjor"[^>]*aria-invalid="true"', html.text)
    assert "Min egen tekst" in html.text

    faulty = editor.submit(REVIEW, "handling=godkjenn", body="# Feil overskrift\n\nMin egen tekst")
    assert faulty.status_code == 422
    assert "bruk '## ' for overskrifter" in seen(faulty.text)
    assert "Min egen tekst" in faulty.text
    assert [entry.state for entry in newsroom.desk.library.entries()] == ["review"]


def test_two_editors_do_not_overwrite_one_another(newsroom: Newsroom) -> None:
    kari, ola = newsroom.editor("Kari"), newsroom.editor("Ola")
    kari.bring()
    html = kari.see(REVIEW).text
    version = re.search(r'name="versjon" value="(\w+)"', html)
    assert version
    ola.submit(REVIEW, "handling=lagre", title="Olas tittel")
    late = kari.submit(REVIEW, "handling=lagre", title="Karis tittel", versjon=version[1])
    assert late.status_code == 409
    assert "endret av noen andre" in seen(late.text)
    assert 'value="Karis tittel"' in late.text
    again = kari.submit(REVIEW, "handling=forkast", versjon=version[1])
    assert again.status_code == 400
    assert newsroom.desk.library.entries()[0].fields.title == "Olas tittel"


def test_a_document_in_use_is_changed_gone_back_withdrawn_and_brought_back(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    editor.submit(REVIEW, "handling=godkjenn", questions=QUESTION)
    editor.submit(PAGE, "handling=lagre", body=PLAN.partition("\n\n")[2].replace("2027", "2029"))
    assert "2029" in newsroom.ask(QUESTION)
    editor.submit(PAGE, "handling=versjon", utgave=newsroom.desk.library.versions("klimaplan-for-fjellby")[0])
    assert "2027" in newsroom.ask(QUESTION)

    editor.submit(PAGE, "handling=trekk")
    assert newsroom.ask(QUESTION) != ""
    assert newsroom.assistant.ask(QUESTION).mode == "avvist"
    assert "Slettes 30 dager etter at det ble trukket" in seen(editor.see(PAGE).text)
    editor.submit(PAGE, "handling=hent-tilbake")
    assert "2027" in newsroom.ask(QUESTION)


def test_a_new_file_of_the_same_name_is_a_new_version_beside_the_one_in_use(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    editor.submit(REVIEW, "handling=godkjenn", publisher="Fjellby kommune")
    again = editor.bring()
    assert again.headers["location"] == f"{PAGE}?gjort=uendret"
    newer = editor.bring(content=PLAN.replace("55", "60"))
    assert newer.headers["location"] == f"{REVIEW}&gjort=ny_utgave"
    words = seen(editor.see(REVIEW).text)
    assert "Dette dokumentet er i bruk i en annen utgave." in words
    assert 'value="Fjellby kommune"' in editor.see(REVIEW).text
    editor.submit(REVIEW, "handling=forkast")
    assert [entry.state for entry in newsroom.desk.library.entries()] == ["live"]
    editor.bring(content=PLAN.replace("55", "60"))
    editor.submit(REVIEW, "handling=godkjenn")
    assert newsroom.desk.indexing.wait()
    (approved, *_) = [line for line in newsroom.desk.audit.listed() if line.action == "approve"]
    assert {"body", "original"} == {change.field for change in approved.changes}


def test_several_files_at_once_each_have_their_outcome(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    files = [
        ("files", ("a.md", b"# Plan A\n\nVi skal spare str\xc3\xb8m.", "text/markdown")),
        ("files", ("tom.txt", b"", "text/plain")),
        ("files", ("C:\\mappe\\b.txt", b"Dette er plan B for kommunen.", "text/plain")),
    ]
    answer = editor.submit("/redaksjon/importer", "redaksjon/importer", files=files, publisher="Fjellby")
    assert answer.status_code == 422
    words = seen(answer.text)
    assert "tom.txt" in words
    assert "Plan A (a.md): klar til gjennomsyn" in words
    assert "(b.txt): klar til gjennomsyn" in words
    assert {entry.fields.sources[0].publisher for entry in newsroom.desk.library.entries()} == {"Fjellby"}


def test_the_original_is_handed_over_as_a_file(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    original = editor.see(f"{PAGE}/original?gjennomsyn=1")
    assert original.text == PLAN
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["content-type"] == "application/octet-stream"


def test_nothing_chosen_and_a_file_that_is_too_large_are_told_with_what_was_typed(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    nothing = editor.submit("/redaksjon/importer", "redaksjon/importer", title="Min tittel")
    assert nothing.status_code == 422
    assert "Velg en fil, eller skriv en nettadresse." in seen(nothing.text)
    assert 'value="Min tittel"' in nothing.text
    large = editor.bring(content="x" * 2_500_000, title="Min lange tittel")
    assert large.status_code == 413
    assert "Min lange tittel" in large.text
    assert newsroom.desk.library.entries() == []


def test_built_in_texts_are_read_and_not_changed(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    html = editor.see("/redaksjon/tekst/sensorer").text
    assert "Denne teksten følger med assistenten" in seen(html)
    assert "Bit 2 – Hva det ga" in seen(html)
    assert "handling" not in html
    token = re.search(r'name="skjema" value="(\w+)"', html)
    assert token
    refused = editor.send("/redaksjon/tekst/sensorer", skjema=token[1], handling="trekk", versjon="x")
    assert refused.status_code == 400
    for missing in ("finnes-ikke", "finnes-ikke?gjennomsyn=1", "A_B"):
        assert editor.see(f"/redaksjon/tekst/{missing}").status_code == 404


def test_the_overview_is_filtered_by_what_is_missing(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    assert "Tekster: 2" in seen(editor.see("/redaksjon").text)
    without = seen(editor.see("/redaksjon?uten=1").text)
    assert "Tekster: 1" in without
    assert "Sensorer i gatene" in without
    assert "Tekster: 1" in seen(editor.see("/redaksjon?sok=SMART&type=veikart&gammel=1").text)
    assert "Ingen tekster passer" in seen(editor.see("/redaksjon?type=aktor&side=99999999").text)


def test_what_was_withdrawn_long_ago_is_deleted_and_logged(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    editor.submit(REVIEW, "handling=godkjenn")
    editor.submit(PAGE, "handling=trekk")
    assert newsroom.desk.indexing.wait()
    path = newsroom.desk.library.entry("klimaplan-for-fjellby").path
    path.write_text(re.sub(r"withdrawn: '?[\d-]+'?", "withdrawn: 2020-01-01", path.read_text()))
    newsroom.desk.indexing.ask("Ola")
    assert newsroom.desk.indexing.wait()
    assert not path.exists()
    assert "Ola Slettet etter fristen klimaplan-for-fjellby" in seen(editor.see("/redaksjon/logg").text)
    assert editor.see(PAGE).status_code == 404


def test_nothing_in_a_document_or_its_name_is_markup_or_leads_out_of_the_folder(newsroom: Newsroom) -> None:
    editor = newsroom.editor("<b>Kari</b>")
    content = "# <script>alert(1)</script>\n\nTekst {{ 7919*6101 }} <img src=x onerror=alert(1)> til slutt.\n"
    taken = editor.bring(name='../../<svg onload=alert(1)>".md', content=content, publisher='"><script>x</script>')
    location = taken.headers["location"]
    for page in (location, "/redaksjon", "/redaksjon/logg", "/redaksjon/kontroll"):
        html = editor.see(page).text
        assert not re.search(r"<(script>|svg onload|img|b>)", html), page
        assert "48313819" not in seen(html)
    files = {
        path.relative_to(newsroom.settings.own_folder).parts[0] for path in newsroom.settings.own_folder.rglob("*.md")
    }
    assert files <= {"review", "originals"}
