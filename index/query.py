"""A query as search takes it: the question's words and vector, and what it was understood to name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.search_weights import Tongue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corpus.document import DocumentType


@dataclass(frozen=True)
class SearchQuery:
    """What to search for.

    Args:
        text: The question's words.
        vector: The question as a unit vector of the index's model, shape ``(dimension,)``.
        expansion: Words that the texts use for what the question says.
        tongue: Which weights fit it.
        places: Places named, in lower case.
        principles: Principles named.
        types: Document types asked for.
        years: Years named.
    """

    text: str
    vector: NDArray[np.float32]
    expansion: str = ""
    tongue: Tongue = "norwegian"
    places: tuple[str, ...] = ()
    principles: tuple[int, ...] = ()
    types: tuple[DocumentType, ...] = ()
    years: tuple[int, ...] = ()
