"""A small collection, quick to index, and what an editor brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TEXT = """---
id: {id}
title: {title}
type: {type}
language: nb
basis: offentlig
sources: [{{url: "https://kilde.example/{id}", title: "{title}", published: {year}, retrieved: 2026-01}}]
principles: [{principle}]
principles_basis: offisiell
{more}---

{body}
"""
TEXTS = {
    "smart-by": ("Smart by", "veikart", 2019, 1, 'questions: ["hva er en smart by?"]\n',
                 "En smart by setter innbyggerne i sentrum og bruker ny teknologi for å bli bedre å leve i."),
    "sensorer": ("Sensorer i gatene", "praksis", 2016, 3, 'period: "2014–2017"\n',
                 "Kommunen satte opp sensorer i gatene.\n\n## Hva det ga\n\nLuften ble bedre målt enn før."),
}  # fmt: skip

PLAN = """# Klimaplan for Fjellby

Fjellby kommune skal kutte utslippene av klimagasser med 55 prosent innen 2030.

## Tiltak

Alle nye kjøretøy i Fjellby skal være elektriske fra 2027. Rådhuset skal varmes opp med fjernvarme.
"""


def write_texts(folder: Path) -> Path:
    for name, (title, kind, year, principle, more, body) in TEXTS.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        text = _TEXT.format(id=name, title=title, type=kind, year=year, principle=principle, more=more, body=body)
        (folder / kind / f"{name}.md").write_text(text, encoding="utf-8")
    return folder
