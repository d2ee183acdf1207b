"""Derive the table that tells bokmål and nynorsk apart: ``python -m eval.fit_language pairs.tsv [--test other.tsv]``.

Reads parallel sentences (bokmål, tab, nynorsk) and writes ``assistant/language.json``: for each word and each character
2- and 3-gram that is clearly commoner in one of them, the logarithm of how much commoner (naive Bayes).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from assistant.language import LANGUAGE_FILE, features, written_form

_FEATURES = 6000
_LEAST_OFTEN = 5
_LEAST_CLEAR = 0.4
_BOUND = 4.0


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Return bokmål and nynorsk sentences."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) >= 2]  # noqa: PLR2004


def derive(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Return the log-odds of nynorsk against bokmål by feature."""
    bokmal: Counter[str] = Counter()
    nynorsk: Counter[str] = Counter()
    for first, second in pairs:
        bokmal.update(set(features(first)))
        nynorsk.update(set(features(second)))
    odds = {
        feature: math.log((nynorsk[feature] + 1) / (bokmal[feature] + 1))
        for feature in bokmal | nynorsk
        if bokmal[feature] + nynorsk[feature] >= _LEAST_OFTEN
    }
    clear = [feature for feature, value in odds.items() if abs(value) >= _LEAST_CLEAR]
    clear.sort(key=lambda feature: -abs(odds[feature]) * math.sqrt(bokmal[feature] + nynorsk[feature]))
    return {feature: round(max(-_BOUND, min(_BOUND, odds[feature])), 1) for feature in sorted(clear[:_FEATURES])}


def main(
    pairs: Annotated[Path, typer.Argument(help="Bokmål, tab, nynorsk; one pair a line.")],
    test: Annotated[Path | None, typer.Option(help="Other pairs, to measure on.")] = None,
) -> None:
    """Derive the table, write it, and say how often it is right on other pairs."""
    table = derive(read_pairs(pairs))
    LANGUAGE_FILE.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    typer.echo(f"{len(table)} features in {LANGUAGE_FILE}")
    if test:
        other = read_pairs(test)
        for name, place in (("nb", 0), ("nn", 1)):
            found: Counter[str | None] = Counter(written_form(pair[place], table) for pair in other)
            typer.echo(f"{name}: right {found[name] / len(other):.3f}, unsure {found[None] / len(other):.3f}")


if __name__ == "__main__":
    typer.run(main)
