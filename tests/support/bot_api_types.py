"""The types of the Bot API that an update can hold, condensed from a description of all of it.

`python -m tests.support.bot_api_types FILE` condenses the api.json of github.com/PaulSonOfLars/telegram-bot-api-spec
into tests/data/bot_api_types.json; that project's licence lies beside it. A field is named with a ? where it may be
left out; its value is the types it may have with a | between them, or = and the words it may be.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent.parent / "data" / "bot_api_types.json"
LIST: Final = "Array of "
_CHOICE: Final = re.compile(r"\b(?:always|one of|can be|either)\b", re.IGNORECASE)
_WORD: Final = re.compile(r'"([^" ]{1,40})"')


def condensed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return all that an update can hold, by name: a type with its fields, or the list of what may stand for it."""
    types, found, wanted = spec["types"], dict[str, Any](), ["Update"]
    while wanted:
        name = wanted.pop().replace(LIST, "")
        if name in found or name not in types:
            continue
        found[name] = types[name].get("subtypes") or dict(_fields(types[name]))
        wanted += types[name].get("subtypes", ())
        wanted += [each for field in types[name].get("fields", ()) for each in field["types"]]
    return {"version": spec["version"], "types": dict(sorted(found.items()))}


def _fields(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in described.get("fields", ()):
        words = _words(field["description"]) if field["types"] == ["String"] else []
        yield field["name"] + "?" * (not field["required"]), "=" * bool(words) + "|".join(words or field["types"])


def _words(description: str) -> list[str]:
    """Return the words that a field may be, where its description lists them."""
    begins = _CHOICE.search(description)
    return _WORD.findall(description, begins.end()) if begins else []


if __name__ == "__main__":
    described = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    FILE.write_text(json.dumps(condensed(described), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
