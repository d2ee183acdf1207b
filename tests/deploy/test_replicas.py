"""Two servers behind nginx, over one Milvus and one PostgreSQL: alike, replaceable, and honest when something is gone.

All of them are real processes; nginx runs ``deploy/nginx-replikaer.conf``. The stories follow one another: what one
takes away, it puts back.
"""

from __future__ import annotations

import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from corpus.reader import TEXTS_DIR
from tests.browser import needs_chromium
from tests.conftest import Veikart, make_data_dir, with_vectors
from tests.deploy.replicas import Cluster, Logbook, Replica, content
from tests.milvus import Milvus, milvus_server, needs_milvus, publish_of_another_model
from tests.nginx import PREFIX, needs_nginx, start_nginx_before_replicas
from tests.postgres import Postgres, needs_postgres
from tests.scripted_model import ScriptedModel, scripted_model
from tests.ui.chat.reader import answers, ask
from tests.ui.editor.newsroom import TOKEN

pytestmark = [needs_milvus, needs_nginx, needs_postgres]

QUESTION = "Hva kostet Orklandbadet?"
GOOD = "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner [1]. "
AWAY = "Kildene kan ikke nås akkurat nå. Prøv igjen om litt."
REFUSED = "Hvem vant VM i fotball i 2022?"
QUESTIONS = (QUESTION, "Hvem kan hjelpe oss med samskaping?", REFUSED)
NEW_TEXT = """---
id: praksis-svevebane
title: "Svevebanen i Lilleby"
type: praksis
language: nb
basis: redaksjonell
sources:
  - url: "https://www.lilleby.example/svevebane"
    publisher: "Lilleby kommune"
    published: 2026
    retrieved: 2026-11
municipality: [Lilleby]
---

## Svevebanen

Lilleby kommune åpnet en svevebane mellom torget og sykehuset i 2026. Svevebanen kostet 88 millioner kroner.
"""
_PATIENCE = 60_000  # milliseconds, of a browser
ABOUT_IT = "Hva kostet svevebanen i Lilleby?"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Logbook:
    return Logbook(tmp_path_factory.mktemp("log") / "replicas.log")


@pytest.fixture(scope="module")
def milvus(log: Logbook) -> Iterator[Milvus]:
    with milvus_server() as running:
        log.note(f"Milvus answers on port {running.port}")
        yield running


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as served:
        yield served


@pytest.fixture(autouse=True)
def _says_what_is_asked_for(model: ScriptedModel) -> None:
    model.says(GOOD)


@pytest.fixture(scope="module")
def shared(
    milvus: Milvus, postgres: Postgres, model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The settings that all programs have."""
    texts = tmp_path_factory.mktemp("texts") / "texts"
    for path in (*TEXTS_DIR.glob("aktor/*.md"), *TEXTS_DIR.glob("praksis/o*.md")):
        (texts / path.parent.name).mkdir(parents=True, exist_ok=True)
        alone = re.sub(r"^(related|translation_of): .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (texts / path.parent.name / path.name).write_text(alone, encoding="utf-8")
    return {
        "VEIKART_TEXTS": str(texts),
        "VEIKART_MILVUS": milvus.uri,
        "VEIKART_DATABASE": postgres.make_database(),
        "VEIKART_EDITOR_TOKEN": TOKEN,
        "VEIKART_ROOT_PATH": PREFIX,
        "VEIKART_LLM_URL": model.url,
        "VEIKART_LLM_MODEL": "test-modell",
    }


@pytest.fixture(scope="module")
def office(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the machine that builds the index, which serves nobody."""
    return with_vectors(make_data_dir(tmp_path_factory.mktemp("office"), model_folder))


@pytest.fixture(scope="module")
def cluster(
    shared: dict[str, str],
    office: Path,
    model_folder: Path,
    veikart: Veikart,
    log: Logbook,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cluster]:
    """Set up in the order that docs/drift.md tells: tables, index, servers."""
    folder = tmp_path_factory.mktemp("cluster")
    for words in (("database", "upgrade"), ("index",)):
        done = veikart(*words, cwd=folder, data=office, **shared)
        assert done.returncode == 0, done.stderr
        log.note(f"veikart {' '.join(words)}: {done.stdout.strip().splitlines()[-1]}")
    with ExitStack() as stack:
        ports = [stack.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1] for _ in "AB"]
    with ExitStack() as stack:
        replicas = []
        for name, port in zip("AB", ports, strict=True):
            data = make_data_dir(folder / f"data-{name}", model_folder)
            replicas.append(Replica(name, port, folder / "logs", data, shared, log))
            stack.callback(replicas[-1].stop)
        starting = [threading.Thread(target=one.start) for one in replicas]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        first, second = replicas
        nginx = tmp_path_factory.mktemp("nginx")
        proxy = stack.enter_context(start_nginx_before_replicas(nginx, first.address, second.address))
        for one in replicas:
            log.wait_until(lambda: one.readiness()[0] == 200, f"{one.name} is ready")  # noqa: B023
        yield Cluster((first, second), proxy, log)


