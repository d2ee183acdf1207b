"""An answer by a language model holds what it cites, or the reader gets extracts and is told why."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.assistant import Assistant
from assistant.events import AnswerEvent, DeltaEvent, PassagesEvent, StatusEvent
from assistant.generation import apart
from tests.scripted_model import Script, ScriptedModel

QUESTION = "Hva kostet Orklandbadet?"
GOOD = "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner [1]."
INVENTED = "Badet ble åpnet av kongen i 1987 og har tre stupetårn [1]."

Make = Callable[..., Assistant]


def test_a_sentence_that_stands_in_its_passage_is_kept_with_the_place(writing: Make, model: ScriptedModel) -> None:
    model.says(GOOD)
    answer = writing().ask(QUESTION)
    assert answer.mode == "generert"
    assert answer.model == "test-modell"
    assert answer.supported_share == 1.0
    assert answer.text == "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner. [1]"
    citation = answer.citations[0]
    text = writing().snapshot.passages.documents[citation.document_id].text
    assert text[citation.start : citation.end] == citation.quote
    assert "370 millioner" in citation.quote


def test_an_invented_sentence_is_taken_out_and_the_reader_is_told(writing: Make, model: ScriptedModel) -> None:
    model.says(f"{GOOD} {INVENTED}")
    answer = writing(least_share=0.5).ask(QUESTION)
    assert "stupetårn" not in repr(answer)
    assert answer.supported_share == 0.5
    assert answer.warnings[0] == (
        "1 av 2 setninger fra språkmodellen er tatt bort, fordi jeg ikke fant dem igjen i kildene."
    )


def test_an_answer_with_too_little_that_holds_gives_way_to_extracts(writing: Make, model: ScriptedModel) -> None:
    model.says(f"{INVENTED} Det har også et hotell [1]. {GOOD}")
    answer = writing().ask(QUESTION)
    assert answer.mode == "utdrag"
    assert (
        answer.warnings[0] == "Jeg fant for lite av det språkmodellen skrev, igjen i kildene. Her er utdrag i stedet."
    )
    assert "stupetårn" not in repr(answer)


def test_numbers_are_given_anew_in_the_order_of_use(writing: Make, model: ScriptedModel) -> None:
    model.says("Badet får spillvarme på om lag 40 grader i rør fra Elkem Thamshavn [1][2][3][4]. ", GOOD)
    answer = writing(least_share=0.0).ask(QUESTION)
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.statements[0].citations == (1,)


def test_marks_that_mean_nothing_are_counted(writing: Make, model: ScriptedModel) -> None:
    model.says(GOOD.replace("[1]", "[1][42]"))
    assert writing().ask(QUESTION).dropped_citations == 1


def test_a_sentence_without_a_mark_is_left_out(writing: Make, model: ScriptedModel) -> None:
    model.says(GOOD, " Kostnaden er om lag 370 millioner kroner.")
    assert len(writing(least_share=0.5).ask(QUESTION).statements) == 1


def test_the_model_may_say_that_it_is_not_covered(writing: Make, model: ScriptedModel) -> None:
    model.says("IKKE DEKKET")
    answer = writing().ask(QUESTION)
    assert answer.mode == "utdrag"
    assert answer.warnings[0].startswith("Språkmodellen fant ikke svaret i kildene.")


def test_what_the_sources_do_not_cover_never_reaches_the_model(writing: Make, model: ScriptedModel) -> None:
    model.says(GOOD)
    assert writing().ask("Hvem vant VM i fotball i 2022?").mode == "avvist"
    assert model.asked == []


def test_personal_data_never_reach_the_model(writing: Make, model: ScriptedModel) -> None:
    model.says(GOOD)
    writing().ask("Hva kostet Orklandbadet, spør 01019012345?")
    assert model.asked == []
    writing().ask("Hva kostet det?", ["Fortell om Orklandbadet til 01019012345"])
    assert "01019012345" not in model.prompt()


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (Script(status=500, body="oh no"), "broken"),
        (Script(status=401, body='{"error": {"message": "bad key"}}'), "refused"),
        (Script(status=404, body='{"error": {"message": "no such model"}}'), "unknown_model"),
        (Script(status=429, body='{"error": {"message": "slow down"}}'), "busy"),
        (Script(status=400, body='{"error": {"message": "maximum context length is 512 tokens"}}'), "too_long"),
        (Script(body="<html>this is a login page</html>", content_type="text/html"), "broken"),
        (Script(body="data: {not json at all\n\n"), "broken"),
        (Script(body='data: {"choices": "none"}\n\n'), "broken"),
        (Script(pieces=(GOOD,), finish=None), "broken"),
        (Script(pieces=(GOOD,), finish="content_filter"), "filtered"),
        (Script(pieces=()), "unsupported"),
    ],
)
def test_a_failing_server_gives_extracts_with_the_reason_and_is_counted(
    writing: Make, model: ScriptedModel, script: Script, fault: str
) -> None:
    model.scripts = [script]
    assistant = writing()
    answer = assistant.ask(QUESTION)
    assert answer.mode == "utdrag"
    assert answer.statements
    assert "i stedet" in answer.warnings[0]
    assert assistant.writer is not None
    assert dict(assistant.writer.failures) == {fault: 1}


def test_a_context_that_is_too_small_is_tried_again_with_fewer_passages(writing: Make, model: ScriptedModel) -> None:
    overflow = Script(status=400, body='{"error": {"message": "the request exceeds the available context size"}}')
    model.scripts = [overflow, Script(pieces=(GOOD,))]
    assert writing().ask(QUESTION).mode == "generert"
    first, second = (len(request["messages"][1]["content"]) for request in model.asked)
    assert second < first


def test_a_server_that_is_down_gives_extracts(assistant: Assistant, writing: Make, model: ScriptedModel) -> None:
    down = writing()
    assert down.writer is not None
    down.writer.model._client.base_url = "http://127.0.0.1:9/v1"
    answer = down.ask(QUESTION)
    assert answer.warnings[0] == "Språkmodellen svarer ikke nå. Her er utdrag fra kildene i stedet."
    assert answer.citations == assistant.ask(QUESTION).citations


def test_a_slow_server_gives_extracts_within_the_time(writing: Make, model: ScriptedModel) -> None:
    model.says(*["Ord "] * 200, pause=0.1)
    began = time.monotonic()
    answer = writing(seconds=1).ask(QUESTION)
    assert answer.warnings[0].startswith("Språkmodellen brukte for lang tid.")
    assert time.monotonic() - began < 10


def test_a_server_that_says_nothing_gives_extracts(writing: Make, model: ScriptedModel) -> None:
    model.says("sent", pause=5)
    assert writing(seconds=1).ask(QUESTION).warnings[0].startswith("Språkmodellen brukte for lang tid.")


def test_more_answers_than_the_limit_wait_and_then_get_extracts(writing: Make, model: ScriptedModel) -> None:
    model.says(*["Ord "] * 30, pause=0.1)
    assistant = writing(seconds=2, concurrency=1)
    slow = threading.Thread(target=assistant.ask, args=(QUESTION,))
    slow.start()
    while not model.asked:
        time.sleep(0.01)
    answers = []
    quick = threading.Thread(target=lambda: answers.append(assistant.ask("Hva er et klimabudsjett?")))
    quick.start()
    quick.join()
    slow.join()
    assert answers[0].statements


def test_a_reader_who_leaves_stops_the_model(writing: Make, model: ScriptedModel) -> None:
    model.says(*[f"{GOOD} "] * 200, pause=0.05)
    events = writing().stream(QUESTION)
    for event in events:
        if isinstance(event, DeltaEvent):
            break
    events.close()  # type: ignore[attr-defined] # a generator
    assert model.left.wait(5)
    assert model.sent < 100


def test_two_readers_who_come_first_at_once_are_read_in_one_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = asyncio.new_event_loop
    monkeypatch.setattr(asyncio, "new_event_loop", lambda: (time.sleep(0.2), begin())[1])
    apart._started_loop.cache_clear()
    with ThreadPoolExecutor(4) as readers:
        loops = list(readers.map(lambda _: apart.wait_for(running_loop()), range(4)))
    assert len(set(loops)) == 1


async def running_loop() -> int:
    return id(asyncio.get_running_loop())


def test_a_reader_who_leaves_a_silent_model_makes_room_for_the_next(writing: Make, model: ScriptedModel) -> None:
    model.scripts = [Script(pieces=(GOOD,), pause=30), Script(pieces=(GOOD,))]
    assistant, left = writing(concurrency=1), threading.Event()
    events = assistant.stream(QUESTION, left=left)
    assert isinstance(next(events), StatusEvent)
    leaving = threading.Timer(1, left.set)  # when the model has been asked and says nothing
    leaving.start()
    assert not [event for event in events if isinstance(event, AnswerEvent) and event.answer.mode == "generert"]
    assert len(model.asked) == 1
    assert assistant.ask(QUESTION).mode == "generert"


def test_the_events_come_in_order_and_the_answer_last(writing: Make, model: ScriptedModel) -> None:
    model.says(GOOD)
    events = list(writing().stream(QUESTION))
    assert [type(event) for event in events] == [StatusEvent, PassagesEvent, StatusEvent, DeltaEvent, AnswerEvent]
    assert events[3].text == events[4].answer.text


def test_the_key_is_sent_and_shown_nowhere(
    writing: Make, model: ScriptedModel, caplog: pytest.LogCaptureFixture
) -> None:
    model.scripts = [Script(status=401, body="no")]
    assistant = writing(key="min-hemmelige-nokkel")
    with caplog.at_level(logging.DEBUG):
        answer = assistant.ask(QUESTION)
    assert model.keys == ["Bearer min-hemmelige-nokkel"]
    assert assistant.writer is not None
    assert "hemmelig" not in repr(assistant.writer) + repr(answer) + caplog.text


def test_a_question_in_english_is_written_in_english(writing: Make, model: ScriptedModel) -> None:
    model.says("The cost of Orkland folkehelsesenter is estimated at about 370 million kroner [1].")
    answer = writing().ask("How much did Orklandbadet cost?")
    assert answer.language == "en"
    assert "Write in English" in model.prompt()
    assert answer.mode == "generert"
