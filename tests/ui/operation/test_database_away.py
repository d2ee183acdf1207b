"""Servers that share a PostgreSQL: readers get answers while it is away, and whoever balances the load is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from index.home import Snapshot
from tests.conftest import open_address
from tests.faults.waiting import wait_until
from tests.postgres import PASSWORD, Postgres, needs_postgres
from tests.server import Server, start_server
from tests.ui.editor.newsroom import TOKEN

pytestmark = needs_postgres
ASKED_IN_VAIN = "Hvem vant VM i fotball i 2022?"


@pytest.fixture(scope="module")
def address(postgres: Postgres) -> str:
    return postgres.make_database()


@pytest.fixture(scope="module")
def replicas(
    address: str, data_dir: Path, snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    """Two servers, over a database without tables as yet."""
    del snapshot
    folder = tmp_path_factory.mktemp("replicas")
    (folder / "token").write_text(TOKEN)
    environment = {"VEIKART_DATABASE": address, "VEIKART_EDITOR_TOKEN_FILE": str(folder / "token")}
    with ExitStack() as stack:
        yield [
            stack.enter_context(start_server(_made(folder / name), data=data_dir, **environment)) for name in ("a", "b")
        ]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def readiness(server: Server) -> httpx.Response:
    with server.client() as client:
        return client.get("/readyz")


def database_is_up(server: Server) -> tuple[float, float]:
    with server.client() as client:
        text = client.get("/metrics").text
    found = [re.search(rf"^{name} (\S+)$", text, re.MULTILINE) for name in ("veikart_database_up", "veikart_ready")]
    return tuple(float(one[1]) if one else -1.0 for one in found)  # type: ignore[return-value]


def give_feedback(server: Server, comment: str) -> httpx.Response:
    answer = {"mode": "utdrag", "language": "nb"}
    with server.client() as client:
        return client.post("/api/feedback", json={"verdict": "nyttig", "comment": comment, "answer": answer})


def answers(server: Server) -> bool:
    with server.client() as client:
        cited = client.post("/api/ask", json={"question": "Hva er en smart by?"})
        refused = client.post("/api/ask", json={"question": ASKED_IN_VAIN})
    return bool(cited.json()["citations"]) and refused.json()["mode"] == "avvist"


def test_a_server_becomes_ready_when_its_operator_has_made_the_tables(replicas: list[Server], address: str) -> None:
    for server in replicas:
        response = readiness(server)
        assert (response.status_code, response.json()["type"]) == (503, "ready/database")
        assert response.json()["detail"] == "databasen mangler tabeller: kjør 'veikart database upgrade'"
        assert answers(server)
        assert give_feedback(server, "for tidlig").status_code == 503
        assert database_is_up(server) == (0, 0)
    open_address(address).upgrade()
    for server in replicas:
        wait_until(lambda: readiness(server).status_code == 200)  # noqa: B023
        assert database_is_up(server) == (1, 1)
        assert give_feedback(server, "passe").status_code == 204


def test_readers_get_answers_while_the_database_is_away(replicas: list[Server], postgres: Postgres) -> None:
    server = replicas[0]
    assert give_feedback(server, "før").status_code == 204
    with postgres.stopped():
        wait_until(lambda: readiness(server).status_code == 503)
        assert readiness(server).json()["detail"] == "databasen svarer ikke"
        assert answers(server)
        refused = give_feedback(server, "under")
        assert refused.status_code == 503
        assert refused.json()["detail"] == "Tilbakemeldingen ble ikke lagret. Prøv igjen senere."
        assert database_is_up(server) == (0, 0)
        with server.client() as client:
            assert client.get("/healthz").status_code == 200
    wait_until(lambda: readiness(server).status_code == 200)
    assert give_feedback(server, "etter").status_code == 204


def test_a_database_that_hangs_holds_up_neither_probes_nor_answers(replicas: list[Server], postgres: Postgres) -> None:
    server = replicas[1]
    wait_until(lambda: readiness(server).status_code == 200)
    with postgres.frozen():
        wait_until(lambda: readiness(server).status_code == 503)
        assert "svarer ikke" in readiness(server).json()["detail"]
        assert answers(server)
        with server.client() as client:
            assert client.get("/healthz").status_code == 200
    wait_until(lambda: readiness(server).status_code == 200)


def test_questions_asked_in_vain_are_counted_by_both_also_those_of_the_time_it_was_away(
    replicas: list[Server], postgres: Postgres, address: str
) -> None:
    def counted() -> int:
        found = postgres.execute(address, "SELECT coalesce(sum(count), 0) FROM unanswered")
        return int(str(found[0][0]))

    for server in replicas:
        wait_until(lambda: readiness(server).status_code == 200)  # noqa: B023
    before = counted()
    with postgres.stopped():
        for server in replicas:
            assert answers(server)

    def all_are_counted() -> bool:
        return all(answers(server) for server in replicas) and counted() >= before + 4

    wait_until(all_are_counted)


def test_an_editor_signs_in_at_one_server_and_out_at_both(replicas: list[Server], postgres: Postgres) -> None:
    first, second = replicas
    with first.client() as at_first, second.client() as at_second:
        headers = {"Sec-Fetch-Site": "same-origin"}
        wait_until(lambda: readiness(first).status_code == readiness(second).status_code == 200)
        signed_in = at_first.post("/redaksjon/inn", data={"navn": "Kari", "nokkel": TOKEN}, headers=headers)
        assert signed_in.status_code == 303
        cookie = dict(at_first.cookies)
        page = at_second.get("/redaksjon", cookies=cookie)
        assert page.status_code == 200
        assert "Kari" in page.text
        with postgres.stopped():
            away = at_second.get("/redaksjon", cookies=cookie)
            assert away.status_code == 503
            assert "kan ikke slås opp akkurat nå" in away.text
            assert "127.0.0.1" not in away.text
            assert at_second.get("/redaksjon").status_code == 303, "a stranger needs no database to be sent to the door"
        wait_until(lambda: at_second.get("/redaksjon", cookies=cookie).status_code == 200)
        token = re.search(r'name="skjema" value="([^"]+)"', page.text)
        assert token
        out = at_second.post("/redaksjon/ut", data={"skjema": token[1]}, headers=headers, cookies=cookie)
        assert out.status_code == 303
        for client in (at_first, at_second):
            assert client.get("/redaksjon", cookies=cookie).status_code == 303


def test_the_password_stands_in_no_log(replicas: list[Server]) -> None:
    for server in replicas:
        log = server.log.read_text()
        assert "the database cannot be used: " in log
        assert "the database can be used again" in log
        assert PASSWORD not in log
        assert "Traceback" not in log
