"""The readers of a state in SQLite, into a file of them and out of one."""

from bot.state.sqlite.transfer.exporting import export_readers
from bot.state.sqlite.transfer.importing import import_readers

__all__ = ["export_readers", "import_readers"]
