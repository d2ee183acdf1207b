"""Which turn a stop, a new conversation and another question end."""

from __future__ import annotations

from ui.chat.under_way import UnderWay


def test_a_stop_ends_the_reader_s_own_turn_and_no_other() -> None:
    under_way = UnderWay()
    mine, other = under_way.begin("jeg"), under_way.begin("en annen")
    assert under_way.end("jeg", "stopped")
    assert (mine.why, mine.event.is_set()) == ("stopped", True)
    assert (other.why, other.event.is_set()) == (None, False)


def test_nothing_is_under_way_before_and_after() -> None:
    under_way = UnderWay()
    assert not under_way.end("jeg", "begun anew")
    turn = under_way.begin("jeg")
    under_way.done("jeg", turn)
    assert not under_way.end("jeg", "begun anew")


def test_another_question_on_the_page_silences_the_one_under_way() -> None:
    under_way = UnderWay()
    first = under_way.begin("jeg")
    second = under_way.begin("jeg")
    assert (first.why, second.why) == ("gone", None)
    under_way.done("jeg", first)
    assert under_way.end("jeg", "stopped"), "the end of the first does not forget the second"


def test_an_answer_that_is_on_its_way_is_not_stopped_but_a_new_conversation_drops_it() -> None:
    under_way = UnderWay()
    turn = under_way.begin("jeg")
    turn.is_answered = True
    under_way.end("jeg", "stopped")
    assert turn.why is None
    turn.end("begun anew")
    assert turn.why == "begun anew"
