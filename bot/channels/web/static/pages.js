// An address or a citation is copied at a press; without scripts it stands to be selected.

const said = document.createElement("p"); // for whoever hears the page
said.className = "skip";
said.setAttribute("role", "status");
document.querySelector("main").append(said);

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // where the page is not encrypted there is no clipboard but this
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copy));
    button.textContent = said.textContent = button.dataset.copied;
    button.focus();
  });
  button.addEventListener("blur", () => { button.textContent = label; });
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}); // whoever changes their mind
  });
}

for (const field of document.querySelectorAll(".copied [readonly]")) {
  field.addEventListener("focus", () => field.select());
}
