"""The content: the file format of briefings, reading and checking it, and the edition made of all files."""
