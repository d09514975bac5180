"""Documents: their bytes → paragraphs and metadata, or why they cannot be read."""
