"""The state in any SQL database: one set of statements and of what is made of their rows, over a connection of each.

Statements are in the dialect that SQLite (from 3.40) and PostgreSQL share, with `?` for values; what stands in them as
a comment is for PostgreSQL alone, which takes it for a part of the statement.
"""
