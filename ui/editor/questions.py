"""Questions that were not answered and feedback that says an answer was of no use, with what editors make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.audit import Change
from assistant.triage import CAUSES, IMPORTANCES, MAX_NOTE, STATUSES, Judgement, feedback_key, question_key
from corpus.importing.faults import one_line
from ui.editor.gate import NotHereError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi.responses import Response
    from starlette.routing import Route

    from assistant.feedback import StoredFeedback
    from assistant.unanswered import Unanswered
    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

_SHOWN_DAYS = 30


@dataclass(frozen=True)
class Case:
    """A question for editors.

    Args:
        key: What it is known by.
        question: What was asked; empty if the reader did not send it along.
        language: The language that it was asked in.
        day: When it was asked last.
        count: How often it was asked without an answer; 0 if it is feedback.
        feedback: What a reader thought of the answer, if it is feedback.
        judgement: What editors make of it.
    """

    key: str
    question: str
    language: str
    day: date
    count: int
    feedback: StoredFeedback | None
    judgement: Judgement


def create_questions(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes of the questions."""

    def listed(visit: Visit) -> Response:
        every, wanted = cases(desk), visit.asked("status")
        shown = [case for case in every if wanted in ("", case.judgement.status)]
        counted = [one for one in desk.unanswered.listed() if not one.question]
        return visit.page(
            "editor_questions.html",
            unanswered=[case for case in shown if case.feedback is None],
            feedback=[case for case in shown if case.feedback],
            counted=counted[:_SHOWN_DAYS],
            keeping=desk.settings.unanswered,
            taken=desk.settings.feedback,
            wanted=wanted if wanted in STATUSES else "",
            statuses=STATUSES,
            count={status: sum(case.judgement.status == status for case in every) for status in STATUSES},
        )

    def one(visit: Visit) -> Response:
        return _page(visit, _case(desk, visit.part("key")))

    def judge(visit: Visit) -> Response:
        case = _case(desk, visit.part("key"))
        judgement = _read(visit)
        note = visit.form.text("notat")
        if len(note) > MAX_NOTE:
            fault = visit.texts.note_too_long.format(most=MAX_NOTE, length=len(note))
            return _page(visit, case, judgement=judgement, fault=fault)
        with desk.audit.recording(visit.who, "triage", case.key) as deed:
            desk.triage.judge(case.key, judgement, visit.who)
            deed.changes = _changes(case.judgement, judgement)
        return visit.go("/sporsmal", "vurdert")

    return [
        gate.page("/sporsmal", listed),
        gate.page("/sporsmal/{key}", one),
        gate.action("/sporsmal/{key}", judge),
    ]


def cases(desk: Desk) -> list[Case]:
    """Return every question, most important and most asked first; what is solved comes last."""
    judged = desk.triage.all()
    disliked = [one for one in desk.feedback.listed() if one.verdict == "ikke_nyttig"]
    found = [_of_feedback(one, judged.get(feedback_key(one), Judgement())) for one in disliked]
    for key, asked in _by_key(desk.unanswered.listed()).items():
        newest = max(asked, key=lambda one: one.day)
        count = sum(one.count for one in asked)
        judgement = judged.get(key, Judgement())
        found.append(Case(key, newest.question, newest.language, newest.day, count, None, judgement))
    return sorted(found, key=_rank)


def _page(visit: Visit, case: Case, *, judgement: Judgement | None = None, fault: str = "") -> Response:
    return visit.page(
        "editor_question.html",
        status=422 if fault else 200,
        case=case,
        judgement=judgement or case.judgement,
        fault=fault,
        statuses=STATUSES,
        importances=IMPORTANCES,
        causes=CAUSES,
        most=MAX_NOTE,
    )


def _rank(case: Case) -> tuple[bool, int, int, int]:
    over = case.judgement.status in ("lost", "uaktuell")
    return (over, -case.judgement.importance, -case.count, -case.day.toordinal())


def _of_feedback(one: StoredFeedback, judgement: Judgement) -> Case:
    return Case(feedback_key(one), one.question or "", one.language, one.given.date(), 0, one, judgement)


def _by_key(asked: Iterable[Unanswered]) -> dict[str, list[Unanswered]]:
    """Questions whose words are kept, each with all the days that it was asked on."""
    found: dict[str, list[Unanswered]] = {}
    for one in asked:
        if one.question:
            found.setdefault(question_key(one.language, one.question), []).append(one)
    return found


def _case(desk: Desk, key: str) -> Case:
    case = next((case for case in cases(desk) if case.key == key), None)
    if case is None:
        raise NotHereError
    return case


def _read(visit: Visit) -> Judgement:
    """What the form says; what no form of ours can say is as good as nothing said."""
    form = visit.form
    importance = form.text("viktighet")
    return Judgement(
        status=next((one for one in STATUSES if one == form.text("status")), "ny"),
        importance=next((one for one in IMPORTANCES if str(one) == importance), 0),
        cause=next((one for one in CAUSES if one == form.text("arsak")), ""),
        note=one_line(form.text("notat")),
    )


def _changes(before: Judgement, after: Judgement) -> list[Change]:
    """What is different, but for the note, in which a question may be told again."""
    told = [
        Change("status", before.status, after.status),
        Change("importance", str(before.importance or ""), str(after.importance or "")),
        Change("cause", before.cause, after.cause),
        Change("note", str(len(before.note) or ""), str(len(after.note) or "")),
    ]
    return [change for change in told if change.before != change.after]
