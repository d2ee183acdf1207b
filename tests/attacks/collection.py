"""A collection of texts that carry the payloads in every field that an editor or an importer can fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from tests.attacks.payloads import Payload, batches

if TYPE_CHECKING:
    from pathlib import Path

PLAIN_QUESTION = "Hva gjør Testvik kommune med gatelys?"
_PLAIN = "Testvik kommune skifter ut gatelys, slik at gatene blir tryggere om kvelden."
_PLACES = [
    "skolen",
    "biblioteket",
    "rådhuset",
    "sykehjemmet",
    "barnehagen",
    "svømmehallen",
    "museet",
    "kaia",
    "torget",
    "stasjonen",
    "idrettshallen",
    "kirkegården",
    "parken",
    "stranda",
    "brua",
    "tunnelen",
    "verkstedet",
    "brannstasjonen",
    "kulturhuset",
    "helsestasjonen",
    "campingplassen",
    "golfbanen",
    "lysløypa",
    "skianlegget",
    "travbanen",
    "flyplassen",
    "fergekaia",
    "bussterminalen",
    "parkeringshuset",
    "sykkelhotellet",
    "renseanlegget",
]
_A_TEXT = 6  # payloads in each, so that the index is built fast


def hostile_texts() -> dict[str, list[Payload]]:
    """The payloads of each text, by its id."""
    return {f"angrep-{group[0].number}": group for group in batches(_A_TEXT)}


def asked_of(name: str) -> str:
    """A plain question that a hostile text answers."""
    return f"Hva gjør Testvik kommune med gatelys ved {_place(name)}?"


def sentence_of(name: str, payload: Payload) -> str:
    return f"Ved {_place(name)} prøver Testvik kommune gatelys med ordning {payload.number}, kalt {payload.line}."


def _place(name: str) -> str:
    return _PLACES[list(hostile_texts()).index(name)]


def write_collection(folder: Path) -> Path:
    """Write the hostile texts, and one that is not; return the folder."""
    kind = folder / "egen"
    kind.mkdir(parents=True)
    for name, payloads in hostile_texts().items():
        (kind / f"{name}.md").write_text(_text(_fields(name, payloads), _body(name, payloads)), encoding="utf-8")
    plain = _fields("gatelys", []) | {"sources": [{"url": "https://kilde.example/lys"}]}
    (kind / "gatelys.md").write_text(_text(plain, _body("gatelys", [])), encoding="utf-8")
    return folder


def _fields(name: str, payloads: list[Payload]) -> dict[str, Any]:
    together = " · ".join(one.text for one in payloads)
    return {
        "id": name,
        "title": f"Ordning {together}",
        "type": "egen",
        "language": "nb",
        "basis": "offentlig",
        "sources": [_source(one) for one in payloads],
        "principles": [1],
        "principles_basis": "redaksjonell",
        "municipality": [f"Kommune {one.text}" for one in payloads] or ["Testvik"],
        "period": f"Periode {together}",
        "questions": [asked_of(name), f"Hva er {payloads[0].text}?"] if payloads else [PLAIN_QUESTION],
    }


def _source(payload: Payload) -> dict[str, Any]:
    address = "".join(payload.line.split())
    return {
        "url": f"https://kilde.example/{payload.number}/{address}",
        "title": f"Kilde {payload.text}",
        "publisher": f"Utgiver {payload.text}",
        "published": 2024,
        "retrieved": "2026-01",
    }


def _body(name: str, payloads: list[Payload]) -> str:
    said = " ".join(sentence_of(name, one) for one in payloads) or _PLAIN
    heading = " ".join(one.line for one in payloads)
    # Lists and tables are shown by the same means for all, so that one of them each is enough.
    item, row = ([one.line.replace("|", "") for one in payloads] or ["", ""])[:2]
    return f"{said}\n\n## Del {heading}\n\n- Punkt {item}\n\n| Tiltak | År |\n|---|---|\n| Rad {row} | 2024 |\n"


def _text(fields: dict[str, Any], body: str) -> str:
    return f"---\n{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)}---\n\n{body}\n"
