"""Updates made by chance: of every shape that the Bot API knows, and damaged ones; and which of them may be answered.

What they are made of is `bot_api_types`. Each has ids of its own, so that what the bot sends tells which update it
answers.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import count
from typing import Any, Final

from bot.answers import row_of
from tests.support.bot_api_types import FILE, LIST

Json = Any
"""What JSON can hold."""
US: Final = "hindsight_test_bot"
IDS: Final = 1_000
"""Ids of one update: those from its number times this on, of groups and channels below zero."""
DEEPEST: Final = 7
"""How deep an update may go; below that, what may be left out is."""
USUAL: Final = ("from?", "message?", "data?")
"""What may be left out, but hardly ever is."""
AGREED: Final = ("message", "edited_message", "channel_post", "edited_channel_post")
WORDS: Final = (
    *("/start", "/help", "/sectors", "/predictions due", "/subscribe sun 09:30 London", "/unsubscribe", "/forget yes"),
    *("/vote a/b 50", "/appeal a/b it is not so at all", "/weather", "/start@other_bot", f"/help@{US}", "/", "//"),
    *(
        "客服",
        "律師會失業嗎",
        "which predictions came true",
        f"@{US} agents",
        f"hello @{US}!",
        "👩‍👩‍👧‍👦🏴‍☠️",
        "'); drop table readers; --",
    ),
    *(
        "",
        " ",
        "\n",
        "\0",
        "\x1b[2J",
        "\u202egnorw\u2066",
        "<b>&amp;</i>",
        "{{ 7 * 7 }}",
        "%s %n",
        "long words " * 400,
        "half \ud800",
    ),
    *("/settings zone Europe/Berlin", "/question", "/search ", "/continue", "/admin", "/publish", "/form done"),
)
JUNK: Final[tuple[Json, ...]] = (
    *(None, True, 0, -1, 2**63, -(2**70), 1e308, float("nan"), "", "x", "\ud800", "0" * 5_000, "9" * 400),
    *([], {}, [None], [[[[]]]], {"id": None}, {"type": "private"}, {"text": {"text": 1}}),
)
NUMBERLESS: Final[tuple[Json, ...]] = (None, "x", 7, [], {}, {"update_id": None}, {"update_id": "7"}, {"message": {}})


@cache
def types() -> dict[str, Json]:
    """Return every type that an update can hold."""
    found: dict[str, Json] = json.loads(FILE.read_text(encoding="utf-8"))["types"]
    return found


def kinds() -> list[str]:
    """Return all that an update can be about."""
    return [name.rstrip("?") for name in types()["Update"] if name != "update_id"]


def update(number: int, chance: random.Random, *, damaged: bool) -> dict[str, Json]:
    """Return an update without its number: of a kind that its place among all decides, whole or damaged."""
    made = _Maker(number, chance).update(kinds()[number % len(kinds())])
    for _ in range(chance.randint(1, 3) if damaged else 0):
        _damage(made, chance)
    return made


class _Maker:
    """Makes one update."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self._chance, self._ids = chance, count(number * IDS)

    def update(self, kind: str) -> dict[str, Json]:
        made = {kind: self._one(types()["Update"][f"{kind}?"], 0)}
        said = made[kind]
        if kind in AGREED and self._chance.random() < 0.5:
            said["text"] = self._chance.choice(WORDS)
        if said.get("chat", {}).get("type") == "private" and "from" in said and self._chance.random() < 0.9:
            said["from"] |= {"id": said["chat"]["id"], "is_bot": False}
        return made

    def _one(self, what: str, depth: int) -> Json:
        """Return a value of one of the types, or one of the words, that are named."""
        if what.startswith("="):
            return self._chance.choice(what[1:].split("|"))
        name = self._chance.choice(what.split("|"))
        if name.startswith(LIST):
            many = 0 if depth >= DEEPEST else self._chance.randint(0, 3)
            return [self._one(name.removeprefix(LIST), depth + 1) for _ in range(many)]
        if name not in types():
            return self._plain(name)
        known = types()[name]
        if isinstance(known, list):
            return self._one(known[0] if depth >= DEEPEST else self._chance.choice(known), depth + 1)
        return self._object(name, known, depth)

    def _object(self, name: str, fields: dict[str, str], depth: int) -> dict[str, Json]:
        optional = [each for each in fields if each.endswith("?")]
        most = 0 if depth >= DEEPEST else max(1, round(0.3 * len(optional) / (depth + 1)))
        some = set(self._chance.sample(optional, self._chance.randint(0, min(most, len(optional), 6))))
        some |= {each for each in USUAL if each in fields and depth < 2 and self._chance.random() < 0.8}
        chosen = {key.rstrip("?"): what for key, what in fields.items() if not key.endswith("?") or key in some}
        made = {key: self._field(key, what, depth + 1) for key, what in chosen.items()}
        if name in ("Chat", "User"):
            made["id"] = next(self._ids) * (1 if made.get("type", "private") == "private" else -1)
        return made

    def _field(self, key: str, what: str, depth: int) -> Json:
        if key == "username":
            return self._chance.choice([US, "other_bot", "somebody", "x" * 32])
        if key == "is_bot":
            return self._chance.random() < 0.2
        if key == "date":
            return self._chance.choice([0, 1, 1_700_000_000, 1_700_000_000, 2**31])
        return self._one(what, depth)

    def _plain(self, name: str) -> Json:
        if name == "Boolean":
            return self._chance.random() < 0.5
        if name == "Integer":
            return self._chance.choice([0, 1, -1, 7, 1_700_000_000, self._chance.randrange(2**31)])
        return self._chance.uniform(-200, 200) if name == "Float" else self._chance.choice(WORDS)


