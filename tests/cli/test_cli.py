"""The commands as operators and editors run them: real processes, their output and their exit codes."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from bot import desk
from bot.__main__ import main
from bot.cli import arguments, content
from bot.cli.arguments import SCHEMAS
from bot.content.briefing import Language
from bot.settings import Settings
from bot.state.sqlite.engine import SQLite
from bot.words import LANGUAGES, WRITTEN, say
from tests.conftest import ROOT
from tests.support.botapi import TOKEN
from tests.support.home import Home

PLACE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<what>.+)")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ask_answers_here_and_leaves_nothing_behind(home: Home, language: Language) -> None:
    asked = home.bot("ask", "/help", "--lang", language)
    assert (asked.code, asked.err) == (0, "")
    assert asked.out.startswith(say(language, "help-title") + "\n")
    assert not (home.folder / "data").exists()


def test_ask_speaks_the_language_of_the_settings_and_takes_any_words(home: Home) -> None:
    found = home.bot("ask", "面包", BOT_LANGUAGE="en")
    assert (found.code, found.err) == (0, "") and "Bakeries" in found.out


def test_ask_explains_what_words_were_taken_to_mean_as_on_a_day(home: Home) -> None:
    asked = home.bot("ask", "去年", "--explain", "--now", "2024-05-06T00:00Z")
    assert (asked.code, asked.out.splitlines()[0]) == (0, "= /timeline 2023")


@pytest.mark.parametrize(
    "way",
    [
        ("-m", "bot"),
        ("-c", "from bot.__main__ import main; raise SystemExit(main())"),  # what `hindsight` is once installed
        (shutil.which("hindsight", path=Path(sys.executable).parent) or "-mbot",),
    ],
    ids=["module", "entrance", "script"],
)
def test_the_clocks_of_cities_are_those_of_the_lock_however_it_is_started(home: Home, way: tuple[str, ...]) -> None:
    false = home.folder / "zoneinfo" / "Asia" / "Shanghai"
    false.parent.mkdir(parents=True)
    false.write_bytes(resources.files("tzdata.zoneinfo").joinpath("Etc/GMT+5").read_bytes())
    asked = subprocess.run(
        [sys.executable, *way, "ask", "/subscribe sun 09:30 Asia/Shanghai", "--lang=en"],
        cwd=home.folder,
        env=home.environment(PYTHONTZPATH=home.folder / "zoneinfo"),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Shanghai (UTC+8)" in asked.stdout


@pytest.mark.process
@pytest.mark.parametrize("module", ["people.schedule", "settings", "answers"])
def test_any_module_of_ours_brings_the_time_zones_of_the_lock(module: str, tmp_path: Path) -> None:
    shown = f"import bot.{module}, zoneinfo; raise SystemExit(len(zoneinfo.TZPATH))"
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, env=environment, check=False, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("question", ["\udcff\udcfe", "", "  ", "/", "--", "\x1b[2J<b>", "x" * 100_000])
def test_ask_answers_whatever_it_is_asked(home: Home, question: str, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.chdir(home.folder):
        assert main(["ask", "--lang=en", "--", question]) == 0
    assert (out := capsys.readouterr().out).strip() and "\x1b" not in out


def test_output_is_utf8_whatever_the_terminal_claims(home: Home) -> None:
    asked = home.bot("ask", "/help", "--lang", "zh", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert asked.code == 0 and say("zh", "help-title") in asked.out


def test_a_file_name_that_is_no_text_is_told_all_the_same(home: Home) -> None:
    refused = home.bot("check", b"\xff.yaml")
    assert (refused.code, refused.lines) == (2, ["?.yaml: there is no such file or folder"])


def test_check_counts_what_is_well(home: Home) -> None:
    fine = home.bot("check")
    digest = desk.load_folders(home.folder / "briefings", home.folder / "seeds").digest
    assert (fine.code, fine.err) == (0, "")
    assert fine.out.startswith("2 briefings, ") and fine.out.endswith(f"; edition {digest}\n")


@pytest.mark.parametrize("language", WRITTEN)
def test_check_tells_every_problem_by_file_line_and_column(home: Home, language: Language) -> None:
    first = home.slip("stance: mixed", "stance: mixd")
    second = home.slip("briefing: quiet-library", "briefing: [quiet-library]", "briefings/quiet-library.yaml")
    checked = home.bot("check", "--lang", language)
    places = [match for line in checked.lines if (match := PLACE.fullmatch(line))]
    assert (checked.code, checked.out) == (1, "") and len(places) == len(checked.lines)
    found = {(each["file"], int(each["line"]), int(each["column"])) for each in places}
    assert ("briefings/machine-dough.yaml", first[0], first[1] + len("stance: ")) in found
    assert ("briefings/quiet-library.yaml", second[0], second[1] + len("briefing: ")) in found
    assert any("mixed" in each["what"] and "mixd" in each["what"] for each in places)
    assert bool(re.search("[一-鿿]", "".join(each["what"] for each in places))) == (language == "zh")


def test_check_tells_programs_in_json(home: Home) -> None:
    line, column = home.slip("stance: mixed", "stance: mixd")
    checked = home.bot("check", "--format", "json")
    (problem,) = json.loads(checked.out)
    assert (checked.code, checked.err) == (1, "")
    assert set(problem) == {"file", "line", "column", "level", "code", "message"} and set(problem["message"]) == {
        "zh",
        "en",
    }
    assert (problem["file"], problem["line"], problem["column"]) == ("briefings/machine-dough.yaml", line, column + 8)
    home.slip("stance: mixd", "stance: mixed")
    fine = home.bot("check", "--format", "json")
    assert (fine.code, json.loads(fine.out)) == (0, [])


def test_check_marks_lines_on_github(home: Home) -> None:
    line, column = home.slip("stance: mixed", 'stance: "50%\\nmixed"', to="a,b/machine-dough.yaml")
    checked = home.bot("check", "--format", "github", "a,b/machine-dough.yaml")
    (told,) = checked.lines
    assert checked.code == 1
    assert told.startswith(f"::error file=a%2Cb/machine-dough.yaml,line={line},col={column + 8}::")
    assert "50%25" in told and "50%m" not in told


@pytest.mark.parametrize("language", WRITTEN)
def test_check_lists_what_was_to_be_looked_at_again_and_long_was_not(
    home: Home, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = Settings.model_construct(briefings=home.folder / "briefings", seeds=home.folder / "seeds")
    asked = argparse.Namespace(paths=[], format="text", lang=language)
    line = f"{say(language, 'standings-overdue', count=1)}\n  2027-02-20 machine-dough/night-shift\n"
    for day, told in (("2027-03-19", False), ("2027-03-20", True), ("2027-03-31", True), ("2027-04-01", False)):
        now = f"{day}T12:00:00+00:00"
        assert content.check(chosen, asked, functools.partial(dt.datetime.fromisoformat, now)) == 0
        shown = capsys.readouterr()
        assert (line in shown.out) is told and "night-shift" not in shown.err, day


@pytest.mark.parametrize("language", WRITTEN)
def test_check_lists_what_waits_for_a_language_and_all_is_well(home: Home, language: Language) -> None:
    line, column = home.slip('en: "The machine took one in five."', 'en: ""', "briefings/quiet-library.yaml")
    told = home.bot("check", "--lang", language)
    assert told.code == 0 and told.out.endswith(f"\n{say(language, 'unwritten-count', count=1, wanted='en')}\n")
    (waiting,) = told.lines
    assert waiting.startswith(f"briefings/quiet-library.yaml:{line}:{column + 4}: ")
    assert bool(re.search("[一-鿿]", waiting)) == (language == "zh")


def test_what_waits_for_a_language_is_a_warning_to_programs_and_on_github(home: Home) -> None:
    line, column = home.slip('en: "The machine took one in five."', 'en: ""', "briefings/quiet-library.yaml")
    (warning,) = json.loads(home.bot("check", "--format", "json").out)
    assert (warning["level"], warning["line"], warning["column"]) == ("warning", line, column + 4)
    marked = home.bot("check", "--format", "github")
    assert marked.code == 0
    assert marked.err.startswith(f"::warning file=briefings/quiet-library.yaml,line={line},col={column + 4}::")
    home.slip("stance: unaffected", "stance: unafected", "briefings/quiet-library.yaml")
    (error,) = json.loads(home.bot("check", "--format", "json").out)
    assert error["level"] == "error"


def test_check_takes_a_file_in_place_of_the_one_that_is_served(home: Home) -> None:
    home.slip("stance: mixed", "stance: mixd", to="drafts/machine-dough.yaml")
    home.slip("kind: article", "kind: articl", "seeds/bakery-2024.yaml", to="drafts/bakery-2024.yaml")
    drafts = home.bot("check", "drafts/machine-dough.yaml", "drafts/bakery-2024.yaml")
    assert drafts.code == 1
    assert {line.partition(":")[0] for line in drafts.lines} == {
        "drafts/machine-dough.yaml",
        "drafts/bakery-2024.yaml",
    }
    assert home.bot("check").code == 0
    (home.folder / "drafts/machine-dough.yaml").write_bytes((home.folder / "briefings/machine-dough.yaml").read_bytes())
    assert home.bot("check", "drafts/machine-dough.yaml").code == 0


@pytest.mark.parametrize("paths", [("briefings", "seeds"), ("briefings",), (".",), ("briefings/debates.yaml", "seeds")])
def test_check_takes_several_files_and_folders(home: Home, paths: tuple[str, ...]) -> None:
    with contextlib.chdir(home.folder):
        assert main(["check", *paths]) == 0


def test_check_takes_folders_of_elsewhere(home: Home) -> None:
    shutil.copytree(home.folder / "briefings", home.folder / "other" / "briefings")
    home.slip("stance: mixed", "stance: mixd", "other/briefings/machine-dough.yaml")
    for path in ("other/briefings", "./other/briefings/"):
        (line,) = home.bot("check", path).lines
        assert line.startswith("other/briefings/machine-dough.yaml:")
    missing = home.bot("check", "other")
    assert missing.code == 1 and "other/seeds:1:1: " in missing.err and "BOT_SEEDS" in missing.err


def test_check_reads_what_is_hostile_without_falling(home: Home) -> None:
    folder = home.folder / "briefings"
    (folder / "a.yaml").write_bytes(b"\xff\xfe")
    (folder / "b.yaml").write_bytes(b"[" * 50_000)
    (folder / "c.yaml").write_bytes(b"a: &a [*a, *a]\n")
    (folder / "d.yaml").write_bytes(b"!!python/object/apply:os.system [exit]\n")
    (folder / "e.yml").write_bytes(b"")
    (folder / "f.yaml").mkdir()
    (folder / ".g.yaml").write_bytes(b"[")
    checked = home.bot("check")
    assert checked.code == 1
    assert {Path(line.partition(":")[0]).name for line in checked.lines} == {
        "a.yaml",
        "b.yaml",
        "c.yaml",
        "d.yaml",
        "e.yml",
        "f.yaml",
    }
    assert all(PLACE.fullmatch(line) for line in checked.lines)


def test_show_prints_the_edition_in_the_shape_of_the_files(home: Home) -> None:
    shown = json.loads(home.bot("show", "--json").out)
    assert set(shown) == {"edition", "vocabulary", "debates", "rules", "sources", "briefings"}
    assert shown["edition"] == desk.load_folders(home.folder / "briefings", home.folder / "seeds").digest
    dough = next(each for each in shown["briefings"] if each["briefing"] == "machine-dough")
    assert dough["predictions"][0]["window"]["from"] == "2024-03-05"
    assert dough["predictions"][0]["state"] == dough["predictions"][0]["verdict"]["outcome"] == "partly"
    assert all("state" in each for briefing in shown["briefings"] for each in briefing["predictions"])


@pytest.mark.parametrize("command", ["show --json", "ask /help", "verify --sources sources", "run"])
def test_no_command_works_on_bad_content_and_each_says_what_is_bad(
    home: Home, command: str, capsys: pytest.CaptureFixture[str], log: Callable[..., io.StringIO]
) -> None:
    log("error", "text", [])  # whatever the command sets up is undone
    home.slip("stance: mixed", "stance: mixd")
    with contextlib.chdir(home.folder):
        assert main(command.split()) == 1
    said = capsys.readouterr()
    assert (said.out, [bool(PLACE.fullmatch(line)) for line in said.err.splitlines()]) == ("", [True])


def test_verify_finds_that_all_agrees(home: Home) -> None:
    agreed = home.bot("verify", "--sources", "sources")
    assert (agreed.code, agreed.err) == (0, "") and len(agreed.out.splitlines()) == 1


def test_verify_finds_citations_of_a_paragraph_that_was_changed(home: Home) -> None:
    original = home.folder / "sources" / "bakery-2024.txt"
    lines = original.read_text(encoding="utf-8").splitlines(keepends=True)
    fourth = [number for number, line in enumerate(lines) if line.strip()][3]
    original.write_text("".join([*lines[:fourth], "别的话。\n", *lines[fourth + 1 :]]), encoding="utf-8")
    found = home.bot("verify", "--sources", "sources")
    assert (found.code, found.out) == (1, "")
    assert all(PLACE.fullmatch(line) for line in found.lines)
    files = {line.partition(":")[0] for line in found.lines}
    assert files >= {"briefings/machine-dough.yaml", "seeds/bakery-2024.yaml"}


def test_verify_finds_originals_that_are_missing(home: Home) -> None:
    (home.folder / "sources" / "library-2024.txt").unlink()
    found = home.bot("verify", "--sources", "sources")
    assert found.code == 1 and [line.partition(":")[0] for line in found.lines] == ["seeds/library-2024.yaml"]


def test_the_history_is_verified_and_about_shows_the_seal_to_keep(home: Home) -> None:
    home.slip("协会统计是四成。", "协会统计正好四成。", to="changed/machine-dough.yaml")
    assert home.bot("publish", "changed/machine-dough.yaml").code == 0
    walked = home.bot("verify", "--history")
    seal = walked.out.split()[-1]
    assert (walked.code, walked.err) == (0, "") and re.fullmatch("[0-9a-f]{32}", seal)
    kept = home.bot("verify", "--history", "--head", seal[:12])
    assert kept.code == 0 and f"{seal} is the seal of edition" in kept.out
    assert home.bot("verify", "--history", "--head", "0" * 12).lines == [
        "no edition has the seal 000000000000: the history is not the one it was taken from"
    ]
    with contextlib.closing(sqlite3.connect(home.folder / "data" / "hindsight.db")) as db:
        db.execute("update editions set how = 'undone'")
        db.commit()
    told = home.bot("verify", "--history")
    assert (told.code, told.lines) == (1, ["what is written of edition 1 is not what was sealed"])


@pytest.mark.parametrize(
    ("kind", "path"), [("briefing", "briefings/briefing.schema.json"), ("card", "seeds/card.schema.json")]
)
def test_the_schema_editors_use_is_the_schema_of_the_records(home: Home, kind: str, path: str) -> None:
    assert home.bot("schema", kind).out == (ROOT / path).read_text(encoding="utf-8"), "run: make schema"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_as_strict_as_the_reader_and_explains_itself(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    written = [schema, *schema.get("$defs", {}).values()]
    records = [next((form for form in each.get("anyOf", ()) if form.get("type") == "object"), each) for each in written]
    assert records and all(each["type"] == "object" for each in records)  # one may be written as a mere word, too
    assert all(each["additionalProperties"] is False and each["description"] and each["properties"] for each in records)


def test_every_shipped_file_names_a_schema_that_exists() -> None:
    for path in [*(ROOT / "briefings").glob("*.yaml"), *(ROOT / "seeds").glob("*.yaml")]:
        for schema in re.findall(r"\$schema=(\S+)", path.read_text(encoding="utf-8")):
            assert (path.parent / schema).is_file(), path


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("--nonsense",),
        ("run", "now"),
        ("ask",),
        ("ask", "a", "b"),
        ("ask", "a", "--lang", "fr"),
        ("check", "--format", "xml"),
        ("check", "nowhere.yaml"),
        ("check", "no\nwhere.yaml"),
        ("schema", "nonsense"),
        ("verify",),
        ("verify", "--sources", "nowhere"),
        ("verify", "--history", "--head", "nonsense"),
        ("verify", "--history"),  # where there is no state
        ("verify", "--sources", "tests", "--head", "0123456789abcdef"),
        ("tick", "--now", "next week"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_one_line(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATA", str(tmp_path / "data"))  # who has run the bot here has a state here
    assert main(list(arguments)) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert not re.search(r"\b_\w", said.err)  # a name of ours says nothing to others


def test_wrong_usage_ends_the_program_with_2(home: Home) -> None:
    refused = home.bot("nonsense")
    assert (refused.code, len(refused.lines)) == (2, 1) and "'ask', 'chat'" in refused.err


def test_help_is_no_error(home: Home) -> None:
    assert home.bot("--help").code == home.bot("check", "--help").code == 0


def test_a_reader_of_the_output_who_leaves_is_no_error(home: Home) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    shown = home.bot("show", "--json", stdout=writing)
    os.close(writing)
    assert (shown.code, shown.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_told_in_one_line(home: Home) -> None:
    with Path("/dev/full").open("wb") as full:
        shown = home.bot("show", "--json", stdout=full)
    assert (shown.code, len(shown.lines)) == (2, 1) and "No space left" in shown.err


def test_all_bad_settings_are_told_together(home: Home) -> None:
    refused = home.bot(
        "run", BOT_WEB_PORT="x", BOT_ZONE="Asia/Shangai", BOT_TELEGRAM_TOKEN=f"{TOKEN}!", BOT_LANGUAGE="fr"
    )
    assert (refused.code, refused.out) == (2, "")
    assert sorted(line.partition(":")[0] for line in refused.lines) == [
        "BOT_LANGUAGE",
        "BOT_TELEGRAM_TOKEN",
        "BOT_WEB_PORT",
        "BOT_ZONE",
    ]


def test_no_command_waits_for_what_only_others_need(home: Home) -> None:
    """The command line is read before anything that serves, stores or speaks is loaded."""
    script = (
        "import sys, bot.__main__; print(*{'sqlite_utils', 'apscheduler', 'starlette', 'telegram', 'fluent'}"
        " & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], env=home.environment(), capture_output=True, check=True)
    assert loaded.stdout.split() == []


def test_serving_loads_nothing_that_is_needed_rarely(home: Home) -> None:
    """Megabytes each, or as long as all of a file's reading: what mends slips of the pen, tells notices of Telegram
    apart, serves assistants, reads fonts, draws and paints, counts for operators, takes a state to new tables, moves
    readers; and what the clock of deliveries needs, which is loaded when the page is served already.
    """
    SQLite(home.folder / "data").open().close()  # from then on the state has the tables of today
    rarely = (
        "rapidfuzz telegram.ext mcp fontTools PIL xml.etree bot.pictures.sheet prometheus_client sqlite_utils"
        " bot.state.transfer apscheduler"
    )
    script = (
        "import pathlib, sys, bot.cli.serve, bot.serve.run, bot.channels.telegram.channel;"
        " from bot.state.sqlite.engine import SQLite; SQLite(pathlib.Path(sys.argv[1])).open().close();"
        f" print(*{rarely.split()} & sys.modules.keys())"
    )
    command = [sys.executable, "-c", script, str(home.folder / "data")]
    loaded = subprocess.run(command, env=home.environment(), capture_output=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("command", arguments.commands())
def test_every_command_explains_itself(home: Home, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0 and command in capsys.readouterr().out


def test_an_editor_asks_the_desk_from_the_terminal_and_readers_do_not(home: Home) -> None:
    digest = json.loads(home.bot("show", "--json").out)["edition"]
    assert digest in home.bot("ask", "/reload", "--as-editor", "--lang", "en").out
    assert digest in home.bot("ask", "/history", "--as-editor").out
    assert digest not in home.bot("ask", "/history").out
