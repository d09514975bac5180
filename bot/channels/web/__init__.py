"""The web channel: the chat page, and the metrics for operators."""
