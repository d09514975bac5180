"""Whatever happens while an edition is published, the folders hold the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import resource
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Never

import pytest

from bot import desk
from bot.content.assembling import build_edition
from bot.content.drafts import Declined
from bot.content.edition import Edition
from bot.desk import Desk
from bot.desk.journal import JOURNAL_FILE
from bot.state.sqlite.editions import SQLiteEditions
from tests.conftest import NOW
from tests.content.test_edition import DEBATES, DOUGH, LIBRARY
from tests.desk.test_desk import ANNA, at, content, declined, desk_on, on_disk, opened, publish, reworded

__all__ = ["at", "content"]  # fixtures

KILLS = 20
READS = 40
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SEED = 5
STEPS = 400
"""Steps a process makes at most before it is killed; publishing an edition takes it about 150."""


@pytest.fixture
def other(files: dict[str, bytes]) -> dict[str, bytes | None]:
    """What makes another edition: three files change and one goes, and any mixture of them is broken or a third one."""
    debates = files[DEBATES].replace(b"night-shift", b"night-work")
    return {
        DOUGH: files[DOUGH].replace(b"night-shift", b"night-work"),
        DEBATES: debates[: debates.index(b"  - id: how-soon")].replace(b"cites: [no-closures]", b"cites: [doors-open]"),
        LIBRARY: files[LIBRARY].replace(b"no-closures", b"doors-open"),
        "seeds/spare-2024.yaml": None,
    }


@pytest.fixture
def spare(files: dict[str, bytes]) -> dict[str, bytes]:
    """The small edition, and a card that no briefing has yet."""
    card = files["seeds/bakery-2024.yaml"].replace(b"source: bakery-2024", b"source: spare-2024")
    return {**files, "seeds/spare-2024.yaml": card}


def forked(work: Callable[[], Any]) -> int:
    """Do work in a process of its own."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(99)


def ended(pid: int) -> int:
    return os.waitpid(pid, 0)[1]


def changes(event: str, args: tuple[Any, ...]) -> bool:
    """Tell whether a file is about to be written, renamed or removed: a kill before a look at one finds nothing new."""
    return event in ("os.rename", "os.remove", "os.chmod") or (event == "open" and bool(args[2] & WRITES))


def killed_at(step: int, content: Path) -> None:
    """Kill this process just before it changes something in the folders of editors for the so-manieth time."""
    left, folders = [step], (str(content / "briefings"), str(content / "seeds"))

    def count(event: str, args: tuple[Any, ...]) -> None:
        if changes(event, args) and str(args[0]).startswith(folders):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def assert_whole(folder: Path, editions: dict[str, dict[str, bytes]]) -> str:
    """Return which edition counts: whoever reads says the same, before anything is finished and after."""
    read = desk.load_folders(folder / "briefings", folder / "seeds").digest
    with opened(folder) as at:
        assert at.load(NOW).digest == read
        assert on_disk(folder) == editions[read]
        assert at.history()[0].digest == read
    return read


@pytest.fixture
def two(content: Path, spare: dict[str, bytes], other: dict[str, bytes | None]) -> dict[str, dict[str, bytes]]:
    """Both editions by their digests; the first one is on disk."""
    (content / "seeds/spare-2024.yaml").write_bytes(spare["seeds/spare-2024.yaml"])
    second = {name: text for name, text in {**spare, **other}.items() if text is not None}
    return {build_edition(files).digest: files for files in (spare, second)}


def turned(folder: Path, editions: dict[str, dict[str, bytes]]) -> tuple[str, dict[str, bytes | None]]:
    """Return the edition that does not count now, and the files to send for it."""
    now = desk.load_folders(folder / "briefings", folder / "seeds").digest
    [digest] = editions.keys() - {now}
    return digest, {**dict.fromkeys(editions[now]), **editions[digest]}


@pytest.mark.exhaustive
def test_an_edition_is_whole_wherever_its_publication_is_cut(content: Path, two: dict[str, dict[str, bytes]]) -> None:
    counts, ways = list[bool](), dict[str, list[bool]]()
    with opened(content) as at:
        at.load(NOW)
    for step in range(1, 200, 2):
        digest, sent = turned(content, two)

        def cut(step: int = step, digest: str = digest) -> None:
            with opened(content) as at:
                killed_at(step, content)
                at.publish(digest, ANNA, NOW)

        with opened(content) as at:
            at.propose(sent, ANNA, NOW)
        status = ended(forked(cut))
        counts.append(assert_whole(content, two) == digest)
        ways.setdefault(digest, []).append(counts[-1])
        if status == 0:
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
    assert status == 0 and len(counts) > 12
    assert counts.index(True) > 2, "the first steps only prepare"
    assert len(ways) == 2 and all(way == sorted(way) for way in ways.values()), "from one step on it counts"