@pytest.mark.parametrize("mode", ["generert", "utdrag"])
def test_both_answer_alike_directly_and_through_the_proxy(cluster: Cluster, model: ScriptedModel, mode: str) -> None:
    if mode == "utdrag":
        model.says(status=500)
    for question in QUESTIONS if mode == "generert" else (QUESTION,):
        replies = [content(one) for one in (*(each.ask(question) for each in cluster.replicas), cluster.ask(question))]
        assert replies[0] == replies[1] == replies[2], cluster.log.text
        expected = {QUESTION: {mode}, REFUSED: {"avvist"}}.get(question, {"utdrag", "generert"})
        assert replies[0]["mode"] in expected
        cluster.log.note(f"A, B and nginx answer {question!r} alike: {replies[0]['mode']}, {replies[0]['text'][:60]!r}")
    searched = []
    for one in cluster.replicas:
        with one.client() as client:
            searched.append(client.get("/api/search", params={"q": QUESTION}).json())
    assert searched[0] == searched[1]
    assert searched[0]


def test_feedback_given_at_one_is_seen_from_the_other(
    cluster: Cluster, shared: dict[str, str], veikart: Veikart, tmp_path: Path
) -> None:
    first, second = cluster.replicas
    given = {"verdict": "nyttig", "comment": "lest hos A", "answer": {"mode": "utdrag", "language": "nb"}}
    with first.client() as client:
        assert client.post("/api/feedback", json=given).status_code == 204
    seen = veikart("feedback", cwd=tmp_path, data=second.data, **shared)
    assert "lest hos A" in seen.stdout, seen.stderr
    cluster.log.note("feedback given at A is listed with B's settings and data folder")


def test_an_editor_stays_signed_in_whichever_server_answers(cluster: Cluster) -> None:
    with cluster.proxy.client() as client:
        headers = {"Origin": cluster.proxy.origin}
        signed = client.post("/redaksjon/inn", data={"navn": "Kari", "nokkel": TOKEN}, headers=headers)
        assert signed.status_code == 303, signed.text
        asked = set()
        for browser in range(20):  # another browser, to the proxy, may be another server
            page = client.get("/redaksjon", headers={"User-Agent": f"Leser/{browser}"})
            assert (page.status_code, "Kari" in page.text) == (200, True)
            asked.add(cluster.answered_last("/redaksjon").name)
        assert asked == {"A", "B"}
        cookies = dict(client.cookies)
    for one in cluster.replicas:
        with one.client() as direct:
            assert "Kari" in direct.get("/redaksjon", cookies=cookies).text
    cluster.log.note("an editor who signed in through nginx is signed in at A and at B")