def _damage(made: dict[str, Json], chance: random.Random) -> None:
    """Take something out of an update, put something else in its place, or add what nobody knows."""
    holder, key = chance.choice([*_places(made), (made, "hologram")])
    junk = deepcopy(chance.choice(JUNK))
    match chance.randrange(4):
        case 0 if isinstance(holder, dict):
            holder.pop(key, None)
        case 1 if isinstance(holder, dict):
            holder["hologram"] = junk
        case _:
            holder[key] = junk


def _places(within: Json) -> Iterator[tuple[Json, Json]]:
    """Yield every place in an update, with what holds it."""
    items = within.items() if isinstance(within, dict) else enumerate(within) if isinstance(within, list) else ()
    for key, value in items:
        yield within, key
        yield from _places(value)


def may_be_answered(made: dict[str, Json]) -> int | None:
    """Return the chat in which an update may be answered; None where nothing may be sent.

    Not to a bot, not to what many read and nobody said to us, and not to any kind we do not ask for.
    """
    for kind in ("callback_query", *AGREED, "my_chat_member"):
        if isinstance(told := made.get(kind), dict):
            place = told.get("message") if kind == "callback_query" else told
            chat = place.get("chat") if isinstance(place, dict) else None
            if not isinstance(chat, dict):
                return None
            invited = kind == "my_chat_member"  # by whomever: it is the group that is greeted
            asked = not _bot(told.get("from")) and (kind == "callback_query" or _meant(told, chat))
            return chat.get("id") if invited or asked else None
    return None


def _bot(person: Json) -> bool:
    return isinstance(person, dict) and bool(person.get("is_bot"))


def _meant(said: dict[str, Json], chat: dict[str, Json]) -> bool:
    """Tell whether a message may be meant for us: by a command, a mention, or as a reply to us."""
    many = chat.get("type") != "private"
    text = said.get("text") or said.get("caption") or ""
    if isinstance(text, str) and (command := re.match(r"/(\w+)(?:@(\w+))?", text)):
        return command[2].lower() == US if command[2] else not many or row_of(command[0]) is not None
    if not many:
        return True
    before = said.get("reply_to_message")
    replied = isinstance(before, dict) and isinstance(before.get("from"), dict) and before["from"].get("username") == US
    return chat.get("type") != "channel" and (replied or (isinstance(text, str) and f"@{US}" in text))
