"""The embedded page: a conversation for a frame on another site, without Gradio.

It works as a plain form, without scripts, cookies or storage. Where scripts may run, the widget takes its place, and
answers come as they are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from assistant.question import QuestionError
from index.manifest import SnapshotError
from ui.chat.answer_html import render_answer
from ui.site.view import render_view, view_of
from ui.texts import SiteTexts, Texts, texts_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from ui.site.view import View

_MOST_EARLIER = 20
# What a frame's address may say of the widget in it; anything else is left alone.
_OPTIONS = ("title", "question", "colour", "types", "principles", "municipalities")
_LONGEST_OPTION = 500


class EmbedTexts(Texts):
    """The words of the embedded page and of the page that shows it."""

    file: ClassVar[str] = "embed.yaml"

    heading: str
    machine: str
    question: str
    send: str
    earlier: str
    begin_anew: str
    in_full: str
    demo_title: str
    demo_lead: str
    demo_button: str
    demo_inline: str
    demo_frame: str
    demo_frame_title: str
    demo_code: str


def create_embed(assistant: Assistant) -> APIRouter:
    """Return the routes of the embedded page, and of the page that shows each manner of embedding."""
    router = APIRouter()

    @router.get("/embed", response_class=HTMLResponse, include_in_schema=False)
    def embed(request: Request) -> HTMLResponse:
        return _page(view_of(request, assistant), request)

    @router.post("/embed", response_class=HTMLResponse, include_in_schema=False)
    def ask(
        request: Request,
        question: Annotated[str, Form()] = "",
        earlier: Annotated[tuple[str, ...], Form()] = (),
    ) -> HTMLResponse:
        view = view_of(request, assistant)
        before = list(earlier[-_MOST_EARLIER:])
        try:
            answer = assistant.ask(question, before, reader_language=view.language)
        except QuestionError as error:
            return _page(view, request, earlier=before, question=question, problem=str(error), status=422)
        except SnapshotError:
            problem = texts_in(SiteTexts, view.language).unreachable
            return _page(view, request, earlier=before, question=question, problem=problem, status=503)
        html = render_answer(answer, assistant.snapshot.passages, anchor="svar", root=".", scripted=False)
        # A question with personal data comes back without them; what was typed is not shown again.
        return _page(view, request, earlier=[*before, answer.question], answer=Markup(html), scripted=False)  # noqa: S704 - escaped when it was rendered

    @router.get("/widget-demo", response_class=HTMLResponse, include_in_schema=False)
    def demo(request: Request) -> HTMLResponse:
        view = view_of(request, assistant)
        base = str(request.base_url).rstrip("/")
        return render_view("widget_demo.html", view, texts=texts_in(EmbedTexts, view.language), base=base)

    return router


def _page(
    view: View,
    request: Request,
    *,
    earlier: list[str] | None = None,
    question: str = "",
    answer: Markup | None = None,
    problem: str = "",
    status: int = 200,
    scripted: bool = True,
) -> HTMLResponse:
    options = {name: request.query_params[name][:_LONGEST_OPTION] for name in _OPTIONS if name in request.query_params}
    texts = texts_in(EmbedTexts, view.language)
    page = render_view(
        "embed.html",
        view,
        texts=texts,
        title=options.get("title", texts.heading),
        options=options,
        earlier=earlier or [],
        question=question or options.get("question", ""),
        answer=answer,
        problem=problem,
        scripted=scripted and not problem,
    )
    page.status_code = status
    return page
