"""What nobody may move unseen: the digest of every rule, verdict and standing, as the files word them.

It is taken of the plain values of the YAML, not of records: what later versions make of a text does not change it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from bot.content.reading import BRIEFLESS
from bot.content.yaml_document import YamlDocument, stem_of
from bot.content.yaml_loading import load_yaml

_POSTS: Final = {
    "rule": ("statement", "window", "criterion", "resolution"),
    "verdict": ("verdict",),
    "standing": ("standing",),
}
"""The keys of a prediction that each kind stands in."""
DIGITS: Final = 32
"""Hexadecimal digits of a digest: 128 bits, which nobody finds a second text for."""
Written = Mapping[str, str]
"""The goalposts of one file: a text for each kind of which there are any."""


def digest(plain: Any) -> str:
    """Return the digest of plain values; the order of their keys does not matter."""
    return _digest_of(_text(plain))


def _text(plain: Any) -> str:
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


class Goalposts(Mapping[str, str]):
    """The goalposts of many files as a text: of a thousand files those of one change, all others are written already.

    The text is that of `written` goalposts.
    """

    def __init__(self, files: Mapping[str, Written]) -> None:
        """Put those of files together, which are given by the names of the files."""
        in_order = [files[name] for name in sorted(files, key=lambda name: f"{stem_of(name)}/")]
        parts = (each[kind] for kind in sorted(_POSTS) for each in in_order if kind in each)
        self.text: Final = f"{{{', '.join(parts)}}}"

    @cached_property
    def _read(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.text)
        return found

    def __getitem__(self, name: str) -> str:
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def written(goalposts: Mapping[str, str]) -> str:
    """Return goalposts as they are kept: as JSON, in the order of their names."""
    return goalposts.text if isinstance(goalposts, Goalposts) else json.dumps(goalposts, sort_keys=True)


def written_of(document: YamlDocument) -> Written:
    """Return what `Goalposts` are put together of, as a file has it."""
    by_kind = groupby(sorted(_in(document).items()), key=lambda each: each[0].partition(" ")[0])
    return {kind: json.dumps(dict(those))[1:-1] for kind, those in by_kind}


def digest_with(plain: list[Any], goalposts: Mapping[str, str]) -> str:
    """Return the digest of plain values and, last of all, of goalposts, in less time where these are written."""
    text = written(goalposts)
    if "\\" in text:  # some names are not written as they are
        return digest([*plain, dict(goalposts)])
    return _digest_of(f"{_text(plain)[:-1]}, {text}]")


def goalposts(file: str, content: bytes) -> dict[str, str]:
    """Return the digests in a file, such as `verdict of how-long-hot/no-2022-boom`; none in one that is no briefing."""
    return _in(load_yaml(file, content)) if _has_any(file) else {}


def _has_any(file: str) -> bool:
    return file.startswith("briefings/") and file not in BRIEFLESS


def _in(document: YamlDocument) -> dict[str, str]:
    if not _has_any(document.file):
        return {}
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
