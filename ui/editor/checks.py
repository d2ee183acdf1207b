"""Checks: texts that may be out of date, that lack questions or have faults, and links that no longer answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpus.front_matter import Fault, FrontMatterError
from corpus.reader import parse_document, read_corpus
from ui.editor.age import OLD_YEARS, has_ended, is_old
from ui.site.collection import alphabetical

if TYPE_CHECKING:
    from fastapi.responses import Response
    from starlette.routing import Route

    from corpus.document import Document
    from ui.editor.desk import Desk
    from ui.editor.gate import Gate, Visit

_MOST_YEARS = 99


def create_checks(gate: Gate, desk: Desk) -> list[Route]:
    """Return the routes of the checks."""

    def shown(visit: Visit) -> Response:
        asked = visit.asked("aar")
        years = int(asked) if asked.isdecimal() and 1 <= int(asked[:3]) <= _MOST_YEARS else OLD_YEARS
        corpus = read_corpus(desk.settings.texts, desk.library.texts)
        used = [one for one in corpus.documents.values() if one.status != "trukket"]
        year = datetime.now(UTC).year
        return visit.page(
            "editor_checks.html",
            years=years,
            old=sorted(
                (one for one in used if is_old(one.published, one.status, year, years)),
                key=lambda one: (one.published or 0, alphabetical(one.title)),
            ),
            ended=_by_title([one for one in used if has_ended(one.period, one.status, year)]),
            without_year=_by_title([one for one in used if one.published is None]),
            without_questions=_by_title([one for one in used if not one.questions]),
            faults=[*corpus.faults, *_review_faults(desk)],
            links=desk.links,
            report=desk.links.report(),
            titles={one.id: one.title for one in used},
        )

    def check(visit: Visit) -> Response:
        documents = desk.assistant.snapshot.passages.documents.values()
        with desk.audit.recording(visit.who, "check_links"):
            desk.links.start((source.url, one.id) for one in documents for source in one.sources)
        return visit.go("/kontroll", "lenker_startet")

    return [gate.page("/kontroll", shown), gate.action("/kontroll/lenker", check)]


def _review_faults(desk: Desk) -> list[Fault]:
    """What is wrong with files that wait for review: somebody may have changed them by hand."""
    faults: list[Fault] = []
    for path in sorted((desk.library.root / "review").glob("[!.]*.md")):
        try:
            parse_document(path, path.read_text(encoding="utf-8"))
        except FrontMatterError as error:
            faults += error.faults
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault(path, 1, str(error)))
    return faults


def _by_title(documents: list[Document]) -> list[Document]:
    return sorted(documents, key=lambda one: alphabetical(one.title))
