// The talk: what is typed or pressed becomes a question, and its answer a bubble, below or in place of another one.

import { ask } from "./asking.js";
import { inherit, keep } from "./conversation.js";
import { forget, log, lost, note, rest, words } from "./page.js";

const LOOK_AGAIN = 3_000; // milliseconds until an answer that changes by itself is asked for again
const MARKS = /^[\p{Extended_Pictographic}\uFE0F\s]+/u; // before a line: nobody says them

// An answer that changes by itself is shown anew until it says no more.
export function followed(article) {
  if (article.dataset.follows) setTimeout(lookAgain, LOOK_AGAIN, article);
}

async function lookAgain(article) {
  if (!article.isConnected) return;
  try {
    const { article: answer } = await ask(article.dataset.follows, { again: true });
    if (answer.textContent !== article.textContent) {
      inherit(answer, article);
      article.replaceWith(answer);
      return followed(answer);
    }
  } catch {
    // the connection may come back
  }
  return followed(article);
}

// Ask; where no answer comes, `tell` the reader, else return the new bubble. What was `pressed` and shown as a command is
// shown as a person says it, once that is known.
export async function say(text, { shown = text, pressed: link, files, tell } = {}) {
  forget("lost");
  const asked = note("asked", shown);
  asked.dataset.question = text;
  const writing = note("writing", words.writing);
  try {
    const found = await ask(text, { files });
    if (link && shown.startsWith("/")) asked.textContent = found.said;
    writing.replaceWith(found.article);
    keep(found);
    followed(found.article);
    asked.scrollIntoView({ block: "start" });
    return found.article;
  } catch {
    asked.remove();
    writing.remove();
    tell();
    return null;
  }
}

// While a press is on its way, its button says so, and pressing it again does nothing; nor does any other button of an
// answer that is about to be replaced.
async function pressed(link, within, answered) {
  if (link.closest("[aria-busy]")) return;
  const marked = [link, within];
  marked.forEach((each) => each.setAttribute("aria-busy", "true"));
  try {
    await answered();
  } finally {
    marked.forEach((each) => each.removeAttribute("aria-busy"));
  }
}

async function turn(link) {
  const old = link.closest("article");
  forget("lost");
  try {
    const found = await ask(link.dataset.command, { instead: old.dataset.question ?? "" });
    const answer = found.article;
    const place = link.getBoundingClientRect().top;
    const held = old.contains(document.activeElement) || document.activeElement === document.body;
    old.replaceWith(answer);
    keep(found, old);
    followed(answer);
    const next = counterpart(answer, link);
    if (next?.dataset.command === link.dataset.command) log.scrollTop += next.getBoundingClientRect().top - place;
    else answer.scrollIntoView({ block: "start" });
    answer.toggleAttribute("data-other", !next);
    if (held) rest(next || answer.querySelector("h2"));
  } catch {
    lost(words.lostPress, () => press(link), old);
  }
}

// The button in a new answer that does what the pressed one did, or turns its pages on the same way. One that only reads
// the same may do something else: the 35 % of another question, the first of the choices that came of the press.
function counterpart(answer, link) {
  const turns = [...answer.querySelectorAll("[data-turn]")];
  const pager = (one) => one.dataset.command.replace(/ p\d+$/, "");
  return turns.find((other) => other.dataset.command === link.dataset.command)
    || turns.find((other) => other.textContent === link.textContent && pager(other) === pager(link));
}

async function follow(link) {
  const tell = () => lost(words.lostPress, () => press(link));
  const article = await say(link.dataset.command, { shown: label(link), pressed: link, tell });
  const title = article?.querySelector("h2");
  if (title) rest(title);
}

function label(link) {
  if (link.closest("svg")) return link.getAttribute("aria-label");
  if (!link.matches(".door")) return link.textContent.trim();
  const [first] = link.parentElement.querySelector("p").textContent.trim().split("\n");
  return first.replace(MARKS, "");
}

export function press(link) {
  if ("turn" in link.dataset) pressed(link, link.closest("article"), () => turn(link));
  else pressed(link, link, () => follow(link));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-command]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  // The second click of a double click presses nothing that the first one has brought: a vote, twice, is one.
  if (event.detail > 1 && link.closest("[data-other]")) return;
  press(link);
});

// A number opens the door that bears it, in the answer that has the focus; or, where the whole talk has it, in the last.
log.addEventListener("keydown", (event) => {
  if (!/^\d$/.test(event.key) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const answer = event.target.closest("article") || [...log.querySelectorAll("article")].at(-1);
  const door = [...answer.querySelectorAll(".door")].find((each) => each.textContent.trim() === event.key);
  if (!door) return;
  event.preventDefault();
  door.click();
});
