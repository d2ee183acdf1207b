"""The conversation is gone when the page is closed, as the page promises."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.ui.chat.reader import answered, ask
from ui.chat.mount import mount_pages

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from tests.ui.chat.conftest import Opener

pytestmark = needs_chromium


@dataclass(frozen=True)
class Service:
    """The page in this process, so that its memory can be looked into."""

    url: str
    pages: list[Any]

    def remembered(self) -> int:
        return sum(
            len(held)
            for page in self.pages
            for held in (
                page.state_holder.session_data,
                page.state_holder.time_last_used,
                page._queue.pending_messages_per_session,
                page._queue.pending_event_ids_session,
            )
        )


@pytest.fixture(scope="module")
def service(assistant: Assistant) -> Iterator[Service]:
    app = FastAPI()
    mount_pages(app, assistant, None)
    pages = [route.app.get_blocks() for route in app.routes if hasattr(getattr(route, "app", None), "get_blocks")]
    listener = socket.create_server(("127.0.0.1", 0))
    served = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=served.run, args=([listener],), daemon=True)
    thread.start()
    yield Service(f"http://127.0.0.1:{listener.getsockname()[1]}", pages)
    served.should_exit = True
    thread.join(10)


def wait_until_forgotten(service: Service, other: Page) -> None:
    for _ in range(100):
        if service.remembered() == 0:
            return
        other.wait_for_timeout(100)
    pytest.fail(f"{service.remembered()} things are still remembered")


def test_what_was_asked_is_forgotten_when_the_page_is_closed(open_page: Opener, service: Service) -> None:
    page = open_page("nb/", address=service.url)
    answered(page)
    assert service.remembered() > 0
    other = page.context.browser.new_page()
    page.close()
    wait_until_forgotten(service, other)
    other.close()


def test_an_answer_that_nobody_waits_for_is_forgotten_too(open_page: Opener, service: Service) -> None:
    page = open_page("nb/", address=service.url)
    ask(page, "Fortell om Orklandbadet")
    expect(page.get_by_text("Leter i kildene").or_(page.locator(".va-answer")).first).to_be_visible()
    other = page.context.browser.new_page()
    page.close()
    wait_until_forgotten(service, other)
    other.close()
