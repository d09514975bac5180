"""The editors' desk: content files in, editions out; drafts, publication and undo."""

from bot.desk.desk import Desk
from bot.desk.folders import content, load_folders, register_rules, verify_sources
from bot.desk.proposal import Proposal

__all__ = ["Desk", "Proposal", "content", "load_folders", "register_rules", "verify_sources"]
