"""Word: from the XML of a document to headings, paragraphs, items and rows."""
