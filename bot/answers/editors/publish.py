"""/draft, /publish, /discard, /history, /undo, /file, /reload: what editors ask of the desk.

The answers here are those of a place without a desk; where there is one, it carries the request out and answers itself.
"""

from __future__ import annotations

from bot.answers.answer import Answer, Reply, paragraph
from bot.answers.asked import Asked
from bot.answers.editors import drafts
from bot.content.drafts import Declined, DeskRequest, Discard, Fetch, Look, LookBack, Publish, Reload, Undo


def draft(asked: Asked) -> Reply:
    """Show a draft again, or one of its previews ([DIGEST [NUMBER]]); without words list the drafts."""
    digest, number = (*asked.words, "", "")[:2]
    return _request(asked, Look(digest, int(number) if number.isdecimal() else 0))


def publish(asked: Asked) -> Reply:
    """Make a draft what readers see (DIGEST)."""
    return _request(asked, Publish(asked.words[0]) if asked.words else Look())


def discard(asked: Asked) -> Reply:
    """Forget a draft (DIGEST)."""
    return _request(asked, Discard(asked.words[0]) if asked.words else Look())


def history(asked: Asked) -> Reply:
    """List the editions that were live ([NUMBER]: those before it)."""
    return _numbered(asked, LookBack)


def undo(asked: Asked) -> Reply:
    """Draft what was before the last edition, or before another one ([NUMBER])."""
    return _numbered(asked, Undo)


def file(asked: Asked) -> Reply:
    """Send a file as it is now ([NAME]); without a name list them."""
    return _request(asked, Fetch(" ".join(asked.words)))


def reload(asked: Asked) -> Reply:
    """Make the files live as they are now."""
    return _request(asked, Reload())


def _numbered(asked: Asked, request: type[LookBack] | type[Undo]) -> Reply:
    if not asked.words:
        return _request(asked, request())
    word = asked.words[0]
    if not (word.isdecimal() and word.isascii() and len(word) <= 9):
        return Reply(drafts.declined(asked, Declined("not-a-number", value=word)))
    return _request(asked, request(int(word)))


def _request(asked: Asked, request: DeskRequest) -> Reply:
    return Reply(Answer(asked.say("declined-title"), (paragraph(asked.say("no-desk")),)), request)
