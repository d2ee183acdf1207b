"""The page's own files come before Gradio's hundred, so that its links are its own from the first moment."""

from playwright.sync_api import Browser

from tests.server import Server

OWN = ("language.js", "announce.js", "chat.js", "base.css", "chat.css")


def test_the_page_asks_for_its_own_files_before_gradio_s(browser: Browser, server: Server) -> None:
    page = browser.new_page(locale="nb-NO")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(server.url)
    page.get_by_role("link", name="Nynorsk").wait_for()
    parts = next(at for at, name in enumerate(asked) if name.startswith("Index-"))
    assert [name for name in OWN if name not in asked[:parts]] == []
    page.close()
