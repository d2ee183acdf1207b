"""The embedding model: the bundled multilingual-e5-small and any other sentence-transformers model."""
