"""From a question to a query: nynorsk in the texts' words, misspellings mended, the glossary's words, and names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.expansion import expand
from assistant.intent import situation_in
from assistant.named import named_places, named_types, named_years
from assistant.nynorsk import to_bokmal
from assistant.spelling import Mended, mend
from index.query import SearchQuery

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.question import Question
    from index.home import PassageHome
    from index.model.embedder import Embedder


@dataclass(frozen=True)
class Understood:
    """A query with what was done to the reader's words.

    Args:
        query: What is searched for.
        mended: Words that stand in no text; those that are no names were searched for as mended.
    """

    query: SearchQuery
    mended: tuple[Mended, ...]


def make_query(
    question: Question,
    home: PassageHome,
    embedder: Embedder,
    without: Collection[str] = (),
    known: Mapping[str, NDArray[np.float32]] | None = None,
) -> Understood:
    """Return the query for a question.

    Args:
        question: The question, made to stand alone.
        home: What will be searched; its words mend misspellings, its documents know places.
        embedder: The model that the index was made with.
        without: Steps that are switched off, see ``index/steps.py``.
        known: Vectors of questions that were embedded before, by their text.
    """
    # Texts about principles as such would drown those about what is to be done.
    names_situation = not question.principles and situation_in(question.text)
    text = situation_in(question.standalone) if names_situation else question.standalone
    text = text or question.standalone
    if question.earlier:
        text = f"{text} {question.text}"  # what is asked now weighs more than what it is asked about
    english = question.language == "en"
    if "nynorsk" not in without and not english:
        text = to_bokmal(text)
    mended = () if english or "spelling" in without else mend(text, home.vocabulary)
    text = _with_mended(text, mended)
    names = "names" not in without
    query = SearchQuery(
        text=text,
        vector=known[text] if known and text in known else embedder.embed_queries([text])[0],
        expansion=" ".join(expand(text)) if "glossary" not in without else "",
        tongue="english" if english else "norwegian",
        places=named_places(text, home.places) if names else (),
        principles=question.principles if names else (),
        types=named_types(text) if names else (),
        years=named_years(text) if names else (),
    )
    return Understood(query, mended)


def _with_mended(text: str, mended: tuple[Mended, ...]) -> str:
    """The text with misspelt words mended; a name is left as it is, for it may be one that the texts do not know."""
    for one in mended:
        if not one.is_name:
            text = re.sub(rf"\b{re.escape(one.written)}\b", one.meant, text, flags=re.IGNORECASE)
    return text
