"""The editors' desk: drafts side by side, published whole or not at all, kept, and undone by the same path."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import desk
from bot.content.diff import tally
from bot.content.drafts import Declined
from bot.content.edition import Edition, InvalidEdition
from bot.content.reading import RULES
from bot.content.yaml_loading import LARGEST_FILE
from bot.desk import Desk, upload
from bot.desk.journal import JOURNAL_FILE, Folders
from bot.people.readers import Reader
from bot.serve import program
from bot.settings import Settings
from bot.state.sql.editions import DRAFT_DAYS, DRAFTS_KEPT
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.store import Store
from tests.conftest import NOW
from tests.content.test_edition import DEBATES, DOUGH, LIBRARY, VOCABULARY, put
from tests.desk.test_verdict_edit import RULING

ANNA, BERT = "telegram:1", "web:2"
CARD = "seeds/bakery-2024.yaml"


@pytest.fixture
def content(files: dict[str, bytes], tmp_path: Path) -> Path:
    put(tmp_path, files)
    return tmp_path


def desk_on(folder: Path, history: SQLiteEditions) -> Desk:
    """A desk on a folder."""
    return program.desk(Settings.model_construct(briefings=folder / "briefings", seeds=folder / "seeds"), history)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """A desk on a folder, with a state that outlives it."""
    with contextlib.closing(SQLiteEditions.open(folder / "hindsight.db")) as history:
        yield desk_on(folder, history)


@pytest.fixture
def at(content: Path) -> Iterator[Desk]:
    with opened(content) as made:
        made.load(NOW)
        yield made


def on_disk(folder: Path) -> dict[str, bytes]:
    """Everything in the folders of content, hidden files too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in ("briefings", "seeds")
        for path in (folder / name).iterdir()
    }


def reworded(files: dict[str, bytes], word: str) -> bytes:
    return files[DOUGH].replace("城南面包坊".encode(), f"城南面包坊{word}".encode())


@contextlib.contextmanager
def declined(code: str, **args: object) -> Iterator[None]:
    with pytest.raises(Declined) as found:
        yield
    assert found.value.code == code
    assert args.items() <= found.value.args_of_code.items()


