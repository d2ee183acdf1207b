"""A text as the rules of support read it: its content words with their vectors in context, and its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from assistant.generation.figure_support import Stated, read_stated
from assistant.nynorsk import to_bokmal
from index.tokens import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corpus.document import Language
    from index.model.embedder import Embedder

ENGLISH_FILE = Path(__file__).with_name("english.yaml")

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class ReadText:
    """A text with its content words.

    Args:
        text: The text.
        vector: Its own vector, of length 1.
        words: Its content words in lower case and in bokmål, in order.
        spans: Where each of them stands.
        vectors: Their vectors, shape ``(words, dimension)``, of length 1 from the middle of their language.
        language: Its language.
    """

    text: str
    vector: NDArray[np.float32]
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    vectors: NDArray[np.float32]
    language: Language

    @cached_property
    def stated(self) -> Stated:
        """What it states in figures."""
        return read_stated(self.text, self.language)


class TextReader:
    """Reads texts with an embedding model.

    Every word's vector leans the way of its language; taking the language's middle away leaves what it means.

    Args:
        embedder: The model.
        middle: Middle of the vectors of many Norwegian texts.
    """

    def __init__(self, embedder: Embedder, middle: NDArray[np.float32]) -> None:
        self._embedder = embedder
        self._norwegian = middle

    def read(self, texts: Sequence[str], language: Language) -> list[ReadText]:
        """Read texts of one language, in one pass of the model."""
        pieces = self._embedder.token_vectors(texts)
        middle = self._english if language == "en" else self._norwegian
        return [self._read(text, *pieces, middle, language) for text, pieces in zip(texts, pieces, strict=True)]

    @cached_property
    def _english(self) -> NDArray[np.float32]:
        texts = yaml.safe_load(ENGLISH_FILE.read_text(encoding="utf-8"))
        vectors = np.concatenate([_unit(vectors) for vectors, _ in self._embedder.token_vectors(texts)])
        return np.asarray(vectors.mean(axis=0), np.float32)

    @staticmethod
    def _read(
        text: str,
        pieces: NDArray[np.float32],
        places: NDArray[np.int_],
        middle: NDArray[np.float32],
        language: Language,
    ) -> ReadText:
        spans = [match.span() for match in _WORD.finditer(text) if match[0].lower() not in STOP_WORDS]
        vectors = np.zeros((len(spans), pieces.shape[1]), np.float32)
        for place, (start, end) in enumerate(spans):
            inside = (places[:, 0] < end) & (places[:, 1] > start)
            if inside.any():  # else the text is too long for the model, and the word stands for none
                vectors[place] = _unit(pieces[inside]).mean(axis=0) - middle
        words = tuple(to_bokmal(text[start:end].lower()) for start, end in spans)
        return ReadText(text, _unit(pieces.mean(axis=0)), words, tuple(spans), _unit(vectors), language)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
