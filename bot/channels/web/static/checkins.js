// Check-ins come to an open page as they are sent. One counts as seen when somebody can see it: a page in the background
// waits until it is looked at, and one that is closed or loaded again gets it once more.

import { sent } from "./asking.js";
import { bubble, home, log, words } from "./page.js";

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

new EventSource(new URL(`events?lang=${words.language}`, home)).addEventListener("message", async (event) => {
  const { item, asked, html } = JSON.parse(event.data);
  const article = bubble(html);
  article.dataset.question = asked;
  log.append(article);
  article.scrollIntoView({ block: "start" });
  await looked();
  sent("seen", { item });
});
