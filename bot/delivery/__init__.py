"""Deliveries of the weekly check-in: due, claimed, sent, recorded."""
