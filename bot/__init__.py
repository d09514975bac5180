"""Hindsight · 回头看: briefings of forecasts about AI, and whether they came true.

The map. Imports point down; a test holds them to it (tests/test_layout.py).

    __main__
    cli
    serve
    channels
    editorial
    reload
    notify
    app · delivery · desk
    pictures.png · state
    files · logs · pictures.painter · settings
    ------------------------------------------------------------  below this line: no I/O, no clock
    answers
    drafting · scores
    documents · people · pictures · words
    content · search

Five flows. A question: update → `telegram.lanes` → `telegram.asking` → `app.reply` (one synchronous step: the live
edition and the reader's row, pure `answers`, apply the change) → `telegram.answering`. A week: tick →
`ledger.enqueue_due` → `claim` → `app.issue` → `channel.send` → record. A check: files → `desk` → `reading` + `checks`
→ `Edition` or `InvalidEdition`. A page: request → `web.site` → the same `app.reply` → `web.pages`. An edit: file →
`telegram.receiving` or `web.posted` → `editorial` → `desk.propose` → `answers.editing` → `desk.publish` →
`reloading.show`.

Where the code departs from the design, and why:
- `document` and `checks` are rooms of their own: positions in YAML, and rules between files, are each a subject.
- Paging is part of the answer, not of a channel: every channel shows the same pages.
- Keys are read as written: to YAML 1.1 a verdict's `on:` is the value true.
- What takes the desk is an errand: pure answers return it as a value, `editorial` carries it out beside the loop.
- When a rule was first published stands in a register among the files, `briefings/rules.yaml`, so that whoever has the
  files can check it; the desk and `register` add lines, `check` holds rules to them.
- What nobody asked on purpose — a link, a picture, a forwarded message — is a question of its own kind: the core
  drops what it would change, the app does too.
- Where the files are broken at start, the last good edition of the history is served: a slip never stops the bot.
"""
