// The line below the talk: Enter asks, and ↑ brings back what was asked before.

import { form, input, log, lost, words } from "./page.js";
import { say } from "./talk.js";

async function asked(text) {
  const tell = () => {
    const typed = [text, input.value].filter(Boolean).join(" ");
    input.value = typed;
    lost(words.lost, () => form.requestSubmit());
  };
  await say(text, { tell });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  input.focus();
  asked(text);
});

// Editors write notes of several paragraphs: Enter sends, Shift+Enter begins a new line.
if (input.matches("textarea")) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// ↑ in an empty line brings back the question before, and again the one before that; ↓ leads the other way. Whoever has
// begun to write moves in what they write.
input.addEventListener("keydown", (event) => {
  if (!["ArrowUp", "ArrowDown"].includes(event.key) || event.isComposing) return;
  const questions = [...log.querySelectorAll(".asked[data-question]")].map((each) => each.dataset.question).filter(Boolean);
  const at = input.value ? questions.lastIndexOf(input.dataset.recalled ?? "") : questions.length;
  if (input.value && input.value !== input.dataset.recalled) return;
  const next = at + (event.key === "ArrowUp" ? -1 : 1);
  if (next < 0) return;
  event.preventDefault();
  input.value = questions[next] ?? "";
  input.dataset.recalled = input.value;
});
