"""Hindsight · 回头看: briefings of forecasts about AI, and whether they came true.

The map. Imports point down; a test holds them to it (tests/test_layout.py).

    __main__                    the entrance
    cli                         the terminal's commands: their arguments, and what each does
    serve                       the program, put together in one place; it runs, and stops orderly
    channels                    telegram/, web/, mcp/, console: translate, never decide
    reception                   what all channels have in common: who asks, what they may, what they set off
    editorial                   carries out what editors request of the desk, beside the loop
    reload                      changed files go live, or their problems to editors
    notify · app                what editors did not ask for, on its way to each of them · gather → decide → apply
    delivery · desk             due → claim → send → record · propose → look → publish → undo
    state.sqlite · state.postgres  what is stored, in a file or a database; chosen where a program is put together
    state.sql                   statements in the one dialect of every database, and what is made of their rows
    state · pictures.png        what is asked of the state, by intent; pictures for channels that show no SVG
    settings · logs · files · batches · garbage · pictures.painter
    --------------------------  below this line: no I/O, no clock, no globals
    dataset                     an edition as records for programs: one behind the API, MCP, the files to download
    dataset.database            tables as a database, as bytes
    pages                       an address + edition → a page, a feed, a calendar: the same for everybody
    answers                     question + edition → reply, a file for each family of commands
    drafting · scores           a document → the skeleton of a briefing; who was right
    pictures · people           timeline, track records, calibration as SVG; readers, schedules, zones as values
    documents · words           bytes of a document → paragraphs; every word a reader sees, in both languages
    understanding               anybody's words → the command that is meant
    content · search            the file format, reading, checks, the edition, differences; full text
    scripts · proxies · webhooks  one Chinese script into the other; addresses of proxies, and where updates are brought
    release                     which version this is

Eight flows. A question: update → `channels.telegram.intake` → `fair_queue` → `answering` → `reception` → `editorial` →
`app`, which gathers (the live edition and the reader's row), decides (pure `answers`) and applies (the change) →
`channels.telegram.replies`. A week: tick → the state's ledger queues what is due → claim → `app.issue` → `channel.send`
→ record. A check: files → `desk` → `content.reading` + `content.checks` → `Edition` or `InvalidEdition`. A page:
request → `channels.web.site` → the same `reception` → `channels.web.chat`. An edit: file →
`channels.telegram.uploads` or `channels.web.request_body` → `reception` → `editorial` → `desk.propose` →
`answers.editors.drafts` → `desk.publish` → `reload`. An address: request → `channels.web.pages.routes` → `bot.pages`,
which asks `answers` for the whole of them, impersonally → the templates of `channels.web.pages`. Something to share:
query → `channels.telegram.inline` → `reception.excerpts` → `answers.excerpts`, the same for everybody. A program:
request → `channels.web.api` or `channels.mcp` → `dataset`, which makes records of the edition, or of what readers say.

Where the code departs from the design, and why:
- `content` lies below `documents`: front matter is YAML, and what is wrong with a document is a problem like any other.
- Paging is part of the answer, not of a channel: pages are made for the limits that the channel states.
- Keys are read as written: to YAML 1.1 a verdict's `on:` is the value true.
- A request to the desk is a value: pure answers return it, `editorial` carries it out beside the loop.
- When a rule was first published stands in a register among the files, `briefings/rules.yaml`, so that whoever has the
  files can check it; the desk and `register` add lines, `check` holds rules to them.
- What nobody asked on purpose — a link, a picture, a forwarded message — is a question of its own kind: the core
  drops what it would change, the app does too.
- Of several processes each claims what is due from the ledger, and says when it has: the shared engine calls chores,
  it has no job for each batch. What is live is what the history of all holds last; folders are brought up to it.
- Where the files are broken at start, the last good edition of the history is served: a slip never stops the bot.
"""

import zoneinfo

# Time zones come from the tzdata of the lock, by whichever way the program is started: the system's may be older.
zoneinfo.reset_tzpath(to=())
