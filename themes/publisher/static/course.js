// The table sorts and filters, and keys lead from answer to answer. Without it all can be read.
"use strict";

const table = document.getElementById("table");
if (table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const value = (row, column) => row.cells[column].textContent.trim();
  const order = (a, b) => {
    const [x, y] = [parseFloat(a), parseFloat(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      return Number.isNaN(x) === Number.isNaN(y) ? a.localeCompare(b, "en", { numeric: true }) : Number.isNaN(x) ? 1 : -1;
    }
    return x - y;
  };
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append("⇅");
    button.setAttribute("aria-label", `Sort by ${head.textContent.trim()}`);
    head.append(" ", button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((row) => [value(row, column), row]);
      keyed.sort((a, b) => (down ? -1 : 1) * order(a[0], b[0]));
      body.append(...keyed.map(([, row]) => row));
    });
  });
  const field = (name) => document.getElementById(`filter-${name}`);
  const filter = () => {
    const text = field("text").value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const hidden =
        (text && !row.cells[0].textContent.toLowerCase().includes(text)) ||
        (field("state").value && row.dataset.state !== field("state").value) ||
        (field("late").checked && ["", "no"].includes(row.dataset.late)) ||
        (field("outside").checked && !row.querySelector("td.bad"));
      row.hidden = Boolean(hidden);
      shown += hidden ? 0 : 1;
    }
    field("count").textContent = `${shown} of ${rows.length} groups`;
  };
  const form = document.getElementById("filters");
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}

const answers = [...document.querySelectorAll(".answer-of")];
const keys = document.getElementById("keys");
if (keys) {
  const kept = "publisher-keys";
  keys.parentElement.hidden = false;
  try {
    keys.checked = localStorage.getItem(kept) !== "off";
  } catch {
    // A browser may keep nothing for a file: then the keys are on.
  }
  keys.addEventListener("change", () => {
    try {
      localStorage.setItem(kept, keys.checked ? "on" : "off");
    } catch {
      // As above.
    }
  });
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const steps = { j: 1, k: -1 };
    const links = { n: "after", p: "before" };
    if (event.key in steps && answers.length) {
      const focused = answers.indexOf(document.activeElement);
      at = Math.min(answers.length - 1, Math.max(0, (focused < 0 ? at : focused) + steps[event.key]));
      answers[at].focus();
      answers[at].scrollIntoView({ block: "start" });
      event.preventDefault();
    } else if (event.key in links) {
      document.getElementById(links[event.key])?.click();
    }
  });
}
