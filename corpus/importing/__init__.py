"""Turn an editor's file (PDF, Word, PowerPoint, HTML, Markdown, plain text, ODT) into text of our format."""
