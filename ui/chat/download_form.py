"""Taking the conversation along as a file.

Gradio reads the type hints of handlers at run time, so what they name is imported for real.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from ui.chat.conversation import Conversation
from ui.chat.texts import ChatTexts
from ui.takeaway.markdown import to_markdown
from ui.takeaway.shelf import MadeFile
from ui.takeaway.word import to_word
from ui.texts import texts_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.document import Language
    from ui.chat.parts import Parts
    from ui.takeaway.shelf import Shelf

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Updates = dict[Any, Any]


class DownloadForm:
    """Makes files of a conversation.

    Args:
        assistant: Whose texts are cited.
        language: The reader's.
        parts: The page.
        shelf: Where files wait for the browser.
    """

    def __init__(self, assistant: Assistant, language: Language, parts: Parts, shelf: Shelf) -> None:
        self._assistant = assistant
        self._language: Language = language
        self._texts = texts_in(ChatTexts, language)
        self._parts = parts
        self._shelf = shelf

    def as_word(self, conversation: Conversation, request: gr.Request) -> Updates:
        """Make a Word file."""
        return self._made(conversation, request, "docx")

    def as_markdown(self, conversation: Conversation, request: gr.Request) -> Updates:
        """Make a Markdown file."""
        return self._made(conversation, request, "md")

    def _made(self, conversation: Conversation, request: gr.Request, suffix: str) -> Updates:
        if not conversation.turns:
            return {self._parts.download: self._texts.nothing_yet}
        now = datetime.now(UTC)
        documents = self._assistant.snapshot.passages.documents
        # The address of the app itself: what stands before the page's own path, under whatever prefix it lives.
        base_url = str(request.request.url).split("/gradio_api/", 1)[0].rsplit("/", 1)[0]
        if suffix == "docx":
            content = to_word(conversation.turns, documents, base_url=base_url, exported=now, language=self._language)
        else:
            text = to_markdown(conversation.turns, documents, base_url=base_url, exported=now, language=self._language)
            content = text.encode()
        name = f"veikartassistenten-{now:%Y-%m-%d}.{suffix}"
        media_type = _WORD if suffix == "docx" else "text/markdown; charset=utf-8"
        token = self._shelf.put(MadeFile(name, media_type, content))
        link = Markup('<a class="va-fetch" href="../eksport/{}" download="{}">{}</a>')
        return {self._parts.download: link.format(token, name, self._texts.download.format(name=name))}
