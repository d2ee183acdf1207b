"""A reader chooses which sources may be used, before and after an answer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.chat.reader import answered, answers

pytestmark = needs_chromium

OPEN_DATA = "Hvem kan hjelpe oss med åpne data?"


def titles(page: Page) -> set[str]:
    return set(page.locator("#va-used label").all_inner_texts())


def types(page: Page) -> set[str]:
    lines = answers(page).last.locator(".va-source .va-small:not(.va-links)").all_text_contents()
    return {line.split(" · ")[0].strip() for line in lines}


def test_a_type_chosen_before_the_question_is_the_only_one_used(page: Page) -> None:
    page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
    page.get_by_label("Eksempel").check()
    expect(page.locator("#va-chosen").get_by_text("Jeg bruker bare kilder som passer med: Eksempel.")).to_be_visible()
    answered(page, "Hvordan får vi med innbyggerne tidlig i planarbeidet?")
    assert types(page) == {"Eksempel"}


def test_a_filter_set_after_the_answer_is_used_when_it_is_answered_again(page: Page) -> None:
    answered(page, OPEN_DATA)
    assert types(page) > {"Aktør"} or "Aktør" not in types(page)
    page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
    page.get_by_label("Aktør").check()
    expect(page.locator("#va-chosen").get_by_text("passer med: Aktør")).to_be_visible()
    before = answers(page).first.get_attribute("id")
    page.get_by_role("button", name="Svar på nytt", exact=True).click()
    page.wait_for_function("before => document.querySelector('.va-answer')?.id !== before", arg=before)
    expect(answers(page)).to_have_count(1)
    assert types(page) == {"Aktør"}


def test_a_source_that_is_ticked_off_is_not_used_again(page: Page) -> None:
    answered(page, OPEN_DATA)
    expect(page.locator("#va-used label").first).to_be_visible()
    sources = titles(page)
    gone = page.locator("#va-used label").first.inner_text()
    page.locator("#va-used input").first.uncheck()
    before = answers(page).first.get_attribute("id")
    page.get_by_role("button", name="Svar på nytt bare med disse kildene").click()
    page.wait_for_function(
        "before => { const one = document.querySelector('.va-answer'); return one && one.id !== before }", arg=before
    )
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#va-used label", has_text=gone)).to_have_count(0)
    cited = set(answers(page).first.locator(".va-source summary span").all_text_contents())
    assert not [title for title in cited if title.startswith(gone)]
    assert len(sources) > 1


def test_a_principle_in_the_answer_becomes_a_filter(page: Page) -> None:
    principle = answered(page, OPEN_DATA).locator(".va-principle").first
    principle.locator("summary").click()
    principle.get_by_role("button", name="Spør bare i kilder om dette prinsippet").click()
    expect(page.locator("#va-chosen").get_by_text("passer med: 6. Del og ta i bruk åpne data")).to_be_visible()
    expect(page.get_by_label("6. Del og ta i bruk åpne data")).to_be_checked()
    expect(page.get_by_label("6. Del og ta i bruk åpne data")).to_be_focused()


def test_a_refusal_under_a_filter_says_that_the_filter_may_be_why(page: Page) -> None:
    page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
    page.get_by_label("Utsira").check()
    expect(page.locator("#va-chosen").get_by_text("passer med: Utsira")).to_be_visible()
    answer = answered(page, "Hva gikk Drammensmodellen ut på?")
    expect(answer).to_contain_text("Du har valgt bort noen kilder")
    page.get_by_role("button", name="Bruk alle kilder").click()
    expect(page.locator("#va-chosen").get_by_text("passer med: Utsira")).to_be_hidden()
    page.get_by_role("button", name="Svar på nytt", exact=True).click()
    expect(answers(page).first).to_contain_text("Utdrag fra kildene")


def test_old_sources_can_be_left_out(page: Page) -> None:
    page.get_by_role("button", name="Velg hvilke kilder jeg skal bruke").click()
    page.get_by_label("Siste 3 år").check()
    expect(page.locator("#va-chosen").get_by_text("passer med: Siste 3 år")).to_be_visible()
    answer = answered(page, OPEN_DATA)
    lines = answer.locator(".va-source .va-small:not(.va-links)").all_text_contents()
    years = [int(line.split("kilde fra ")[1][:4]) for line in lines]
    assert min(years) >= int(page.evaluate("new Date().getFullYear()")) - 3
