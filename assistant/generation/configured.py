"""The writer that the settings ask for."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from assistant.generation.chat_model import ChatModel, ChatModelSettings
from assistant.generation.writer import Writer
from assistant.secret import read_secret
from assistant.settings import KEY_VARIABLE, SettingsError

if TYPE_CHECKING:
    from assistant.settings import Settings


def configured_writer(settings: Settings) -> Writer | None:
    """Return the writer, or None if no language model is set up.

    Raises:
        SettingsError: If the client is not installed, or the key's file cannot be read.
    """
    if not settings.llm_url:
        return None
    if find_spec("openai") is None:
        msg = "språkmodell (llm_url) krever pakken openai; docs/sprakmodell.md sier hvordan du installerer den"
        raise SettingsError(msg)
    model = ChatModel(
        ChatModelSettings(
            url=settings.llm_url,
            model=settings.llm_model,
            key=_key(settings),
            seconds=settings.llm_seconds,
            concurrency=settings.llm_concurrency,
            max_tokens=settings.llm_max_tokens,
        )
    )
    return Writer(model, settings.llm_least_share)


def _key(settings: Settings) -> str:
    """The key from its file or from the environment; it is no setting, so that nothing prints it."""
    key, origin = read_secret(settings.llm_key_file, "llm_key_file", KEY_VARIABLE)
    if not (key.isascii() and key.isprintable()):
        msg = f"nøkkelen i {origin} har tegn som ikke kan stå i en nøkkel; kopier den på nytt"
        raise SettingsError(msg)
    return key
