"""The hall: one running server over the few texts, on a small disk where there can be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from tests.faults.texts import QUESTION, UNCOVERED

if TYPE_CHECKING:
    from tests.faults.disk import Disk
    from tests.faults.model_process import ModelProcess
    from tests.faults.site import Site
    from tests.server import Server

GIVEN = {"verdict": "nyttig", "answer": {"mode": "utdrag", "language": "nb"}}


@dataclass(frozen=True)
class Hall:
    server: Server
    site: Site
    disk: Disk | None
    model: ModelProcess

    def answers(self) -> bool:
        return "370 millioner" in self.ask(QUESTION)["text"]

    def refuses(self) -> bool:
        return bool(self.ask(UNCOVERED)["mode"] == "avvist")

    def ask(self, question: str) -> dict[str, Any]:
        response = self._post("/api/ask", {"question": question})
        assert response.status_code == 200, response.text
        asked: dict[str, Any] = response.json()
        return asked

    def give_feedback(self, comment: str) -> httpx.Response:
        return self._post("/api/feedback", {**GIVEN, "comment": comment})

    def version(self) -> str:
        """Version of the texts that it answers from."""
        with self.server.client() as client:
            return str(client.get("/healthz").json()["corpus_version"])

    def log(self) -> str:
        return self.server.log.read_text(encoding="utf-8")

    def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        with self.server.client() as client:
            return client.post(path, json=body)
