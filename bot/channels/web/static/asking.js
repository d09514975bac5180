// Asks the server: with the token of the session, the language of the page and the zone of the browser.

import { bubble, chat, forget, form, home, words } from "./page.js";
import { pause, secondsToWait } from "./patience.js";

const PATIENCE = 20_000; // milliseconds until a silent connection counts as lost
const TIMES = 3; // as often a question that was refused is asked again
const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions(); // a new subscription is for here

function send(path, what) {
  return fetch(new URL(path, home), {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept-Language": document.documentElement.lang, // that of the page, whatever the browser's is
      "X-CSRF": form.elements.csrf.value,
    },
    body: JSON.stringify(what),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

// Who has asked too often is told to wait, and what they asked waits with them: it is not lost.
async function inTurn(path, what) {
  for (let times = 0; ; times += 1) {
    const response = await send(path, what);
    if (response.status !== 429 || times === TIMES) return response;
    await pause(secondsToWait(response));
  }
}

// A page that was open for long, or whose cookie is gone, takes the token of a new one and tries once more.
export async function sent(path, what) {
  const response = await inTurn(path, what);
  if (response.status !== 403) return response;
  const fresh = new DOMParser().parseFromString(await (await fetch(chat)).text(), "text/html");
  const token = fresh.querySelector("[name=csrf]").value;
  document.querySelectorAll("[name=csrf]").forEach((field) => { field.value = token; });
  return inTurn(path, what);
}

async function told(path, what) {
  const response = await sent(path, what);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

// What else is known of an answer stands beside its bubble: what the conversation keeps of it, and where it is read.
export async function ask(command, more = {}) {
  const { html, page, stands, ...found } = await told("ask", { q: command, zone, language: words.language, ...more });
  if (page) return reload(page); // every word of the page changes
  offer(stands);
  return { article: bubble(html), ...found };
}

export function askedBefore(which) {
  return told("earlier", which);
}

// The page that is left has words of another language: whoever comes back to it as it was gets it anew.
function reload(page) {
  forget("writing");
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
  location.assign(page);
  return new Promise(() => {}); // nothing more happens on this page
}

// The menu offers what is of use: pausing and leaving once there is a subscription.
function offer(stands) {
  document.querySelectorAll("[data-once]").forEach((each) => { each.hidden = !stands.includes(each.dataset.once); });
}
