"""Several processes that write a site: they do what one does, say what went wrong, and leave nobody behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.support.quiet import PATIENCE

pytestmark = pytest.mark.process

BEGINNING = """
import json, os, signal
from bot.channels.web.export.crew import Crew, Gone

ahead = [*range(1, 9)]

def take():
    return ahead.pop() if ahead else 0
"""


def apart(code: str, code_at_end: int = 0) -> str:
    """Run a program that forks, and return what it and all it forked say until the last of them ends."""
    ended = subprocess.run(
        [sys.executable, "-c", BEGINNING + code], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == code_at_end, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("size", [1, 2, 5])
def test_all_that_is_ahead_is_done_and_what_it_leads_to(size: int) -> None:
    told = apart(f"""
def work(number):
    return number, os.getpid()

done = []
with Crew(work, {size}) as crew:
    for number, process in crew.each(take):
        done.append((number, process == os.getpid()))
        if number < 9:
            ahead.append(10 * number)
print(json.dumps(sorted(done)))
""")
    done = [(number, size == 1) for number in (*range(1, 9), *range(10, 90, 10))]
    assert [tuple(each) for each in json.loads(told)] == done


@pytest.mark.parametrize("size", [1, 3])
def test_what_went_wrong_with_one_is_raised(size: int) -> None:
    told = apart(f"""
def work(number):
    raise ValueError(f"not {{number}}")

try:
    with Crew(work, {size}) as crew:
        [*crew.each(take)]
except ValueError as error:
    print(error)
""")
    assert told.startswith("not ")


def test_that_a_process_was_killed_is_said() -> None:
    told = apart("""
def work(number):
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return number

try:
    with Crew(work, 2) as crew:
        [*crew.each(take)]
except Gone:
    print("gone")
""")
    assert told == "gone\n"


def test_who_is_killed_leaves_no_process_behind() -> None:
    """What they say is read to its end, which comes when the last of them has ended."""
    apart(
        """
with Crew(print, 3):
    os.kill(os.getpid(), signal.SIGKILL)
""",
        -signal.SIGKILL,
    )
