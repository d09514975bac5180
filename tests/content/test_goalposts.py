"""The goalposts of many files, put together of what was written of each, are those of all of them at once."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from bot.content.assembling import Shelf
from bot.content.chain import Sealed
from bot.content.drafts import EditionEntry
from bot.content.goalposts import Goalposts, goalposts, written, written_of
from bot.content.reading import VOCABULARY
from bot.content.yaml_loading import load_yaml
from bot.state import digest
from tests.conftest import NOW
from tests.content.test_edition import DOUGH

NAMES = st.text(st.sampled_from('ab-.1é"\\'), min_size=1, max_size=4)
PREDICTION = st.fixed_dictionaries({"id": NAMES}, optional=dict.fromkeys(("statement", "verdict", "standing"), NAMES))
FILES = st.dictionaries(NAMES.map(lambda stem: f"briefings/{stem}.yaml"), st.lists(PREDICTION, max_size=4), max_size=6)


@given(FILES)
def test_they_are_written_and_sealed_as_those_of_all_files_would_be(files: dict[str, list[dict[str, str]]]) -> None:
    contents = {name: json.dumps({"predictions": listed}).encode() for name, listed in files.items()}
    plain = {post: held for name, content in contents.items() for post, held in goalposts(name, content).items()}
    together = Goalposts({name: written_of(load_yaml(name, content)) for name, content in contents.items()})
    assert dict(together) == plain and len(together) == len(plain)
    assert written(together) == written(plain) == json.dumps(plain, sort_keys=True)
    entry = EditionEntry(1, "d", "", NOW, "published", {"added": 2})
    at = f"{NOW:%Y-%m-%dT%H:%M:%S}+00:00"
    whole = json.dumps(["d", at, "published", {"added": 2}, {"a": "b"}, plain], sort_keys=True, ensure_ascii=False)
    for posts in (together, plain):
        assert Sealed(entry, {"a": "b"}, posts).content == hashlib.sha256(whole.encode()).hexdigest()[:32]


def test_of_a_file_that_was_read_they_are_at_hand(files: dict[str, bytes]) -> None:
    shelf, digests = Shelf(), {name: digest(content) for name, content in files.items()}
    shelf.edition(files, digests)
    for name in (DOUGH, VOCABULARY):
        assert shelf.goalposts(name, digests[name]) == written_of(load_yaml(name, files[name]))
    assert shelf.goalposts(DOUGH, digests[VOCABULARY]) is None
