"""What nobody may move unseen: the digest of every rule, verdict and standing, as the files word them.

It is taken of the plain values of the YAML, not of records: what later versions make of a text does not change it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from bot.content.reading import BRIEFLESS
from bot.content.yaml_loading import load_yaml

_POSTS: Final = {
    "rule": ("statement", "window", "criterion", "resolution"),
    "verdict": ("verdict",),
    "standing": ("standing",),
}
"""The keys of a prediction that each kind stands in."""
DIGITS: Final = 32
"""Hexadecimal digits of a digest: 128 bits, which nobody finds a second text for."""


def digest(plain: Any) -> str:
    """Return the digest of plain values; the order of their keys does not matter."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def goalposts(file: str, content: bytes) -> dict[str, str]:
    """Return the digests in a file, such as `verdict of how-long-hot/no-2022-boom`; none in one that is no briefing."""
    if not file.startswith("briefings/") or file in BRIEFLESS:
        return {}
    document = load_yaml(file, content)
    briefing = document.data if isinstance(document.data, dict) else {}
    listed = briefing.get("predictions")
    found: dict[str, str] = {}
    for number, prediction in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(prediction, dict):
            name = f"{document.stem}/{prediction.get('id', number)}"
            found |= {f"{kind} of {name}": post for kind, post in _of(prediction).items()}
    return found


def _of(prediction: Mapping[str, Any]) -> dict[str, str]:
    held = {kind: {key: prediction[key] for key in keys if key in prediction} for kind, keys in _POSTS.items()}
    return {kind: digest(values) for kind, values in held.items() if values}
