"""Build a passage index from documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.chunking import chunk_document
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.passages import PassageIndex, document_words, passage_text
from index.tokens import character_grams

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.document import Document
    from index.model.embedder import Embedder


class EmptyCorpusError(ValueError):
    """There is nothing to index."""


def build_passage_index(
    documents: Iterable[Document], embedder: Embedder, *, progress: bool = False, sentences: bool = True
) -> PassageIndex:
    """Cut the documents into chunks, embed chunks, sentences and questions, and index them.

    Args:
        documents: The documents; withdrawn ones are left out.
        embedder: The embedding model.
        progress: Whether to show a progress bar.
        sentences: Whether to embed sentences too; an index that is only searched does without.

    Raises:
        EmptyCorpusError: If no document is left.
    """
    live = {document.id: document for document in documents if document.status != "trukket"}
    chunks = tuple(chunk for document in live.values() for chunk in chunk_document(document))
    if not chunks:
        msg = "ingen tekster å indeksere; legg tekster i corpus/texts"
        raise EmptyCorpusError(msg)
    chunk_texts = [passage_text(live[chunk.document_id], chunk) for chunk in chunks]
    sentence_texts = [
        live[chunk.document_id].text[sentence.start : sentence.end]
        for chunk in chunks
        for sentence in chunk.sentences
        if sentences
    ]
    # A title is searched like a question: readers often ask by name.
    questions = [question for document in live.values() for question in (document.title, *document.questions)]
    owners = [place for place, document in enumerate(live.values()) for _ in (document.title, *document.questions)]
    return PassageIndex(
        live,
        chunks,
        dense=DenseIndex.build(embedder.embed_passages(chunk_texts, progress=progress)),
        lexical=LexicalIndex.build(chunk_texts),
        # A question is compared with questions, so both sides carry the query prompt.
        questions=DenseIndex.build(embedder.embed_queries(questions)),
        question_words=LexicalIndex.build(
            [" ".join([document.title, *document.questions]) for document in live.values()]
        ),
        document_grams=LexicalIndex.build([document_words(document) for document in live.values()], character_grams),
        question_owners=np.array(owners, np.int32),
        sentence_vectors=embedder.embed_passages(sentence_texts, progress=progress).astype(np.float16),
    )