def _told(tell: int, event: str) -> None:
    """Tell of a step by which a process does something; that it asks what an object is called is none."""
    if event != "builtins.id":
        os.write(tell, b".")


@pytest.mark.exhaustive
def test_an_edition_is_whole_whenever_its_publisher_is_killed(content: Path, two: dict[str, dict[str, bytes]]) -> None:
    dice = random.Random(SEED)
    seen: set[str] = set()

    def publish_on_and_on(tell: int) -> Never:
        sys.addaudithook(lambda event, _: _told(tell, event))
        with opened(content) as at:
            at.load(NOW)
            while True:
                digest, sent = turned(content, two)
                at.propose(sent, ANNA, NOW)
                at.publish(digest, ANNA, NOW)

    for kill in range(10 * KILLS):
        if kill >= KILLS and len(seen) == 2:
            break
        steps, tell = os.pipe()
        pid = forked(functools.partial(publish_on_and_on, tell))
        left = dice.randint(1, STEPS)
        while left:
            left -= len(os.read(steps, left))
        os.kill(pid, signal.SIGKILL)  # at an instant that nobody chose, as it goes on meanwhile
        ended(pid)
        os.close(steps)
        os.close(tell)
        with contextlib.suppress(IndexError):  # killed before the first edition joined the history
            seen.add(assert_whole(content, two))
    assert len(seen) == 2


def test_nobody_ever_reads_half_an_edition(content: Path, two: dict[str, dict[str, bytes]]) -> None:
    def publish_on_and_on() -> Never:
        with opened(content) as at:
            at.load(NOW)
            while True:
                digest, sent = turned(content, two)
                at.propose(sent, ANNA, NOW)
                at.publish(digest, ANNA, NOW)

    pid = forked(publish_on_and_on)
    seen: list[str] = []
    while len(seen) < READS or len(set(seen)) < 2:
        seen.append(desk.load_folders(content / "briefings", content / "seeds").digest)
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "it goes on publishing"
    os.kill(pid, signal.SIGKILL)
    ended(pid)
    assert set(seen) == two.keys()


def test_of_two_who_publish_at_the_same_time_one_is_declined(content: Path, files: dict[str, bytes]) -> None:
    with opened(content) as at:
        at.load(NOW)
        drafts = [
            at.propose({"machine-dough.yaml": reworded(files, word)}, ANNA, NOW).draft.digest for word in "一二三四"
        ]

    def race(digest: str) -> None:
        with opened(content) as at, contextlib.suppress(Declined):
            at.publish(digest, ANNA, NOW)
            os._exit(7)

    statuses = [ended(pid) for pid in [forked(lambda digest=digest: race(digest)) for digest in drafts]]  # type: ignore[misc]
    assert sorted(map(os.waitstatus_to_exitcode, statuses)) == [0, 0, 0, 7]
    winner = drafts[[os.waitstatus_to_exitcode(each) for each in statuses].index(7)]
    assert desk.load_folders(content / "briefings", content / "seeds").digest == winner
    with opened(content) as at:
        assert at.history()[0].digest == winner and len(at.history()) == 2


def begun(content: Path, digest: str) -> None:
    """Publish a draft and be killed between the journal and the first file."""
    replaced = [content / name for name in on_disk(content)]

    def cut() -> None:
        def kill(event: str, args: tuple[Any, ...]) -> None:
            if event == "os.rename" and Path(args[1]) in replaced:
                os.kill(os.getpid(), signal.SIGKILL)

        with opened(content) as at:
            sys.addaudithook(kill)
            at.publish(digest, ANNA, NOW)

    assert os.WTERMSIG(ended(forked(cut))) == signal.SIGKILL
    assert (content / "briefings" / JOURNAL_FILE).exists()


