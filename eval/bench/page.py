"""What the pages weigh and how soon they are ready: ``python -m eval.bench.page``.

Opens each page in Chromium, first with an empty cache and then again, against a server of its own. Ready means that
the reader can write a question, or read the text.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from statistics import median

import typer
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from eval.bench.server import bench_server

_PAGES = {
    "nb/": "#va-question textarea",
    "kilde/drammensmodellen": "h1",
    "utforsk": "h1",
    "om": "h1",
}
_ROUNDS = 5
_ANSWER = "Hva gikk Drammensmodellen ut på?"


@dataclass(frozen=True)
class Visit:
    """One visit to a page.

    Args:
        requests: How many requests went out.
        kilobytes: How much came over the wire.
        seconds: Until the page was ready.
    """

    requests: int
    kilobytes: float
    seconds: float


def main() -> None:
    """Measure and print."""
    with bench_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for path, ready in _PAGES.items():
            pairs = [_cold_and_warm(browser, f"{server.url}/{path}", ready) for _ in range(_ROUNDS)]
            cold, warm = (_middle(visits) for visits in zip(*pairs, strict=True))
            typer.echo(f"/{path:24s} cold {_in_words(cold)}   warm {_in_words(warm)}")
        typer.echo(f"an answer on the page    {_answer_seconds(browser, server.url) * 1000:.0f} ms from the click")
        browser.close()


def _cold_and_warm(browser: Browser, address: str, ready: str) -> tuple[Visit, Visit]:
    context = browser.new_context()
    try:
        return _visit(context, address, ready), _visit(context, address, ready)
    finally:
        context.close()


def _visit(context: BrowserContext, address: str, ready: str) -> Visit:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_selector(ready)
    seconds = page.evaluate("performance.now()") / 1000
    page.wait_for_timeout(1500)  # what comes after it was ready counts in the weight
    page.close()
    return Visit(len(sizes), sum(sizes) / 1000, seconds)


def _answer_seconds(browser: Browser, server: str) -> float:
    page = browser.new_page()
    page.goto(f"{server}/nb/")
    page.wait_for_selector("#va-question textarea")
    page.wait_for_timeout(1000)
    times: list[float] = []
    for number in range(1, _ROUNDS + 1):
        page.fill("#va-question textarea", _ANSWER)
        began = page.evaluate("performance.now()")
        page.click("#va-send")
        page.wait_for_function("number => document.querySelectorAll('.va-answer').length === number", arg=number)
        times.append((page.evaluate("performance.now()") - began) / 1000)
        page.wait_for_selector("#va-send")
    page.close()
    return median(times)


def _middle(visits: tuple[Visit, ...]) -> Visit:
    return Visit(
        round(median(one.requests for one in visits)),
        median(one.kilobytes for one in visits),
        median(one.seconds for one in visits),
    )


def _in_words(visit: Visit) -> str:
    return f"{visit.requests:3d} requests {visit.kilobytes:6.0f} kB {visit.seconds:5.2f} s"


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        msg = "Chromium is not installed (apt install chromium)"
        raise SystemExit(msg)
    return found


if __name__ == "__main__":
    typer.run(main)
