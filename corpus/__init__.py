"""The texts, their format, and how they are read, checked and cut into chunks."""
