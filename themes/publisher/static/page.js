// Says where one is, leads from question to question, enlarges figures, copies code, sets the colours.
// Without it all can be read. A page that replaces parts of itself then sends "publisher:changed" to the document.
"use strict";

// What the reader chose; a browser may keep nothing for a file, and then nothing is kept.
const kept = (name) => {
  try {
    return localStorage.getItem(`publisher-${name}`);
  } catch {
    return null;
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(`publisher-${name}`, value);
  } catch {
    // As above.
  }
};

// Before anything is painted.
const colour = (scheme) => {
  if (scheme) document.documentElement.dataset.theme = scheme;
  else delete document.documentElement.dataset.theme;
};
colour(kept("scheme"));

document.addEventListener("DOMContentLoaded", () => {
  const own = (name) => document.getElementById(`page_${name}`);
  const contents = own("contents");
  const main = document.querySelector("main");
  const dialog = own("enlarged");
  const wrong = own("wrong");
  const keys = own("keys");

  for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;

  for (const choice of document.querySelectorAll(".scheme input")) {
    choice.checked = choice.value === (kept("scheme") ?? "");
    choice.addEventListener("change", () => {
      keep("scheme", choice.value);
      colour(choice.value);
    });
  }
  if (keys) {
    keys.checked = kept("keys") !== "off";
    keys.addEventListener("change", () => keep("keys", keys.checked ? "on" : "off"));
  }

  // -- Where one is: the last part that reaches into a band near the window's top.
  const links = new Map();
  const inBand = new Set();
  let here = null;
  const later = (a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? b : a);
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) inBand.add(target);
        else inBand.delete(target);
      }
      const found = inBand.size ? [...inBand].reduce(later) : null;
      if (found !== here) mark(found);
    },
    { rootMargin: "-10% 0px -75% 0px" },
  );

  function mark(found) {
    const before = links.get(here?.id);
    before?.removeAttribute("aria-current");
    before?.parentElement.classList.remove("here");
    here = found;
    const link = links.get(here?.id);
    if (!link) return;
    link.setAttribute("aria-current", "true");
    link.parentElement.classList.add("here");
    // The list moves, the page does not.
    const list = link.closest("details");
    const [of, around] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (of.top < around.top || of.bottom > around.bottom - of.height) {
      list.scrollTop += of.top - around.top - around.height / 3;
    }
  }

  // -- Questions: those that are shown.
  const questions = () => [...main.querySelectorAll(".question")].filter((q) => q.checkVisibility());

  function step(by) {
    const focused = document.activeElement.closest(".question");
    const box = focused?.getBoundingClientRect();
    const from = box && box.top < innerHeight && box.bottom > 0 ? focused : (here ?? document.body);
    const side = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const there = questions().filter((q) => from.compareDocumentPosition(q) & side);
    const next = by > 0 ? there[0] : there.at(-1);
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (dialog.open) {
      const turns = { ArrowLeft: -1, ArrowRight: 1 };
      if (event.key in turns) turn(turns[event.key]);
      return;
    }
    const steps = { j: 1, k: -1 };
    if (!keys.checked || !(event.key in steps)) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea")) return;
    event.preventDefault();
    step(steps[event.key]);
  });

  // Where an address leads is shown, be it folded or filtered away.
  function reveal() {
    const target = document.querySelector(":target");
    if (!target || target.checkVisibility()) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    if (wrong && !target.checkVisibility()) wrong.checked = false;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  wrong?.addEventListener("change", () => (here?.checkVisibility() ? here : main).scrollIntoView());

  // -- Figures and code get their buttons; the template has them, with their words.
  const button = (name) => own(name).content.firstElementChild.cloneNode(true);
  const figures = () =>
    [...main.querySelectorAll("figure:has(img)")].filter((figure) =>
      (figure.closest(".question, details") ?? figure).checkVisibility(),
    );
  let shown = null;

  function enlarge(figure) {
    shown = figure;
    const image = figure.querySelector("img").cloneNode();
    image.removeAttribute("style");
    image.removeAttribute("loading");
    image.addEventListener("load", () => {
      image.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight || 1);
    });
    own("figure").replaceChildren(image);
    own("figure").classList.remove("actual");
    own("caption").textContent = figure.querySelector("figcaption")?.textContent ?? "";
    const alone = figures().length < 2;
    for (const turning of dialog.querySelectorAll("[data-turn]")) turning.hidden = alone;
    if (!dialog.open) dialog.showModal();
  }
  function turn(by) {
    const all = figures();
    enlarge(all.at((all.indexOf(shown) + by) % all.length));
  }
  dialog.addEventListener("close", () => {
    own("figure").replaceChildren();
    shown.scrollIntoView({ block: "nearest" });
    shown.querySelector(".enlarge")?.focus({ preventScroll: true });
  });

  async function copy(pressed) {
    const code = pressed.closest("pre").querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // Not allowed here: the code is selected, for the reader's own keys.
      getSelection().selectAllChildren(code);
      return;
    }
    const label = pressed.textContent;
    if (label === pressed.dataset.done) return;
    pressed.textContent = own("told").textContent = pressed.dataset.done;
    setTimeout(() => {
      pressed.textContent = label;
      own("told").textContent = "";
    }, 2000);
  }

  document.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (pressed?.dataset.step) step(Number(pressed.dataset.step));
    else if (pressed?.dataset.turn) turn(Number(pressed.dataset.turn));
    else if (pressed?.matches(".enlarge")) enlarge(pressed.closest("figure"));
    else if (pressed?.matches(".copy")) copy(pressed);
    else if (target === dialog || pressed?.matches("[data-close]")) dialog.close();
    else if (target.matches("figure img") && main.contains(target) && !target.closest("a")) {
      enlarge(target.closest("figure"));
    } else if (dialog.contains(target) && target.matches("img")) {
      own("figure").classList.toggle("actual");
    }
  });

  function prepare() {
    watcher.disconnect();
    inBand.clear();
    links.clear();
    for (const link of contents.querySelectorAll(".entry a")) {
      links.set(link.getAttribute("href").slice(1), link);
    }
    for (const part of main.querySelectorAll(".part, .question")) watcher.observe(part);
    for (const figure of main.querySelectorAll("figure:has(img):not(:has(.enlarge))")) {
      const added = button("enlarge");
      added.setAttribute("aria-label", `${added.textContent}: ${figure.querySelector("img").alt}`);
      figure.append(added);
    }
    for (const code of main.querySelectorAll("pre:has(> code):not(:has(> .copy))")) {
      code.append(button("copy"));
    }
  }
  document.addEventListener("publisher:changed", prepare);
  prepare();
  reveal();
});
