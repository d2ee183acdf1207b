"""The embedding model, the lexical and dense indexes, and their snapshots on disk."""
