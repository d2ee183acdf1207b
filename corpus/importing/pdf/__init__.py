"""PDF: from the letters of a page to headings, paragraphs, items and rows."""
