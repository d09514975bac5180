"""The web: the chat page on the reader's own machine or site, and what operators watch."""
