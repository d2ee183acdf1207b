"""The tally: what a collection holds in all, counted document by document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.chunking import chunk_document
from corpus.words import words
from index.milvus.rows import entries_of, read_card, read_chunk
from index.milvus.weights import TermStatistics
from index.passages import document_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.document import Document


@dataclass
class Tally:
    """What there is in all.

    Args:
        terms: How rare words are.
        counts: Number of documents, chunks, sentences and questions.
        vocabulary: How often each word stands in the texts.
        places: Names of the municipalities that documents are about, in lower case.
    """

    terms: TermStatistics = field(default_factory=TermStatistics)
    counts: Counter[str] = field(default_factory=Counter)
    vocabulary: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)

    def add(self, document: Document) -> None:
        """Count a document."""
        chunks = chunk_document(document)
        self.counts.update(chunks=len(chunks), sentences=sum(len(chunk.sentences) for chunk in chunks))
        self.counts.update(documents=1, questions=len(document.questions))
        self.vocabulary.update(words(document_words(document)))
        self.places.update(place.lower() for place in document.municipality)
        for kind, tokens in entries_of(document, chunks):
            self.terms.add(kind, tokens)

    def take_out_chunk(self, row: Mapping[str, Any]) -> None:
        """Subtract what a chunk's row counts for."""
        self.counts.subtract({"chunks": 1, "sentences": len(read_chunk(row).sentences)})
        self.terms.remove("stems", row["stems"])
        self.terms.remove("grams", row["grams"])

    def take_out_document(self, row: Mapping[str, Any]) -> None:
        """Subtract what a document's row counts for, beside its chunks; its words and places stay known."""
        self.counts.subtract({"documents": 1, "questions": len(read_card(row).questions)})
        self.terms.remove("question_grams", row["question_grams"])
        self.terms.remove("document_grams", row["document_grams"])
