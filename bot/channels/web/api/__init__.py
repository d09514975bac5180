"""The API: what the dataset holds, for programs, as JSON; it only reads."""