def test_a_new_text_reaches_both_without_a_restart_and_without_a_failure(
    cluster: Cluster, shared: dict[str, str], office: Path, veikart: Veikart, tmp_path: Path, model: ScriptedModel
) -> None:
    model.says(status=500)  # extracts, word for word
    before = content(cluster.ask(ABOUT_IT))
    assert "88 millioner" not in before["text"]
    (Path(shared["VEIKART_TEXTS"]) / "praksis" / "praksis-svevebane.md").write_text(NEW_TEXT, encoding="utf-8")
    with cluster.asked_all_the_time(QUESTION) as meanwhile:
        done = veikart("index", cwd=tmp_path, data=office, **shared)
        assert done.returncode == 0, done.stderr
        cluster.log.note(f"veikart index, elsewhere: {done.stdout.strip().splitlines()[-1]}")
        for one in cluster.replicas:
            # The text is found at once; what is counted over all texts follows when the server looks again.
            cluster.log.wait_until(
                lambda: told_of_it_since(before, content(one.ask(ABOUT_IT))),  # noqa: B023
                f"{one.name} answers from the new text, and says so",
            )
    assert {one.status_code for one in meanwhile} == {200}, cluster.log.text
    assert all("370 millioner" in one.json()["text"] for one in meanwhile)
    replies = [content(one.ask(ABOUT_IT)) for one in cluster.replicas]
    assert replies[0] == replies[1]


def told_of_it_since(before: dict[str, Any], answer: dict[str, Any]) -> bool:
    return "88 millioner" in answer["text"] and answer["corpus_version"] != before["corpus_version"]


def test_without_milvus_nobody_gets_a_wrong_answer_and_with_it_all_is_as_before(
    cluster: Cluster, milvus: Milvus
) -> None:
    unseen = "Hvordan jobber kommuner med medvirkning?"
    with milvus.stopped(signal.SIGKILL):
        cluster.log.note("Milvus is stopped (SIGKILL)")
        for one in cluster.replicas:
            wait_for(cluster, one, "svarer ikke", "says in /readyz that Milvus does not answer")
            assert one.measured("veikart_index_up") == 0
        refused = [*(one.ask(unseen) for one in cluster.replicas), cluster.ask(unseen)]
        for response in refused:
            assert (response.status_code, response.json()["detail"]) == (503, AWAY), cluster.log.text
        assert "127.0.0.1" not in refused[-1].text, "readers are told nothing of what lies behind"
        cluster.log.note(f"a question gets 503 from A, from B and through nginx: {AWAY}")
        with cluster.replicas[0].client() as client:
            form = client.post("/embed?lang=nb", data={"question": unseen})
        assert (form.status_code, AWAY in form.text, unseen in form.text) == (503, True, True)
    cluster.log.note("Milvus is started again")
    for one in cluster.replicas:
        cluster.log.wait_until(lambda: one.readiness()[0] == 200, f"{one.name} is ready again")  # noqa: B023
        assert one.measured("veikart_index_up") == 1
    replies = [content(response) for response in (*(one.ask(unseen) for one in cluster.replicas), cluster.ask(unseen))]
    assert replies[0] == replies[1] == replies[2]


def test_an_alias_that_is_gone_is_told_and_right_answers_go_on(cluster: Cluster, milvus: Milvus) -> None:
    before = content(cluster.ask(QUESTION))
    with milvus.client() as client:
        target = client.describe_alias("veikart")["collection_name"]
        client.drop_alias("veikart")
        cluster.log.note("the alias is dropped")
        try:
            for one in cluster.replicas:
                wait_for(cluster, one, "det finnes ingen indeks med navnet 'veikart'", "says that the index is gone")
            assert [content(one.ask(QUESTION)) for one in cluster.replicas] == [before, before]
        finally:
            client.create_alias(target, "veikart")
    for one in cluster.replicas:
        cluster.log.wait_until(lambda: one.readiness()[0] == 200, f"{one.name} is ready again")  # noqa: B023


def test_an_index_of_another_model_is_not_taken_up(cluster: Cluster, milvus: Milvus) -> None:
    before = content(cluster.ask(QUESTION))
    with milvus.client() as client:
        target = client.describe_alias("veikart")["collection_name"]
        publish_of_another_model(milvus)
        cluster.log.note("an index of another model is published")
        for one in cluster.replicas:
            wait_for(cluster, one, "indeksen er laget med modellen", "says that the index is another model's")
        time.sleep(6)  # the servers look every five seconds which index is in use
        assert [content(one.ask(QUESTION)) for one in cluster.replicas] == [before, before]
        client.alter_alias(target, "veikart")
    for one in cluster.replicas:
        cluster.log.wait_until(lambda: one.readiness()[0] == 200, f"{one.name} is ready again")  # noqa: B023


