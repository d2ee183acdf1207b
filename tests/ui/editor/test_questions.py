"""An editor goes through what the assistant could not answer, and what readers did not like."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from assistant.feedback import Feedback, Judged
from assistant.triage import feedback_key, question_key
from assistant.unanswered import UnansweredQuestions
from tests.ui.editor.newsroom import seen

if TYPE_CHECKING:
    from tests.ui.editor.newsroom import Newsroom

QUESTION = "Hvem tømmer søpla på Mars?"
LIST = "/redaksjon/sporsmal"


@pytest.fixture
def asked(newsroom: Newsroom) -> str:
    """A question is asked twice, in vain; returns its page."""
    kept = UnansweredQuestions(newsroom.settings.unanswered_file, "text", 90)
    for text in (QUESTION, QUESTION, "Hva koster en tur til månen?"):
        answer = newsroom.assistant.ask(text)
        assert answer.mode == "avvist"
        kept.record(answer)
    return f"{LIST}/{question_key('nb', QUESTION)}"


def test_a_question_is_judged_and_stays_judged_when_it_is_asked_again(newsroom: Newsroom, asked: str) -> None:
    editor = newsroom.editor()
    words = seen(editor.see(LIST).text)
    assert f"{QUESTION} 2 " in words
    assert words.index(QUESTION) < words.index("månen")  # asked most
    done = editor.submit(asked, "redaksjon/sporsmal/" + asked.rpartition("/")[2],
                         status="arbeid", viktighet="1", arsak="mangler", notat="Spør renovasjon")  # fmt: skip
    assert done.headers["location"] == f"{LIST}?gjort=vurdert"
    page = editor.see(asked).text
    assert "Spør renovasjon" in page
    assert '<option value="arbeid" selected>' in page
    assert "Kari Redaktør" in seen(page)
    UnansweredQuestions(newsroom.settings.unanswered_file, "text", 90).record(newsroom.assistant.ask(QUESTION))
    assert f"{QUESTION} 3 " in seen(editor.see(f"{LIST}?status=arbeid").text)
    assert QUESTION not in seen(editor.see(f"{LIST}?status=ny").text)


def test_the_log_and_the_triage_file_hold_no_question(newsroom: Newsroom, asked: str) -> None:
    editor = newsroom.editor()
    editor.submit(asked, asked.removeprefix("/"), status="lost", notat=f"Gjelder {QUESTION}")
    line = newsroom.desk.audit.listed()[0]
    assert line.action == "triage"
    assert ("status", "ny", "lost") in [(one.field, one.before, one.after) for one in line.changes]
    with sqlite3.connect(newsroom.settings.audit_file) as log:
        assert "Mars" not in "\n".join(log.iterdump())
    newsroom.desk.triage.judge("k", newsroom.desk.triage.all()[asked.rpartition("/")[2]], "x")
    log.close()
    assert "Mars" not in seen(editor.see("/redaksjon/logg").text)


def test_a_note_that_is_too_long_comes_back(newsroom: Newsroom, asked: str) -> None:
    note = "Lang " * 120
    answer = newsroom.editor().submit(asked, asked.removeprefix("/"), notat=note, status="lost")
    assert answer.status_code == 422
    assert note.strip() in answer.text
    assert '<option value="lost" selected>' in answer.text
    assert newsroom.desk.triage.all() == {}


def test_what_no_form_can_say_is_taken_as_nothing_said(newsroom: Newsroom, asked: str) -> None:
    newsroom.editor().submit(asked, asked.removeprefix("/"), status="x", viktighet="9", arsak="'; DROP TABLE")
    (judgement,) = newsroom.desk.triage.all().values()
    assert (judgement.status, judgement.importance, judgement.cause) == ("ny", 0, "")


def test_feedback_is_judged_with_what_the_reader_sent(newsroom: Newsroom) -> None:
    judged = Judged("utdrag", "nb", None, "v1", "Hva er en sensor?", "Et svar <b>med</b> tegn")
    disliked = Feedback("ikke_nyttig", ("wrong", "context"), "Dette <script>stemmer</script> ikke", include=True)
    newsroom.desk.feedback.add(disliked, judged)
    newsroom.desk.feedback.add(Feedback("nyttig"), judged)
    newsroom.desk.feedback.add(Feedback("ikke_nyttig", ("other",)), judged)
    editor = newsroom.editor()
    listed = editor.see(LIST).text
    assert "Hva er en sensor?" in seen(listed)
    assert "feil, revet ut av sammenhengen" in seen(listed)
    assert "Leseren sendte ikke med spørsmålet" in seen(listed)
    key = feedback_key(newsroom.desk.feedback.listed()[-1])
    page = editor.see(f"{LIST}/{key}").text
    assert "&lt;script&gt;stemmer" in page
    assert "Et svar &lt;b&gt;med" in page
    editor.submit(f"{LIST}/{key}", f"sporsmal/{key}", arsak="feil", viktighet="4")
    assert seen(editor.see(LIST).text).index("4 – svært stor") < seen(editor.see(LIST).text).index("Ikke vurdert Ikke")


def test_where_only_numbers_are_kept_the_page_says_so(newsroom: Newsroom) -> None:
    UnansweredQuestions(newsroom.settings.unanswered_file, "count", 90).record(newsroom.assistant.ask(QUESTION))
    words = seen(newsroom.editor().see(LIST).text)
    assert "Bare antallet blir lagret." in words
    assert "Bokmål 1" in words
    assert newsroom.editor().see(f"{LIST}/finnes-ikke").status_code == 404
