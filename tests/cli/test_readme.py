"""The README tells the truth: commands, variables and examples, in both languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot import __main__, settings
from bot.answers import COMMANDS
from bot.cli import arguments
from bot.content.briefing import Briefing, Review, Rule, Ruling
from bot.content.reading import read_file
from tests.conftest import ROOT
from tests.content.test_deletions import models, said
from tests.support.home import Home

READMES = ["README.md", "README.zh.md"]


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_variable_is_described_and_none_that_does_not_exist(readme: str) -> None:
    known = set(settings.variables())
    assert set(re.findall(r"BOT_[A-Z_]+", readme)) == {name for name in known if name.startswith(settings.PREFIX)}
    assert known <= set(re.findall(r"[A-Z_]+", readme))


def test_every_command_of_the_program_is_described(readme: str) -> None:
    offered = arguments.commands()
    assert set(re.findall(r"^\| `([a-z]+)[ `]", readme, re.MULTILINE)) == set(offered)


def test_every_question_a_reader_can_ask_is_described(readme: str) -> None:
    assert set(re.findall(r"`/([a-z]+)[ `]", readme)) == set(COMMANDS)


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_example_of_a_conversation_is_what_is_really_answered(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = re.search(r'ask "(.*?)".*?\n(.*?)\n…', (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    assert __main__.main(["ask", shown[1], "--lang", language]) == 0
    assert capsys.readouterr().out.startswith(shown[2])


def test_both_readmes_have_the_same_sections() -> None:
    first, second = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)
    assert len(re.findall("^## ", first, re.MULTILINE)) == len(re.findall("^## ", second, re.MULTILINE))


# The lesson on the file format, and what is to be copied for GitHub and for git


LESSON = "briefings/machine-dough.yaml"
RULES = "briefings/rules.yaml"


def blocks(readme: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)


@pytest.fixture
def home(readme: str, tmp_path: Path) -> Home:
    """The small edition with the briefing of the lesson; nothing else cites its predictions."""
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    (tmp_path / "briefings/debates.yaml").unlink()
    (tmp_path / LESSON).write_text(blocks(readme)[0], encoding="utf-8")
    home = Home(tmp_path)
    (tmp_path / RULES).unlink()
    assert home.bot("register").code == 0
    entered = (tmp_path / RULES).read_text(encoding="utf-8")
    (tmp_path / RULES).write_text(re.sub(r"on: \S+}", "on: 2024-11-01}", entered), encoding="utf-8")  # as of then
    return home


def test_the_briefing_of_the_lesson_passes_every_check_and_cites_what_its_source_says(home: Home) -> None:
    checked = home.bot("check")
    assert (checked.code, checked.err, checked.out[:13]) == (0, "", "2 briefings, ")
    assert home.bot("verify", "--sources", "sources").code == 0
    answered = home.bot("ask", "/prediction machine-dough/half-of-shops", "--lang", "en")
    assert "Four shops in ten use it." in answered.out


def test_the_lesson_leaves_out_no_key_and_no_choice(readme: str) -> None:
    lesson = blocks(readme)[0]
    record = read_file(LESSON, lesson.encode()).record
    assert record
    every = {(model, name) for model in models(Briefing) - {Review, Ruling, Rule} for name in model.model_fields}
    left_out = {(model.__name__, name) for model, name in every - said(record)}
    assert left_out == {
        ("Advice", "sectors"),
        *(("Prediction", name) for name in ("pending", "criterion", "claim", "was")),
        *(("Observation", name) for name in ("evidence", "was")),
        *((model, "since") for model in ("Thesis", "Event")),
        *(("Resolution", name) for name in ("void", "earlier")),
        *(("Standing", name) for name in ("ripe", "earlier")),
        *(("Verdict", name) for name in ("thin", "lacks", "settles", "looked", "proposed", "earlier")),
        *(("Evidence", name) for name in ("mirrors", "archive", "words")),
    }
    assert all(f"`{name}`" in readme.partition(lesson)[2] for _, name in left_out)
    choices = (
        "too-early benefits disrupted mixed unaffected not-yet past forecast plain hedged implied core secondary minor "
    )
    assert set(f"{choices}held partly failed unclear void for against primary press secondary other".split()) <= set(
        re.findall(r"[\w-]+", lesson)
    )


def test_the_lesson_is_the_same_in_both_languages() -> None:
    lessons = [blocks((ROOT / name).read_text(encoding="utf-8"))[0] for name in READMES]
    assert yaml.safe_load(lessons[0]) == yaml.safe_load(lessons[1])


def test_the_lesson_begins_with_the_schema_that_editors_ask_for(readme: str) -> None:
    (schema,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", blocks(readme)[0], re.MULTILINE)
    assert (ROOT / "briefings" / schema).is_file()
    assert all(text.startswith(f"# yaml-language-server: $schema={schema}\n") for text in shipped_briefings())


def shipped_briefings() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "briefings").glob("*.yaml")]
    return [text for text in texts if re.search("^briefing:", text, re.MULTILINE)]


@pytest.fixture(params=["on GitHub", "before a commit"])
def command(request: pytest.FixtureRequest, readme: str) -> str:
    """The command of one of the snippets."""
    _, workflow, hooks = map(yaml.safe_load, blocks(readme))
    commands = {
        "on GitHub": workflow["jobs"]["check"]["steps"][-1]["run"],
        "before a commit": hooks["repos"][0]["hooks"][0]["entry"],
    }
    return str(commands[request.param])


def test_the_commands_to_copy_let_good_files_pass_and_stop_at_broken_ones(home: Home, command: str) -> None:
    python, *arguments = command.split()
    assert (python, arguments[:2]) == (".venv/bin/python", ["-m", "bot"])
    assert home.bot(*arguments[2:]).code == 0
    line, column = home.slip("stance: mixed", "stance: mixd", LESSON)
    stopped = home.bot(*arguments[2:])
    place = f"file={LESSON},line={line},col={column + 8}" if "github" in command else f"{LESSON}:{line}:{column + 8}: "
    assert stopped.code == 1 and len(stopped.lines) == 1 and place in stopped.err


def test_the_hook_wakes_for_content_alone(readme: str) -> None:
    hook = yaml.safe_load(blocks(readme)[2])["repos"][0]["hooks"][0]
    woken = re.compile(hook["files"])
    assert all(map(woken.search, (LESSON, "seeds/bakery-2024.yaml", "briefings/wrong-ending.yml")))
    assert not any(map(woken.search, ("README.md", "tests/small/briefings/debates.yaml", "bot/content/reading.py")))
    assert hook["language"] == "system" and hook["pass_filenames"] is False


def test_what_is_to_be_copied_is_made_by_make(readme: str) -> None:
    workflow = yaml.load(blocks(readme)[1], yaml.BaseLoader)
    assert workflow["on"]["pull_request"]["paths"] == ["briefings/**", "seeds/**"]
    prepare, _ = (step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step)
    (target,) = prepare.removeprefix("make ").split()
    assert re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_workflow_may_read_and_do_nothing_else(readme: str) -> None:
    assert yaml.load(blocks(readme)[1], yaml.BaseLoader)["permissions"] == {"contents": "read"}
