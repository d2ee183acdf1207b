"""The chat model: any OpenAI-compatible server, through the official client (extra ``llm``)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.generation.apart import read_apart, wait_for
from assistant.generation.fault import Fault, GenerationError

if TYPE_CHECKING:
    import threading

    import openai

_CONNECT_SECONDS = 5.0
_STALL_SECONDS = 20.0  # without a word; a model on a processor may need that for its first one
_OVERFLOW_WORDS = ("context", "too long", "maximum", "n_ctx", "token")
_STOPPED = ("stop", "length", "eos")
_BAD_REQUEST, _TOO_LARGE, _NOT_FOUND, _TOO_MANY = 400, 413, 404, 429
_NO_ACCESS = (401, 403)

Message = dict[str, str]


@dataclass(frozen=True)
class ChatModelSettings:
    """How to reach a chat model.

    Args:
        url: Base address of the API, mostly ending in ``/v1``.
        model: Its name there.
        key: The key; some servers want none.
        seconds: How long a whole answer may take.
        concurrency: How many answers at once.
        max_tokens: Longest answer.
    """

    url: str
    model: str
    key: str
    seconds: float
    concurrency: int
    max_tokens: int

    def __repr__(self) -> str:
        """Leave the key out, so that no log or traceback holds it."""
        return f"ChatModelSettings(url={self.url!r}, model={self.model!r})"


class ChatModel:
    """Streams answers from a server.

    Args:
        settings: How to reach it.
    """

    def __init__(self, settings: ChatModelSettings) -> None:
        import openai

        self.settings = settings
        self._slots = asyncio.BoundedSemaphore(settings.concurrency)
        stall = min(_STALL_SECONDS, settings.seconds)
        self._client = openai.AsyncOpenAI(
            base_url=settings.url,
            api_key=settings.key or "none",
            max_retries=0,
            timeout=openai.Timeout(stall, connect=min(_CONNECT_SECONDS, settings.seconds)),
            # A proxy from the environment would see the questions; the server is named in the settings.
            http_client=openai.DefaultAsyncHttpxClient(trust_env=False),
        )

    @property
    def name(self) -> str:
        """The model's name."""
        return self.settings.model

    def stream(self, messages: Sequence[Message], left: threading.Event | None = None) -> Iterator[str]:
        """Yield the answer piece by piece; closing the iterator stops the server's work, however little it has said.

        Args:
            messages: The prompt.
            left: Set when the reader has gone; then the server's work is stopped too.

        Raises:
            GenerationError: If the server fails, stalls, or is over time, and if the reader has gone.
        """
        deadline = monotonic() + self.settings.seconds
        return read_apart(self._pieces(messages), deadline=deadline, left=left)

    def check(self) -> str:
        """Ask for one word, and return what the server says that its model is.

        Raises:
            GenerationError: If it cannot be used.
        """
        return wait_for(self._name_there())

    async def _name_there(self) -> str:
        with _translated():
            answer = await self._client.chat.completions.create(
                model=self.settings.model,
                messages=[{"role": "user", "content": "Svar bare: ja"}],
                temperature=0,
                max_tokens=3,
            )
        return answer.model or self.settings.model

    async def _pieces(self, messages: Sequence[Message]) -> AsyncGenerator[str]:
        async with self._slot():
            with _translated():
                stream: Any = await self._client.chat.completions.create(
                    model=self.settings.model,
                    messages=list(messages),  # type: ignore[arg-type] # plain dictionaries are what is sent
                    temperature=0,
                    max_tokens=self.settings.max_tokens,
                    stream=True,
                )
                async with stream:
                    async for piece in _contents(stream):
                        yield piece

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(min(_CONNECT_SECONDS, self.settings.seconds)):
                await self._slots.acquire()
        except TimeoutError as error:
            msg = f"{self.settings.concurrency} answers are being written already"
            raise GenerationError("busy", msg) from error
        try:
            yield
        finally:
            self._slots.release()


async def _contents(stream: Any) -> AsyncIterator[str]:  # noqa: ANN401 - openai's stream of chunks
    finish = None
    async for chunk in stream:
        for choice in chunk.choices[:1]:
            finish = choice.finish_reason or finish
            if choice.delta and choice.delta.content:
                yield choice.delta.content
    if finish == "content_filter":
        raise GenerationError("filtered", "the server's content filter stopped the answer")
    if finish not in _STOPPED:
        raise GenerationError("broken", f"the stream ended without an end ({finish})")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the client's errors into ours."""
    import httpx2
    import openai

    try:
        yield
    except openai.APITimeoutError as error:
        raise GenerationError("slow", "no answer in time") from error
    except openai.APIConnectionError as error:
        raise GenerationError("unreachable", str(error)) from error
    except openai.APIStatusError as error:
        raise GenerationError(_fault_of(error), f"HTTP {error.status_code}") from error
    except httpx2.TimeoutException as error:
        raise GenerationError("slow", "the stream stalled") from error
    except (openai.OpenAIError, httpx2.HTTPError, ValueError, AttributeError, TypeError) as error:
        # Garbage instead of a stream ends as a decoding error, or as fields that are not there.
        raise GenerationError("broken", type(error).__name__) from error


def _fault_of(error: openai.APIStatusError) -> Fault:
    text = str(error).lower()
    if error.status_code in _NO_ACCESS:
        return "refused"
    if error.status_code == _TOO_MANY:
        return "busy"
    if error.status_code in (_BAD_REQUEST, _TOO_LARGE) and any(word in text for word in _OVERFLOW_WORDS):
        return "too_long"
    if error.status_code == _NOT_FOUND or (error.status_code == _BAD_REQUEST and "model" in text):
        return "unknown_model"
    return "broken"
