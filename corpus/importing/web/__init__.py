"""Web pages: the main part of a page, as headings, paragraphs, items and rows."""
