"""The revisions; each is named after its store, with a number that grows."""
