"""Files that want to crash, stall or swell whoever reads them, or be read as what they are not: each is refused."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content.yaml_loading import LARGEST_FILE
from tests.conftest import ROOT
from tests.content.test_any_file import assert_inside
from tests.content.test_yaml_document import HEAVY, SURPRISES
from tests.support.home import Home
from tests.support.marked import assert_readable, problems
from tests.support.quiet import PATIENCE

MOST_MEGABYTES = 300
"""Of a process that checks all of them together."""
BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
DICE = random.Random(5)
HOSTILE: dict[str, bytes] = {
    # The C parser's composer ends the process on these, the one in Python passes the limit of recursion.
    "brackets": b"[" * 100_000,
    "brackets, larger than any file": b"[" * 4_900_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "questions": b"? " * 100_000,
    "indentation": b"".join(b" " * depth + b"a:\n" for depth in range(1_300)),
    # The last of two keys would win in silence, and a few bytes would become as many megabytes.
    "the same key twice": b"briefing: a\nbriefing: b\n",
    "the same key in a line": b"{a: 1, a: 2}",
    "alias bomb": BOMB.encode(),
    "alias of itself": b"a: &a [*a]\n",
    "merge": b"base: &b {x: 1}\n<<: *b\n",
    # YAML 1.1 would take texts for numbers, times and truths.
    **{f"{value} for a text": f"briefing: {value}\n".encode() for values in SURPRISES.values() for value in values},
    "a day there is not": b"briefing: 2026-02-30\n",
    "bare equals sign": b"=\n",
    # Types of their own would run code.
    "object of Python": b"!!python/object/apply:os.system [exit]\n",
    "binary": b"!!binary aGk=\n",
    # Other encodings would be guessed or name a place in bytes.
    "UTF-16": "briefing: a\n".encode("utf-16"),
    "UTF-16 without its mark": "briefing: a\n".encode("utf-16-le"),
    "UTF-32": "briefing: a\n".encode("utf-32"),
    "GBK": "briefing: 面包\n".encode("gbk"),
    "half a surrogate": b"briefing: \xed\xa0\x80\n",
    "tabs": b"briefing:\n\ta: 1\n",
    "nothing but zeros": b"\0" * LARGEST_FILE,
    "controls": bytes(range(1, 32)),
    "a line end that YAML alone counts": "briefing: a\u2028b\n".encode(),
    # What is no file of ours at all.
    "nothing": b"",
    "spaces": b" \n" * 1_000,
    "comments": b"# x\n" * 1_000,
    "one word": b"briefing",
    "two documents": b"briefing: a\n---\nbriefing: b\n",
    "directive": b"%YAML 9.9\n---\na: 1\n",
    "an archive": b"PK\x03\x04" + DICE.randbytes(100_000),
    "noise": DICE.randbytes(900_000),
    "larger than any file": b"#" * (LARGEST_FILE + 1),
    **HEAVY,
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_of_any_kind_is_refused_at_a_place_in_it(files: dict[str, bytes], content: bytes) -> None:
    for file in files:
        found = [each for each in problems({**files, file: content}) if each.file == file]
        assert found
        assert_readable(tuple(found))
        assert_inside(content.decode("utf-8-sig", "replace"), found)


MEASURED = """
import sys
from bot.__main__ import main
code = main(["check"])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
sys.exit(code)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the most memory of a process")
@pytest.mark.process
def test_all_hostile_files_together_are_refused_in_little_memory(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    for number, content in enumerate(HOSTILE.values()):
        (tmp_path / f"briefings/x-{number}.yaml").write_bytes(content)
    checked = subprocess.run(
        [sys.executable, "-c", MEASURED],
        cwd=tmp_path,
        env=Home(tmp_path).environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert checked.returncode == 1
    told = re.findall(r"^briefings/x-(\d+)\.yaml:\d+:\d+: .", checked.stderr, re.MULTILINE)
    assert set(map(int, told)) == set(range(len(HOSTILE)))
    assert int(checked.stdout) / 1024 < MOST_MEGABYTES
