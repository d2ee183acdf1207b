"""A newsroom: the app over a small collection, and editors who use it as a browser does."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.refresh import IndexWatcher
from index.folder import FolderStore
from ui.editor.access import EditorAccess
from ui.editor.desk import Desk, make_desk
from ui.editor.mount import mount_editor
from ui.guard import Guard
from ui.problems import install_problem_handlers
from ui.server import behind_proxies

if TYPE_CHECKING:
    import httpx

    from assistant.settings import Settings
    from index.home import Snapshot
    from index.model.embedder import Embedder

TOKEN = "en-lang-nok-nokkel-for-redaksjonen"  # noqa: S105 - of a test
PROXY = "10.0.0.1"


class Newsroom:
    def __init__(self, settings: Settings, snapshot: Snapshot, embedder: Embedder, access: EditorAccess) -> None:
        self.settings = settings
        self.assistant = Assistant(snapshot, embedder)
        watcher = IndexWatcher(self.assistant, FolderStore(settings.index_folder, embedder))
        self.desk: Desk = make_desk(settings, self.assistant, watcher.look)
        app = FastAPI()
        install_problem_handlers(app)
        mount_editor(app, access, self.desk)
        self.app = behind_proxies(Guard(app), [PROXY])

    def stranger(self, address: str = "192.0.2.7") -> Person:
        return Person(TestClient(self.app, client=(address, 5000), follow_redirects=False))

    def editor(self, name: str = "Kari Redaktør") -> Person:
        person = self.stranger()
        answer = person.send("/redaksjon/inn", navn=name, nokkel=TOKEN)
        assert answer.status_code == 303, answer.text
        return person

    def ask(self, question: str) -> str:
        assert self.desk.indexing.wait()
        return self.assistant.ask(question).text


class Person:
    """Somebody with a browser, which sends what browsers send."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        client.headers.update({"accept-language": "nb", "sec-fetch-site": "same-origin"})

    def see(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def send(
        self, path: str, *, files: Any = None, headers: dict[str, str] | None = None, **fields: Any
    ) -> httpx.Response:
        return self.client.post(path, data=fields, files=files, headers=headers)

    def submit(self, page: str, button: str, *, files: Any = None, **changed: Any) -> httpx.Response:
        """Open a page, fill in a form and press a button, given as ``name=value`` or by the form's address."""
        html = self.see(page).text
        form = form_with(html, button)
        fields = fields_of(form) | changed
        if "=" in button:
            name, _, value = button.partition("=")
            fields[name] = value
        action = re.search(r'action="(?:\.\./|\./)*([^"]*)"', form)
        assert action
        return self.send(f"/{action[1]}", files=files, **fields)

    def bring(self, name: str = "klimaplan.md", content: str | bytes | None = None, **fields: Any) -> httpx.Response:
        from tests.ui.editor.small_texts import PLAN

        data = PLAN if content is None else content
        data = data.encode() if isinstance(data, str) else data
        return self.submit(
            "/redaksjon/importer", "redaksjon/importer", files=[("files", (name, data, "text/markdown"))], **fields
        )


def form_with(html: str, button: str) -> str:
    name, _, value = button.partition("=")
    mark = f'name="{name}" value="{value}"' if value else f'{name}"'
    forms = [form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if 'method="post"' in form]
    found = [form for form in forms if mark in form]
    assert found, f"no form with {button} in {html[:3000]}"
    return found[0]


def fields_of(form: str) -> dict[str, Any]:
    """What a browser would send of a form that nobody has touched."""
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        held = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if held.get("type") in {"checkbox", "radio"}:
            if " checked" in tag:
                fields.setdefault(held["name"], []).append(unescape(held["value"]))
        elif held.get("type") != "file":
            fields[held["name"]] = unescape(held.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(text.removeprefix("\n"))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        fields[name] = next((value for value, chosen in values if chosen), values[0][0])
    return fields


def seen(html: str) -> str:
    """The words that stand on a page."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
