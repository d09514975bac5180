"""The shell every channel asks: gather what is known, decide in pure code, apply what is to be remembered."""

from bot.app.app import App
from bot.app.messages import Message
from bot.app.ways import Way

__all__ = ["App", "Message", "Way"]
