"""An editor of the site under attack, as a browser sends what it sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from tests.attacks.conftest import Site

_SAME_SITE = {"sec-fetch-site": "same-origin", "accept-language": "nb"}


@contextmanager
def signed_in(site: Site, token: str, name: str = "Kari") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, headers=_SAME_SITE, timeout=60) as client:
        answer = client.post("/redaksjon/inn", data={"navn": name, "nokkel": token})
        assert answer.status_code == 303, answer.text
        yield client


def form_token(html: str) -> str:
    found = re.search(r'name="skjema" value="([^"]+)"', html)
    assert found is not None
    return unescape(found[1])
