"""The store of the index that the settings ask for: a folder, or Milvus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.secret import read_secret
from assistant.settings import MILVUS_TOKEN_VARIABLE
from index.folder import FolderStore

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.home import IndexStore
    from index.model.embedder import Embedder


def index_store(settings: Settings, embedder: Embedder) -> IndexStore:
    """Return the store of the index.

    Args:
        settings: The settings.
        embedder: The embedding model.

    Raises:
        SettingsError: If the token of Milvus cannot be read.
    """
    if not settings.milvus:
        return FolderStore(settings.index_folder, embedder)
    from index.milvus.connection import Address
    from index.milvus.store import MilvusStore

    token, _ = read_secret(settings.milvus_token_file, "milvus_token_file", MILVUS_TOKEN_VARIABLE)
    return MilvusStore(Address(settings.milvus, token), settings.milvus_name, embedder.fingerprint)
