"""What is meant by words that are no command: a command, composed of a phrase and of the things they name."""

from bot.understanding.meaning import Meaning, meaning, understood_by

__all__ = ["Meaning", "meaning", "understood_by"]
