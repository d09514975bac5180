"""Original documents: the bytes of one → its paragraphs and what it says of itself, or why it cannot be read."""
