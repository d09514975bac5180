"""Readers as values: who they are, what they said, when their check-in is due."""
