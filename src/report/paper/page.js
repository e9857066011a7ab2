"use strict";
// Tables sort by the button in each head: numbers by their value, words by the alphabet, gaps last.
for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, place) => {
    // A column whose head is empty holds the names of the rows, which are in their order already.
    if (head.textContent.trim() === "") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.filter((other) => other.hasAttribute("aria-sort")).forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[place].dataset.v;
      const words = (row) => row.cells[place].textContent;
      const numeric = [...body.rows].some((row) => key(row) !== undefined);
      const order = (one, other) => {
        if (!numeric) return words(one).localeCompare(words(other), "en") * (up ? 1 : -1);
        const [a, b] = [key(one), key(other)];
        if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
        return (Number(a) - Number(b)) * (up ? 1 : -1);
      };
      body.append(...[...body.rows].sort(order));
      table.classList.add("sorted");
    });
  });
}
// Figures that answer the pointer.
if (globalThis.vega && globalThis.vegaLite) {
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const show = (_, event, __, value) => {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    tip.textContent = typeof value === "object"
      ? Object.entries(value).map(([name, shown]) => `${name}: ${shown}`).join("\n") : String(value);
    tip.style.left = `${Math.min(event.pageX + 14, document.documentElement.clientWidth - tip.offsetWidth - 4)}px`;
    tip.style.top = `${event.pageY + 14}px`;
  };
  for (const source of document.querySelectorAll("script[data-chart]")) {
    const id = source.dataset.chart;
    const frame = source.closest(".live");
    frame.hidden = false;
    const { spec } = vegaLite.compile(JSON.parse(source.textContent));
    for (const axis of spec.axes ?? []) {
      const [words, signal] = typeof axis.title === "string" ? axis.title.split("@") : [];
      if (signal) axis.title = { signal: `${JSON.stringify(words)} + ${signal}` };
    }
    const runtime = vega.parse(spec);
    const view = new vega.View(runtime, { renderer: "svg", container: document.getElementById(id), hover: true });
    view.tooltip(show).runAsync().then(() => { frame.dataset.ready = "yes"; });
    const boxes = [...frame.querySelectorAll("input")];
    const picked = () => boxes.filter((box) => box.checked).map((box) => box.value);
    boxes.forEach((box) => box.addEventListener("change", () => view.signal("shown", picked()).runAsync()));
    for (const select of frame.querySelectorAll("select")) {
      select.addEventListener("change", () => view.signal(select.dataset.signal, select.value).runAsync());
    }
  }
}
