"""Hindsight · 回头看: briefings of forecasts about AI, and whether they came true.

The map. Imports point down; a test holds them to it (tests/test_layout.py).

                 __main__ ------------- settings, logs    the entrance; the environment; log lines without secrets
                  terminal                                the commands: their arguments, and what each does
                  running                                 everything that serves, and its orderly stop
      telegram      web      console                      channels: translate, never decide
              editorial                                   what editors ask of the desk
              reloading                                   files that change go live, or their problems to editors
               telling                                    what editors did not ask for, on its way to each of them
              app      delivery     transfer              the shell: gather, decide, apply; check-ins on their way;
                                                          readers taken to another state
                       carrying                           what carries messages, and its five words
              ledger      staff      newcomers            one row per check-in; who edits by link; who is new
              announcements                               what editors write to all who subscribe
              chores     census                           nightly upkeep; what operators count
             desk -- watching                             propose → look → publish → undo: files of editors
             filing  history  store                       drafts of documents; SQLite of editors, of readers
                 opinion                                  what the readers say together
                  rows -- writer  migrations              values as rows; how both are written; their tables
                         files                            files of one owner, replaced whole or not at all
             pictures_png -- painting                     pictures for channels without SVG; a font with Chinese
    -------------------------------------------------     below this line: no I/O, no clock
                  drafting/                               a document → a card and the skeleton of a briefing
                  answers/                                question + edition → reply
                  scores                                  track records of sources, Brier scores of readers
                  readers                                 what readers said and were asked, as values
             search    sources                            full text; originals against cards
             changes     ruling   register                one edition against another; a verdict into YAML; when
                                                          each wording of a rule was first published
             pictures                                     timeline, track records, calibration as SVG
             schedule  zones -- places                    weekly slots, waits; time zones as people name them
             arrivals                                     how many new readers a network may bring
             edition -- checks  advisories -- rulings     all files → one edition, or every problem; what may wait;
                                                          what must hold of rules and verdicts
                  reading                                 one file → a record, or every problem of it
             originals/                                   bytes of a document → paragraphs, what it says of itself
             document    briefing -- prediction           YAML with places; the file format, and that of
                                     texts -- values      predictions; texts in both languages, values
             comments                                    where comments stand, and what text they took
             syntax                                      what YAML stumbles over, in our words; merges
             lookalikes                                  what passes for a space, what nobody sees
              problem    notation  editors                what is wrong where; times as written; drafts, history

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
