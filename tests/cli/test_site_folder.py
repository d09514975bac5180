"""The folder that a site is written to: only what is ours in it is touched, whatever happened to it meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.output import Failure
from bot.cli.site import _file
from bot.cli.site_folder import MARK, SiteFolder


def put(folder: Path, *names: str) -> None:
    """Write a site of files, each of which holds its own name."""
    with SiteFolder(folder).renewed() as aside:
        for name in names:
            _file(aside, name, name.encode())


def tree(folder: Path) -> list[str]:
    """Return the names of all files and empty folders of a site but its mark."""
    found = (path for path in folder.rglob("*") if not path.is_dir() or not any(path.iterdir()))
    return sorted(path.relative_to(folder).as_posix() for path in found if path.name != MARK)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path / "site", "index.html", "en/a/index.html", "en/b")
    return tmp_path / "site"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    (tmp_path / "victim" / "a").mkdir(parents=True)
    (tmp_path / "victim" / "a" / "index.html").write_text("theirs", encoding="utf-8")
    (tmp_path / "victim" / "b").write_text("theirs", encoding="utf-8")
    return tmp_path / "victim"


def theirs(victim: Path) -> bool:
    files = [path for path in victim.rglob("*") if path.is_file()]
    return len(files) == 2 and {path.read_text(encoding="utf-8") for path in files} == {"theirs"}


def refused(folder: Path, link: Path, *names: str) -> None:
    with pytest.raises(Failure) as failure:
        put(folder, *names)
    chinese, english = sorted(failure.value.lines, key=str.isascii)
    assert "symbolic link" in english and "符号链接" in chinese
    assert all(line.startswith(str(link)) for line in failure.value.lines)


# Links


@pytest.mark.parametrize("names", [("en/a/index.html", "en/b"), ("index.html",), ("en/c",)])
def test_a_folder_of_ours_that_is_now_a_link_is_not_followed(site: Path, victim: Path, names: tuple[str, ...]) -> None:
    for path in sorted((site / "en").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (site / "en").rmdir()
    (site / "en").symlink_to(victim)
    refused(site, site / "en", *names)
    assert theirs(victim)


def test_a_link_where_a_new_folder_would_be_is_not_followed(site: Path, victim: Path) -> None:
    (site / "zh").symlink_to(Path("..") / victim.name)
    refused(site, site / "zh", "index.html", "zh/c")
    assert theirs(victim) and not (site / "zh" / "c").exists()


def test_a_link_in_place_of_a_file_is_not_followed(site: Path, victim: Path) -> None:
    (site / "en" / "b").unlink()
    (site / "en" / "b").symlink_to(victim / "b")
    refused(site, site / "en" / "b", "en/b")
    assert theirs(victim)


@pytest.mark.parametrize("to", ["b", "nothing"])
def test_the_mark_is_not_written_through_a_link(site: Path, victim: Path, to: str) -> None:
    (site / f"{MARK}.new").symlink_to(victim / to)
    put(site, "index.html")
    assert theirs(victim) and (site / MARK).read_text(encoding="utf-8") == "index.html\n"
    (site / MARK).unlink()
    (site / MARK).symlink_to(victim / to)
    refused(site, site / MARK, "index.html")
    assert theirs(victim)


# Other drives


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder of another drive."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one drive")
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        yield Path(folder)


def test_the_folder_may_lie_on_another_drive(tmp_path: Path, elsewhere: Path) -> None:
    (tmp_path / "site").symlink_to(elsewhere)
    put(tmp_path / "site", "index.html", "en/b")
    put(tmp_path / "site", "index.html", "en/c")
    assert tree(elsewhere) == ["en/c", "index.html"]


def test_nothing_is_written_beside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outer" / "site").mkdir(parents=True)
    with SiteFolder(tmp_path / "outer" / "site").renewed() as aside:
        assert aside.parent == tmp_path / "outer" / "site"
        assert [path.name for path in (tmp_path / "outer").iterdir()] == ["site"]
        _file(aside, "index.html", b"")
    assert tree(tmp_path / "outer") == ["site/index.html"]


def test_what_fails_leaves_no_folder_behind(tmp_path: Path, site: Path) -> None:
    for folder in (tmp_path / "new", site):
        with pytest.raises(ZeroDivisionError), SiteFolder(folder).renewed() as aside:
            _file(aside, "zh/c", b"")
            raise ZeroDivisionError
    assert not (tmp_path / "new").exists() and tree(site) == ["en/a/index.html", "en/b", "index.html"]


def test_what_a_killed_process_left_goes_and_what_another_one_writes_stays(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / f"{MARK}-killed" / "en").mkdir(parents=True)
    with SiteFolder(folder).renewed() as aside:
        _file(aside, "index.html", b"1")
        put(folder, "index.html")
        assert aside.is_dir() and not (folder / f"{MARK}-killed").exists()
        (folder / MARK).unlink()
        (folder / "index.html").unlink()
    assert tree(folder) == ["index.html"]


# What changed meanwhile


@pytest.mark.parametrize("gone", ["en", "en/a", "index.html"])
def test_what_was_removed_by_hand_is_no_fault(site: Path, gone: str) -> None:
    (site / gone).rename(site.parent / "gone")
    put(site, "zh/c")
    assert tree(site) == ["zh/c"]


def test_a_file_becomes_a_folder_and_the_reverse(site: Path) -> None:
    for names in (["en/a", "en/b/c/d", "index.html/x"], ["en", "index.html"], ["en/a/index.html", "en/b"]):
        put(site, *names)
        assert tree(site) == sorted(names)
        assert all((site / name).read_text(encoding="utf-8") == name for name in names)


def test_a_file_that_somebody_made_a_folder_is_written_again(site: Path) -> None:
    (site / "en" / "b").unlink()
    (site / "en" / "b").mkdir()
    put(site, "en/b")
    assert tree(site) == ["en/b"]


@pytest.mark.parametrize(
    ("theirs", "name"), [("en/a/CNAME", "en/a"), ("zh", "zh/c/d"), ("en/c", "en/c"), ("en/c/deep/x", "en/c/deep")]
)
def test_what_is_not_ours_is_in_the_way_of_a_folder_too(site: Path, theirs: str, name: str) -> None:
    (site / theirs).parent.mkdir(parents=True, exist_ok=True)
    (site / theirs).write_text("theirs", encoding="utf-8")
    before = tree(site)
    with pytest.raises(Failure, match=f"{theirs}: would be written over, and is not ours"):
        put(site, name)
    assert tree(site) == before and (site / theirs).read_text(encoding="utf-8") == "theirs"


def test_a_link_within_a_folder_of_ours_is_not_ours(site: Path, victim: Path) -> None:
    (site / "en" / "a" / "link").symlink_to(victim)
    with pytest.raises(Failure, match="en/a/link: would be written over"):
        put(site, "en/a")
    assert theirs(victim)


@pytest.mark.parametrize("name", ["../pwned", "en/../../pwned", "/pwned", "en/../../site-2/pwned"])
def test_no_file_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "site").mkdir()
    with pytest.raises(Failure, match="outside of the folder"):
        _file(tmp_path / "site", name if name != "/pwned" else os.fspath(tmp_path / "pwned"), b"")
    assert tree(tmp_path) == ["site"]
