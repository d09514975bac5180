"""`chat`: a conversation in the terminal, with history, completion, and doors by their numbers.

Nothing of it is remembered when it ends. Where the words come by a pipe they are answered one line after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Final

from bot import files, logs
from bot.answers import Answer
from bot.app import Message
from bot.channels import console
from bot.cli import terminal
from bot.cli.content import edition
from bot.cli.output import write
from bot.cli.state import history, in_memory
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.people.schedule import Clock
from bot.reception import menu
from bot.serve.program import Program, compose
from bot.settings import Settings
from bot.words import say

ME: Final = Reader("console", "console")
HISTORY: Final = "chat.history"
"""The file, in the folder of the state if there is one, that holds what was typed on a terminal."""
ENDS: Final = frozenset(("exit", "quit", "/exit", "/quit"))


def chat(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Answer line after line until the end of the input, or `exit`."""
    logs.setup("error", chosen.log_format, [])
    live, language = edition(chosen), asked.lang or chosen.language
    if asked.as_editor:
        chosen = chosen.model_copy(update={"editors": (f"{ME.channel}:{ME.id}",)})
    with contextlib.closing(in_memory()) as state, contextlib.ExitStack() as desk:
        kept = desk.enter_context(history(chosen)) if asked.as_editor else None
        program = compose(chosen, state, now, history=kept, edition=live)
        lines = _typed(chosen, live, language) if terminal.is_terminal(sys.stdin) else _piped()
        asyncio.run(_converse(program, now(), language, lines))
    return 0


async def _converse(program: Program, now: dt.datetime, language: Language, lines: AsyncIterator[str]) -> None:
    await program.app.live(program.app.edition, now)
    doors: list[str] = []
    async for line in lines:
        if line.lower() in ENDS:
            return
        text = _meant(line, doors)
        message = Message(reader=ME, text=text, language=language, limits=console.LIMITS)
        answer: Answer = await program.reception.answer(message)
        terminal.show(answer)
        write("\n")
        doors = console.doors(answer)


def _meant(line: str, doors: list[str]) -> str:
    """Return the command of a door where its number was typed, counted from 1 at the top of the last answer."""
    number = int(line) if line.isdecimal() and len(line) < 4 else 0
    return doors[number - 1] if 1 <= number <= len(doors) else line


async def _piped() -> AsyncIterator[str]:
    for line in sys.stdin or ():
        if text := line.strip():
            yield text


async def _typed(chosen: Settings, live: Edition, language: Language) -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    described = {f"/{name}": what for name, what in menu(language).items()}
    words = [*described, *_subjects(live)]
    completer = WordCompleter(words, sentence=True, meta_dict=described, ignore_case=True)
    past = FileHistory(str(kept)) if (kept := _kept(chosen)) else InMemoryHistory()
    session: PromptSession[str] = PromptSession(history=past, completer=completer, complete_while_typing=False)
    write(f"{say(language, 'welcome')}\n{say(language, 'console-hint')}\n")
    while True:
        try:
            text = (await session.prompt_async("> ")).strip()
        except KeyboardInterrupt:  # the line is given up, not the conversation
            continue
        except EOFError:
            return
        if text:
            yield text


def _kept(chosen: Settings) -> Path | None:
    """Return the file of what was typed before, which nobody else may read, where there can be one."""
    kept = chosen.data / HISTORY
    try:
        if chosen.data.is_dir():
            files.private_file(kept)
            return kept
    except OSError:  # such as a folder one may not write into: what is typed is then kept until the end
        return None
    return None


def _subjects(live: Edition) -> Iterable[str]:
    """Yield what commands may be about, as they are typed in full."""
    yield from (f"/briefing {slug}" for slug in live.by_slug)
    yield from (f"/prediction {name}" for name in live.by_ref)
