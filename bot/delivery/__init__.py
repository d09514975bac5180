"""The weekly check-in on its way: due, claimed, sent, recorded."""
