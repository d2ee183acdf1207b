"""The API keeps to what it says of itself in ``/api/openapi.json``, asked as it wants to be or otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from tests.attacks.conftest import Site

OPERATIONS = [
    ("post", "/api/ask"),
    ("post", "/api/ask/stream"),
    ("get", "/api/search"),
    ("post", "/api/feedback"),
    ("get", "/healthz"),
]
PROBLEM = "application/problem+json"
_EXAMPLES = 12
_SECONDS = 20
_CALM = settings(
    max_examples=_EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(site: Site) -> Any:
    return schemathesis.openapi.from_url(f"{site.url}/api/openapi.json")


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        *((*operation, GenerationMode.POSITIVE) for operation in OPERATIONS),
        *((*operation, GenerationMode.NEGATIVE) for operation in OPERATIONS[:4]),  # the last takes nothing
    ],
)
def test_answers_are_as_they_are_described(
    site: Site, described: Any, method: str, path: str, mode: GenerationMode
) -> None:
    operation = described[path][method.upper()]

    @given(case=operation.as_strategy(generation_mode=mode))
    @_CALM
    def holds(case: Any) -> None:
        response = case.call(base_url=site.url, timeout=_SECONDS)
        refused = response.status_code >= 400
        case.validate_response(response, checks=[not_a_server_error] if refused else _WHOLE)
        assert response.status_code in (200, 204, 400, 413, 422)
        if refused:
            assert response.headers["content-type"] == [PROBLEM]
            assert json.loads(response.content)["status"] == response.status_code

    holds()


_WHOLE = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.mark.parametrize(("method", "path"), OPERATIONS[:4])
def test_every_refusal_is_described_with_what_it_looks_like(described: Any, method: str, path: str) -> None:
    responses = described.raw_schema["paths"][path][method]["responses"]
    expected = {"422", "403"} | ({"413", "429"} if method == "post" else set())
    assert expected <= set(responses)
    assert [code for code in responses if code >= "400" and list(responses[code].get("content", {})) != [PROBLEM]] == []
