"""The state in SQLite."""
