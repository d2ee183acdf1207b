"""Common words of bokmål, so that a word that the texts do not hold is not taken for a misspelling.

``python -m corpus.common_words`` derives ``common_words.txt`` from the word list of ``wordfreq`` (its data are licensed
CC BY-SA 4.0, see the README beside the corpus). For developers only; the list is data that users get.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typer

WORDS_FILE = Path(__file__).with_name("common_words.txt")
_LEAST_ZIPF = 2.5  # once in about three million words; misspellings are rarer
_LEAST_LETTERS = 5  # shorter words are never mended


@cache
def common_words() -> frozenset[str]:
    """Return the common words, in lower case."""
    return frozenset(WORDS_FILE.read_text(encoding="utf-8").split())


def main() -> None:
    """Write the list."""
    from wordfreq import iter_wordlist, zipf_frequency

    common = {
        word
        for word in iter_wordlist("nb")
        if word.isalpha() and len(word) >= _LEAST_LETTERS and zipf_frequency(word, "nb") >= _LEAST_ZIPF
    }
    WORDS_FILE.write_text("\n".join(sorted(common)) + "\n", encoding="utf-8")
    typer.echo(f"{len(common)} words")


if __name__ == "__main__":
    typer.run(main)
