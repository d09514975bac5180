// Turns the page into a chat: questions go to /ask, answers come back as bubbles. Without it every link and button
// still works: what may change something is sent by one of the page's forms, which hold the token of the session.

import "./checkins.js";
import "./composer.js";
import "./desk.js";
import "./menu.js";
import { restore } from "./conversation.js";
import { log } from "./page.js";
import { followed } from "./talk.js";

log.querySelectorAll("[data-follows]").forEach(followed);
restore();
