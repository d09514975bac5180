## Who we are

name = Hindsight · 回头看
welcome = AI forecasts: did they come true?
home-lead = I keep briefings of what people forecast about AI, each statement with its source, date and paragraph. And I go back to see whether it came true.
welcome-how-group = Write /search and what you are looking for. All commands:
introduced = I am Hindsight: I go back to AI forecasts to see whether they came true.
introduced-meet = Meet me:
striking-said = { $source } said in { $when }:
striking-held = It held: { $why }
striking-failed = It failed: { $why }
striking-late-held = Held, by a later rule: { $why }
striking-late-failed = Failed, by a later rule: { $why }
countdown-up = ⏳ { $days ->
    [0] Today
    [one] Tomorrow
   *[other] In { $days } days
}, { $count ->
    [one] one forecast comes
   *[other] { $count } forecasts come
} due.
countdown-ruled = ⏳ { $days ->
    [one] Tomorrow
   *[other] In { $days } days
} { $count ->
    [one] one forecast is
   *[other] { $count } forecasts are
} settled.
door-story = The story
door-rest = All verdicts
door-by-field = By field
door-changed = 🔔 What is due for a verdict
door-verdicts = ⚖️ The latest verdicts
door-browse = 📚 The documents
door-sectors = Fields
door-help = All commands
help-title = What I can do
help-typing = Type any words, Chinese or English, to search all statements. Or ask:
help-typing-group = In a group I answer commands, and anyone who mentions me or replies to me:
help-editors = For editors
help-files = Send a .yaml file, several, or a zip of them: you see what is wrong with them, or what they change, before anything is published.
name-draft = Drafts
name-due = Waiting
name-resolve = Verdict
name-standing = Standing
name-history = Editions
name-undo = Undo the last edition
name-file = Files
name-reload = Reload
name-admin = Deliveries
command-draft = Drafts, and what each changes
command-publish = Publish a draft
command-discard = Throw a draft away
command-due = What waits for a verdict or another look, longest first
command-resolve = Give a verdict: outcome, reason, evidence
command-standing = Say how an open forecast looks: leaning, reason, next look
command-history = Editions: who brought what, when
command-undo = Bring back the edition before
command-file = The files, to edit and send back
command-reload = Read the files again, now
command-admin = How the check-ins of the week went
about-title = About
about = I summarise documents that forecast what AI will do, in my own words, and give every forecast a window and a criterion; once it is due, an editor rules on it, with evidence. A forecast is told as a forecast, a guess as a guess; ¶ is the paragraph of the source a statement rests on.
about-edition = Version { $version } · edition { $edition } · { $count ->
    [one] one document
   *[other] { $count } documents
}
about-seal = Seal of this edition: { $seal }
    Keep it, and anybody with the history can show you later that nothing up to it was changed (verify --history --head).
about-marks = Marks: ⏳ open · 🔔 due, the time is up and nobody has ruled yet · ✅ held · 🌓 partly · ❌ failed · ❔ cannot be decided · ⚪ void, its condition never arose
about-leanings = Beside ⏳, how an open forecast looked to an editor on a day, never counted: ↗️ leaning held · ↘️ leaning failed · 🔀 mixed signs · 🌱 too early to tell
about-events = In the timeline: 📜 told as past · 🔮 foretold
language-title = Language · 语言
language-which = In which language shall I answer?
language-chosen = I will answer in English from now on.
converted = Traditional Chinese is converted from simplified Chinese by machine.

## Commands: what they are called, and what they do

name-briefings = Documents
name-sectors = Fields
name-timeline = Timeline
name-advice = Advice
name-predictions = Forecasts
name-debates = Debates
name-term = Terms
name-search = Search
name-language = Language
name-help = Help
name-about = About
command-briefings = The documents, newest first
command-sectors = Fields: who gains, who is disrupted
command-timeline = Past and forecast, year by year
command-advice = What to do, by audience, and why
command-predictions = Forecasts and how they stand
command-debates = Where the sources agree and disagree
command-term = Terms, explained in a sentence
command-search = Find statements by any words
command-language = 中文, 繁體中文 or English
command-help = All commands
command-about = Version, edition, sources

## Phrases

range-dash = { " – " }
title = “{ $title }”
half = { $number ->
    [1] first half of { $year }
   *[other] second half of { $year }
}
quarter = Q{ $number } { $year }
reposted = reposted { $date }
sentence-space = { " " }
because = Why: { $reason }
because-then = Why, in { $when }: { $reason }
dated-because = Why this date: { $reason }
since-then = Since then: { $what }
wrote-then = Writing in { $when }: { $text }
foretold = A forecast of { $when }:
wrote-named = { $source }, writing in { $when }: { $text }
named-when = { $source }, { $when }
when-half = { $number ->
    [1] the first half of { $year }
   *[other] the second half of { $year }
}
years-one = { $year }
years-some = { $first }–{ $last }
became-none = nothing was forecast about this that could be checked.
became-one = the one forecast { $state ->
    [held] held
    [partly] held in part
    [failed] failed
    [unclear] could not be decided
    [void] fell away, as its condition never arose
    [due] waits for a verdict
    [proposed] has a proposed verdict that does not count yet
   *[open] is still open
}{ $leaning }.
became-all = { $count ->
    [2] both forecasts
   *[other] all { $count } forecasts
} { $state ->
    [held] held
    [partly] held in part
    [failed] failed
    [unclear] could not be decided
    [void] fell away, as their conditions never arose
    [due] wait for a verdict
    [proposed] have proposed verdicts that do not count yet
   *[open] are still open
}{ $leaning }.
became-some = of { $count } forecasts, { $parts }.
counted-held = { $count } held
counted-partly = { $count } held in part
counted-failed = { $count } failed
counted-unclear = { $count } could not be decided
counted-void = { $count } fell away
counted-due = { $count ->
    [one] 1 waits for a verdict
   *[other] { $count } wait for a verdict
}
counted-proposed = { $count ->
    [one] 1 has a proposed verdict
   *[other] { $count } have proposed verdicts
}
counted-open = { $count ->
    [one] 1 is still open
   *[other] { $count } are still open
}
counted-leaning = { $count } { $leans ->
    [held] leaning held
    [failed] leaning failed
    [mixed] with mixed signs
   *[too-early] too early to tell
}
in-brackets = { " " }({ $what })
ruled-on = { $state }, ruled { $date }
most-telling = The verdict that says most
terms-title = { $count ->
    [0] Terms
    [one] One term
   *[other] { $count } terms
}
terms-about = Words of the trade and of these documents, in a sentence or two each. Press one to read it.
term-more = Where it comes up, and a link to share
term-also = Also: { $names }
button-search-term = 🔍 Where it comes up
button-terms = 📖 All terms
your-turn = Your turn
nothing-here = There is nothing of this kind.
of-paragraphs = { $count ->
    [one] one paragraph
   *[other] { $count } paragraphs
}
no-address = The copy I have names no address.
in-section = “{ $title }”: { $at }
part-views = What was written
part-advice = Advice
part-forecasts = What they rest on
part-where = Where it says so
button-overview = ‹ At a glance
button-audiences = All audiences
advice-to = 👉 { $audience }:
until = until { $date }
open-ended = no end date
window-endless = from { $first }, no end date
button-back = ‹ Previous
button-on = Next ›
button-all = All
button-search = 🔍 Search for it
button-forecasts = All its forecasts
button-sectors = All fields
button-timeline = Whole timeline
button-debates = All debates
button-same-source = More from this source
did-you-mean = Did you mean { $meant }?

## Documents

briefings-title = { $count ->
    [one] One document
   *[other] { $count } documents
}
thesis = In short
read-source = Read the original
section-sectors = Fields
section-timeline = Timeline
section-advice = Advice
section-predictions = Forecasts
sector-observations = What the authors saw
section-observations = What the author saw
section-figures = Figures
section-caveats = Caveats

## Fields

sectors-title = { $count ->
    [one] One field
   *[other] { $count } fields
}
stance-benefits = benefits
stance-disrupted = disrupted
stance-mixed = mixed
stance-unaffected = unaffected
stance-not-yet = not yet
field-wrote = { $count ->
    [one] One source wrote about this field ({ $years }).
   *[other] { $count } sources wrote about this field ({ $years }).
}
stances-then = Stances then: { $bar }
no-stance = No source takes a stance on this field.

## Timeline

timeline-title = Timeline
timeline-of = Timeline { $year }
timeline-lasting = Over several years
timeline-quiet = No source dates anything to { $year }.
event-past = 📜
event-forecast = 🔮
forecasts-until = { $count ->
    [one] One forecast runs out by the end of { $year }
   *[other] { $count } forecasts run out by the end of { $year }
}

## Advice

advice-title = Advice, by audience
advice-for = Advice for: { $audience }
advice-summary = { $sources ->
    [one] One source advised them
   *[other] { $sources } sources advised them
} ({ $years }): { $count ->
    [one] one piece of advice
   *[other] { $count } pieces of advice
}.

## Predictions