def wait_for(cluster: Cluster, replica: Replica, reason: str, what: str) -> None:
    def says_so() -> bool:
        status, detail = replica.readiness()
        return status == 503 and reason in detail and "\n" not in detail

    cluster.log.wait_until(says_so, f"{replica.name} {what}")


def test_a_server_that_dies_in_mid_stream_is_replaced_by_the_other(cluster: Cluster, model: ScriptedModel) -> None:
    model.says(GOOD, *["Mer tekst uten merke. "] * 200, pause=0.1)
    body = {"question": QUESTION}
    with cluster.proxy.client() as client, client.stream("POST", "/api/ask/stream", json=body) as stream:
        lines = stream.iter_lines()
        assert any(line == "event: delta" for line in lines)
        dying = max(cluster.replicas, key=lambda one: one.measured("veikart_questions_in_hand"))
        cluster.log.note(f"{dying.name} writes an answer, and the reader has seen the first words")
        dying.kill()
        with pytest.raises(httpx.RemoteProtocolError):
            list(lines)
        cluster.log.note("the reader's stream breaks off")
    model.says(GOOD)
    for _ in range(4):
        began = time.monotonic()
        retried = content(cluster.ask(QUESTION))
        assert "370 millioner" in retried["text"]
        cluster.log.note(f"asked again through nginx: answered in {time.monotonic() - began:.2f} s")
    both = [line for line in cluster.access_log() if f"{dying.address}, " in line and " 200 " in line]
    assert any("POST" in line for line in both), "the dead one was asked, and at once the other one"
    # While it starts again it says 503, and nobody notices.
    with cluster.asked_all_the_time(QUESTION) as meanwhile:
        dying.start()
        cluster.log.wait_until(lambda: dying.readiness()[0] == 200, f"{dying.name} is ready again")
    assert {one.status_code for one in meanwhile} == {200}, cluster.log.text


@needs_chromium
def test_a_reader_stays_with_one_server_and_goes_on_with_the_other_when_it_dies(
    cluster: Cluster, browser: Browser, model: ScriptedModel
) -> None:
    context = browser.new_context(ignore_https_errors=True, locale="nb-NO", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{cluster.proxy.url}/nb/")
    for number, question in enumerate((QUESTION, "Hva kostet Orkland folkehelsesenter?"), start=1):
        ask(page, question)
        expect(answers(page)).to_have_count(number, timeout=_PATIENCE)
        expect(page.get_by_role("button", name="Spør", exact=True)).to_be_visible(timeout=_PATIENCE)
    first = cluster.answered_last("/nb/gradio_api/queue/join")
    streams = [line for line in cluster.access_log() if "/nb/gradio_api/queue/" in line]
    assert all(f'"{first.address}"' in line for line in streams), "\n".join(streams)
    cluster.log.note(f"a reader in a browser has two answers, every request of both to {first.name}")
    model.sent = 0
    model.says(GOOD, *["Mer tekst uten merke. "] * 200, pause=0.1)
    ask(page, "og når åpnet det?")
    while model.sent < 3:
        page.wait_for_timeout(100)
    with page.expect_event("load", timeout=_PATIENCE):
        first.kill()
        page.get_by_text("Jeg når ikke tjenesten akkurat nå.").wait_for(timeout=_PATIENCE)
        cluster.log.note("the page says that the connection is lost")
    model.says(GOOD)
    expect(page.get_by_text(QUESTION).first).to_be_visible(timeout=_PATIENCE)
    cluster.log.note("the page has loaded itself anew, and has the reader's questions")
    count = answers(page).count()
    ask(page, "Hva kostet Orkland folkehelsesenter?")
    expect(answers(page)).to_have_count(count + 1, timeout=_PATIENCE)
    assert cluster.answered_last("/nb/gradio_api/queue/join") is cluster.other(first), cluster.log.text
    cluster.log.note(f"and goes on with {cluster.other(first).name}")
    context.close()


def test_when_all_are_gone_the_proxy_says_so_in_one_line(cluster: Cluster) -> None:
    for one in cluster.replicas:
        one.stop()
    response = cluster.ask(QUESTION)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert re.fullmatch(r"Assistenten er ikke tilgjengelig akkurat nå\. .*", response.json()["detail"])
    cluster.log.note("both are stopped: nginx answers 503 with one line")
