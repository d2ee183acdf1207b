"""Questions and answers with their sources, where staff already are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import needs_chromium
from tests.ui.widget.host_pages import StandIn, event, tag
from tests.ui.widget.reader import DRAMMEN, TITLE, ask, focused, open_panel, send

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Server
    from tests.ui.widget.conftest import Visitor

pytestmark = needs_chromium


def test_one_line_gives_a_cited_answer_whose_passages_open_in_the_widget(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url))
    answer = ask(open_panel(page))
    expect(answer.locator(".mode")).to_have_text("Utdrag fra kildene, gjengitt ordrett. Laget av en maskin.")
    statement = answer.locator(".said").nth(1).inner_text()
    answer.get_by_role("button", name="[2]").click()
    source = answer.locator(".source").nth(1)
    assert focused(page).startswith("[2] Drammensmodellen")
    assert source.locator("mark").inner_text() == statement
    assert len(source.locator("blockquote").inner_text()) > len(statement)
    assert source.locator("blockquote").get_attribute("lang") == "nb"
    expect(source).to_contain_text(re.compile(r"Eksempel · Offentlig kilde · kilde fra \d{4}"))
    reader = source.get_by_role("link", name="Vis i hele teksten (ny fane)")
    assert str(reader.get_attribute("href")).startswith(f"{app.url}/kilde/")
    original = source.get_by_role("link", name="Originalkilde (ny fane)")
    assert str(original.get_attribute("href")).startswith("https://")
    for link in (reader, original):
        assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")


def test_every_quote_of_an_extract_is_marked_in_its_passage(visit: Visitor, app: Server) -> None:
    panel = open_panel(visit(tag(app.url)))
    for question in (DRAMMEN, "Hva er en smart by?", "Hvem kan hjelpe oss med åpne data?"):
        answer = ask(panel, question)
        sources = answer.locator(".source")
        marked = sources.evaluate_all(
            "all => all.map(one => one.querySelector('blockquote').textContent.length > "
            "one.querySelector('mark').textContent.length)"
        )
        assert sum(marked) >= len(marked) / 2, "some quotes are their whole passage"


def test_principles_tell_why_and_have_a_number_beside_their_colour(visit: Visitor, app: Server) -> None:
    answer = ask(open_panel(visit(tag(app.url))))
    principle = answer.locator(".principle", has_text="1. Sett innbyggerne i sentrum")
    expect(principle.locator("p")).to_be_hidden()
    principle.locator("summary").click()
    expect(principle.locator("p")).to_be_visible()
    assert len(principle.locator("p").inner_text()) > 20


def test_a_follow_up_leans_on_the_question_before_and_a_suggestion_is_asked_with_one_click(
    visit: Visitor, app: Server
) -> None:
    panel = open_panel(visit(tag(app.url)))
    ask(panel, "Fortell om Orklandbadet")
    expect(ask(panel, "og hva kostet det?")).to_contain_text("370 millioner kroner")
    chip = panel.locator(".chip").last
    suggested = chip.inner_text()
    chip.click()
    expect(panel.locator(".answer")).to_have_count(3)
    expect(panel.locator(".asked").last).to_have_text(suggested)
    in_full = panel.get_by_role("link", name="Åpne hele assistenten")
    assert str(in_full.get_attribute("href")).startswith(f"{app.url}/nb/?q=")
    panel.get_by_role("button", name="Ny samtale").click()
    expect(panel.locator(".answer")).to_have_count(0)
    assert in_full.get_attribute("href") == f"{app.url}/nb/"


def test_what_is_not_covered_is_said_to_be_unanswered(visit: Visitor, app: Server) -> None:
    answer = ask(open_panel(visit(tag(app.url))), "Hvem vant VM i fotball i 2022?")
    expect(answer.locator(".mode")).to_have_text("Ikke besvart.")
    expect(answer.locator(".source")).to_have_count(0)


def test_an_answer_can_be_copied_with_its_sources_and_how_it_was_made(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url), permissions=["clipboard-read", "clipboard-write"])
    answer = ask(open_panel(page))
    answer.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(answer.get_by_text("Kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] Drammensmodellen" in copied
    assert "https://" in copied
    assert "Laget av en maskin" in copied


def test_a_file_that_the_assistant_keeps_is_linked_and_copied_by_its_whole_address(
    visit: Visitor, api: StandIn
) -> None:
    kept = {"n": 1, "title": "Klimaplan", "quote": "Ja.", "url": "/original/klimaplan#page=2"}
    broken = {**kept, "n": 2, "url": "http://["}
    statement = {"text": "Ja.", "citations": [1, 2]}
    answer = {"mode": "utdrag", "text": "Ja. [1][2]", "statements": [statement], "citations": [kept, broken]}
    api.streams(event("answer", answer))
    page = visit(tag(api.url), permissions=["clipboard-read", "clipboard-write"])
    shown = ask(open_panel(page))
    link = shown.locator(".source").first.get_by_role("link", name="Originalkilde (ny fane)", include_hidden=True)
    assert link.get_attribute("href") == f"{api.url}/original/klimaplan#page=2"
    shown.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(shown.get_by_text("Kopiert.")).to_be_visible()
    assert f"{api.url}/original/klimaplan#page=2" in page.evaluate("navigator.clipboard.readText()")


def test_where_a_script_may_not_copy_the_text_stands_ready_to_be_copied_by_hand(visit: Visitor, app: Server) -> None:
    page = visit(tag(app.url), script="Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    answer = ask(open_panel(page))
    answer.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(answer.get_by_text("Merk teksten og kopier selv.")).to_be_visible()
    field = answer.get_by_label("Kopier svaret med kilder")
    expect(field).to_be_focused()
    assert field.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)").startswith("Drammens")


def test_feedback_is_kept_without_the_conversation_unless_it_is_sent_along(
    visit: Visitor, app: Server, veikart, data_dir: Path
) -> None:
    before = veikart("feedback", cwd=data_dir, data=data_dir).stdout  # of other readers
    panel = open_panel(visit(tag(app.url)))
    answer = ask(panel)
    answer.get_by_role("button", name="Ja", exact=True).click()
    expect(answer.get_by_text("Takk. Tilbakemeldingen er lagret.")).to_be_visible()
    expect(answer.get_by_role("button", name="Ja", exact=True)).to_have_count(0)
    answer = ask(panel, "Hva er en smart by?")
    answer.get_by_role("button", name="Nei", exact=True).click()
    expect(answer.get_by_label("Svaret eller deler av det er feil")).to_be_focused()
    answer.get_by_label("Jeg finner ikke sitatet i kilden").check()
    answer.get_by_label("Kommentar").fill("Sitatet er kortet ned.")
    answer.get_by_label("Send med spørsmålet og svaret").check()
    answer.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(answer.get_by_text("Takk. Tilbakemeldingen er lagret.")).to_be_visible()
    kept = veikart("feedback", cwd=data_dir, data=data_dir).stdout.removesuffix(before)
    assert "quote" in kept
    assert "Sitatet er kortet ned." in kept
    assert "Hva er en smart by?" in kept
    assert DRAMMEN not in kept


def test_feedback_that_is_not_taken_is_not_asked_for_again(visit: Visitor, api: StandIn) -> None:
    api.streams(event("answer", {"mode": "utdrag", "text": "Slik er det."}))
    api.takes_feedback(status=404)
    panel = open_panel(visit(tag(api.url)))
    answer = ask(panel)
    answer.get_by_role("button", name="Ja", exact=True).click()
    expect(answer.get_by_text("Tilbakemeldinger tas ikke imot.")).to_be_visible()
    expect(ask(panel).get_by_role("button", name="Ja", exact=True)).to_have_count(0)


def test_feedback_is_sent_once_however_often_the_button_is_pressed(visit: Visitor, api: StandIn) -> None:
    api.streams(event("answer", {"mode": "utdrag", "text": "Slik er det."}))
    api.takes_feedback(pieces=[""], pause=0.3)
    answer = ask(open_panel(visit(tag(api.url))))
    answer.get_by_role("button", name="Ja", exact=True).dblclick()
    expect(answer.get_by_text("Takk. Tilbakemeldingen er lagret.")).to_be_visible()
    assert len([one for one in api.asked if "verdict" in one]) == 1


def test_feedback_that_is_refused_can_be_mended(visit: Visitor, api: StandIn) -> None:
    api.streams(event("answer", {"mode": "utdrag", "text": "Slik er det.", "question": DRAMMEN}))
    api.takes_feedback(pieces=[json.dumps({"detail": "Ta bort personopplysningene."})], status=422)
    answer = ask(open_panel(visit(tag(api.url))))
    answer.get_by_role("button", name="Nei", exact=True).click()
    answer.get_by_role("button", name="Send tilbakemeldingen").click()
    expect(answer.get_by_text("Ta bort personopplysningene.")).to_be_visible()
    expect(answer.get_by_role("button", name="Send tilbakemeldingen")).to_be_visible()
    assert "question" not in api.asked[-1]["answer"]
    assert "text" not in api.asked[-1]["answer"]


@pytest.mark.parametrize(
    ("page_language", "data", "title", "label", "button"),
    [
        ("nn", {}, "Spør Vegkartassistenten", "Spørsmålet ditt", "Spør"),
        ("en-GB", {}, "Ask the Roadmap Assistant", "Your question", "Ask"),
        ("de", {}, TITLE, "Spørsmålet ditt", "Spør"),
        ("nb", {"language": "en"}, "Ask the Roadmap Assistant", "Your question", "Ask"),
    ],
)
def test_it_speaks_the_page_s_language_or_the_one_it_is_told_to(
    visit: Visitor, app: Server, page_language: str, data: dict[str, str], title: str, label: str, button: str
) -> None:
    panel = open_panel(visit(tag(app.url, **data), language=page_language), title)
    send(panel, "Hva er en smart by?", label, button)
    expect(panel.locator(".answer")).to_be_visible()
    assert "undefined" not in panel.inner_text()


def test_the_tag_says_what_may_be_searched_and_what_stands_in_the_box(visit: Visitor, api: StandIn) -> None:
    api.streams(event("answer", {"mode": "utdrag", "text": "Slik er det."}))
    data = {"types": "praksis, aktor", "principles": "1,8", "municipalities": "Bodø, Nord-Aurdal"}
    page = visit(tag(api.url, **data, question="Hva gjør andre?", title="Hjelp", position="left"))
    panel = open_panel(page, "Hjelp")
    expect(panel.get_by_label("Spørsmålet ditt")).to_have_value("Hva gjør andre?")
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] < 100
    page.keyboard.press("Enter")
    expect(panel.locator(".answer")).to_be_visible()
    filters = {"types": ["praksis", "aktor"], "principles": [1, 8], "municipalities": ["Bodø", "Nord-Aurdal"]}
    assert api.asked == [{"question": "Hva gjør andre?", "history": [], "filters": filters, "language": "auto"}]
