"""The nynorsk–bokmål word table, and the script that derives it.

``python -m corpus.nn_nb pairs.tsv`` reads parallel sentences (bokmål, tab, nynorsk) and writes ``nn_nb.json``.
Sentences are aligned word by word where they differ. A nynorsk word is mapped to the bokmål word that it stands
against most often, if that is often enough and the nynorsk word is not itself common in bokmål. Words of the field,
from ``nn_nb_field.json``, come on top.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE_FILE = Path(__file__).with_name("nn_nb.json")
FIELD_FILE = Path(__file__).with_name("nn_nb_field.json")
_LEAST_OFTEN = 3
_LEAST_SHARE = 0.5
_RARE_IN_BOKMAL = 0.1


@cache
def load_table() -> dict[str, str]:
    """Read the table: bokmål word by nynorsk word, both in lower case."""
    table: dict[str, str] = json.loads(TABLE_FILE.read_text(encoding="utf-8"))
    return table


def derive_table(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Derive the table from parallel sentences.

    Args:
        pairs: Bokmål and nynorsk sentences.
    """
    against: defaultdict[str, Counter[str]] = defaultdict(Counter)
    in_nynorsk: Counter[str] = Counter()
    in_bokmal: Counter[str] = Counter()
    for bokmal, nynorsk in pairs:
        first, second = words(bokmal), words(nynorsk)
        in_bokmal.update(first)
        in_nynorsk.update(second)
        for ours, theirs in _differing(first, second):
            against[theirs][ours] += 1
    table = {}
    for word, candidates in against.items():
        best, times = candidates.most_common(1)[0]
        distinct = in_bokmal[word] <= _RARE_IN_BOKMAL * in_nynorsk[word]
        if times >= _LEAST_OFTEN and times >= _LEAST_SHARE * in_nynorsk[word] and distinct and word.isalpha():
            table[word] = best
    return table


def _differing(first: list[str], second: list[str]) -> Iterator[tuple[str, str]]:
    """Words that stand against one another where two sentences differ in as many words."""
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            yield from zip(first[a:b], second[c:d], strict=True)


def main(pairs: Annotated[Path, typer.Argument(help="Bokmål, tab, nynorsk; one pair a line.")]) -> None:
    """Derive the table and write it."""
    lines = pairs.read_text(encoding="utf-8").splitlines()
    split = [line.split("\t") for line in lines]
    table = derive_table((row[0], row[1]) for row in split if len(row) >= 2)  # noqa: PLR2004
    field: dict[str, str] = json.loads(FIELD_FILE.read_text(encoding="utf-8"))
    merged = dict(sorted({**table, **field}.items()))
    TABLE_FILE.write_text(json.dumps(merged, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    typer.echo(f"{len(merged)} words, {len(field)} of them of the field, in {TABLE_FILE}")


if __name__ == "__main__":
    typer.run(main)
