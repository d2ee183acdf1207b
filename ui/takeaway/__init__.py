"""What a reader takes along of a conversation: Markdown, Word, or one answer to paste, each with its references."""
