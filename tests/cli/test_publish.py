"""`publish` as operators run it: real files, real processes, and a server at work on the same folders and state."""

from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
import zipfile
from pathlib import Path

import httpx
import pytest

from bot import desk
from bot.content.briefing import Language
from bot.content.drafts import EditionEntry
from bot.state.sqlite.editions import SQLiteEditions
from bot.words import WRITTEN, say
from tests.conftest import ROOT
from tests.support.home import Home, running
from tests.support.quiet import PATIENCE
from tests.support.visiting import token

DOUGH, CARD = "briefings/machine-dough.yaml", "seeds/bakery-2024.yaml"
OLD, NEW = "Half of the town's bakeries may use the machine.", "Two thirds of the town's bakeries may use the machine."


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


def digest(home: Home) -> str:
    return desk.load_folders(home.folder / "briefings", home.folder / "seeds").digest


def text(home: Home, name: str) -> bytes:
    return (home.folder / name).read_bytes()


def history(home: Home) -> tuple[EditionEntry, ...]:
    with contextlib.closing(SQLiteEditions.open(home.folder / "data" / "hindsight.db")) as kept:
        return kept.entries(10)


@pytest.mark.parametrize("language", WRITTEN)
def test_a_file_goes_live_and_its_changes_are_told_in_words(home: Home, language: Language) -> None:
    before = digest(home)
    home.slip(OLD, NEW, to="drafts/machine-dough.yaml")
    published = home.bot("publish", "drafts/machine-dough.yaml", "--lang", language)
    assert (published.code, published.err) == (0, "")
    assert f"－ {OLD}\n" in published.out and f"＋ {NEW}\n" in published.out
    assert published.out.endswith(say(language, "published", digest=digest(home)) + "\n")
    assert text(home, DOUGH) == text(home, "drafts/machine-dough.yaml")
    last, first = history(home)
    assert (last.digest, last.by, last.how, first.digest) == (digest(home), "console", "published", before)


def test_every_problem_is_told_under_the_name_the_file_was_given_and_nothing_changes(home: Home) -> None:
    before = text(home, DOUGH), text(home, CARD)
    first = home.slip("stance: mixed", "stance: mixd", to="drafts/machine-dough.yaml")
    second = home.slip("kind: article", "kind: articl", CARD, to="drafts/bakery-2024.yaml")
    refused = home.bot("publish", "drafts/machine-dough.yaml", "drafts/bakery-2024.yaml")
    assert (refused.code, refused.out) == (1, "")
    places = {line.partition(" ")[0] for line in refused.lines}
    assert f"drafts/machine-dough.yaml:{first[0]}:{first[1] + len('stance: ')}:" in places
    assert f"drafts/bakery-2024.yaml:{second[0]}:{second[1] + len('kind: ')}:" in places
    assert all(place.startswith("drafts/") for place in places)
    assert (text(home, DOUGH), text(home, CARD)) == before


def test_a_problem_of_a_file_that_was_not_given_is_told_where_that_file_lies(home: Home) -> None:
    home.slip(OLD, NEW, to="drafts/machine-dough.yaml")
    home.slip("stance: unaffected", "stance: unafected", "briefings/quiet-library.yaml")
    (line,) = home.bot("publish", "drafts/machine-dough.yaml").lines
    assert line.startswith("briefings/quiet-library.yaml:")


@pytest.mark.parametrize("language", WRITTEN)
def test_files_that_change_nothing_are_no_error(home: Home, language: Language) -> None:
    same = home.bot("publish", DOUGH, CARD, "--lang", language)
    assert (same.code, same.err, same.out) == (0, "", say(language, "desk-nothing-new") + "\n")


def test_that_nothing_changes_hides_nothing_that_is_broken(home: Home) -> None:
    home.slip("stance: unaffected", "stance: unafected", "briefings/quiet-library.yaml")
    broken = home.bot("publish", DOUGH)
    assert broken.code == 1 and broken.err.startswith("briefings/quiet-library.yaml:")
    shutil.rmtree(home.folder / "seeds")
    missing = home.bot("publish", DOUGH)
    assert missing.code == 2 and missing.err.startswith("seeds") and "BOT_SEEDS" in missing.err


def test_a_file_finds_its_place_by_what_it_holds(home: Home) -> None:
    home.slip("kind: article", "kind: essay", CARD, to="somewhere/bakery-2024.yaml")
    published = home.bot("publish", "somewhere/bakery-2024.yaml")
    assert (published.code, published.err) == (0, "")
    assert text(home, CARD) == text(home, "somewhere/bakery-2024.yaml")


def test_a_zip_is_published_like_its_files(home: Home) -> None:
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w") as packed:
        packed.writestr(DOUGH, text(home, DOUGH).replace(OLD.encode(), NEW.encode()))
    (home.folder / "all.zip").write_bytes(parcel.getvalue())
    assert home.bot("publish", "all.zip").code == 0 and NEW.encode() in text(home, DOUGH)
    with zipfile.ZipFile(home.folder / "bad.zip", "w") as packed:
        packed.writestr(DOUGH, "briefing: [")
    refused = home.bot("publish", "bad.zip")
    assert refused.code == 1 and all(line.startswith(f"bad.zip/{DOUGH}:") for line in refused.lines)


@pytest.mark.parametrize(
    ("files", "code", "told"),
    [
        (("nowhere.yaml",), 2, "nowhere.yaml: there is no such file"),
        (("briefings",), 2, "briefings: this is no file"),
        (("copy/machine-dough.yaml", DOUGH), 1, f"{DOUGH} stands in it twice"),
        (("copy/my dough.yaml",), 1, "“my dough.yaml” is no name for a file of ours"),
    ],
)
def test_what_cannot_be_published_is_told_in_one_line(home: Home, files: tuple[str, ...], code: int, told: str) -> None:
    home.slip(OLD, NEW, to="copy/machine-dough.yaml")
    home.slip(OLD, NEW, to="copy/my dough.yaml")
    before = text(home, DOUGH)
    refused = home.bot("publish", *files)
    assert (refused.code, refused.out, len(refused.lines)) == (code, "", 1)
    assert refused.err.startswith(told) and text(home, DOUGH) == before


async def test_what_is_published_beside_a_server_is_what_it_serves(home: Home) -> None:
    """The state is locked by the server; a reader's choices in it are not touched."""
    home.slip(OLD, NEW, to="drafts/machine-dough.yaml")
    async with running(home) as bot, httpx.AsyncClient(timeout=PATIENCE, headers={"Accept-Language": "zh"}) as reader:
        address = f"{await bot.address()}en/chat"
        page = await reader.get(address)
        await reader.post(address, data={"csrf": token(page.text), "q": "/language en"})
        assert OLD in (await reader.get(address, params={"q": "/timeline 2024"})).text.replace("&#39;", "'")
        published = await asyncio.to_thread(home.bot, "publish", "drafts/machine-dough.yaml")
        assert (published.code, published.err) == (0, "")
        await bot.says(f"edition {digest(home)} is live")
        assert NEW in (await reader.get(address, params={"q": "/timeline 2024"})).text.replace("&#39;", "'")
        assert (await bot.stop()).code == 0
    assert history(home)[0].by == "console"