def test_a_draft_touches_nothing_until_it_is_published(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    proposal = at.propose({"machine-dough.yaml": reworded(files, "分店")}, ANNA, NOW)
    assert on_disk(content) == files
    assert tally(proposal.changes) == {"verdict-changed": 1}
    assert proposal.draft.files == (DOUGH,) and proposal.after.digest == proposal.draft.digest
    published = at.publish(proposal.draft.digest, BERT, NOW)
    assert (
        published.after.digest
        == proposal.draft.digest
        == desk.load_folders(content / "briefings", content / "seeds").digest
    )
    assert on_disk(content) == {**files, DOUGH: reworded(files, "分店")}


def test_history_tells_who_when_and_what(at: Desk, files: dict[str, bytes]) -> None:
    later = NOW + dt.timedelta(hours=1)
    digest = at.propose({"machine-dough.yaml": reworded(files, "分店")}, ANNA, NOW).draft.digest
    at.publish(digest, BERT, later)
    [last, first] = at.history()
    assert (last.digest, last.by, last.at, last.how) == (digest, BERT, later, "published")
    assert dict(last.what) == {"verdict-changed": 1}
    assert (first.by, first.how, dict(first.what)) == ("", "found", {})


def test_drafts_of_several_editors_lie_side_by_side_and_survive_a_restart(
    at: Desk, content: Path, files: dict[str, bytes]
) -> None:
    of_anna = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft
    of_bert = at.propose({"machine-dough.yaml": reworded(files, "二")}, BERT, NOW).draft
    with opened(content) as again:
        assert again.drafts() == (of_bert, of_anna) and of_anna.at == NOW
        assert again.drafted(of_anna.digest).after.digest == of_anna.digest
        again.publish(of_anna.digest, ANNA, NOW)
        assert on_disk(content)[DOUGH] == reworded(files, "一")
        assert again.drafts() == (of_bert,)


def test_of_two_editors_the_second_one_is_told_which_files_changed(at: Desk, files: dict[str, bytes]) -> None:
    of_anna = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest
    of_bert = at.propose({"machine-dough.yaml": reworded(files, "二")}, BERT, NOW).draft.digest
    at.publish(of_bert, BERT, NOW)
    with declined("older-draft", files=DOUGH, count=1):
        at.publish(of_anna, ANNA, NOW)
    with declined("older-draft", files=DOUGH, count=1):
        at.drafted(of_anna)
    assert at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest == of_anna
    at.publish(of_anna, ANNA, NOW)


def test_a_draft_on_files_that_were_edited_otherwise_is_older_too(
    at: Desk, content: Path, files: dict[str, bytes]
) -> None:
    digest = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest
    (content / LIBRARY).write_bytes(files[LIBRARY] + b"# by hand\n")
    with declined("older-draft", files=LIBRARY):
        at.publish(digest, ANNA, NOW)
    assert on_disk(content)[DOUGH] == files[DOUGH]


def test_nothing_is_published_that_was_not_looked_at(at: Desk) -> None:
    with declined("no-draft", digest="0123456789abcdef"):
        at.publish("0123456789abcdef", ANNA, NOW)


def test_a_discarded_draft_is_gone(at: Desk, files: dict[str, bytes]) -> None:
    digest = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest
    assert at.discard(digest) and not at.discard(digest)
    with declined("no-draft"):
        at.publish(digest, ANNA, NOW)


def test_every_problem_of_all_files_is_told_with_the_lines_they_stand_on(at: Desk, files: dict[str, bytes]) -> None:
    sent = {
        "machine-dough.yaml": files[DOUGH].replace(b"outcome: partly", b"outcome: perhaps"),
        "debates.yaml": files[DEBATES].replace(b"relation: mixed", b"relation: both"),
    }
    with pytest.raises(InvalidEdition) as invalid:
        at.propose(sent, ANNA, NOW)
    lines = {found.file: invalid.value.line(found) for found in invalid.value.problems}
    assert lines == {DOUGH: "      outcome: perhaps", DEBATES: "    relation: both"}
    assert at.drafts() == ()


def test_a_verdict_is_drafted_published_and_undone_like_any_other_edit(
    at: Desk, content: Path, files: dict[str, bytes]
) -> None:
    proposal = at.rule("machine-dough/handmade-stays", RULING, ANNA, NOW)
    assert tally(proposal.changes) == {"verdict-given": 1}
    after = at.publish(proposal.draft.digest, ANNA, NOW).after
    assert after.by_ref["machine-dough/handmade-stays"].record.verdict
    undo(at)
    assert on_disk(content) == files


@pytest.mark.parametrize("name", ["machine-dough/nobody", "no-such/one", "../x/one", "machine-dough", ""])
def test_a_verdict_on_nothing_is_declined(at: Desk, name: str) -> None:
    with declined("rule-unknown"):
        at.rule(name, RULING, ANNA, NOW)


async def test_what_editors_and_what_readers_do_is_kept_in_one_file(
    at: Desk, content: Path, files: dict[str, bytes]
) -> None:
    reader = Reader("telegram", "7")
    with contextlib.closing(Store(sqlite3.connect(content / "hindsight.db"))) as store:
        store.vote(reader, "machine-dough/handmade-stays", "65", NOW)
        digest = publish(at, files, "一")
        store.vote(reader, "machine-dough/handmade-stays", "80", NOW)
        assert (await store.known(reader, reader)).chances == {"machine-dough/handmade-stays": "80"}
    assert at.history()[0].digest == digest


def test_a_file_can_be_mended_that_is_broken_on_disk(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    (content / DOUGH).write_bytes(b"briefing: [")
    proposal = at.propose({"machine-dough.yaml": reworded(files, "分店")}, ANNA, NOW)
    assert tally(proposal.changes) == {"verdict-changed": 1}  # against what was live
    at.publish(proposal.draft.digest, ANNA, NOW)
    assert at.load(NOW).digest == proposal.draft.digest


def test_what_is_broken_beside_a_draft_is_told(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    (content / "briefings/x.yml").write_bytes(b"")
    (content / LIBRARY).write_bytes(b"")
    with pytest.raises(InvalidEdition) as invalid:
        at.propose({"machine-dough.yaml": reworded(files, "分店")}, ANNA, NOW)
    assert {"wrong-ending", "empty-file"} <= {found.code for found in invalid.value.problems}


def test_the_same_files_again_are_nothing_new(at: Desk, files: dict[str, bytes]) -> None:
    with declined("nothing-new"):
        at.propose({"machine-dough.yaml": files[DOUGH]}, ANNA, NOW)


def test_files_come_and_go_together(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    gone = {LIBRARY: None, "seeds/library-2024.yaml": None, DEBATES: None}
    digest = at.propose(gone, ANNA, NOW).draft.digest
    at.publish(digest, ANNA, NOW)
    assert on_disk(content).keys() == files.keys() - gone.keys()
    back = at.undo(BERT, NOW)
    assert tally(back.changes)["added-briefings"] == 1
    at.publish(back.draft.digest, BERT, NOW)
    assert on_disk(content) == files


def publish(at: Desk, files: dict[str, bytes], word: str) -> str:
    digest = at.propose({"machine-dough.yaml": reworded(files, word)}, ANNA, NOW).draft.digest
    at.publish(digest, ANNA, NOW)
    return digest


def undo(at: Desk, number: int | None = None) -> str:
    return at.publish(at.undo(BERT, NOW, number).draft.digest, BERT, NOW).after.digest


def test_an_undo_brings_back_the_edition_before_and_an_undo_of_it_the_one_undone(
    at: Desk, files: dict[str, bytes], content: Path
) -> None:
    first = at.load(NOW).digest
    second = publish(at, files, "一")
    assert [undo(at) for _ in range(3)] == [first, second, first]
    assert on_disk(content) == files
    assert [(entry.how, entry.by) for entry in at.history()][:3] == [("undone", BERT)] * 3


def test_any_edition_of_the_history_can_be_brought_back(at: Desk, files: dict[str, bytes]) -> None:
    digests = [at.load(NOW).digest, *(publish(at, files, word) for word in "一二三")]
    second = at.history()[-2]
    assert undo(at, second.number) == digests[0]
    assert undo(at, at.history()[1].number) == digests[2]


def test_an_undo_is_refused_when_others_came_first(at: Desk, files: dict[str, bytes]) -> None:
    publish(at, files, "一")
    back = at.undo(BERT, NOW).draft.digest
    publish(at, files, "二")
    with declined("older-draft"):
        at.publish(back, BERT, NOW)


def test_before_the_first_edition_there_is_nothing(at: Desk, content: Path) -> None:
    with declined("nothing-before"):
        at.undo(ANNA, NOW)
    with contextlib.closing(SQLiteEditions(sqlite3.connect(":memory:"))) as empty, declined("nothing-before"):
        desk_on(content, empty).undo(ANNA, NOW)


def test_an_undo_of_broken_files_brings_back_the_last_edition(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    digest = publish(at, files, "一")
    (content / DOUGH).write_bytes(b"\xff\xfe broken")
    (content / "briefings/left-over.yaml").write_bytes(b"{")
    assert undo(at) == digest
    assert on_disk(content) == {**files, DOUGH: reworded(files, "一")}


def test_editions_edited_by_hand_join_the_history(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    (content / DOUGH).write_bytes(reworded(files, "手改"))
    edition = at.load(NOW)
    last = at.history()[0]
    assert (last.digest, last.how, last.by, dict(last.what)) == (edition.digest, "found", "", {"verdict-changed": 1})
    assert len(at.history()) == 2 and at.load(NOW) is edition and len(at.history()) == 2
    undo(at)
    assert on_disk(content) == files


def test_what_was_edited_by_hand_and_not_yet_seen_is_kept_when_something_is_published_over_it(
    at: Desk, content: Path, files: dict[str, bytes]
) -> None:
    (content / LIBRARY).write_bytes(files[LIBRARY] + b"# by hand\n")
    publish(at, files, "一")
    undo(at)
    assert on_disk(content) == {**files, LIBRARY: files[LIBRARY] + b"# by hand\n"}


def test_an_edition_goes_live_even_where_the_history_cannot_be_kept(content: Path, small: Edition) -> None:
    connection = sqlite3.connect(content / "hindsight.db")
    at = desk_on(content, SQLiteEditions(connection))
    connection.execute("pragma query_only=on")
    assert at.load(NOW).digest == small.digest
    assert at.history() == ()
    with declined("state-read-only"):
        at.propose({"debates.yaml": b"debates: []\n"}, ANNA, NOW)
    connection.close()


def test_old_drafts_go(at: Desk, files: dict[str, bytes]) -> None:
    at.propose({"machine-dough.yaml": reworded(files, "旧")}, ANNA, NOW)
    later = NOW + dt.timedelta(days=DRAFT_DAYS, seconds=1)
    new = at.propose({"machine-dough.yaml": reworded(files, "新")}, ANNA, later).draft
    assert at.drafts() == (new,)


def test_texts_nobody_needs_any_more_are_forgotten(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    def kept() -> int:
        with contextlib.closing(sqlite3.connect(content / "hindsight.db")) as db:
            count: int = db.execute("select count(*) from texts").fetchone()[0]
            return count

    held = len(files) + 1  # the goalposts of the edition are a text too
    assert kept() == held
    digest = at.propose({"machine-dough.yaml": reworded(files, "一")}, ANNA, NOW).draft.digest
    assert kept() == held + 1
    at.discard(digest)
    assert kept() == held and DRAFTS_KEPT > 10


def test_files_keep_their_rights(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    (content / DOUGH).chmod(0o640)
    publish(at, files, "一")
    assert (content / DOUGH).stat().st_mode & 0o777 == 0o640


def test_a_link_is_replaced_and_what_it_points_to_stays(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    outside = content / "outside.yaml"
    (content / DOUGH).rename(outside)
    (content / DOUGH).symlink_to(outside)
    publish(at, files, "一")
    assert outside.read_bytes() == files[DOUGH] and not (content / DOUGH).is_symlink()


# What an editor sends


def sent(*names: str) -> upload.UploadedFiles:
    return upload.uploaded_files(dict.fromkeys(names, b"briefing: x"), ())


@pytest.mark.parametrize(
    "name",
    [
        *("../x.yaml", "/etc/x.yaml", "briefings/../x.yaml", "briefings/../../x.yaml", "a/x.yaml", "seeds/a/x.yaml"),
        *("..\\x.yaml", "C:x.yaml", "x.yaml/", "x.yaml\0", "x.yaml\n", ".x.yaml", "-x.yaml", "x y.yaml", "é.yaml"),
        *("x.toml", "x", "", ".yaml", "x.yaml.exe", "briefings/", "briefings//x.yaml", "./x.yaml", "a" * 120 + ".yaml"),
        *("Briefings/x.yaml", "\u202egnp.yaml", "https://example.org/x.yaml", "%2e%2e%2fx.yaml"),
    ],
)
def test_no_name_leaves_the_folders(name: str) -> None:
    with declined("file-name"):
        sent(name)
    if name.strip("\0") == name != "":  # such names cannot stand in a zip
        members = {name: b"briefing: x", "briefings/y.yaml": b"briefing: y"}  # of several folders: none is taken off
        if name.endswith("/"):  # a folder without files
            assert set(upload.uploaded_files({"x.zip": zipped(members)}, ())) == {"briefings/y.yaml"}
        else:
            with declined("file-name"):
                upload.uploaded_files({"x.zip": zipped(members)}, ())


@settings(max_examples=300)
@given(
    st.text(st.sampled_from("./\\abz-_ 0:~\0\n%"), max_size=12).map(lambda name: name + ".yaml") | st.text(max_size=9)
)
def test_whatever_a_file_is_called_it_lands_in_a_folder_or_nowhere(name: str) -> None:
    try:
        [place] = sent(name)
    except Declined:
        return
    path = Folders(Path("/content/briefings"), Path("/content/seeds")).path(place)
    assert path.parent in (Path("/content/briefings"), Path("/content/seeds")) and path.suffix == ".yaml"
    assert os.path.normpath(path) == str(path) and not path.name.startswith(".")


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("x.yaml", b"briefing: x\nsource: y", "briefings/x.yaml"),
        ("x.yml", b"briefing: x\nsource: y", "briefings/x.yaml"),
        ("x (1).yaml", b"briefing: x\nsource: y", "briefings/x.yaml"),
        ("x(12).yaml", b"briefing: [", "briefings/x.yaml"),
        ("y.yaml", b"source: y\nsha256: 00", "seeds/y.yaml"),
        ("y.yaml", b"source: y\nsha256: [", "seeds/y.yaml"),
        ("seeds/y.yaml", b"", "seeds/y.yaml"),
        ("bakery-2024.yaml", b"\xff", "seeds/bakery-2024.yaml"),
        ("new.yaml", b"", "briefings/new.yaml"),
        ("words.yaml", b"sectors: []\naudiences: []", VOCABULARY),
        ("vocabulary.yaml", b"[", VOCABULARY),
        ("disputes (2).yaml", b"debates: []", DEBATES),
        ("debates.yaml", b"{", DEBATES),
        ("briefings/x.yaml", b"source: y\nsha256: 00", "briefings/x.yaml"),
    ],
)
def test_what_a_file_holds_tells_where_it_belongs(name: str, content: bytes, place: str) -> None:
    assert upload.uploaded_files({name: content}, {CARD, DOUGH}) == {place: content}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_both_folders_is_all_its_files(files: dict[str, bytes]) -> None:
    members = {"briefings/": b"", "__MACOSX/briefings/._x.yaml": b"\0", ".DS_Store": b"", **files}
    assert upload.uploaded_files({"content.zip": zipped(members)}, ()) == files


@pytest.mark.parametrize("top", ["edits/", "改好的 2/", "hindsight-main/"])
def test_a_zip_of_a_folder_is_the_files_in_it(files: dict[str, bytes], top: str) -> None:
    members = {top: b"", f"{top}briefings/": b"", **{f"{top}{name}": content for name, content in files.items()}}
    assert upload.uploaded_files({"content.zip": zipped(members)}, ()) == files


@pytest.mark.parametrize(
    "names", [["../x.yaml"], ["a/b/x.yaml"], ["./x.yaml"], ["a/x.yaml", "b/y.yaml"], ["a/../x.yaml"]]
)
def test_a_zip_of_other_folders_is_declined(names: list[str]) -> None:
    with declined("file-name"):
        upload.uploaded_files({"content.zip": zipped(dict.fromkeys(names, b"briefing: x"))}, ())


def test_a_zip_is_known_by_its_content_too(files: dict[str, bytes]) -> None:
    assert upload.uploaded_files({"content.yaml": zipped({"machine-dough.yaml": files[DOUGH]})}, ()) == {
        DOUGH: files[DOUGH]
    }


def lying(content: bytes, size: int) -> bytes:
    """A zip whose directory tells another size than its only member has."""
    return content.replace((2_000_000).to_bytes(4, "little"), size.to_bytes(4, "little"))


@pytest.mark.parametrize("name", ["notes.txt", "Paper (1).PDF", "page.html"])
def test_a_document_is_told_from_a_file_that_is_called_amiss(name: str) -> None:
    with declined("document"):
        upload.uploaded_files({name: b"They say"}, ())


BOMBS = {
    "one that swells": ({"x.yaml": b"0" * 100_000_000}, "too-large"),
    "one that swells less": ({"x.yaml": b"0" * 900_000}, "too-large"),
    "many": ({f"x{n}.yaml": b"a: 1" for n in range(upload.MOST_FILES + 1)}, "too-much"),
    "very many": ({f"x{n}.yaml": b"" for n in range(20_000)}, "too-much"),
    "much in all": ({f"x{n}.yaml": os.urandom(800_000).hex().encode()[:999_999] for n in range(6)}, "too-much"),
    "a zip in a zip": ({"x.zip": b"PK\x03\x04"}, "file-name"),
    "a program": ({"x.exe": b"MZ"}, "file-name"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_do_not_go_off(bomb: str) -> None:
    members, code = BOMBS[bomb]
    packed = zipped(members)
    with declined(code):
        upload.uploaded_files({"x.zip": packed}, ())


def test_a_zip_that_lies_of_its_size_is_not_believed() -> None:
    packed = lying(zipped({"x.yaml": os.urandom(2_000_000)}, zipfile.ZIP_STORED), 2_000)
    with declined("bad-zip"):
        upload.uploaded_files({"x.zip": packed}, ())


@settings(max_examples=100)
@given(st.integers(0, 10_000), st.binary(max_size=8), st.integers(0, 10))
def test_a_damaged_zip_is_declined_or_read(files: dict[str, bytes], at: int, junk: bytes, gone: int) -> None:
    packed = zipped({"machine-dough.yaml": files[DOUGH], "debates.yaml": files[DEBATES]})
    at %= len(packed)
    with contextlib.suppress(Declined):
        assert upload.uploaded_files({"x.zip": packed[:at] + junk + packed[at + gone :]}, ())


def test_files_are_limited_in_number_and_size() -> None:
    with declined("too-large", name="x.yaml", most=LARGEST_FILE):
        upload.uploaded_files({"x.yaml": b" " * (LARGEST_FILE + 1)}, ())
    with declined("too-much"):
        sent(*(f"x{number}.yaml" for number in range(upload.MOST_FILES + 1)))
    with declined("twice", name="briefings/x.yaml"):
        sent("x.yaml", "x (1).yaml")
    with declined("nothing-sent"):
        sent()


FORGED = {"digest": "0" * 16, "by": "", "at": "2026-11-24", "how": "published", "what": {}}


@pytest.mark.parametrize(
    "journal",
    [
        {"not": "ours"},
        [],
        {**FORGED, "old": {"briefings/../../x.yaml": None}, "new": {"briefings/../../x.yaml": "a"}},
        {**FORGED, "old": {"/etc/x.yaml": None}, "new": {"/etc/x.yaml": "a"}},
        {**FORGED, "old": {"seeds/.x.yaml": None}, "new": {"seeds/.x.yaml": "a"}},
        {**FORGED, "old": {}, "new": {"seeds/x.yaml": "a"}},
    ],
)
def test_what_is_not_our_journal_is_left_alone(
    content: Path, files: dict[str, bytes], small: Edition, journal: object
) -> None:
    (content / "briefings" / JOURNAL_FILE).write_text(json.dumps(journal), encoding="utf-8")
    with opened(content) as at:
        assert at.load(NOW).digest == small.digest
        assert at.text(DOUGH) == files[DOUGH] and at.text("briefings/x.yaml") is None
    assert on_disk(content).keys() == {*files, f"briefings/{JOURNAL_FILE}"} and not (content.parent / "x.yaml").exists()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_usual_ways_to_zip_are_unpacked(method: int) -> None:
    with declined("bad-zip"):
        upload.uploaded_files({"x.zip": zipped({"x.yaml": b"a: 1"}, method)}, ())


def test_a_zip_with_a_password_is_declined_as_such() -> None:
    packed = bytearray(zipped({"x.yaml": b"a: 1"}))
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    with declined("locked-zip", name="x.yaml"):
        upload.uploaded_files({"x.zip": bytes(packed)}, ())


# Rules


def ruled_anew(files: dict[str, bytes]) -> bytes:
    """The briefing with another rule, and the former one kept."""
    text = files[DOUGH].decode()
    start = text.index('    resolution:\n      question: {zh: "城里是否还有店')
    end = text.index("    sectors:", start)
    rule = text[start:end]
    former = "".join(f"    {line}" for line in rule.splitlines(keepends=True)[1:])
    former = former.replace("          question", "        - question", 1)
    new = rule.replace("At least one does.", "One does.").replace("written: 2026-11-20", "written: 2026-11-24")
    return (text[:start] + new + "      earlier:\n" + former + text[end:]).encode()


def test_a_new_rule_is_entered_into_the_register_by_the_desk(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    proposal = at.propose({"machine-dough.yaml": ruled_anew(files)}, ANNA, NOW)
    assert sorted(proposal.draft.files) == [DOUGH, RULES]
    at.publish(proposal.draft.digest, ANNA, NOW)
    register = (content / RULES).read_bytes()
    assert register.startswith(files[RULES]) and register.endswith(b"on: 2026-11-23}\n"), (
        "the day it still is somewhere"
    )


def test_a_draft_of_an_earlier_day_claims_that_day_for_no_rule(at: Desk, files: dict[str, bytes]) -> None:
    proposal = at.propose({"machine-dough.yaml": ruled_anew(files)}, ANNA, NOW)
    with declined("register-changed", name="machine-dough/handmade-stays"):
        at.publish(proposal.draft.digest, ANNA, NOW + dt.timedelta(days=1))


def test_the_register_that_somebody_changed_is_declined(at: Desk, files: dict[str, bytes]) -> None:
    less = files[RULES].replace(b"on: 2024-06-01", b"on: 2024-05-01", 1)
    with declined("register-changed", name="machine-dough/half-of-shops"):
        at.propose({"rules.yaml": less}, ANNA, NOW)
