"""Follow-up questions: ones that the texts at hand say they answer, asked once to see that they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.coverage import assess_coverage
from assistant.language import detect_language
from assistant.question import understand
from assistant.retrieval import retrieve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.retrieval import Retrieval
    from corpus.document import Document, Language
    from index.home import PassageHome
    from index.model.embedder import Embedder
    from index.passages import PassageIndex

MAX_FOLLOW_UPS = 3
_SAME_QUESTION = 0.95
_FROM_MAIN = 2
_FROM_OTHERS = 1
_TRIED = 8  # questions asked at most to find three that hold


class FollowUps:
    """Suggests questions over one snapshot.

    What a question gives does not change while the index does not, so each is asked only once.

    Args:
        home: Where its passages lie.
        embedder: The model that it was made with.
    """

    def __init__(self, home: PassageHome, embedder: Embedder) -> None:
        self._home = home
        self._embedder = embedder
        self._holds: dict[tuple[str, str], bool] = {}
        self._languages: dict[str, tuple[Language | None, ...]] = {}

    def suggest(self, retrieval: Retrieval, documents: Sequence[Document]) -> tuple[str, ...]:
        """Return up to three questions that the assistant answers from the document that states them.

        Args:
            retrieval: What was found; its question is not suggested again.
            documents: The documents that the answer stands on, the main one first.
        """
        chosen: list[str] = []
        vectors: list[NDArray[np.float32]] = [retrieval.vector]
        counts: dict[str, int] = {}
        language = retrieval.question.language
        tried = 0
        for document, question, vector in self._stated(documents, retrieval.index, language):
            limit = _FROM_MAIN if document is documents[0] else _FROM_OTHERS
            is_new = all(float(vector @ other) < _SAME_QUESTION for other in vectors)
            if counts.get(document.id, 0) == limit or not is_new:
                continue
            if len(chosen) == MAX_FOLLOW_UPS or tried == _TRIED:
                break
            tried += 1
            if self._is_answered(question, vector, document, language):
                chosen.append(question[0].upper() + question[1:])
                vectors.append(vector)
                counts[document.id] = counts.get(document.id, 0) + 1
        return tuple(chosen)

    def _stated(
        self, documents: Sequence[Document], index: PassageIndex, language: Language
    ) -> Iterator[tuple[Document, str, NDArray[np.float32]]]:
        """Whole questions in the reader's language; keywords are there for search only."""
        for document in documents:
            vectors = index.question_vectors_of(document.id)
            languages = self._languages_of(document)
            for question, vector, asked_in in zip(document.questions, vectors, languages, strict=True):
                if question.endswith("?") and (asked_in or "nb") == language:
                    yield document, question, vector

    def _languages_of(self, document: Document) -> tuple[Language | None, ...]:
        if document.id not in self._languages:
            self._languages[document.id] = tuple(map(detect_language, document.questions))
        return self._languages[document.id]

    def _is_answered(self, question: str, vector: NDArray[np.float32], document: Document, language: Language) -> bool:
        """Ask the question and see whether it is answered, first of all from the document."""
        key = (question, language)
        if key not in self._holds:
            asked = understand(question, language=language)
            found = retrieve(asked, self._home, self._embedder, known={question: vector})
            self._holds[key] = (
                not asked.dangling
                and assess_coverage(found, found.index).covered
                and found.passages[0].document.id == document.id
            )
        return self._holds[key]
