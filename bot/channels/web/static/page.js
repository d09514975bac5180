// What all modules share: the parts of the page, lines that stand between bubbles, and where the focus rests.

export const home = new URL("..", import.meta.url); // whatever path we are served below
export const log = document.getElementById("log");
export const form = document.getElementById("say");
export const chat = form.action; // this page, before anything was asked
export const input = form.elements.q;
export const words = document.body.dataset;

export function line(kind, text) {
  const made = document.createElement("p");
  made.className = kind;
  made.textContent = text;
  return made;
}

export function note(kind, text, after = log.lastElementChild) {
  const made = line(kind, text);
  after.after(made);
  made.scrollIntoView({ block: "nearest" });
  return made;
}

// A line that tells of a lost connection, with the button that tries again.
export function lost(text, again, after) {
  const made = note("lost", `${text} `, after);
  const button = document.createElement("button");
  button.className = "button";
  button.textContent = words.again;
  button.addEventListener("click", () => {
    made.remove();
    again();
  });
  made.append(button);
  made.scrollIntoView({ block: "nearest" });
}

export function forget(kind) {
  log.querySelectorAll(`.${kind}`).forEach((each) => each.remove());
}

export function bubble(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // made by our server, which escapes every text
  return holder.content.querySelector("article");
}

export function titled(article) {
  const title = article.querySelector("h2").firstChild.textContent.trim();
  document.title = article.dataset.question === "/start" ? words.name : `${title} · ${words.name}`;
}

export function rest(element) {
  if (element.matches("h2")) element.tabIndex = -1; // so that Tab goes on in the new answer
  element.focus({ preventScroll: true });
}

// Change what stands above something, which stays where the reader sees it.
export function above(anchor, change) {
  const before = anchor.getBoundingClientRect().top;
  change();
  log.scrollTop += anchor.getBoundingClientRect().top - before;
}
