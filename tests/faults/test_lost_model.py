"""A language-model server that is killed while it writes, and one that comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.faults.texts import QUESTION

if TYPE_CHECKING:
    from tests.faults.hall import Hall

GOOD = "Kostnaden for Orkland folkehelsesenter er anslått til om lag 370 millioner kroner [1]. "


def test_an_answer_that_the_model_does_not_finish_becomes_extracts_until_it_is_back(hall: Hall) -> None:
    hall.model.start(GOOD, *["Mer "] * 400, pause=0.25)
    answer: dict[str, Any] = {}
    with hall.server.client() as client, client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as sent:
        name = ""
        for line in sent.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
                if name == "delta" and hall.model.process:
                    hall.model.kill()
            elif line.startswith("data: ") and name == "answer":
                answer = json.loads(line.removeprefix("data: "))
    assert hall.model.process is None
    assert answer["mode"] == "utdrag"
    assert "370 millioner" in answer["text"]
    assert "utdrag fra kildene i stedet" in answer["warnings"][0]
    gone = hall.ask(QUESTION)
    assert gone["mode"] == "utdrag"
    assert gone["warnings"][0] == "Språkmodellen svarer ikke nå. Her er utdrag fra kildene i stedet."
    hall.model.start(GOOD)
    back = hall.ask(QUESTION)
    assert (back["mode"], back["model"]) == ("generert", "test-modell")
    hall.model.kill()
