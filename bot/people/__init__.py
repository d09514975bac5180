"""Readers as values: who they are, what they voted, when their check-in is due."""
