// In the timeline arrows lead from mark to mark, along a lane or to the nearest one of another; Tab goes through all.
const chart = document.querySelector(".chart");
const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const place = (mark) => mark.querySelector(".target").x.baseVal.value;

chart.addEventListener("keydown", (event) => {
  const [along, across] = steps[event.key] ?? [];
  const here = document.activeElement;
  if (along === undefined || event.altKey || event.ctrlKey || event.metaKey || !here.matches("g a")) return;
  event.preventDefault();
  if (!here.querySelector(".target")) return; // the name of a lane
  const lanes = [...chart.querySelectorAll("g")].map((lane) => [...lane.querySelectorAll("a")]
    .filter((each) => each.querySelector(".target")).sort((a, b) => place(a) - place(b))).filter((lane) => lane.length);
  const at = lanes.findIndex((lane) => lane.includes(here));
  const far = (mark) => Math.abs(place(mark) - place(here));
  const there = along
    ? lanes[at][lanes[at].indexOf(here) + along]
    : lanes[at + across]?.reduce((best, each) => (far(each) < far(best) ? each : best));
  there?.focus();
});
