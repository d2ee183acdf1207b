"""Probes: what a load balancer and a monitor ask for."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from ui.problems import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.assistant import Assistant
    from ui.operation.metrics import Metrics
    from ui.operation.readiness import Readiness, State

_REASONS: dict[State, str] = {
    "starting": "Modellen og indeksen klargjøres.",
    "stopping": "Tjenesten stopper.",
}


class Health(BaseModel):
    """That the process is alive, and over which corpus it answers."""

    status: Literal["ok", "starting"] = "ok"
    corpus_version: str = ""
    documents: int = 0
    model: str = ""


def create_probes(
    assistant: Assistant, readiness: Readiness, metrics: Metrics, metrics_from: Sequence[str]
) -> APIRouter:
    """Return the routes that tell how the server is.

    Args:
        assistant: Who answers.
        readiness: Whether it can.
        metrics: What has been measured.
        metrics_from: Networks from which the metrics may be read.
    """
    router = APIRouter()
    networks = [ipaddress.ip_network(network, strict=False) for network in metrics_from]

    # Never in the thread pool: a server that is full of questions is still alive.
    @router.get("/healthz", summary="Is the server alive?", tags=["operation"])
    async def healthz() -> Health:
        manifest = assistant.snapshot.manifest
        return Health(
            corpus_version=assistant.corpus_version,
            documents=manifest.counts["documents"],
            model=manifest.model.name,
        )

    @router.get("/readyz", summary="Can it answer questions?", tags=["operation"], responses={503: {}})
    async def readyz() -> JSONResponse:
        await readiness.look()
        return readiness_response(readiness)

    @router.get("/metrics", summary="Metrics for Prometheus", tags=["operation"], response_class=Response)
    async def read_metrics(request: Request) -> Response:
        if not _is_in(request.client.host if request.client else "", networks):
            return problem(403, "Målingene kan bare leses fra adressene i innstillingen metrics_from.")
        await readiness.look()
        return Response(metrics.as_text(), media_type=CONTENT_TYPE_LATEST)

    return router


def readiness_response(readiness: Readiness) -> JSONResponse:
    """Return 200 if questions should be sent here, else 503 with the reason."""
    kind: str = readiness.state
    reason = _REASONS.get(readiness.state)
    if readiness.state != "stopping" and (unmet := readiness.unmet):
        kind, reason = unmet.name, unmet.reason
    if reason:
        response = problem(503, reason, kind=f"ready/{kind}")
        response.headers["Retry-After"] = "2"
        return response
    return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


def _is_in(address: str, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    try:
        asking = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(asking in network for network in networks)
