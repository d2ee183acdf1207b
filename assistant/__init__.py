"""From a question to an answer with citations: understanding, retrieval, principles, composition, citations."""
