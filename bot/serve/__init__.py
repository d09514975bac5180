"""Everything that runs: `program` puts it together in one place, `run` lets it run and stops it orderly."""
