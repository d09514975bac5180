"""Drafts: a document → a source card and the skeleton of a briefing, with working notes for its editor."""
