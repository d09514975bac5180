// The conversation outlasts the page: each question has an address, Back goes to the one before, and what was asked is
// asked again when the page is loaded, which changes nothing. The server keeps it of readers it knows; of others this
// browser does: questions alone, for thirty days.

import { askedBefore } from "./asking.js";
import { above, bubble, chat, home, line, log, rest, titled, words } from "./page.js";

const STORE = `asked:${home.pathname}`;
const MOST = 100;
const AT_ONCE = 8; // as many as the server answers at once
const LIFETIME = 30 * 24 * 3600 * 1000; // milliseconds

let serial = 0; // tells bubbles of the same question apart while this page lives
let cursor = "kept" in words ? undefined : null; // where the server is to go on; null where it has no more
let older = stored(); // what this browser has kept and not shown yet
let beginnings = 0; // how often all was deleted: what was asked for before belongs to nobody any more

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE)) ?? [];
    return found.filter(({ q, at }) => typeof q === "string" && at > Date.now() - LIFETIME);
  } catch {
    return []; // there is no storage, or something else has written there
  }
}

function store(questions) {
  try {
    if (questions.length) localStorage.setItem(STORE, JSON.stringify(questions.slice(-MOST)));
    else localStorage.removeItem(STORE);
  } catch {
    // without storage the conversation ends with the page
  }
}

function address(article, { asked, address: where }, push) {
  article.dataset.question = asked;
  article.dataset.place ||= String(++serial);
  const state = { question: asked, place: article.dataset.place };
  if (push) history.pushState(state, "", where);
  else history.replaceState(state, "", where);
  titled(article);
}

// A bubble that takes the place of another one is where that was, until it is known what it answers.
export function inherit(article, { dataset: { question, place } }) {
  if (question) article.dataset.question = question;
  if (place) article.dataset.place = place;
}

// Keep what was answered, with its address; `old` is the bubble whose place the new one takes.
export function keep({ article, asked, address: where, kept, forgets }, old) {
  if (old) inherit(article, old);
  if (forgets) return begin(article);
  if (!asked) return undefined; // nothing to go back to: it filled in a form, or marked a choice where it stands
  const others = stored().filter(({ q }) => q !== asked && q !== old?.dataset.question);
  store(kept ? others : [...others, { q: asked, at: Date.now() }]);
  return address(article, { asked, address: where }, !old || history.state?.place !== article.dataset.place);
}

// All of the reader was deleted: so is what stands here, and what this browser kept.
function begin(article) {
  beginnings += 1;
  store([]);
  older = [];
  cursor = null;
  [...log.children].slice(0, -2).forEach((each) => each.remove());
  log.querySelectorAll("[data-question]").forEach((each) => { delete each.dataset.question; });
  history.replaceState({ question: "/start", place: String(++serial) }, "", chat);
  titled(article);
}

function exchange({ asked, called, html }) {
  const question = line("asked", called);
  const article = bubble(html);
  question.dataset.question = asked;
  Object.assign(article.dataset, { question: asked, place: String(++serial) });
  return [question, article];
}

const more = () => cursor !== null || older.length > 0;

// Return the exchanges before those that were returned last, oldest first; none where all was deleted meanwhile.
async function before() {
  const begun = beginnings;
  const found = [];
  if (cursor !== null) {
    const { earlier, before: next } = await askedBefore({ before: cursor });
    if (begun !== beginnings) return [];
    cursor = next;
    found.push(...earlier);
  }
  if (cursor !== null || found.length >= AT_ONCE || !older.length) return found;
  const asked = older.splice(found.length - AT_ONCE).map(({ q }) => q);
  const { earlier } = await askedBefore({ asked });
  return begun === beginnings ? [...earlier, ...found] : [];
}

const opener = document.createElement("button");
opener.className = "button earlier";
opener.textContent = words.earlier;
opener.addEventListener("click", async () => {
  const first = opener.nextElementSibling;
  opener.setAttribute("aria-busy", "true");
  try {
    const found = await before();
    above(first, () => {
      opener.after(...found.flatMap(exchange));
      if (!more()) opener.remove();
    });
  } catch {
    // the connection may come back; the button stays
  } finally {
    opener.removeAttribute("aria-busy");
  }
});

function showOpener() {
  if (more()) log.prepend(opener);
}

// Put what was asked before around the answer that the page came with: above it, unless that is one of them.
export async function restore() {
  const article = log.querySelector("article");
  if ("forgets" in words) return begin(article); // asked before the scripts were there
  const back = history.state?.question;
  const here = { asked: back ?? words.asked, address: location.href };
  const question = log.querySelector(".asked");
  if (question) question.dataset.question = here.asked;
  address(article, here, false);
  if (!more()) return;
  log.querySelector(".introduced")?.remove(); // we have met
  const found = await before().catch(() => []);
  const last = found.findLastIndex(({ asked }) => asked === here.asked);
  const at = back || last === found.length - 1 ? last : -1;
  const around = (which) => which.filter(({ asked }) => asked !== here.asked).flatMap(exchange);
  const untouched = log.scrollTop === 0;
  above(article, () => {
    if (at >= 0) {
      if (question) question.textContent = found[at].called;
      article.after(...around(found.slice(at + 1)));
      address(article, found[at], false);
    }
    const earlier = around(at < 0 ? found : found.slice(0, at));
    if (at < 0 && earlier.length) earlier.push(line("since", words.since));
    log.prepend(...earlier);
    showOpener();
  });
  if (untouched) log.querySelector(".since")?.scrollIntoView({ block: "start" });
}

// Back and forward lead to the bubble of a question; where it is not on the page any more, it is asked again.
async function lead({ question, place }) {
  const all = [...log.querySelectorAll("article")];
  let article = all.find((each) => each.dataset.place === place && each.dataset.question === question)
    ?? all.findLast((each) => each.dataset.question === question);
  if (!article) {
    const { earlier } = await askedBefore({ asked: [question] });
    if (history.state?.question !== question) return; // somebody was faster
    const made = exchange(earlier[0]);
    [, article] = made;
    log.append(...made);
  }
  const asked = article.previousElementSibling;
  (asked?.matches(".asked") ? asked : article).scrollIntoView({ block: "start" });
  titled(article);
  rest(article.querySelector("h2"));
}

addEventListener("popstate", ({ state }) => {
  if (state?.question) lead(state).catch(() => location.reload());
});