prediction = Forecast
predictions-title = { $count ->
    [0] Forecasts
    [one] One forecast
   *[other] { $count } forecasts
}
predictions-none = { $filters ->
    [1] There are none now.
   *[other] No forecast matches all of these. Here are those due soonest.
}
predictions-none-ruled = { $count ->
    [one] The one forecast for “{ $filters }” has no verdict yet. How it stands today:
   *[other] None of the { $count } forecasts for “{ $filters }” has a verdict yet. How they stand today:
}
predictions-widened = { $count ->
    [one] No forecast matches “{ $filters }”. Leaving out “{ $without }”, there is one:
   *[other] No forecast matches “{ $filters }”. Leaving out “{ $without }”, there are { $count }:
}
predictions-soonest = Due soonest
predictions-latest = Latest verdicts
button-all-predictions = All { $count }
ruled-day = Ruled { $date }
why-verdict = Why
why-standing = Why
seen-on = As of { $date }
filtered-by = Only: { $filters }
state-due = due
state-open = open
state-proposed = verdict proposed
state-held = held
state-partly = partly
state-failed = failed
state-unclear = unclear
state-void = void
state-ruled = with a verdict
state-leaning = with a standing
leans-held = leaning held
leans-failed = leaning failed
leans-mixed = mixed signs
leans-too-early = too early to tell
leans-on = { $leans } as of { $date }
weight-core = core claim
weight-secondary = supporting claim
weight-minor = aside
certainty-plain = said plainly
certainty-hedged = said with a hedge
certainty-implied = implied, not said outright
label-window = Window:
label-criterion = How it is decided:
label-held = Held:
label-partly = Partly:
label-failed = Failed:
label-void = Void:
label-decided-by = Decided by:
label-otherwise = Failing that:
label-naive = If things had stayed as they were:
naive-arguably = One could also read it so: { $outcome }
verdict-proposed = Proposed: { $what }. It counts from { $day } on; until then readers may object.
row-proposed = proposed: { $state }
counts-from = counts from { $day }
never-counted = proposed, never counted
due-uncorrected = Upheld after an appeal, not corrected yet
due-proposed = Proposed, to count from the day named
label-settles = What would settle it:
label-thin = Why no more evidence:
rule-from = { $waits ->
    [yes] To be ruled from { $on } on, once the figures for the whole window are out
   *[no] To be ruled from { $on } on
}; rule written { $written }.
rule-before = This rule was written { $written }, before the window ended.
rule-before-ruling = This rule was written { $written }, before the ruling.
rule-after = This rule was written { $written }, after the window had ended.
rule-afterwards = (by a rule written afterwards)
rule-after-ruling = This rule was written { $written }, after the fact: no earlier than the first ruling.
rule-day-unknown = It is not recorded when this rule was written.
rules-earlier = How the rule read before
rule-until = until { $date }
lacks-not-measurable = Not measurable
lacks-no-data = No data found
lacks-too-vague = Worded too vaguely
looked-on = looked for { $date }
evidence-undated = undated, seen { $seen }
evidence-after = after the window
evidence-mirrors = copy of { $what }
evidence-archive = stored copy
rank-primary = primary source
rank-press = press
rank-secondary = secondary source
rank-other = other
month-year = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
label-wording = Wording:
no-verdict-due = 🔔 The window has ended; no verdict has been given yet.
no-verdict-open = ⏳ Still open: the window has not ended.
rulings-replaced = Ruled before, and wrongly
rulings-earlier = Ruled before
standing-how = How it looked to an editor that day; it is no verdict, and no score counts it.
standing-ripe = From { $day } on it will no longer be too early to tell.
standing-next = Next look: { $day }.
standing-late = The next look was set for { $day }; nobody has looked since.
reviews-earlier = How it looked before
reviews-before-verdict = How it looked before the verdict
evidence-folded = Evidence: { $counts }
counted-for = { $count } for
counted-against = { $count } against
counted-mixed = { $count } cutting both ways
bears-for = Supports it:
bears-against = Contradicts it:
bears-mixed = Cuts both ways:

## Track records and scores

name-scores = Track records
command-scores = Track records: who was right most often; and your own score
scores-title = Track records
scores-of = Track record: { $what }
scores-authors = By author
scores-together = All authors together
scores-fields = By field
scores-years = By year
until-year = until { $year }:
record-ahead = On { $claims } decided claims these forecasts scored { $share }% and the rule “things stay as they are” { $naive }%: they foresaw more than that rule, by more than chance or the way it is read explains.
record-behind = On { $claims } decided claims these forecasts scored { $share }% and the rule “things stay as they are” { $naive }%: they foresaw less than that rule, by more than chance or the way it is read explains.
record-level = On { $claims } decided claims these forecasts scored { $share }% and the rule “things stay as they are” { $naive }%: that is no proof that they foresaw more than that rule, or less.
record-uncompared = On { $claims } decided claims these forecasts scored { $share }%; whether the rule “things stay as they are” would have scored less is not known.
record-few = { $claims ->
    [one] Only one claim is decided, which is too little to conclude anything about foresight.
   *[other] Only { $claims } claims are decided, which is too few to conclude anything about foresight.
}
record-cannot = Do not conclude from this who will be right next time, or who is better: each spoke of different things, and the editors chose which claims to follow.
leader-none = Nobody can be called the most accurate yet: no author has as many as { $few } decided claims.
leader-one = Nobody can be called the most accurate yet: only { $who } has enough decided claims, { $claims } of them, and scored { $share }% (“in part” counts half){ $rule }.
leader-level = Nobody can be called the most accurate yet: { $count } have enough decided claims, but the ranges in which their shares may lie overlap.
leader-proved = Right most often so far: { $who }, { $share }% of { $claims } decided claims, “in part” counting half{ $rule }. All others of whom enough is decided scored less, by more than chance explains.
leader-naive = ; guessing each time that things stay as they are would have scored { $naive }%
together-ahead = They foresaw more than that rule, by more than chance explains.
together-behind = They foresaw less than that rule, by more than chance explains.
together-level = That is no proof that they foresaw more than that rule, or less.
record-none = Nothing has been decided yet.
record-none-made = Nothing that was said outright has been decided yet.
record = { $claims ->
    [one] One claim
   *[other] { $claims } claims
 }, made in { $forecasts ->
    [one] one forecast
   *[other] { $forecasts } forecasts
 } ({ $held } held, { $partly } held in part, { $failed } failed).
record-share = Share that held, “in part” counting half: { $share }%{ $likely }
record-naive = The rule's share (“status quo”): { $naive }%, a difference of { $points } points{ $likely }
record-compared = Compared with the rule, { $claims ->
    [one] on one claim
   *[other] on { $claims } claims
 }: { $share }%
record-arguable = Whichever way its arguable readings are taken, that lies between { $low } and { $high } points
record-likely = { " " }({ $low }–{ $high }%)
record-likely-points = { " " }({ $low } to { $high })
record-short = { $share }% of { $claims ->
    [one] one claim
   *[other] { $claims } claims
 }{ $likely }
record-short-naive = status quo { $naive }%
record-short-skill = skill { $skill }
record-short-few = too few to tell
team-of-one = { " " }by { $names }, { $when }:{ " " }
team-of-several = { " " }({ $titles }):{ " " }
record-part = { $part }: { $what }
record-implied = Read between the lines, not counted here but on the buttons: { $what }
record-implied-short = between the lines { $what }
record-core = core claims
record-left-out = Forecasts that wait or cannot be decided: { $states }
record-none-short = { $states } (forecasts)
record-parts = By weight and wording
record-how-title = How to read this
record-how = A claim counts once, however many forecasts make it; buttons count forecasts, those between the lines too. What held in part counts half; if it counted nothing the share would be { $strict }%, if it counted in full { $lenient }%. “Between the lines” is what a text implies without saying so: no record of its author.
record-how-naive = The rule “things stay as they are”, for short “status quo”, is ruled by the same questions, from how things stood on the day of each forecast: a full mark for the ruling that came, half for one a step away. Most of this was written down after the verdicts; where another reading can be argued, it is kept. Skill is the difference in relation to what the rule left to gain: 1 is perfect, 0 no better than the rule, below 0 worse; here { $skill }.
record-how-likely = Brackets mean 95% confidence (Wilson's interval for shares, Agresti and Min's for differences, with claims as the cases); below { $few } claims, “too few to tell”, there are none. Lists are sorted by the lower end of the difference, so that one lucky hit does not come first.
record-line = Track record: { $what }
button-scores = 🏅 Track record
button-scores-all = 🏅 All track records
button-forecasts-behind = The forecasts
score-own = Your own score
score = { $count ->
    [one] Your Brier score is { $brier }, over one question. Lower is better: 0 is perfect, 1 is as wrong as can be.
   *[other] Your Brier score is { $brier }, over { $count } questions. Lower is better: 0 is perfect, 1 is as wrong as can be.
}
score-beside = On the same questions the readers' median, of up to { $readers } of them, scored { $crowd }, and always saying 50% { $even }.
score-alone = Nobody else has answered these questions; always saying 50% scored { $even }.
score-ways = By your first answers { $first }; averaged over the days each answer stood { $time }.
score-naive = The rule “things stay as they are” scored { $naive }.
score-naive-some = { $count ->
    [one] On the one question
   *[other] On the { $count } questions
 } where that is known, you scored { $own } and the rule “things stay as they are” { $naive }.
