// The menu of commands: beside the talk it is always open, below it it shuts once something was chosen, elsewhere was
// pressed, or Escape.

const menu = document.querySelector(".more");
const beside = matchMedia("(min-width: 48rem), (min-width: 36rem) and (max-height: 30rem)"); // as the style says

const settle = () => { menu.open = beside.matches; };
beside.addEventListener("change", settle);
settle();

document.addEventListener("click", (event) => {
  if (!beside.matches && !event.target.closest(".more > summary")) menu.open = false;
});

menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || beside.matches) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
