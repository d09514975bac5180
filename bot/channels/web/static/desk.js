// An editor's files: chosen, or dropped anywhere on the page.

import { form, lost, note, words } from "./page.js";
import { say } from "./talk.js";

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
  const parcel = [...chosen];
  if (parcel.reduce((sum, { size }) => sum + size, 0) > words.most) return note("lost", words.tooMuch);
  const named = await Promise.all(parcel.map(async (file) => [file.name, await inBase64(file)]));
  if (!named.length) return undefined;
  const tell = () => lost(words.lostPress, () => hand(parcel));
  return say("", { shown: `📎 ${named.map(([name]) => name).join(", ")}`, files: Object.fromEntries(named), tell });
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
