"""Build a passage index from documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from corpus.chunking import chunk_document
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.passages import PassageIndex, document_words, passage_text
from index.tokens import character_grams
from index.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from corpus.document import Document
    from index.embedding_cache import EmbeddingCache
    from index.model.embedder import Embedder, Role


_NOTHING = "ingen tekster å indeksere; legg tekster i corpus/texts"


class EmptyCorpusError(ValueError):
    """There is nothing to index."""


class LiveDocuments(Mapping[str, "Document"]):
    """Those of some documents that are not withdrawn, by id; none is held that the others do not hold.

    Args:
        documents: All of them.

    Raises:
        EmptyCorpusError: If none is left.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._ids = dict.fromkeys(name for name, document in documents.items() if document.status != "trukket")
        if not self._ids:
            raise EmptyCorpusError(_NOTHING)

    def __getitem__(self, name: str) -> Document:
        if name not in self._ids:
            raise KeyError(name)
        return self._documents[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def build_passage_index(
    documents: Iterable[Document],
    embedder: Embedder,
    *,
    cache: EmbeddingCache | None = None,
    progress: bool = False,
    sentences: bool = True,
) -> PassageIndex:
    """Cut the documents into chunks, embed chunks, sentences and questions, and index them.

    Args:
        documents: The documents; withdrawn ones are left out.
        embedder: The embedding model.
        cache: Vectors of texts that were embedded before, by the same model.
        progress: Whether to show a progress bar.
        sentences: Whether to embed sentences too; an index that is only searched does without.

    Raises:
        EmptyCorpusError: If no document is left.
    """

    def embed(texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        if cache is not None:
            return cache.embed(texts, role, progress=progress)
        plain = embedder.embed_queries if role == "query" else embedder.embed_passages
        return plain(texts, progress=progress)

    live = dict(LiveDocuments({document.id: document for document in documents}))
    chunks = tuple(chunk for document in live.values() for chunk in chunk_document(document))
    if not chunks:
        raise EmptyCorpusError(_NOTHING)
    chunk_texts = [passage_text(live[chunk.document_id], chunk) for chunk in chunks]
    sentence_texts = [
        live[chunk.document_id].text[sentence.start : sentence.end]
        for chunk in chunks
        for sentence in chunk.sentences
        if sentences
    ]
    # A title is searched like a question: readers often ask by name.
    asked = [(document.title, *document.questions) for document in live.values()]
    owners = [place for place, questions in enumerate(asked) for _ in questions]
    whole = [document_words(document) for document in live.values()]
    index = PassageIndex(
        live,
        chunks,
        dense=DenseIndex.build(embed(chunk_texts, "passage")),
        stems=LexicalIndex.build(chunk_texts),
        grams=LexicalIndex.build(chunk_texts, character_grams),
        # A question is compared with questions, so both sides carry the query prompt.
        questions=DenseIndex.build(embed([question for questions in asked for question in questions], "query")),
        question_owners=np.array(owners, np.int32),
        question_grams=LexicalIndex.build([" ".join(questions) for questions in asked], character_grams),
        document_grams=LexicalIndex.build(whole, character_grams),
        sentence_vectors=embed(sentence_texts, "passage").astype(np.float16),
        vocabulary=Vocabulary.build(whole),
    )
    if cache is not None:
        cache.forget_unused()
    return index
