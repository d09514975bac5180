// Turns the page into a chat: questions go to /ask, answers come back as bubbles. Without it every link still works.
"use strict";

const log = document.getElementById("log");
const form = document.querySelector("form");
const input = form.elements.q;

function note(kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  log.append(line);
  line.scrollIntoView({ block: "end" });
  return line;
}

function bubble(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // made by our server, which escapes every text
  return holder.content.querySelector("article");
}

async function ask(command) {
  const response = await fetch("/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ q: command }),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return bubble((await response.json()).html);
}

async function say(text, shown) {
  document.querySelectorAll(".lost").forEach((line) => line.remove());
  const asked = note("asked", shown || text);
  const writing = note("writing", document.body.dataset.writing);
  try {
    const answer = await ask(text);
    writing.replaceWith(answer);
    asked.scrollIntoView({ block: "start" });
    return true;
  } catch {
    asked.remove();
    writing.remove();
    note("lost", document.body.dataset.lost);
    return false;
  }
}

async function turn(link) {
  const old = link.closest("article");
  old.classList.add("busy");
  try {
    const answer = await ask(link.dataset.command);
    old.replaceWith(answer);
    answer.scrollIntoView({ block: "start" });
    const next = [...answer.querySelectorAll("[data-turn]")];
    (next.find((other) => other.textContent === link.textContent) || next[0])?.focus({ preventScroll: true });
  } catch {
    old.classList.remove("busy");
    note("lost", document.body.dataset.lost);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-command]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if ("turn" in link.dataset) turn(link);
  else say(link.dataset.command, label(link)).then((answered) => answered && /^\/language /.test(link.dataset.command) && location.assign("/"));
});

function label(link) {
  if (!link.classList.contains("door")) return link.textContent.trim();
  const bold = link.parentElement.querySelector("b");
  return (bold || link.parentElement).textContent.trim().split("\n")[0];
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  if (!(await say(text))) input.value = text;
  input.focus();
});
