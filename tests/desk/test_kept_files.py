"""What was read of files is kept for the next start, and believed only as it was written, of the very same files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.assembling import Shelf, build_edition
from bot.content.edition import Edition
from bot.desk import kept_files
from bot.desk.kept_files import KeptFiles
from bot.state import manifest
from tests.conftest import ROOT, small_files
from tests.content.test_assembling import Asked

BRIEFING = "briefings/quiet-library.yaml"


@pytest.fixture
def keeper(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "data" / "read")


def shipped_files() -> dict[str, bytes]:
    folders = (ROOT / "briefings", ROOT / "seeds")
    return {f"{each.name}/{path.name}": path.read_bytes() for each in folders for path in each.glob("*.yaml")}


def started(keeper: KeptFiles, files: Mapping[str, bytes]) -> tuple[Edition, list[str]]:
    """Make an edition as after a start; return it and the names of the files that were read for it."""
    asked = Asked(files)
    return Shelf(keeper).edition(asked, manifest(files)), asked.names


def held(edition: Edition) -> dict[str, object]:
    return {name: value for name, value in vars(edition).items() if name in Edition.__dataclass_fields__}


@pytest.mark.parametrize("files", [small_files(), shipped_files()], ids=["small", "shipped"])
def test_the_next_start_reads_no_file_and_has_the_same_edition(keeper: KeptFiles, files: Mapping[str, bytes]) -> None:
    first, read = started(keeper, files)
    assert read == sorted(files)
    again, read = started(keeper, files)
    assert (held(again), read) == (held(first), [])
    assert held(again) == held(build_edition(files))


def test_a_file_that_changed_meanwhile_is_read(keeper: KeptFiles) -> None:
    files = small_files()
    started(keeper, files)
    changed = files | {BRIEFING: files[BRIEFING] + b"# another day\n"}
    edition, read = started(keeper, changed)
    assert (read, held(edition)) == ([BRIEFING], held(build_edition(changed)))


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda kept: kept[:-1],
    "one letter changed": lambda kept: kept.replace(b"library", b"librarz", 1),
    "no seal": lambda kept: kept.partition(b"\n")[2],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=list(DAMAGE))
def test_what_is_damaged_is_read_again_and_mended(keeper: KeptFiles, damage: Callable[[bytes], bytes]) -> None:
    files = small_files()
    first, _ = started(keeper, files)
    kept = keeper.folder / f"{BRIEFING.replace('/', '.')}.json"
    kept.write_bytes(damage(before := kept.read_bytes()))
    again, read = started(keeper, files)
    assert (held(again), read, kept.read_bytes()) == (held(first), [BRIEFING], before)


def test_what_another_version_read_is_read_again(keeper: KeptFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    files = small_files()
    started(keeper, files)
    monkeypatch.setattr(kept_files, "_reader", lambda: "another")
    assert started(keeper, files)[1] == sorted(files)


def test_what_is_kept_of_one_file_is_not_that_of_another(keeper: KeptFiles) -> None:
    files = small_files()
    started(keeper, files)
    kept = keeper.folder / f"{BRIEFING.replace('/', '.')}.json"
    kept.write_bytes((keeper.folder / "briefings.machine-dough.yaml.json").read_bytes())
    assert started(keeper, files)[1] == [BRIEFING]


def test_where_nothing_can_be_kept_all_is_read(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    keeper, files = KeptFiles(tmp_path / "data" / "read"), small_files()
    assert [started(keeper, files)[1] for _ in range(2)] == [sorted(files)] * 2


@given(st.binary(max_size=200))
def test_no_bytes_of_others_are_believed(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    keeper = KeptFiles(tmp_path_factory.mktemp("read"))
    (keeper.folder / f"{BRIEFING.replace('/', '.')}.json").write_bytes(content)
    assert keeper.get(BRIEFING, "0" * 64) is None
