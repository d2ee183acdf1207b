"""What readers, texts and language models say is shown by the conversation, the widget and its exports as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect

from assistant.answer import Answer, Citation, LinkedPrinciple, Statement
from tests.attacks.collection import PLAIN_QUESTION, asked_of, hostile_texts
from tests.attacks.conftest import Site, wait_for_pages
from tests.attacks.payloads import EVIL, PAYLOADS, Payload, batches
from tests.attacks.watching import Watch, not_shown, planted, watched
from tests.browser import needs_chromium
from tests.host_site import host_site
from tests.scripted_model import ScriptedModel, scripted_model
from tests.server import Server, start_server
from tests.ui.chat.reader import answers, ask
from tests.ui.widget.host_pages import event, page_with, stand_in, tag
from ui.chat.answer_html import render_answer
from ui.takeaway.markdown import to_markdown
from ui.takeaway.turn import Turn
from ui.takeaway.word import to_word

if TYPE_CHECKING:
    from pathlib import Path

    from index.passages import PassageIndex

pytestmark = needs_chromium


@pytest.fixture
def watch(browser: Browser, site: Site) -> Iterator[Watch]:
    with watched(browser, site.url) as watching:
        yield watching
        watching.assert_quiet()


def restored(page: Page, address: str, questions: list[str], draft: str = "") -> None:
    """Open the page as after a lost connection, with what a stranger says was asked."""
    kept = json.dumps({"kept": json.dumps(questions), "question": draft})
    page.goto(f"{address}/robots.txt")
    page.evaluate("(kept) => sessionStorage.setItem('veikart-samtale', kept)", kept)
    page.goto(f"{address}/")


def test_a_forged_conversation_and_the_texts_that_answer_it_are_shown_on_the_page(watch: Watch, site: Site) -> None:
    page = watch.page()
    texts = list(hostile_texts().items())
    for at in range(0, len(texts), 10):
        some = texts[at : at + 10]
        asked = [payloads[number % 6] for number, (_, payloads) in enumerate(some) if number < len(payloads)]
        questions = [
            question
            for (name, _), one in zip(some, asked, strict=False)
            for question in (asked_of(name), f"Hva er {one.text}?")
        ]
        restored(page, f"{site.url}/nb", questions, asked[0].text)
        possible = [one for one in questions if "\0" not in one]  # the others cannot be asked
        expect(answers(page)).to_have_count(len(possible), timeout=60_000)
        assert planted(page) == []
        assert not_shown(page, [one for one in asked if "\0" not in one.text]) == []
        for mark in page.locator("a.va-ref").all()[:3]:
            mark.click()
        assert planted(page) == []


def test_a_question_that_is_typed_is_shown_and_can_be_taken_along(watch: Watch, site: Site) -> None:
    page = watch.page()
    page.goto(f"{site.url}/nb/?q={quote(PAYLOADS[38].text)}")
    expect(page.get_by_label("Spørsmålet ditt")).not_to_have_value("")  # what comes by link is there before it is typed
    for count, payload in enumerate((PAYLOADS[0], PAYLOADS[62]), start=1):
        ask(page, f"{PLAIN_QUESTION} {payload.line}")
        expect(answers(page)).to_have_count(count)
        assert planted(page) == []
        assert not_shown(page, [payload]) == []


# --- A language model that writes markup -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture(scope="module")
def writing(site: Site, model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("writing")
    settings = {"VEIKART_TEXTS": str(site.texts), "VEIKART_LLM_URL": model.url, "VEIKART_LLM_MODEL": "<b>modell</b>"}
    settings["VEIKART_LLM_LEAST_SHARE"] = "0"  # the harmless half of what it writes is enough
    with start_server(folder, data=site.data, **settings) as running:
        wait_for_pages(running)
        yield running


def test_what_a_model_writes_is_shown_as_text(browser: Browser, writing: Server, model: ScriptedModel) -> None:
    shown = 0
    with watched(browser, writing.url) as watch:
        page = watch.page()
        page.goto(f"{writing.url}/nb/")
        for payload in PAYLOADS[::20]:
            said = f"Testvik kommune skifter ut gatelys{{}}, slik at gatene blir tryggere [1]. {payload.line} [1]. "
            model.says(said.format(f" {payload.line}"), said.format(""))
            count = answers(page).count()
            ask(page, PLAIN_QUESTION)
            expect(answers(page)).to_have_count(count + 1)
            expect(page.get_by_role("button", name="Spør", exact=True)).to_be_visible()
            assert planted(page) == []
            shown += answers(page).last.locator(".va-mode").inner_text().count("<b>modell</b>")
        watch.assert_quiet()
    assert shown, "answers that a model wrote were among them"


# --- The widget ------------------------------------------------------------------------------------------------------


def answer_with(payloads: list[Payload]) -> Answer:
    """An answer whose every text is a payload."""
    said = [one.text for one in payloads]
    cited = tuple(_citation(n, one) for n, one in enumerate(payloads, start=1))
    return Answer(
        id=said[0],
        question=" ".join(said),
        standalone_question=said[0],
        language="nb",
        mode="generert",
        text=" ".join(said),
        confidence=0.9,
        corpus_version=said[0],
        statements=tuple(Statement(text, "punkt", (n,), text) for n, text in enumerate(said, start=1)),
        citations=cited,
        principles=tuple(LinkedPrinciple(n, text, text, (1,)) for n, text in enumerate(said[:8], start=1)),
        follow_ups=tuple(said),
        warnings=tuple(said),
        model=said[0],
    )


def _citation(n: int, payload: Payload) -> Citation:
    said = payload.text
    address = ["javascript:__xss(0)", f"//{EVIL}/x", "data:text/html,<script>parent.__xss(0)</script>", said][n % 4]
    return Citation(
        n=n,
        document_id=said,
        chunk_id=said,
        title=said,
        section=said,
        page=None,
        type="egen",
        basis="offentlig",
        language="nb",
        status="gjeldende",
        published=2024,
        quote=said,
        start=0,
        end=len(said),
        url=address,
        reader_url=address,
    )


def test_the_widget_shows_hostile_answers_as_text(browser: Browser) -> None:
    answer = answer_with(PAYLOADS)
    passages = [{"chunk_id": one.text, "text": f"før {one.text} etter"} for one in PAYLOADS]
    with ExitStack() as open_:
        api = open_.enter_context(stand_in())
        intranet = open_.enter_context(host_site(lambda: page_with(tag(api.url, mode="inline", target="main"))))
        watch = open_.enter_context(watched(browser, api.url, intranet))
        page = watch.page()
        page.goto(intranet)
        said = [event("status", {"text": one.text}) for one in PAYLOADS[:5]]
        said += [event("passages", passages)] + [event("delta", {"text": one.text}) for one in PAYLOADS]
        api.streams(*said, event("answer", as_json(answer)))
        panel = page.get_by_role("region")
        panel.get_by_label("Spørsmålet ditt").fill(PAYLOADS[38].text)
        panel.get_by_role("button", name="Spør", exact=True).click()
        expect(panel.locator(".answer")).to_have_count(1)
        assert planted(page) == []
        assert not_shown(page, PAYLOADS) == []
        links = panel.locator("a").evaluate_all("(all) => all.map((one) => one.protocol)")
        assert set(links) <= {"http:", "https:"}
        panel.get_by_role("button", name="[1]").first.click()
        assert planted(page) == []
        watch.assert_quiet()


def test_an_answer_s_own_html_escapes_every_field(browser: Browser) -> None:
    answered = [render_answer(answer_with(one), NO_TEXTS, anchor=f"svar-{n}") for n, one in enumerate(batches(20))]
    html = f"<!doctype html><title>x</title>{' '.join(answered)}"
    with host_site(lambda: html) as address, watched(browser, address) as watch:
        page = watch.page()
        page.goto(address)
        # A link to a source is made of an address that the reading of texts has checked; here it was not.
        assert [one for one in planted(page) if not one.startswith("href=")] == []
        assert not_shown(page, PAYLOADS) == []
        watch.assert_quiet()


NO_TEXTS = cast("PassageIndex", SimpleNamespace(documents={}))


def as_json(answer: Answer) -> dict:
    return json.loads(json.dumps(answer, default=lambda one: one.__dict__))


# --- Exports ---------------------------------------------------------------------------------------------------------


def turns() -> list[Turn]:
    return [Turn(answer_with(payloads), datetime(2026, 1, 1, tzinfo=UTC)) for payloads in batches(30)]


def exported(make: object) -> object:
    return make(
        turns(), {}, base_url="https://veikart.example", exported=datetime(2026, 1, 2, tzinfo=UTC), language="nb"
    )  # type: ignore[operator]


@pytest.mark.parametrize("linkify", [False, True])
def test_an_export_as_markdown_is_harmless_where_html_is_let_through(browser: Browser, linkify: bool) -> None:
    reader = MarkdownIt("commonmark" if not linkify else "gfm-like", {"html": True, "linkify": False})
    html = reader.render(str(exported(to_markdown)))
    with host_site(lambda: f"<!doctype html><title>x</title>{html}") as address, watched(browser, address) as watch:
        page = watch.page()
        page.goto(address)
        assert planted(page) == []
        assert not_shown(page, PAYLOADS) == []
        watch.assert_quiet()


def test_an_export_as_word_holds_text_and_links_to_the_web_only(tmp_path: Path) -> None:
    content = exported(to_word)
    assert isinstance(content, bytes)
    with ZipFile(BytesIO(content)) as package:
        parts = {
            name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(("xml", "rels"))
        }
    said = "".join(parts["word/document.xml"].itertext())
    bare = re.sub(r"\s", "", said)
    assert [one.text for one in PAYLOADS if re.sub(r"[\s\0]", "", one.text) not in bare] == []
    outside = [one for part in parts.values() for one in part.iter() if one.get("TargetMode") == "External"]
    assert outside
    assert [one.get("Target") for one in outside if not re.match(r"https?://", one.get("Target", ""))] == []
    assert not [
        one
        for one in parts["word/document.xml"].iter()
        if etree.QName(one).localname in ("instrText", "fldSimple", "object", "altChunk")
    ]
