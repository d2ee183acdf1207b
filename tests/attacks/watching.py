"""A browser page that is watched: what ran on it, what it asked for, and what it shows."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Response

from tests.attacks.payloads import Payload

_PATIENCE = 10  # seconds; the page is drawn in steps
# What no page of ours has, wherever a payload might have put it; open shadow roots are looked into as well.
_PLANTED = r"""() => {
    const found = [];
    const look = (root) => {
        for (const one of root.querySelectorAll("*")) {
            if (one.shadowRoot) look(one.shadowRoot);
            const foreign = "iframe, object, embed, base:not([href='./']), meta[http-equiv], math, marquee, frameset";
            if (one.matches(`${foreign}, portal, form[action*=evil]`)) found.push(one.outerHTML.slice(0, 200));
            for (const { name, value } of one.attributes) {
                const address = value.replace(/[\s\0]/g, "").toLowerCase();
                const leads = /^(href|src|action|formaction|data|poster|srcset|xlink:href)$/.test(name)
                    && /^(javascript|vbscript|data:text|\/\/evil|https?:\/\/evil)/.test(address);
                if (/^on/.test(name) || name === "srcdoc" || leads) found.push(`${name}=${value}`.slice(0, 200));
            }
        }
    };
    look(document);
    return found;
}"""
_SHOWN = """() => {
    const said = [document.title];
    const read = (root) => {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        for (let at = walk.nextNode(); at; at = walk.nextNode()) {
            if (at.nodeType === 3) said.push(at.data);
            else {
                if (at.shadowRoot) read(at.shadowRoot);
                if (at.matches("input, textarea")) said.push(at.value);
            }
        }
    };
    read(document.body);
    return said.join(" ");
}"""


@dataclass
class Watch:
    """What happened on the pages of a browser context."""

    context: BrowserContext
    own: tuple[str, ...]
    ran: list[int] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def page(self) -> Page:
        return self.context.new_page()

    def assert_quiet(self) -> None:
        assert (self.ran, self.dialogs, self.left, self.refused, self.errors) == ([], [], [], [], [])


@contextmanager
def watched(browser: Browser, *own: str, csp: bool = False) -> Iterator[Watch]:
    """Watch pages; without their content security policy, unless asked for, so that it hides no fault.

    Args:
        browser: The browser.
        own: Addresses that pages may ask.
        csp: Whether the browser heeds the policy.
    """
    context = browser.new_context(bypass_csp=not csp, locale="nb-NO", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    watch = Watch(context, own)

    def asked(request: Request) -> None:
        if not request.url.startswith((*own, "data:", "blob:", "about:")):
            watch.left.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            watch.refused.append(f"{response.status} {response.url}")

    def dialog(one: Dialog) -> None:
        watch.dialogs.append(one.message)
        one.dismiss()

    context.expose_binding("__xss", lambda _, *numbers: watch.ran.append(int(numbers[0]) if numbers else 0))
    context.on("request", asked)
    context.on("response", answered)
    context.on("dialog", dialog)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    try:
        yield watch
    finally:
        context.close()


def planted(page: Page) -> list[str]:
    """Elements and attributes that only a payload could have made."""
    found: list[str] = page.evaluate(_PLANTED)
    return found


def not_shown(page: Page, payloads: Iterable[Payload]) -> list[str]:
    """Payloads whose text does not come on the page as it was written; spaces and invisible signs do not count."""
    expected, deadline = list(payloads), time.monotonic() + _PATIENCE
    while True:
        said = _bare(str(page.evaluate(_SHOWN)))
        missing = [one.text for one in expected if _bare(one.text) not in said]
        if not missing or time.monotonic() > deadline:
            return missing
        page.wait_for_timeout(100)


def _bare(text: str) -> str:
    text = re.sub(r"[\s\0�]", "", unicodedata.normalize("NFC", text))
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cf"))
