"""Generation: fluent answers by a municipality's own language model, held to the passages that they cite."""
