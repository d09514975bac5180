// Check-ins come to an open page as they are sent. One counts as seen when somebody can see it: a page in the background
// waits until it is looked at, and one that is closed or loaded again gets it once more.

import { sent } from "./asking.js";
import { bubble, home, log, words } from "./page.js";
import { pause, secondsToWait } from "./patience.js";

const events = new URL(`events?lang=${words.language}`, home);
const shown = new Set(); // what is on the page while the server may not know: to a new connection it sends it again

function looked() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", function look() {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    });
  });
}

async function show(event) {
  const { item, asked, html } = JSON.parse(event.data);
  if (shown.has(item)) return;
  shown.add(item);
  const article = bubble(html);
  article.dataset.question = asked;
  log.append(article);
  article.scrollIntoView({ block: "start" });
  await looked();
  if ((await sent("seen", { item })).ok) shown.delete(item);
}

// A browser comes back by itself where a connection broke. Where one was refused it gives up, and does not tell for how
// long: that is asked for anew.
async function comeBack() {
  const refusal = await fetch(events, { method: "HEAD" }).catch(() => null);
  if (refusal?.status === 204) return; // there is nothing for who has no session
  await pause(secondsToWait(refusal));
  listen();
}

function listen() {
  const stream = new EventSource(events);
  stream.addEventListener("message", show);
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) comeBack();
  });
}

listen();
