"""An editor looks for what is out of date, what is missing, and links that no longer answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpcore
import pytest

from tests.ui.editor.newsroom import seen
from ui.editor.link_check import LinkCheck, check_link

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.editor.newsroom import Newsroom

CHECKS = "/redaksjon/kontroll"


class Web(httpcore.NetworkBackend):
    """A web of our own: what each host answers, in the order that it is asked."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): list(said) for name, said in answers.items()}
        self.asked: list[str] = []

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        self.asked.append(host)
        if host not in self.answers:
            raise httpcore.ConnectError(host)
        said = self.answers[host].pop(0)
        return httpcore.MockStream([f"HTTP/1.1 {said}\r\nContent-Length: 0\r\n\r\n".encode()])


def test_old_texts_ended_periods_and_missing_questions_are_listed(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    words = seen(editor.see(CHECKS).text)
    assert "Gamle kilder (2) Perioden er over (1) Årstall ikke kjent (0) Uten spørsmål (1)" in words
    assert "Sensorer i gatene (2016) Smart by (2019)" in words
    assert "Sensorer i gatene (2014–2017)" in words
    assert "Gamle kilder (1)" in seen(editor.see(f"{CHECKS}?aar=9").text)
    for nonsense in ("0", "x", "-1", "9999999999", "%D9%A1"):
        assert editor.see(f"{CHECKS}?aar={nonsense}").status_code == 200


def test_a_file_that_waits_for_review_and_was_torn_by_hand_is_told_of(newsroom: Newsroom) -> None:
    editor = newsroom.editor()
    editor.bring()
    path = newsroom.desk.library.entry("klimaplan-for-fjellby", review=True).path
    path.write_text(path.read_text().replace("language: nb", "language: xx"))
    words = seen(editor.see(CHECKS).text)
    assert "klimaplan-for-fjellby.md, 5: language: må være en av" in words
    torn = editor.see("/redaksjon/tekst/klimaplan-for-fjellby?gjennomsyn=1")
    assert torn.status_code == 404
    assert "kan ikke lese" in seen(torn.text)


def test_links_are_checked_only_when_an_editor_asks(newsroom: Newsroom, tmp_path: Path) -> None:
    web = Web(kilde_example=["200 OK", "404 Not Found", "404 Not Found"])
    newsroom.desk.links.__init__(tmp_path / "links.json", web, lambda _: ["127.0.0.1"])
    for document in newsroom.assistant.snapshot.passages.documents.values():
        object.__setattr__(document.sources[0], "url", document.sources[0].url.replace("https", "http"))
    editor = newsroom.editor()
    assert "Lenkene er ikke sjekket ennå." in seen(editor.see(CHECKS).text)
    assert web.asked == []
    editor.submit(CHECKS, "kontroll/lenker")
    assert newsroom.desk.links.wait()
    words = seen(editor.see(CHECKS).text)
    assert "2 adresser, og 1 av dem svarte ikke som de skulle." in words
    assert ": 404 (" in words
    assert newsroom.desk.audit.listed()[0].action == "check_links"


def test_without_a_network_the_page_says_so(tmp_path: Path) -> None:
    def nobody(host: str) -> list[str]:
        raise OSError(host)

    web = Web()
    links = LinkCheck(tmp_path / "links.json", web, nobody)
    assert links.start([("https://a.example/", "a"), ("https://b.example/", "b")])
    assert links.wait()
    report = links.report()
    assert report
    assert report.offline
    assert web.asked == []


def test_a_network_that_is_closed_is_given_up(tmp_path: Path) -> None:
    web = Web()
    links = LinkCheck(tmp_path / "links.json", web, lambda _: ["192.0.2.1"])
    links.start([(f"http://a{number}.example/", "a") for number in range(100)])
    assert links.wait()
    report = links.report()
    assert report
    assert report.offline
    assert len(web.asked) < 30


@pytest.mark.parametrize(
    ("url", "answers", "fault"),
    [
        ("http://ny.example/a b/æ", ["200 OK"], ""),
        ("http://ny.example/", ["405 No", "200 OK"], ""),
        ("http://ny.example/", ["301 Moved\r\nLocation: /b", "200 OK"], ""),
        ("http://ny.example/", ["302 Moved\r\nLocation: /b"] * 9, "sender videre mer enn 5 ganger"),
        ("http://ny.example/", ["302 Moved\r\nLocation: file:///etc/passwd"], "UnsupportedProtocol"),
        ("http://ny.example/", ["410 Gone"], "410"),
        ("http://borte.example/", [], "ConnectError"),
        ("http://[feil/", [], "ValueError"),
    ],
)
def test_a_link_is_right_moved_or_broken(url: str, answers: list[str], fault: str) -> None:
    assert check_link(url, Web(ny_example=answers)) == fault


def test_links_into_our_own_network_are_not_followed(tmp_path: Path) -> None:
    links = LinkCheck(tmp_path / "links.json", resolve=lambda _: ["x"])
    links.start([("http://127.0.0.1:80/", "a"), ("http://localhost/", "b")])
    assert links.wait()
    report = links.report()
    assert report
    assert len(report.broken) == 2
    assert all("ikke på det åpne internettet" in one.reason for one in report.broken)