def test_a_publication_cut_short_is_finished_before_the_next_one(content: Path, files: dict[str, bytes]) -> None:
    with opened(content) as at:
        at.load(NOW)
        begun(content, at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest)
        assert at.text(DOUGH) == reworded(files, "一") and on_disk(content)[DOUGH] == files[DOUGH]
        publish(at, files, "二")
        assert [entry.how for entry in at.history()] == ["published", "published", "found"]
        assert on_disk(content) == {**files, DOUGH: reworded(files, "二")}
        assert not at.recover()


def test_files_edited_since_are_left_as_they_are(content: Path, files: dict[str, bytes]) -> None:
    with opened(content) as at:
        at.load(NOW)
        begun(content, at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest)
        (content / DOUGH).write_bytes(reworded(files, "手改"))
        assert at.load(NOW).digest == build_edition({**files, DOUGH: reworded(files, "手改")}).digest
        assert on_disk(content) == {**files, DOUGH: reworded(files, "手改")}
        assert [entry.how for entry in at.history()] == ["found", "found"]


def publish_with_room(content: Path, digest: str, room: int) -> str:
    """Publish while no file may grow longer than so many bytes, and return what is said: a stand-in for a full disk."""

    def write() -> None:
        with opened(content) as at:
            at.drafts()
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            try:
                at.publish(digest, ANNA, NOW)
            except Declined as declined:
                os._exit(SAID.index(declined.code))

    return SAID[os.waitstatus_to_exitcode(ended(forked(write)))]


SAID = ["published", "disk-full"]


@pytest.mark.parametrize("room", [0, 4_096, 20_000])
def test_a_full_disk_is_said_and_nothing_is_lost(content: Path, files: dict[str, bytes], room: int) -> None:
    with opened(content) as at:
        at.load(NOW)
        long = files[DOUGH] + b"#" * 15_000
        digest = at.propose({"machine-dough.yaml": long, "debates.yaml": b"debates: []"}, ANNA, NOW).draft.digest
    assert publish_with_room(content, digest, room) == "disk-full"
    assert on_disk(content) == files
    with opened(content) as at:
        assert at.load(NOW).digest == build_edition(files).digest
        at.publish(digest, ANNA, NOW)


def test_what_is_published_counts_even_where_there_is_no_room_for_the_history_of_it(
    content: Path, files: dict[str, bytes]
) -> None:
    with opened(content) as at:
        at.load(NOW)
        digest = at.propose({"debates.yaml": b"debates: []"}, ANNA, NOW).draft.digest
    assert publish_with_room(content, digest, 4_096) == "published"
    assert desk.load_folders(content / "briefings", content / "seeds").digest == digest
    with opened(content) as at:
        assert len(at.history()) == 1
        assert at.load(NOW).digest == digest and at.history()[0].by == ANNA
    assert on_disk(content) == {**files, DEBATES: b"debates: []"}


def as_somebody_else(work: Callable[[], Any]) -> int:
    """Do work as a user who may read here and not write."""

    def give_up_rights() -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        work()

    return os.waitstatus_to_exitcode(ended(forked(give_up_rights)))


def test_a_folder_that_is_read_only_is_said_and_still_read(
    content: Path, files: dict[str, bytes], small: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (content / "briefings", content / "seeds"):
        folder.chmod(0o555)
    content.chmod(0o755)
    monkeypatch.chdir(content)  # its parents need not be open to everyone

    def publish_where_nobody_may() -> None:
        at = desk_on(Path(), SQLiteEditions(sqlite3.connect(":memory:")))
        assert at.load(NOW).digest == small.digest
        digest = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest
        try:
            at.publish(digest, ANNA, NOW)
        except Declined as declined:
            os._exit(7 if (declined.code, declined.args_of_code) == ("read-only", {"where": "briefings"}) else 8)

    assert as_somebody_else(publish_where_nobody_may) == 7
    assert on_disk(content) == files


def test_whoever_never_stops_writing_is_not_waited_for_for_ever(
    at: Desk, content: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.journal.LOCK_PATIENCE", 0.3)
    digest = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest
    with at._folders.locked(alone=True):
        with opened(content) as late, declined("busy"):
            late.publish(digest, ANNA, NOW)
        began = time.monotonic()
        assert desk.load_folders(content / "briefings", content / "seeds")
        assert time.monotonic() - began >= 0.3  # a reader waits as long, and then reads through the journal
    at.publish(digest, ANNA, NOW)
