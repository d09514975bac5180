"""The state on PostgreSQL, which any number of processes share; needs the extra `cluster`."""
