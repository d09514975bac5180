// Turns the page into a chat: questions go to /ask, answers come back as bubbles. Without it every link and button
// still works: what may change something is sent by one of the page's forms, which hold the token of the session.
"use strict";

const home = new URL("..", document.currentScript.src); // whatever path we are served below
const log = document.getElementById("log");
const form = document.getElementById("say");
const input = form.elements.q;
const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions(); // a new subscription is for here
const LOOK_AGAIN = 3_000; // milliseconds until an answer that changes by itself is asked for again
const PATIENCE = 20_000; // milliseconds until a silent connection counts as lost

function note(kind, text, after = log.lastElementChild) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  after.after(line);
  line.scrollIntoView({ block: "nearest" });
  return line;
}

function forget(kind) {
  document.querySelectorAll(`.${kind}`).forEach((line) => line.remove());
}

function bubble(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // made by our server, which escapes every text
  return followed(holder.content.querySelector("article"));
}

// An answer that changes by itself is shown anew until it says no more.
function followed(article) {
  if (article.dataset.follows) setTimeout(lookAgain, LOOK_AGAIN, article);
  return article;
}

async function lookAgain(article) {
  if (!article.isConnected) return;
  try {
    const answer = await ask(article.dataset.follows);
    if (answer.textContent !== article.textContent) return article.replaceWith(answer);
  } catch {
    // the connection may come back
  }
  followed(article);
}

function send(path, what) {
  return fetch(new URL(path, home), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF": form.elements.csrf.value },
    body: JSON.stringify(what),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

// A page that was open for long, or whose cookie is gone, takes the token of a new one and tries once more.
async function sent(path, what) {
  const response = await send(path, what);
  if (response.status !== 403) return response;
  const fresh = new DOMParser().parseFromString(await (await fetch(home)).text(), "text/html");
  const token = fresh.querySelector("[name=csrf]").value;
  document.querySelectorAll("[name=csrf]").forEach((field) => { field.value = token; });
  return send(path, what);
}

async function ask(command, files) {
  const { language } = document.body.dataset;
  const response = await sent("ask", { q: command, files, zone, language });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { html, page } = await response.json();
  if (page) return reload(page); // every word of the page changes
  return bubble(html);
}

function reload(page) {
  forget("writing");
  location.assign(page);
  return new Promise(() => {}); // nothing more happens on this page
}

async function say(text, shown, files) {
  forget("lost");
  const asked = note("asked", shown || text);
  const writing = note("writing", document.body.dataset.writing);
  try {
    const answer = await ask(text, files);
    writing.replaceWith(answer);
    asked.scrollIntoView({ block: "start" });
    return answer;
  } catch {
    asked.remove();
    writing.remove();
    note("lost", document.body.dataset.lost);
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
    const answer = await ask(link.dataset.command);
    const place = link.getBoundingClientRect().top;
    const held = old.contains(document.activeElement) || document.activeElement === document.body;
    old.replaceWith(answer);
    const next = counterpart(answer, link);
    if (next?.dataset.command === link.dataset.command) log.scrollTop += next.getBoundingClientRect().top - place;
    else answer.scrollIntoView({ block: "start" });
    if (held) rest(next || answer.querySelector("h2"));
  } catch {
    note("lost", document.body.dataset.lost, old);
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
  const title = (await say(link.dataset.command, label(link)))?.querySelector("h2");
  if (title) rest(title);
}

function rest(element) {
  if (element.matches("h2")) element.tabIndex = -1; // so that Tab goes on in the new answer
  element.focus({ preventScroll: true });
}

function label(link) {
  if (!link.matches(".door")) return link.textContent.trim();
  const lines = link.parentElement.querySelector("p").textContent.trim().split("\n");
  return `${link.textContent.trim()} · ${lines[0]}`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-command]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if ("turn" in link.dataset) pressed(link, link.closest("article"), () => turn(link));
  else pressed(link, link, () => follow(link));
});

// The menu shuts once something was chosen, elsewhere was pressed, or Escape.
const menu = document.querySelector(".more");
document.addEventListener("click", (event) => {
  if (!event.target.closest(".more > summary")) menu.open = false;
});
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary").focus();
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

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  input.focus();
  if (!(await say(text))) input.value = [text, input.value].filter(Boolean).join(" ");
});

// Editors write notes of several paragraphs: Enter sends, Shift+Enter begins a new line.
if (input.matches("textarea")) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// An editor's files: chosen, or dropped anywhere on the page.
const picker = form.querySelector("input[type=file]");

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function hand(chosen) {
  const { most, tooMuch } = document.body.dataset;
  if ([...chosen].reduce((sum, { size }) => sum + size, 0) > most) return note("lost", tooMuch);
  const named = await Promise.all([...chosen].map(async (file) => [file.name, await inBase64(file)]));
  if (named.length) await say("", `📎 ${named.map(([name]) => name).join(", ")}`, Object.fromEntries(named));
}

if (picker) {
  const { body } = document;
  picker.addEventListener("change", async () => {
    await hand(picker.files);
    picker.value = ""; // so that the same file, mended, can be chosen again
  });
  body.addEventListener("dragover", (event) => {
    event.preventDefault();
    body.classList.add("dropping");
  });
  body.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) body.classList.remove("dropping");
  });
  body.addEventListener("drop", (event) => {
    event.preventDefault();
    body.classList.remove("dropping");
    hand(event.dataTransfer.files);
  });
}

document.querySelectorAll("[data-follows]").forEach(followed);

new EventSource(new URL("events", home)).addEventListener("message", (event) => {
  const { item, html } = JSON.parse(event.data);
  log.append(bubble(html));
  log.lastElementChild.scrollIntoView({ block: "start" });
  sent("seen", { item });
});