score-better = You are getting better: from your oldest answers to the latest the score fell by about { $change } (most likely { $low } to { $high }), over { $claims } claims.
score-worse = Your answers are getting worse: from the oldest to the latest the score rose by about { $change } (most likely { $low } to { $high }), over { $claims } claims.
score-made-of = What the score is made of
score-reliability = Reliability { $value }: how far your chances lie from how often it came true. Lower is better.
score-resolution = − Resolution { $value }: how far what you called likely came out differently from what you called unlikely. Higher is better.
score-uncertainty = + Uncertainty { $value }: how hard the questions were to anybody.
score-weighed = Together that is the score of your last answers (Murphy's decomposition). Questions that are one claim weigh one together; in part is an outcome of a half.
score-none = You have none yet. Say in /checkin how likely open forecasts are: once there is a verdict, your last answer before that day is scored.
score-waiting = { $count ->
    [one] One of your answers waits for a verdict.
   *[other] { $count } of your answers wait for a verdict.
}
calibration = How often it came true when you said (in part counts half):
calibration-at = { $percent }%: { $true } of { $count }

## Debates

debate = Debate
debates-title = { $count ->
    [0] Debates
    [one] One debate
   *[other] { $count } debates
}
debate-sources = { $count ->
    [one] one source
   *[other] { $count } sources
}
debates-none = No debates have been written yet.
debate-wrote = { $count ->
    [one] One source took a side ({ $years }).
   *[other] { $count } sources took sides ({ $years }).
}
relation-agreement = 🤝 They agreed
relation-conflict = ⚔️ They disagreed
relation-mixed = ↔️ They agreed in part

## Check-ins and votes

name-checkin = Check-in
command-checkin = This week's questions: tap to answer
checkin-title = Looking back this week
checkin-lead = { $count ->
    [one] One question for you. Tap an answer; you can change it until there is a verdict.
   *[other] { $count } questions for you. Tap an answer; you can change it until there is a verdict.
}
checkin-lead-group = { $count ->
    [one] One question for everybody here.
   *[other] { $count } questions for everybody here.
} Tap an answer: nobody else sees it, and you can change it until there is a verdict.
checkin-empty = Nothing to ask you this week.
ask-due = Did it come true?
ask-open = Will it come true?
ask-review = Due for another look: will it come true?
ask-decided = Decided meanwhile: { $state }
ruling-yes = Yes
ruling-partly = Partly
ruling-no = No
ruling-unclear = Can't tell
you-said = You said: { $what }
tally = All readers: { $parts }
tally-median = median { $percent }% ({ $count ->
    [one] one guess
   *[other] { $count } guesses
})
card-readers = Readers say { $median }% ({ $count } of them).
card-first = You are the first reader to answer.
card-record = { $who } so far: { $decided ->
    [0] no forecast decided yet.
    [one] of one forecast decided, { $held } held, { $partly } in part, { $failed } failed.
   *[other] of { $decided } forecasts decided, { $held } held, { $partly } in part, { $failed } failed.
}
said-by = { $who }, { $when }
authors-more = { $first } and others
outcome = { $said }: { $became }.
outcome-corrected = It had been ruled “{ $was }”, wrongly; that is put right now.
outcome-said = You said { $what }
outcome-said-when = In { $when } you said { $what }
outcome-beside = { $said }, readers { $median }%
outcome-followed = You follow this
outcome-members = The { $count } members here who answered said { $what } (their median)
outcome-brier = Your Brier score here: { $score }.
outcome-brier-group = Their Brier score: { $score }.
became-held = it held
became-partly = it held in part
became-failed = it failed
became-unclear = nobody can tell
became-void = its condition never arose
leans-now-held = it now leans towards holding
leans-now-failed = it now leans towards failing
leans-now-mixed = the signs are mixed now
leans-now-too-early = it is still too early to tell
checkin-thanks = Thank you, that was all for this week.
checkin-streak = { $weeks ->
    [2] Your second week in a row.
    [3] Your third week in a row.
   *[other] That makes { $weeks } weeks in a row.
}
checkin-settled = When you will know, once the figures are out
checkin-questions = The questions
checkin-news = Since last time
checkin-no-news = Nothing new.
checkin-followed = { $count ->
    [one] One that you follow was looked at again
   *[other] { $count } that you follow were looked at again
}
settled-on = ruled from { $day } on
settled-review = next look { $day }
settled-due = waiting for the editors' verdict
settled-never = no day is set for a verdict
button-card-back = ‹ Change my answer
button-card-on = Back to the questions ›
button-card-more = All about it
button-card-news = 📬 New: { $count }
button-card-answered = 🙋 Answered · new: { $count }
button-guesses = 🎯 My guesses
button-follow = 🔔 Follow this
button-unfollow = 🔕 Stop following this
button-follow-number = Follow { $number }
button-unfollow-number = Unfollow { $number }
name-follow = Followed
command-follow = Forecasts you follow
follow-title = What you follow
follow-none = You follow nothing yet. Every open forecast has a button for it: you then hear of its verdict, and of each new look at it, in your next check-in.
followed = You follow this now: its verdict, and each new look at it, will be in your next check-in.
followed-ruled = It has been ruled on already. You follow it now: should the verdict be corrected, your next check-in says so.
followed-unsubscribed = No check-in comes by itself so far: subscribe, or send /checkin now and then.
unfollowed = You no longer follow this.
follow-observation = Its author saw this and did not foretell it: nothing about it is still to come, so there is nothing to follow.
vote-due = Its window has ended, so the question is whether it came true. Answer with one of: { $values }
vote-open = Its window is still open, so the question is how likely it is. Answer with one of: { $values }
vote-noted = Noted. A group is not shown who said what; see your own answers in a chat with me alone.
vote-anonymous = You write here in the name of a group or channel, but an answer belongs to a person. Answer by the buttons: they know who you are, and show it to nobody.
vote-observation = This is no longer asked about: reading again, the author saw it then and did not foretell it. What you answered stays in /mydata and counts nowhere.
vote-too-late = A verdict has been given: { $state }. It can no longer be answered.
door-checkin = ☝️ Answer this week's questions

## Appeals

name-appeal = Appeals
command-appeal = Say why a verdict is wrong
appeal-title = Appeal
appeals-own = Your appeals
appeals-heading = Appeals
appeal-none = You have not objected to anything yet. Each forecast with a verdict, or that an editor has looked at, has a button for it.
appeal-how = What is wrong with “{ $against }”? Say it in your next message, in a sentence or two of at most { $most } characters, with a link if you have one. Only the editors read it at first; once they have answered, your words stand with the forecast beside theirs, without your name.
appeal-later = After ten minutes, send { $command } and your words.
appeal-others = Another reader objects already. If you have no reason of your own to add, the button says that you do too.
appeal-short = Say why in a sentence, please. Nothing was sent.
appeal-long = These are { $count } characters; please keep to { $most }. Nothing was sent.
appeal-nothing = There is nothing to object to yet: no verdict, and no editor has looked at it.
appeal-observation = This is what its author saw, and did not foretell: it has no verdict to object to.
appeal-anonymous = You write in the name of a group or channel, but an objection belongs to a person. Write to me alone.
appeal-most = { $most } of your appeals wait for an answer; that is as many as may. Wait, or take one back: /appeal
appeal-made = The editors have it now. Your next check-in after they have answered tells you; /appeal shows it at any time.
appeal-made-unsubscribed = The editors have it now. No check-in comes to you by itself so far: subscribe, and it tells you when they have answered; or look at /appeal.
appeal-once = One at a time: take it back first, if you want to say it otherwise.
appeal-off = You have taken it back. The editors see it no more.
appeal-waits = The editors have not answered yet.
appeal-own = You said on { $day }: “{ $words }”
appeal-pending = { $count ->
    [0] 🙋 A reader objects to this, since { $day }; the editors have not answered yet.
    [one] 🙋 A reader objects to this, since { $day }, and so does one more; the editors have not answered yet.
   *[other] 🙋 A reader objects to this, since { $day }, and so do { $count } more; the editors have not answered yet.
}
appeal-upheld = Upheld on { $day }
appeal-declined = Not upheld, { $day }
appeal-closed = Closed by the editors on { $day }, unpublished
appeal-words = A reader on { $day }, against { $against }: “{ $words }”
appeal-taken = A reader objected on { $day } to { $against }, and has since taken their words back.
appeal-seconds = { $count ->
    [one] one more reader objected too
   *[other] { $count } more readers objected too
}
appeal-answer = The editors:
appeal-uncorrected = Not corrected yet.
appeal-corrected = Corrected: { $before } → { $after }
button-appeal = 🙋 Wrong? Object
button-appeal-own = 🙋 My appeal
button-appeal-off = ↩️ Take it back
button-second = ✋ I object too
button-unsecond = ✓ I object too: undo
seconded = You object too. The editors see how many do.
unseconded = You no longer object.
second-own = This is your own appeal.
second-nothing = No appeal waits here that you could join. If you object yourself, say why.
appeals-share = { $count ->
    [one] Readers’ appeals answered so far: one, { $upheld ->
        [0] not upheld
       *[other] upheld
    }.
   *[other] Readers’ appeals answered so far: { $count }; upheld: { $upheld } ({ $share }%).
}
checkin-appeals = { $count ->
    [one] The editors answered your appeal
   *[other] The editors answered { $count } of your appeals
}
name-appeals = Appeals waiting
command-appeals = What readers object to, to answer it
due-appeals = { $count ->
    [one] One reader objects
   *[other] { $count } appeals wait for an answer
}
due-appeals-all = All { $count } appeals
appeals-title = Appeals waiting: { $count }
appeals-none = No appeal waits.
appeals-lead = The weightiest first: of each reader one before any second one, those most others second before others, of new readers last ({ $new }). Nobody else sees the words before you have answered.
appeal-since = since { $day }
appeal-newcomer = new reader
appeals-one = Appeal { $number }
appeals-how = Upheld or not, it stands with the forecast from then on, with your answer in both languages and without a name. Closed, nothing is published; only its reader hears the reason.
appeals-uphold = ✅ It is right
appeals-decline = ❌ It is not
appeals-close = 🗄 Close unpublished
appeals-close-all = 🗄 Close all about this forecast
appeals-close-new = { $count ->
    [one] 🗄 Close the one of a new reader
   *[other] 🗄 Close all { $count } of new readers
}
appeals-all = All appeals
appeals-answer = Answer to an appeal
appeals-now-upheld = It is right.
appeals-now-declined = It is not right.
appeals-now-closed = Closed unpublished.
appeals-write-upheld = { $wanted ->
    [zh] What is changed, and why? In Chinese.
   *[en] What is changed, and why? In English.
}
appeals-write-declined = { $wanted ->
    [zh] Why is it not right? In Chinese.
   *[en] Why is it not right? In English.
}
appeals-write-closed = { $wanted ->
    [zh] For what reason? In Chinese.
   *[en] For what reason? In English.
}
appeals-give = Answer so
appeals-gone = This appeal waits no more: it was answered, or taken back.
appeals-done-upheld = Answered. Both stand with the forecast now. Correct the record next: what you correct is shown with the appeal.
appeals-done-declined = Answered. Both stand with the forecast now.
appeals-done-closed = Closed. Their readers hear the reason.
appeals-correct = Correct it

## Privacy

name-privacy = Privacy
name-forget = Forget me
command-privacy = What is stored about you
command-forget = Delete everything of yours
privacy-title = Privacy
privacy =
    Stored about you:
    · the id your messages come with; on the page a random one in a cookie
    · your language: chosen, or your client’s when you subscribed
    · every answer you gave, and when
    · on the page, what you asked in 30 days (a stranger’s: in their browser)
    · of each check-in its day, questions, news, your answers
    · what you follow, object to, second; in which group you answered; for 7 days, what you took elsewhere
privacy-subscribed =
    If you subscribe, also:
    · day, hour, time zone, interests, empty weeks or not, the topic of a group it goes to
    · since when, and when and why paused
    · of each delivery its outcome, its message’s id, on the page whether you saw it
privacy-gone = After /forget all is gone at once, from the backups within a week; your answers no longer count. Others see counts, medians and answered appeals, unnamed; /forget takes back their words.
privacy-editor = As an editor: half-filled forms; drafts, editions, notes, answers with your id, until /forget.
privacy-not = Not kept once answered: your name; what you write, search for or read on Telegram. What finds nothing is counted, nameless, kept in words once three people asked. A group’s language, subscription and questions are its own; of answers it sees, after a verdict, only what { $few } or more said together.
button-forget = 🗑 Delete everything of mine
forget-title = Forget me
forget-sure = Everything stored about you here will be deleted, including your answers, which will no longer count. This cannot be undone.
button-forget-yes = Yes, delete everything
button-forget-no = ‹ No, keep it
in-private = That is yours alone, and everybody here would see it. Ask me in a chat with me alone: { $command }
forgotten = Done. Nothing of yours is stored any more.

## To go on elsewhere

name-continue = Continue elsewhere
command-continue = Take answers and settings to Telegram or the page
crossing-title = Continue elsewhere
crossing-place = { $channel ->
    [telegram] Telegram
    [web] the page
   *[other] elsewhere
}
crossing-about = Would you rather go on in { $places }? Make a link, open it there and confirm: your answers, what you follow and object to, your language and the weekly check-in are there then, and you are asked once a week, there alone. For { $days } days both ends can undo it; after that nobody here knows that they are one.
crossing-nowhere = There is nowhere else to go just now: Telegram is not connected, or the page has no public address.
crossing-nothing = There is nothing to take along yet. Answer a question first, or subscribe to the weekly check-in.
crossing-link = Open the link where you want to go on, and confirm there. It is good for { $minutes } minutes and once; another one takes its place. Send it to nobody: whoever opens it can take your answers.
crossing-spent = This link is good no more: it was used, its { $minutes } minutes are over, or another one has taken its place. To make a new one send /continue where you made it.
crossing-own = You made this link here. Open it where you want to go on.
crossing-group = This link is for one person, and everybody here can read it. Make another one with /continue where you made it, which ends this one, and open that in a chat with me alone.
crossing-nothing-comes = There is nothing left that this link could bring.
crossing-offer = From { $place } would come:
crossing-answers = { $count ->
    [one] · your answer to one forecast
   *[other] · your answers to { $count } forecasts
}
crossing-twice = { $count ->
    [one] · one of them you answered here too: the later answer counts
   *[other] · { $count } of them you answered here too: the later answer counts
}
crossing-follows = { $count ->
    [one] · one forecast you follow
   *[other] · { $count } forecasts you follow
}
crossing-appeals = { $count ->
    [one] · one appeal
   *[other] · { $count } appeals
}
crossing-weekly = · the weekly check-in: { $when }
crossing-weekly-stays = · you are subscribed here already: that stays, and the other one ends
crossing-weekly-comes = · your subscription here is paused: the one that comes takes its place
crossing-warning = Confirm only if you made this link yourself: somebody else’s answers would become yours. What is yours here stays unseen there. For { $days } days both ends can undo it.
button-cross = ✅ I made it, bring it here
button-cross-no = ‹ No
button-continue = { $channel ->
    [telegram] ↪️ Continue in Telegram
    [web] ↪️ Continue on the page
   *[other] ↪️ Continue elsewhere
}
button-crossing-link = 🔗 Make a link
button-crossing-undo = ↩️ Undo
crossed = { $count ->
    [0] The settings have come from { $place }.
    [one] Your answer to one forecast has come from { $place }, and the settings.
   *[other] Your answers to { $count } forecasts have come from { $place }, and the settings.
} From now on you are asked here alone, once a week. For { $days } days both ends can undo it: /continue.
crossing-used = Your link was used: your answers and settings have just gone to { $place }. That was not you? You can undo it for { $days } days.
crossing-went = { $at }: your answers to { $count ->
    [one] one forecast
   *[other] { $count } forecasts
} and the settings went to { $place }. Until { $until } you can undo that and have them back here.
crossing-came = { $at }: answers to { $count ->
    [one] one forecast
   *[other] { $count } forecasts
} and the settings came from { $place }. Until { $until } you can undo that and give them back.
crossing-undone-went = Undone: what went to { $place } is back here. What you answered there since stays there.
crossing-undone-came = Undone: what came from { $place } is back there. What you answered here since stays here.
crossing-undone-elsewhere = Your crossing was undone at the other end, on { $place }: what went over is where it was before.
crossing-no-undo = There is nothing to undo: { $days } days are over, or what went over was deleted there.
crossing-forget = What went to { $place } is not here and stays: /forget there deletes it, or undo it first (/continue).

## To share

button-share = 📤 Share
button-copy = 📋 Copy { $what }
button-copy-id = 📋 Copy the ID
button-whole = 🔎 The whole story
inline-none = Nothing found; search everything

## Search

asked-before = You pressed: { $what }
understood-as = ↳ I read that as: { $title }
understood-found = Also found
button-meant = Or did you mean: { $title }
button-search-words = 🔍 Search for these words
search-title = Search
search-meant = If you mean this:{ " " }
search-how = Type the words you look for: /search customer service. Or just type them.
search-how-group = Write the words you look for behind the command: /search customer service
search-examples = RAG agents electricity customers Copilot layoffs
search-none-title = Nothing found
search-none = Nothing here mentions “{ $words }”. Try a shorter or a different word.
search-found = { $count ->
    [one] One statement on “{ $words }”
   *[other] { $count } statements on “{ $words }”
}
search-most = { $count ->
    [one] The most important statement on “{ $words }”
   *[other] The { $count } statements closest to “{ $words }”
}
found-kind = { $kind }:
kind-sector = Field
kind-audience = Audience
kind-briefing = Document
kind-prediction = Forecast
kind-term = Term
kind-observation = Observation
observation-how = The author saw this and did not foretell it: readers are not asked about it, and it is never scored.
kind-debate = Debate
kind-view = Stance
kind-advice = Advice
kind-event = Timeline
kind-figure = Figure
kind-caveat = Caveat

## What we do not know, and what went wrong

unknown-title = Not found
unknown-command = There is no command { $called }.
unknown-briefing = There is no document called “{ $called }”.
unknown-sector = There is no field called “{ $called }”.
unknown-audience = There is no audience called “{ $called }”.
unknown-filter = I don’t know “{ $called }” as a state, leaning, field, document or year.
unknown-record = “{ $called }” is no document, author, field or year.
unknown-prediction = There is no forecast called “{ $called }”. It may have been renamed in a newer edition.
unknown-term = No term called “{ $called }” is explained here.
unknown-debate = There is no debate called “{ $called }”.
unknown-year = No source says anything about “{ $called }”. These are the years they speak of:
failure = Something went wrong on my side; it has been noted as { $id }. Please try again in a moment.
offered-title = One more press
offered = Nothing has changed: a link, or a message passed on or edited, changes nothing by itself. If you want it, press “{ $label }”.
offered-meant = This is how I understood you; nothing has changed yet. If you want it, press “{ $label }”.
unread = I cannot read this. I read words and commands; a location tells me the time zone of your check-in. Just write what you are looking for.
unread-file = I take files from editors only. If you are to be one, hand this to whoever runs this bot, for BOT_EDITORS: { $sender }
flooded = Telegram makes me wait just now. Please ask again in a minute.
flooded-group = Too many questions in this group just now. Ask me alone, or here again in a minute.
file-refused = This chat takes no files from me. Please ask for it in a chat with me alone.
file-failed = The file did not get through. Please ask again in a minute.
welcome-muted = The group you added me to does not let me write. To hear me there, let its members send messages or make me an admin. Here everything works: send /start.
state-unreadable = What is stored of you, and what all readers said, cannot be read just now. Nothing has been changed; please try again later.
too-many-readers = Nothing was changed: a great many new readers came from your network just now, more than I can take in at once. Please try again in an hour; until then you can read everything.

## The chat page

chat-placeholder = Ask in your own words…
chat-send = Send
chat-writing = Writing
chat-lost = The connection was lost. What you typed is still below.
chat-lost-press = The connection was lost before the answer came.
chat-again = Try again
chat-earlier = Show what you asked before
chat-since = Above: what you asked before
chat-editors = For editors
chat-skip = To the input
chat-no-page = There is no such page. The chat is at /
too-many = That was too much at once. Please try again in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
chat-busy = One moment
chat-busy-how = That was too much at once. This page opens by itself in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
chat-as-page = As a page, to send or cite
chat-no-page-title = Nothing here
chat-no-page-how = There is no page at this address. It may have been mistyped, or moved. What you are looking for can be found from here:
chat-refused = Nothing was changed: this did not come from a page of this site, or that page was open for too long. Go to the page, and press again there.
chat-failed = Something went wrong on my side. Please try again in a moment.
chat-log = Conversation
chat-commands = Commands
chat-more = Menu
chat-meet = What I do
chat-attach = Send files to the desk
chat-drop = Drop .yaml files or a zip here
chat-link-spent = This link lets one editor in, once, within an hour. The bot prints a new one when it starts, and on SIGHUP.
chat-door = Editors' entrance
chat-door-how = Press the button, and this browser is an editor's: whoever uses it can publish. The link is then spent.
chat-door-enter = Edit from this browser
chat-page =
    { $pages ->
        [0] page { $page }
       *[other] page { $page } of { $pages }
    }

## Telegram's profile of the bot

bot-description = What did they forecast about AI, and did it come true? Briefings of documents in Chinese and English, every statement with its source, date and paragraph. Press Start.
bot-short-description = Forecasts about AI, and whether they came true. 中文 / English.

## The editors' desk

proposal-title = Draft { $digest }
proposal-gone-title = Draft discarded
proposal-gone = The draft is gone; readers see what they saw before.
proposals-title = Drafts
proposals-none = There are no drafts. Send a .yaml file, or a zip of several, and you will see what it changes before anything is published.
preview-title = Preview { $number } of { $count } · { $title }
button-preview = 👁 Preview
button-changes = Changes
button-publish = ✅ Publish
button-discard = 🗑 Discard
button-history = History
button-undo = ↩️ Undo: see it as a draft
published-title = Published
published = Edition { $digest } is live.
refused-title = { $count ->
    [one] One problem
   *[other] { $count } problems
}
refused = Nothing was changed: readers still see the last good edition. Correct this, then save or send it again.
not-read = This is not read; all other files are live. What was live of a file that cannot be opened stays so.
refused-more = { $count ->
    [one] One more problem follows; correct these first.
   *[other] { $count } more problems follow; correct these first.
}
declined-title = That did not work
history-title = History of editions
history-how = “/undo” drafts what was before the last edition, “/undo NUMBER” what was before that one; you see the changes before you publish.
history-published = published by { $by }
history-undone = undone by { $by }
history-found = edited in the files
history-earlier = Earlier
reloaded-title = Files read
reloaded = Edition { $digest } is live: { $briefings } briefings, { $predictions } forecasts.
files-title = Files
file-empty = This file is empty.
files-how = Edit it and send it back: you see what changes before anything is published.

## Verdicts by chat

due-title = Waiting for a verdict: { $count }
due-rules = Waiting for a rule
due-evidence = Waiting for better evidence
due-none = Nothing waits for a verdict.
due-days = { $count ->
    [one] Due for one day.
   *[other] Due for { $count } days.
}
due-line = { $count ->
    [one] 🗂 For editors: one forecast waits for a verdict: { $longest } /due
   *[other] 🗂 For editors: { $count } forecasts wait for a verdict, longest of all: { $longest } /due
}
appeals-line = { $count ->
    [one] 🙋 For editors: one reader objects and waits for your answer
   *[other] 🙋 For editors: { $count } appeals of readers wait for your answer
}{ $new ->
    [0] .
    [one] , one of them from a new reader.
   *[other] , { $new } of them from new readers.
}
appeals-line-new = { $count ->
    [one] 🙋 For editors: one new reader objects and waits for your answer.
   *[other] 🙋 For editors: { $count } appeals of new readers wait for your answer.
}
due-reviews = Open forecasts due for another look
due-reviews-line = { $count ->
    [one] 🗂 For editors: one open forecast is due for another look: { $longest } /due
   *[other] 🗂 For editors: { $count } open forecasts are due for another look, longest of all: { $longest } /due
}
due-unfound = Asked by three people or more, found nothing
due-unfound-times = asked { $count ->
    [one] once
   *[other] { $count } times
}
due-button = 🗂 What waits for a verdict
resolve-title = Verdict
observed-only = “{ $what }” is an observation, what the author saw and did not foretell: it has evidence, and never a verdict or a standing.
same-claim = The same assertion in other words; together they weigh one:
resolve-choose = What became of it, by its rule?
standing-title = Standing
standing-choose = How does it look today, by its rule?
standing-too-late = There is a verdict: it has no standing any more.
form-lacks = What is it that leaves it unclear?
form-naive = Had things stayed as they were on the day of the forecast: how would it be ruled by the same question?
form-naive-later = Later, in the file
form-naive-because = Why would it be ruled so? One sentence, in English.
form-settles = Which datum would settle it? One sentence, in English.
form-ripe = From which day on will it no longer be too early to tell? Write it like 2028-01-31.
form-next = When shall somebody look again? Press a button, or write the day: 2027-05-31.
form-keeps = Does the evidence of before still stand?
form-same = As before
form-months = { $count ->
    [12] In a year
   *[other] In { $count } months
}
keeps-yes = Keep it
keeps-no = Leave it out
bad-kind = Press one of the ranks.
bad-lacks = Press one of the three.
bad-naive = Press one of the buttons.
bad-naive-because = Too long for one text, or empty. Say it in fewer words.
bad-settles = That is too long or empty; write one sentence.
form-title = In the making
form-none = Nothing is being written.
form-first = This one is still being written: finish it or give it up, then begin another.
form-stopped = Given up. Nothing was changed.
form-wanting = { $count ->
    [one] One more piece of evidence is needed.
   *[other] { $count } pieces of evidence are needed.
}
why = Why? Write the reason in English, in a sentence or two; the Chinese can be added to the file later.
evidence-url = Evidence { $number }: its address?
evidence-publisher = Evidence { $number }: who published it?
evidence-date = Evidence { $number }: of which date? As precise as the page: 2025-05-13, 2025-05, 2025 – or undated.
evidence-kind = Evidence { $number }: of which rank?
evidence-fact = Evidence { $number }: what does it say? One fact in your own words, in English.
evidence-bears = Evidence { $number }: which way does it bear on the forecast?
bad-because = Too long for one text, or empty. Say it in fewer words.
bad-url = That is no address: it begins with https:// and has no spaces.
bad-publisher = Too long for a name, or empty.
bad-date = That is no day. Write it like 2025-05-13.
bad-date-future = That day has not come yet.
bad-next = That is no day. Write it like 2027-05-31, or press a button.
bad-day-past = That day must still be to come.
bad-ripe = That is no day. Write it like 2028-01-31.
bad-keeps = Press one of the two.
bad-fact = Too long for one text, or empty. Say it in fewer words.
bad-bears = Press one of the buttons, or write what stands on it.
form-back = ‹ One step back
form-done = 👁 See the draft
form-stop = Give up

## Notes to all subscribers

note-title = A word from the editors
note-unknown = There is no such note.
note-button = 📣 A note to all subscribers
note-write = { $wanted ->
    [zh] Write it in Chinese.
   *[en] Write it in English.
}
note-length = Empty, or longer than { $most } characters. Shorten it.
note-receivers = { $count ->
    [0] Nobody subscribes yet: nobody would get this.
    [one] One subscriber gets this within half a minute:
   *[other] { $count } subscribers get this within half a minute:
}
note-send = { $count ->
    [one] 📣 Send to one
   *[other] 📣 Send to { $count }
}
note-going = On its way
note-done = All sent
note-stopped = Stopped: who has not got it does not get it any more
note-stop = ✋ Stop
announce-title = Note to all subscribers
announce-nothing = There is no note to send: it may have been sent already, or given up.
name-announce = Note to all
command-announce = Send a note to all subscribers
changes-none = only comments, layout or spacing; readers see nothing new
changes-elsewhere = Vocabulary, debates and source cards
text-unchanged = unchanged
text-unwritten = still to be written
kind-card = Source card
change-added = +{ $count } { $what }
change-removed = −{ $count } { $what }
change-changed = { $count } { $what } changed
change-order = order of { $what } changed
edits-rule-changed = { $count ->
    [one] 1 rule changed
   *[other] { $count } rules changed
}
edits-window-moved = { $count ->
    [one] 1 window moved
   *[other] { $count } windows moved
}
edits-verdict-given = { $count ->
    [one] 1 verdict given
   *[other] { $count } verdicts given
}
edits-verdict-changed = { $count ->
    [one] 1 verdict changed
   *[other] { $count } verdicts changed
}
edits-verdict-withdrawn = { $count ->
    [one] 1 verdict withdrawn
   *[other] { $count } verdicts withdrawn
}
edits-standing-given = { $count ->
    [one] 1 standing given
   *[other] { $count } standings given
}
edits-standing-changed = { $count ->
    [one] 1 standing changed
   *[other] { $count } standings changed
}
edits-standing-withdrawn = { $count ->
    [one] 1 standing withdrawn
   *[other] { $count } standings withdrawn
}
edits-naive-given = { $count ->
    [one] 1 naive rule given
   *[other] { $count } naive rules given
}
edits-naive-changed = { $count ->
    [one] 1 naive rule changed
   *[other] { $count } naive rules changed
}
edits-naive-withdrawn = { $count ->
    [one] 1 naive rule withdrawn
   *[other] { $count } naive rules withdrawn
}
many-briefings = { $count ->
    [one] briefing
   *[other] briefings
}
many-sectors = { $count ->
    [one] stance on a field
   *[other] stances on fields
}
many-timeline = { $count ->
    [one] event
   *[other] events
}
many-advice = { $count ->
    [one] piece of advice
   *[other] pieces of advice
}
many-predictions = { $count ->
    [one] forecast
   *[other] forecasts
}
many-observations = { $count ->
    [one] observation
   *[other] observations
}
many-figures = { $count ->
    [one] figure
   *[other] figures
}
many-caveats = { $count ->
    [one] caveat
   *[other] caveats
}
many-cards = { $count ->
    [one] source card
   *[other] source cards
}
many-debates = { $count ->
    [one] debate
   *[other] debates
}
many-vocabulary = { $count ->
    [one] term of the vocabulary
   *[other] terms of the vocabulary
}
desk-ruling-erased = Nothing was published: a verdict that was given on { $name } would be gone, or have another outcome or day. To correct it, give a new verdict with /resolve { $name }, which keeps the former one below it; in a file it moves to “earlier”.
desk-ruling-backdated = Nothing was published: the verdict on { $name } counts already, and one of a day before it did cannot follow it. Date the new one today.
desk-register-changed = The register says when each wording of a rule was first published, as here of { $name }: its lines are not changed, taken out, or dated earlier. Leave rules.yaml out, the desk writes it; a draft of an earlier day must be sent again.
desk-no-draft = There is no draft { $digest } any more. Send the file again.
desk-older-draft = { $count ->
    [one] Another edit came first: { $files } has changed since this draft was made. Nothing was published. Send your file again, made on the new one.
   *[other] Other edits came first: { $count } files have changed since this draft was made ({ $files }). Nothing was published. Send your files again, made on the new ones.
}
desk-nothing-new = These files are just what is live already. There is nothing to publish.
desk-no-such-editor = No editor who came by the link of the page is called “{ $name }”; the others stand in BOT_EDITORS.
desk-no-file = There is no file “{ $name }”; “/file” lists them.
desk-not-a-number = “{ $value }” is no number of an edition; “/history” shows the numbers.
no-desk = There is no desk here. Send this to the bot where it runs, in chat or on its page.
desk-not-fetched = { $name } could not be fetched from Telegram. Nothing was changed; send it again.
desk-nothing-before = There is no edition before this one to bring back.
desk-nothing-sent = There is no file in it. Send a .yaml file, or a zip of several.
desk-too-large = { $name } is too large: a file may have { $most } bytes. Split it.
desk-too-much = That is too much at once: at most { $files } files, { $most } bytes in all. Send it in parts.
desk-twice = { $name } stands in it twice. Send each file once.
desk-bad-zip = { $name } cannot be unpacked: it is damaged or no usual zip. Make it anew, or send the .yaml files themselves.
desk-locked-zip = { $name } is locked with a password. Send it without one.
desk-document = “{ $name }” is a document, and the desk takes briefings. Make the beginning of one from it, where the bot is installed: python -m bot draft { $name }
desk-file-name = “{ $name }” is no name for a file of ours: letters, digits, “_”, “-” and “.” with .yaml at the end, and no folder but briefings/ or seeds/. Rename it.
desk-disk-full = The disk is full. Nothing was changed and nothing is lost; make room and try again.
desk-read-only = Nothing may be written in the folder { $where }. Nothing was changed; give the bot the right to write there.
desk-state-read-only = Nothing may be written to the state of the bot. Nothing was changed; give the bot the right to write there.
desk-unwritable = The disk refuses ({ $said }). Nothing was changed; try again, or ask whoever runs the bot.
console-hint = Tab completes, ↑ brings back, a number opens the door of that number, counted from the top; Ctrl-D ends.
desk-shipped = These files came with the program, and its next version replaces them: they are not edited. Whoever runs the bot lays out a folder of your own with “hindsight init FOLDER”, and starts the bot there. Nothing was changed.
desk-busy = Somebody else is writing just now. Nothing was changed; try again in a moment.
desk-rule-unsound = { $file } has problems of its own; correct them before anything is written into it.
desk-rule-unknown = There is no forecast “{ $name }” in that briefing.
desk-rule-layout = { $file }, line { $line }: this prediction is laid out in a way into which nothing can be written without losing a comment. Write it there by hand and send the file.

## What is wrong in a file, and what to do

problem-and-near = { $text }. Did you mean “{ $near }”?
problem-too-large = the file is larger than { $most } bytes; split it
problem-encoding = this is not UTF-8; save the file as UTF-8
problem-forbidden-character = the character { $character } is invisible and may not stand here; delete it
problem-comment-in-text = the rest of the line is a comment, which readers do not see; put the text in quotes
problem-unfinished-merge = this is the mark of an unfinished merge; keep the lines that are right, and delete the marks (<<<<<<<, =======, >>>>>>>)
problem-look-alike = { $character } ({ $name ->
    [no-break-space] no-break space
    [narrow-no-break-space] narrow no-break space
    [ideographic-space] ideographic space
    [figure-space] figure space
   *[other] { $name }
}) only looks like a space and is none to YAML; put a plain space in its place, or delete it
problem-syntax = YAML cannot read on here: { $said }; check quotes, brackets and indentation just above (the part began on line { $opened })
problem-syntax-tab = a tab cannot indent YAML; use spaces
problem-syntax-colon = there is a second “: ” where a text should go on; put the text in double quotes, or check the indentation
problem-syntax-no-colon = this key has no colon; write “key: value”, with a space after the colon
problem-syntax-indent = this does not line up with what stands above; give it the same indentation (the part began on line { $opened })
problem-syntax-dash = a list cannot begin on the line of its key; begin it on the next line, or put the text in double quotes
problem-syntax-bracket = a bracket opened on line { $opened } is not closed, or a comma is missing before here; close it, or put the text in double quotes
problem-syntax-value = a value is missing before this character; write one, or put the text in double quotes
problem-syntax-quote = this quote is never closed; close it
problem-syntax-after-quote = the quoted text ends before here; inside it use “ ” or \"
problem-syntax-escape = “\” begins an escape in double quotes, and this one does not exist; write “\\” for the character itself
problem-syntax-token = a text cannot begin like this; put it in double quotes
problem-too-many-nodes = the file holds more than { $most } values; split it
problem-more-problems = there are more than { $most } problems in this file; correct the ones above first
problem-several-documents = “---” begins a second document; keep one per file
problem-too-deep = nested more than { $most } levels deep; check the brackets
problem-key-not-plain = a key must be a plain word; check the brackets
problem-duplicate-key = “{ $key }” stands here twice (first on line { $first }); keep one
problem-tight-colon = after “{ $name }” there must be a half-width colon and a space; write “{ $name }: …”
problem-alias = anchors and aliases (“{ $name }”) are not allowed; write the value out, or put the text in double quotes
problem-tag = the tag { $tag } is not allowed; delete it, or put the text in double quotes
problem-stray-quote = the text begins or ends with a quote that has no partner; put all of it in double quotes, or use “ ” inside it
problem-unquoted = YAML takes { $value } for { $kind ->
    [bool] true or false
    [timestamp] a time
    [merge] an instruction
    [value] an instruction
   *[other] a number
}, not for a text; put it in double quotes: "{ $value }"
problem-no-such-day = there is no day { $value }; correct it
problem-empty-file = the file is empty; fill it in or delete it
problem-notes = { $count ->
    [one] this line with #~ is a working note
   *[other] { $count } lines with #~ are working notes
 } of a draft; when the briefing is written, delete { $count ->
    [one] it
   *[other] them
 }: sed -i '/#~/d' FILE
problem-missing = “{ $name }” is missing; add it
problem-nothing = there is no value here; write one, or delete the key if it is not needed
problem-unknown-key = “{ $name }” is not known here; use one of: { $known }
problem-choice = “{ $value }” is none of: { $choices }
problem-quote = { $value } is not a text; put it in double quotes: "{ $value }"
problem-slug = “{ $value }” is not an id; use a-z, 0-9 and single hyphens
problem-file-name = “{ $value }” is not a file name; use letters, digits, “_”, “-” and “.”
problem-hex = “{ $value }” is not what stands here; let the program write the digests again
problem-reference = “{ $value }” is not a prediction; write briefing/id
problem-dated = “{ $value }” is not the date of a page; write it as precisely as the page does, and no more: 2024, 2024-Q3, 2024-07, 2024-07-31, or undated
problem-quote-length = more than 25 words are quoted; keep those that are relied on
problem-address = “{ $value }” is not a web address; begin with https:// and leave out spaces
problem-too-long = the text has { $length } characters; shorten it to { $most }
problem-unprintable = the text holds the invisible character { $character }; delete it
problem-two-languages = this must stand in both languages: {"{"}zh: …, en: …{"}"}; it is “{ $value }”
problem-mapping = “{ $value }” must be a group of “key: value” lines
problem-too-few = the list is too short; at least { $least } must stand in it
problem-list = “{ $value }” must be a list; put it in brackets, or begin each entry with “- ”
problem-empty-text = the text is empty; write it
problem-unwritten = the { $wanted ->
    [zh] Chinese
   *[en] English
 } words are still to be written; until then their readers see the other language
problem-text = “{ $value }” must be a text
problem-number = “{ $value }” must be a whole number above zero
problem-period = “{ $value }” is not a time; write 2024, 2024-H1, 2024-Q3, 2024-05, 2024-05-30, or two of them with a slash between, earlier first
problem-paragraphs = “{ $value }” is not a paragraph; write 52, or 52-54 for a range
problem-pattern = “{ $value }” cannot be read as a phrase; write words without marks such as ?, * for a few words between, and (this|that) for either
problem-day = “{ $value }” is not a day; write it like 2024-05-30
problem-other = “{ $value }” cannot be used here: { $said }
problem-no-vocabulary = the file is missing; it names the sectors and audiences of all briefings
problem-no-briefings = there is no briefing here; add one as <slug>.yaml
problem-file-named-otherwise = the file must be named after “{ $value }”; rename the file, or correct the name here
problem-unknown-source = there is no source card “{ $value }” in seeds/; add one, or correct the name
problem-outside-source = paragraph { $value } is cited, but the source has only { $paragraphs }
problem-no-rule = this prediction has no rule; add a “resolution”: how it is decided, by which source, from which day on
problem-criterion-and-resolution = the resolution has taken the place of the criterion; move this text to “earlier” in the resolution, as a question
problem-rule-order = the rule of { $after } replaced the one of { $before }, which is not older; put the oldest first, and give the rule that counts the day it was written
problem-rule-unregistered = this wording of the rule is not in the register; run: python -m bot register
problem-rule-backdated = “written” says { $written }, but this wording was first published on { $on }; give that day or a later one
problem-rule-dropped = the rule published on { $on } is gone; keep its former words under “earlier” in the resolution, with the day they were written
problem-lacks-though-clear = “lacks” belongs to a verdict of “unclear”, and this one is “{ $outcome }”; delete it
problem-lacks-what = say under “settles” what datum would settle it
problem-not-looked = that no data were found is only said where somebody looked; add “looked” with the day
problem-undated-unseen = the page names no date; add “seen” with the day somebody looked at it
problem-criterion-only = a rule of the first format; write a “resolution”: how it is decided, by which source, from which day on
problem-criterion-only-core = a core claim with a rule of the first format; write a “resolution”: how it is decided, by which source, from which day on
problem-no-rank = this evidence has no rank; add kind: primary, press, secondary or other
problem-unclear-why = unclear, but why? Add lacks: not-measurable, no-data or too-vague, and under “settles” what datum would settle it
problem-month-end = { $date } is the end of a month; if the page names no day, write { $month }; if it does, add “seen” with the day you looked
problem-evidence-before-window = the page is of { $date }, before the window begins; can it bear on what came of the forecast?
problem-evidence-after-window = the page is of { $date }, after the window ended; readers are told so
problem-no-naive = how would it be ruled if things had stayed as they were on the day of the forecast? Add naive: held, partly or failed, with the reason; the author's record is held against it
problem-arguably-the-same = “{ $value }” is already the outcome; name the other ruling a careful reader might give, or delete “arguably”
problem-claim-alone = no other prediction of this briefing has the claim “{ $value }”; give it to those that assert the same, or delete it
problem-publisher-once = words in one language only; readers of both see them: write {"{"}zh: …, en: …{"}"}
problem-figure-in-chinese = readers of English see Chinese here; write value: {"{"}zh: …, en: …{"}"}
problem-window-backwards = the window ends on { $until }, before it begins on { $first }; swap or correct them
problem-no-evidence = a verdict of “{ $outcome }” needs evidence; add some, or rule “unclear” and say why
problem-evidence-after-verdict = the evidence is of { $date }, after the verdict of { $on }; correct one of the two
problem-thin-evidence = a verdict of “{ $outcome }” on a core claim needs a primary source or two independent pieces of the press; add them, or say under “thin” why there are none
problem-pending-and-standing = there is a standing, so “pending” is shown only once a verdict is due, and would pass for news; say it there and delete this
problem-pending-and-verdict = there is a verdict, so “pending” no longer holds; delete it
problem-proposed-late = the verdict is of { $on } and is to count from { $proposed } on: readers may object for { $most } days at most; name an earlier day, such as a week after the ruling
problem-proposed-not-after = the verdict is of { $on } and is to count from { $proposed } on; name a later day, such as a week after the ruling, or leave “proposed” out
problem-ruling-before-window = the ruling is of { $on }, before the window begins on { $first }; correct one of the two
problem-ruling-order = this ruling is of { $on } and the one that replaced it of { $following }; put the older one first, the verdict is the latest
problem-standing-order = this standing is of { $on } and the one that replaced it of { $following }; put the older one first, the one that counts is the latest
problem-standing-after-verdict = the standing is of { $on }, but the first verdict is of { $ruled }; correct one of the two, or delete the standing
problem-review-not-after = the next look is set for { $next }, and the standing is of { $on }; set it for a later day
problem-standing-no-evidence = a standing of “{ $leans }” needs evidence; add some, or say “too-early” and why
problem-evidence-after-standing = the evidence is of { $date }, after the standing of { $on }; correct one of the two
problem-standing-not-ripe = it is “too-early”, but until when? Add “ripe”, the day from which it will no longer be
problem-ripe-though-leaning = “ripe” belongs to “too-early”, and this standing is “{ $leans }”; delete it
problem-ripe-passed = it is too early until { $ripe }, but the standing is of { $on }; give a later day, or say which way it leans
problem-unknown-sector = “{ $value }” is not a sector of vocabulary.yaml; add it there, or correct it
problem-unknown-audience = “{ $value }” is not an audience of vocabulary.yaml; add it there, or correct it
problem-fingerprint-count = there are { $count } fingerprints for { $paragraphs } paragraphs; make the card anew
problem-unknown-briefing = there is no briefing “{ $value }”; correct the name
problem-unknown-prediction = that briefing has no prediction “{ $value }”; correct the id
problem-side-uncited = a side of a debate must cite predictions (cites) or paragraphs (at)
problem-id-otherwise = “{ $value }” would be read as the number of a page, or as a year; choose another id
problem-used-twice = “{ $value }” is used twice (first on line { $first }); each may stand only once here
problem-was-stands = “{ $value }” still stands here (line { $line }); “was” is for ids that are gone: delete one of the two
problem-source-twice = { $other } already summarises the source “{ $value }”; keep one briefing for each source
problem-wrong-ending = the name must end in .yaml, or the file is not read; rename it to “{ $value }”
problem-conflict-copy = this is a copy of “{ $value }” and is not read; bring into that file what only the copy has, then delete the copy{ $own ->
    [yes] ; a file of its own must bear its own name inside
   *[no] {""}
 }
problem-dangling-link = this link leads to “{ $value }”, where no file is; put the file there, or delete the link
problem-not-a-file = this is a folder or the like and not a file, so it is not read; rename it, or put the file itself here
problem-unreadable = the file cannot be opened ({ $said }); check its permissions
problem-original-missing = the original “{ $value }” is not in the folder of sources; add it, or correct the file name
problem-original-changed = “{ $value }” is no longer the file this card was made from; compare them, then make the card anew
problem-original-length = “{ $value }” now has { $count } paragraphs, the card { $paragraphs }; compare them, then make the card anew
problem-original-read-otherwise = “{ $value }” is the file this card was made from, but is read in other paragraphs now, as by another version of the library for HTML or PDF; make the card anew
problem-original-too-large = “{ $value }” is larger than { $most } MB; save it without pictures, or split it
problem-original-too-long = “{ $value }” has { $count } paragraphs or pages, more than { $most }; split it
problem-original-too-crowded = “{ $value }” has { $count } elements such as links, in all or in one block of the page, more than { $most }; save the article alone, as the reader view of a browser shows it, or save it as text
problem-original-without-text = there is no text in “{ $value }”; of scanned pages make one with text recognition first
problem-original-encoding = “{ $value }” is not UTF-8{ $encoding ->
    [none] {""}
   *[other] , it looks like { $encoding }
 }; save it as UTF-8
problem-original-fouled = the characters of “{ $value }” are broken: it was read in the wrong encoding and saved so; fetch the document anew from where it came
problem-original-run-together = the words of “{ $value }” run together, so that this PDF cannot be read well; save it as text or HTML in the program it came from, or make a text of its pages with text recognition
problem-original-no-document = “{ $value }” holds no text, HTML or PDF, or something else than its ending says; check the file
problem-original-locked = “{ $value }” is locked by a password; save a copy without one
problem-original-broken = “{ $value }” cannot be read as { $what }; open it in a program and save it anew
problem-citation-changed = paragraph { $value } of the original is no longer what was cited; read it again and correct the citation
problem-citation-moved = paragraph { $value } of the original now stands at { $now }; correct the citation
problem-no-folder = the folder is missing; create it, or set { $variable } to the right one

## Drafts: comments in the files that `draft` writes, and what it says

draft-head =
    A draft: what is empty must be written, and `check` names it; delete sections the source has nothing for.
    Lines with #~ are working notes, to be deleted in the end: sed -i '/#~/d' FILE
    ¶ counts paragraphs: `draft DOCUMENT --paragraphs` shows them.
draft-where = found: { $where ->
    [front-matter] front matter
   *[other] { $where }
 }
draft-short = what lists call it, in a word or three
draft-observations = What the author saw and did not foretell stands here, not among the predictions:
draft-claim = claim: NAME, where several predictions are one assertion
draft-outline = the parts of the source, titled in your words
draft-sectors = Fields whose names occur:
draft-audiences = Audiences whose names occur:
draft-years = Years that occur:
draft-naive = how it would be ruled if things stayed as they are: held, partly or failed
draft-until = until: the last day, or null where it is open-ended
draft-forecasts = Sentences that look like forecasts (!: very much so), by their words, an excerpt, and the end they seem to give:
criterion-only-count = { $count ->
    [one] 1 prediction has
   *[other] { $count } predictions have
 } a rule of the first format
criterion-only-core-count = { $count ->
    [one] 1 core claim has
   *[other] { $count } core claims have
 } a rule of the first format
standings-overdue = { $count ->
    [one] 1 open prediction has waited more than four weeks for another look:
   *[other] { $count } open predictions have waited more than four weeks for another look:
}
unwritten-count = { $count ->
    [one] 1 text waits
   *[other] { $count } texts wait
 } for { $wanted ->
    [zh] Chinese
   *[en] English
 }
site-behind-link = { $path }: this is a symbolic link, and what it leads to is not ours to write over; remove it, or name another folder
site-gone = site: a process that wrote pages was ended by the system, most likely because memory ran out; nothing is changed: try again where there is more of it
site-outside = site: { $name } would be written outside of the folder, so nothing is written; look for the link in the briefings that leads there
draft-written = { $card } and { $briefing } are written; { $count ->
    [0] no sentence looks like a forecast
    [one] one sentence looks like a forecast
   *[other] { $count } sentences look like forecasts
 }. Fill in what is empty, then run check.
draft-document-named = The card calls the document “{ $file }”. You need not rename yours: verify knows it by its content.

## Subscriptions

name-subscribe = Subscribe
name-settings = Settings
name-pause = Pause
name-unsubscribe = Unsubscribe
name-mydata = My data
command-subscribe = A check-in each week, at your hour
command-settings = Day, hour, zone, interests
command-pause = Pause the weekly check-in
command-unsubscribe = End the weekly check-in
command-mydata = All that is stored about you, as a file
subscription-title = The weekly check-in
weekly-at = Every week: { $when }
weekly = { $day }, { $time }, { $zone }
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday
next-issue = Next one: { $at }
paused-reader = ⏸ Paused since { $date }; your settings are kept.
paused-blocked = ⏸ Paused since { $date }, because messages did not get through; your settings are kept.
paused-muted = ⏸ Paused since { $date }, because I was not allowed to write here; your settings are kept. Once I may, press Resume.
interests-all = Fields: all
interests-some = Fields: { $names }
sends-empty = In a week with nothing to ask, I say so in one line.
skips-empty = In a week with nothing to ask, I send nothing.
button-day = Day
button-time = Hour
button-zone = Time zone
button-interest = Interests
button-send-empty = Tell me in such weeks too
button-skip-empty = Skip weeks without questions
button-pause = ⏸ Pause
button-resume = ▶️ Resume
button-unsubscribe = Unsubscribe
button-subscribe = 📬 Subscribe to the weekly check-in
button-subscribe-page = 📬 Subscribe: weekly, in this browser
button-settings = ⚙️ Settings
button-everything = All fields
button-done = ‹ Done
subscribed = You are subscribed. One message a week, three questions at most.
subscribed-here = From now on the check-in comes here.
arrives-on-page = The weekly check-in arrives here, on this page, in this browser, and waits until you open it; nothing is mailed.
changed = Changed.
paused = Paused: no messages until you press Resume or send /resume.
resumed = Welcome back. Check-ins go on, from the next one.
runs-already = It is not paused: check-ins come as always.
unsubscribed = You are unsubscribed. The answers you gave stay; /forget deletes them.
unsubscribed-group = Unsubscribed: no more check-ins come here.
not-subscribed-at = You aren’t subscribed. Press the button, and the check-in comes every week: { $when }
not-subscribed = You aren’t subscribed. Press the button, or write when: “every Sunday at 9:30”
nothing-sent = You are not subscribed: nothing is sent to you. What is stored about you, such as your answers, stays until you delete it.
nothing-sent-group = This group is not subscribed: nothing is sent here.
only-admins = In a group only its admins choose this. Ask one of them, or choose for yourself in a chat with me alone.
admins-unknown = I cannot tell just now whether you are an admin. Please try again in a minute.
admins-hidden = This group does not let me see who its admins are. Make me an admin, or choose for yourself in a chat with me alone.
choose-day = On which day?
choose-time = At what time? Press one, or write it: 21:15
choose-time-group = At what time? Or write it: /settings time 21:15
choose-zone = Where do you live? Press a city, or write yours: Paris. On Telegram you can also send your location.
choose-zone-group = Where do you live? Press a city, or write one: /settings zone Paris. On Telegram you can also send your location.
choose-which-zone = Which place do you mean?
choose-interest = Which fields? None chosen means all.
no-such-zone = I did not understand “{ $called }”. Name one day, one time and one city, in any order, such as: /subscribe sun 09:30 London
checkin-verdicts = { $count ->
    [one] One new verdict
   *[other] { $count } new verdicts
}
checkin-more-verdicts = { $count ->
    [one] One more, among the latest verdicts
   *[other] { $count } more, among the latest verdicts
}
checkin-corrections = { $count ->
    [one] Put right: one verdict that was wrong
   *[other] Put right: { $count } verdicts that were wrong
}
checkin-turns = { $count ->
    [one] One open forecast looks different now
   *[other] { $count } open forecasts look different now
}
checkin-more-turns = { $count ->
    [one] One more, among those with a standing
   *[other] { $count } more, among those with a standing
}
checkin-new-briefing = 📚 New: { $title }
checkin-missed = { $count ->
    [one] One check-in could not be delivered in time. Ask for this week's questions at any time: /checkin
   *[other] { $count } check-ins could not be delivered in time. Ask for this week's questions at any time: /checkin
}
checkin-how-to-stop = Day, hour, pause, end: /settings
mydata-title = My data
mydata = Here is all that is stored about you, as a JSON file.

## Words in pictures

picture-core = { $count ->
    [one] One core claim
   *[other] { $count } core claims
} of { $documents ->
    [one] one document
   *[other] { $documents } documents
}, and how they stand
picture-all = { $count ->
    [one] One forecast
   *[other] { $count } forecasts
} of { $documents ->
    [one] one document
   *[other] { $documents } documents
}, and how they stand
picture-year = { $count ->
    [0] No forecast falls due in this year
    [one] One forecast falls due in this year
   *[other] { $count } forecasts of { $documents ->
        [one] one document
       *[other] { $documents } documents
    } fall due in this year
}
picture-by = { $authors }, { $date }
picture-door = { $state }: { $statement }
picture-today = today { $date }
picture-nothing = There is nothing to draw yet.
picture-window = window of forecasts
picture-beyond = window that goes on beyond the picture
picture-published = published
picture-past = events told as past
picture-foretold = events foretold
picture-more-forecasts = { $count ->
    [one] one more forecast is not shown
   *[other] { $count } more forecasts are not shown
}
picture-more-documents = { $count ->
    [one] one more document is not shown
   *[other] { $count } more documents are not shown
}
picture-more-records = { $count ->
    [one] one more record is not shown
   *[other] { $count } more records are not shown
}
picture-all-of-them = all forecasts
picture-became = What became of the forecasts
picture-share-held = Share that held
picture-share = { $share }% of { $claims ->
    [one] one claim
   *[other] { $claims } claims
}
picture-naive = status quo: { $share }%
picture-likely = likely { $low }–{ $high }%
picture-rhomb = the rule “things stay as they are”, on the same forecasts
picture-undecided = nothing decided yet
picture-waiting = no verdict yet
picture-interval = the true share most likely lies here (95%)
picture-guesses = My guesses
picture-no-guesses = You have not said yet how likely anything is that still waits.
picture-guess = { $what } You: { $own }%
picture-guess-beside = { $what } You: { $own }%, readers: { $median }%
picture-own-guess = what I said
picture-readers-median = the middle of all readers
picture-calibration = Do things happen as often as you say?
picture-ways = Your Brier score (shorter bars are better)
picture-first = your first answers
picture-last = your last answers
picture-over-time = all answers, each as long as it stood
picture-median = the readers' median
picture-as-was = “things stay as they are”
picture-even = always 50%
picture-course = Are you getting better?
picture-course-better = Yes: over { $count } claims your scores have fallen, by more than chance explains. Each dot is the score of a claim; lower is better.
picture-course-worse = No: over { $count } claims your scores have risen, by more than chance explains. Each dot is the score of a claim; lower is better.
picture-course-level = Over { $count } claims no change can be told from chance. Each dot is the score of a claim; lower is better.
picture-answers = { $count } answers that verdicts have settled
picture-few-answers = { $count ->
    [one] One answer is settled: too few to tell skill from luck
   *[other] { $count } answers are settled: too few to tell skill from luck
}
picture-no-answers = Once there are verdicts on forecasts you guessed at, they are drawn here.
picture-came-true = ↑ How often it came true (in part counts half)
picture-given = How likely you said it was →
picture-dot = answers (the number counts them)
picture-diagonal = as often as said
alarm = ⚠️ Check-ins on { $channel } rest for ten minutes: too many failed in a row. /admin shows the figures.
polling-stands = ⚠️ Nothing that readers ask on Telegram arrives: { $why }. It is tried again until it works; the page goes on meanwhile.
polling-again = ✅ What readers ask on Telegram arrives again.
polling-token = BOT_TELEGRAM_TOKEN: Telegram refuses the token; get a valid one from @BotFather
polling-elsewhere = another program is polling Telegram with this token; stop it, or use another token
polling-webhook = Telegram does not get through to BOT_WEBHOOK_URL; are its name, its certificate and the proxy before it right?
polling-flood = Telegram wants to be asked less often for a while; nothing needs to be done
polling-unreachable = Telegram cannot be reached or gives no proper answer; are the network, BOT_TELEGRAM_API_URL and the proxy right?
polling-fault = a fault of the bot while it fetches what readers ask; the log says what
slower = Slower, please: of what you send at once only the last few are answered. Ask again what is still missing.

## For editors

admin-title = Deliveries of the last seven days
admin-nothing = Nothing was due.
admin-rest = Send to the rest
admin-again = Look again
admin-edition = Edition { $digest } is live.
admin-reloads = Files last good { $good }, last read { $tried }
admin-editors = Editors: { $names }. “/admin dismiss NAME” makes a reader again of one who came by the link of the page.
admin-resent = { $count ->
    [one] One is sent again now.
   *[other] { $count } are sent again now.
}
delivery-line = { $state }: { $count }
delivery-queued = waiting
delivery-sending = on their way
delivery-sent = sent
delivery-empty = left out as empty
delivery-missed = missed in an outage
delivery-gone = gone (blocked me)
delivery-muted = not allowed to write there
delivery-failed = failed
delivery-doubt = in doubt
delivery-unreadable = cannot be read, left alone
button-picture = 🖼 As a picture
button-calibration = 🎯 My calibration
button-in-words = In words
no-font = No font with Chinese is installed, so chats get no pictures. On Debian: apt install fontconfig fonts-noto-cjk; elsewhere: pip install justmytype-intl-cjk
picture-unavailable = The picture cannot be shown here.

## Pages with addresses, feeds and calendars

nav-authors = Track records
nav-corrections = Corrections
table-none = { $filters ->
    [0] There are no forecasts yet.
    [1] There are none now.
   *[other] No forecast matches all of these. Take one of them away, or clear them all.
}
page-search = Type a word, a field or a question above, or begin with one of these.
page-missing = There is no page at this address. Search for it, or choose from the menu.
page-more = Read on
page-on-it = On this page
page-main = Pages
page-further = About this site
page-pages = More of this list
page-number = Page { $number }
page-newer = ‹ Newer
page-older = Older ›
page-skip = Skip to the text
page-seek = A word, a field, a question
page-chat = 💬 Chat
share-title = Share or cite
share-address = Address
share-copy = Copy
share-copied = Copied
share-send = Send…
share-frame = To show it on a page of your own
cite-title = Citation
cite-bibtex = BibTeX entry
cite-text = “{ $title }”. Hindsight, edition { $edition } of { $day }. { $url }
cite-note = Edition { $edition }, CC BY 4.0
embed-more = Why, and on which evidence: { $name }
page-licence = The words here: CC BY 4.0. The sources belong to their authors; none of their text is quoted.
page-edition = Edition { $edition }.
home-title = AI forecasts, and what became of them
home-counts = { $forecasts ->
    [one] One forecast
   *[other] { $forecasts } forecasts
} from { $documents ->
    [one] one document
   *[other] { $documents } documents
}
home-ruled-all = All verdicts
home-open-all = All that are open
home-ask-how = You answer in the chat; then you see what other readers say. No account needed.
question-then = Once you have answered, you see what other readers say, and how it looks so far.
home-weekly = Three questions a week
home-weekly-how = I come back with what became of your answers, and with three new questions: three taps.
home-weekly-door = 📬 Get it every week
home-weekly-where = It arrives in the chat of this site, in the browser you subscribe with: no e-mail, no account. You can stop there at any time.
filter-state = Stands
filter-leaning = Leaning
filter-sector = Field
filter-source = Document
filter-author = Author
filter-year = Ends in
filter-weight = Weight
filter-certainty = Wording
forecast-window = Window
filters-apply = Show
filters-title = Narrow the list
filters-none = Clear all
filters-most = { $field }: the { $count } with the most forecasts, of { $all }.
filters-rest = See all
timeline-most = { $field }: the { $count } newest, of { $all }.
filters-without = Without the filter { $filter }
column-state = Stands
column-said = Said in
column-until = Ends
column-ruled = Ruled
forecast-became = What became of it
forecast-rule = The rule
forecast-history = What happened when
forecast-same = The same claim elsewhere
forecast-ruled = This one has a verdict. Others are still open: say in the chat what you think of them.
forecast-answer = Say what you think
forecast-chat = Open in the chat
forecast-tally = You see what other readers think once you have answered, so that your answer is your own.
moment-said = said
moment-ends = the window ends
moment-ended = the window ended
moment-rule = rule written
moment-reworded = rule reworded
moment-leant = looked at: { $leans }
moment-ruled = verdict: { $state }
moment-upheld = a reader’s appeal upheld
moment-declined = a reader’s appeal not upheld
moment-proposed = verdict proposed: { $state }; to count from { $day }
timeline-about = Each mark is a forecast, at the end of its window, or an event a source dates. Press one to read on.
timeline-from = From
timeline-to = To
timeline-wider = A year more on both sides
timeline-reset = Back to all years
timeline-legend = What the marks mean
timeline-only = { $year } alone
timeline-words = Year by year, in words
corrections-title = { $count ->
    [0] Corrections
    [one] One correction
   *[other] { $count } corrections
}
corrections-about = Verdicts that came out otherwise later, or were given other reasons, and rules that were reworded. Nothing is taken off this list.
corrections-outcome = Ruled otherwise
corrections-reasons = Other reasons or more evidence
corrections-rule = Rules that were reworded
correction-outcome = Ruled { $after } instead of { $before }
correction-reasons = Still { $outcome }, for other reasons or on more evidence
correction-rule = The rule was reworded
correction-words = Before and after
method-title = Method
method-about = How forecasts are chosen, ruled on and counted, and how mistakes are put right.
method-on-chosen = What counts as a forecast
method-chosen = Only what a source says will happen, and what somebody else could check. What its authors saw in their own day is kept apart as an observation: shown, never scored. Forecasts that assert the same weigh one together.
method-on-rules = Rules come first
method-rules = Every forecast has a window and a rule: a question that a second person would rule the same way, what counts as held, partly or failed, which series or page decides, and from which day. A register among the files holds the day each wording was first published. Where a rule was written only after the window had ended, its page says so.
method-on-verdicts = Verdicts
method-verdicts = Held, held in part, failed; unclear where it cannot be measured, no data was found or the wording is too vague; void where its condition never arose. Each has a day, a reason and evidence.
method-on-evidence = Evidence
method-evidence = One fact in the editors’ words, its page, publisher and date, never more precise than the page gives it. Primary sources come first, then the press, then secondary ones. Each piece says whether it supports or contradicts the forecast, or cuts both ways.
method-on-standings = How open forecasts look
method-standings = On some that are open an editor notes which way they lean, why, and when to look again. That is no verdict, and no score counts it.
method-on-scores = Track records
method-scores = The share of decided claims that held, in part counting half, with a 95% interval; beside it what the rule “things stay as they are” would have scored on the same claims. Forecasts of one claim weigh one together, and what is only implied is told apart. Where few are decided, that proves little, and the page says so.
method-on-corrections = Corrections
method-corrections = A verdict that was wrong is replaced, never erased: the old one stays on the page, with its day, and on the list of corrections.
method-on-readers = Readers
method-readers = Readers answer in the chat: how likely something is, or whether it came true. They see the tally after their own answer. No page shows what one person said.
method-on-sources = Sources
method-sources = I summarise in my own words; ¶ is the paragraph of the source a statement rests on. The words here may be used under CC BY 4.0, with a link; the sources' rights are untouched.
feeds-title = Feeds and calendar
feeds-about = Verdicts, standings and corrections for your feed reader, and the days on which forecasts fall due for your calendar.
feeds-all = Everything
feeds-verdicts = Verdicts
feeds-standings = How open forecasts look
feeds-corrections = Corrections
feeds-appeals = Readers’ appeals, answered
feeds-by-sector = By field
feeds-by-source = By document
feeds-by-author = By author
feeds-calendar = Due dates
feeds-calendar-how = Subscribe to this address in your calendar: it follows corrections. Choose fields for a calendar of your own:
feeds-choose = Make my calendar
feeds-programs = For programs
feeds-programs-how = All of an edition as one file, or piece by piece by the API: the same records as on the pages, under the licence below.
calendar-due = Falls due: { $statement }

## The API

unanswered-missing = There is nothing here
unanswered-method = This address only reads
unanswered-field = This cannot be asked
unanswered-many = Too many requests
unanswered-error = Something went wrong here
api-missing = Nothing has this address. { $root } lists what there is.
api-no-such = There is no “{ $called }”. { $list } lists all there are.
api-method = Nothing can be changed here: ask by GET.
api-unknown = “{ $field }” is no field of this address. Those are: { $known }.
api-twice = “{ $field }” stands twice; it can have one value.
api-value = “{ $value }” cannot be { $field }. That can be: { $known }.

## Assistants

tool-unknown = There is no tool “{ $called }”. There are: { $known }.
tool-field = “{ $field }” is missing, not a field, or not as the schema says. Fields are: { $known }.
tool-missing = Nothing is called “{ $called }”. The tool search finds what there is.
tool-meant = Nothing is called “{ $called }”. Did you mean “{ $meant }”?
tool-cursor = This cursor is not from here: ask without one, from the beginning.
mcp-post = Assistants ask here by POST, with the Model Context Protocol.
mcp-missing = This site does not speak the Model Context Protocol yet: whoever runs it installs { $install }
mcp-body = The question did not arrive: it was empty, too long or too slow.

## Pages of files

search-nothing = Nothing is found by these words: try fewer, or others.
search-counted = Found: { $count }
filters-counted = Forecasts: { $count }
