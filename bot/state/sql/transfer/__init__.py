"""The readers of a state, into a file of them and out of one."""

from bot.state.sql.transfer.exporting import export_readers
from bot.state.sql.transfer.importing import import_readers

__all__ = ["export_readers", "import_readers"]
