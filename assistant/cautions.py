"""Cautions: what the reader should know of the passages that an answer stands on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.citations import EDITORIAL_BASIS
from assistant.frames import frame, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Citation
    from corpus.document import Language

_OLD_YEARS = 5


def cautions_on(citations: Sequence[Citation], language: Language) -> tuple[str, ...]:
    """Return one line for each of: an editor's reading, what has ended, and old sources; with the numbers concerned.

    Args:
        citations: The answer's citations.
        language: The reader's.
    """
    year = datetime.now(UTC).year
    groups = {
        "warning_editorial": [one for one in citations if one.basis == EDITORIAL_BASIS],
        "warning_historical": [one for one in citations if one.status == "historisk"],
        "warning_old": [one for one in citations if one.published and year - one.published > _OLD_YEARS],
    }
    return tuple(
        frame(language, name, numbers=_numbers(group, citations, language)) for name, group in groups.items() if group
    )


def _numbers(group: Sequence[Citation], citations: Sequence[Citation], language: Language) -> str:
    """The numbers concerned with their years, or that it is all of them."""
    years = sorted({one.published for one in group if one.published})
    if len(group) == len(citations) > 1:
        shown = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""
        return frame(language, "all_passages") + (f" ({shown})" if shown else "")
    return joined([_with_year(one) for one in group], language)


def _with_year(citation: Citation) -> str:
    return f"[{citation.n}] ({citation.published})" if citation.published else f"[{citation.n}]"
