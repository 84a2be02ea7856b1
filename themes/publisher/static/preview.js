// Follows the report while it is written: what has changed is replaced where it stands, and nothing else is touched.
"use strict";

const own = (name) => document.getElementById(`desk_${name}`);

// What a reader did to the page, and what the page's own script adds, is no difference.
const READERS = new Set(["open", "tabindex", "aria-current", "data-theme"]);
const ADDED = "button.enlarge, button.copy";
const APART = "dialog, template, [data-scripted], #desk_trouble, #desk_lost, .desk-made";

const isApart = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(APART);
const isAdded = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(ADDED);
const alike = (a, b) =>
  a.nodeName === b.nodeName && (a.nodeType !== Node.ELEMENT_NODE || a.id === b.id);

// Make `live` what `next` is; return whether anything had to change.
function patch(live, next) {
  if (live.isEqualNode(next) || isApart(live)) return false;
  if (live.nodeType !== Node.ELEMENT_NODE) {
    live.nodeValue = next.nodeValue;
    return true;
  }
  let changed = false;
  for (const { name, value } of next.attributes) {
    if (!READERS.has(name) && live.getAttribute(name) !== value) {
      live.setAttribute(name, value);
      changed = true;
    }
  }
  for (const { name } of [...live.attributes]) {
    if (!READERS.has(name) && !next.hasAttribute(name)) {
      live.removeAttribute(name);
      changed = true;
    }
  }
  return patchChildren(live, next) || changed;
}

function patchChildren(live, next) {
  const old = [...live.childNodes].filter((node) => !isAdded(node));
  const fresh = [...next.childNodes];
  // What is the same at both ends stays, so that what lies between finds its own.
  let from = 0;
  while (from < old.length && from < fresh.length && old[from].isEqualNode(fresh[from])) from += 1;
  let [to, end] = [old.length, fresh.length];
  while (to > from && end > from && old[to - 1].isEqualNode(fresh[end - 1])) [to, end] = [to - 1, end - 1];
  let changed = false;
  const left = old.slice(from, to);
  const named = new Map(left.filter((node) => node.id).map((node) => [node.id, node]));
  let place = left[0] ?? old[to] ?? [...live.childNodes].find(isAdded) ?? null;
  for (const node of fresh.slice(from, end)) {
    const at = node.id
      ? left.indexOf(named.get(node.id))
      : left.findIndex((other) => alike(other, node));
    if (at >= 0 && alike(left[at], node)) {
      const [kept] = left.splice(at, 1);
      if (kept === place) place = kept.nextSibling;
      else {
        live.insertBefore(kept, place);
        changed = true;
      }
      changed = patch(kept, node) || changed;
    } else {
      live.insertBefore(document.importNode(node, true), place);
      changed = true;
    }
    while (place && left.length && isAdded(place)) place = place.nextSibling;
  }
  for (const node of left) {
    node.remove();
    changed = true;
  }
  return changed;
}

// -- The place on the page: the first small thing in the window stays where it is.
// A window scrolls by whole pixels: what is left over is owed, lest a thousand repaints walk away.
let owed = 0;
let scrolled = null;

function place() {
  const main = document.querySelector("main");
  if (!scrollY || !main) return () => {};
  const box = main.getBoundingClientRect();
  const x = Math.max(1, box.left + Math.min(box.width / 2, 80));
  let seen = null;
  for (let y = 2; y < innerHeight; y += 8) {
    const found = document.elementFromPoint(x, y);
    if (!main.contains(found) || found === main) continue;
    seen ??= found;
    if (!found.matches("section, div, details, ul, ol, dl, table")) {
      seen = found;
      break;
    }
  }
  const tops = [];
  for (let node = seen; node && node !== main; node = node.parentElement) {
    tops.push([node, node.getBoundingClientRect().top]);
  }
  return () => {
    const kept = tops.find(([node]) => node.isConnected);
    if (!kept) return;
    const [node, before] = kept;
    const off = () => node.getBoundingClientRect().top - before + debt;
    const debt = scrollY === scrolled ? owed : 0;
    scrollBy({ top: off(), behavior: "instant" });
    owed = off();
    scrolled = scrollY;
  };
}

function repaint(next) {
  // The page before the first one has other scripts: those of a head run when it is loaded.
  if (next.scripts.length !== document.scripts.length) {
    wanted = null;
    location.reload();
    return;
  }
  const focused = document.activeElement.closest("[id]")?.id;
  const back = place();
  const root = document.documentElement;
  root.style.overflowAnchor = "none"; // the browser's own keeping would be added to ours
  if (document.title !== next.title) document.title = next.title;
  const changed = patchChildren(document.body, next.body);
  back();
  requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  if (changed) document.dispatchEvent(new Event("publisher:changed"));
}

// -- What the server tells.
let wanted = null;
let busy = false;

const shown = () => own("bar").dataset.page;

async function follow() {
  if (busy || document.hidden) return;
  busy = true;
  try {
    while (wanted && wanted.page !== shown()) {
      const answer = await fetch("./", { cache: "no-store" });
      if (!answer.ok) break;
      repaint(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // The server is gone; the stream tells.
  } finally {
    busy = false;
  }
  tell();
}

function tell() {
  if (!wanted) return;
  const { trouble, pdf, page } = wanted;
  own("trouble").textContent = trouble;
  if (!own("make")) return;
  own("pdf_told").textContent = pdf.told;
  own("pdf_old").hidden = pdf.state !== "made" || pdf.page === page;
  own("pdf").hidden = own("archive").hidden = pdf.state !== "made";
  own("make").hidden = pdf.state === "making" || (pdf.state === "made" && pdf.page === page);
}

function heard(data) {
  own("lost").hidden = Boolean(data);
  if (!data) return;
  wanted = JSON.parse(data);
  tell();
  follow();
}

function listen() {
  const alone = () => {
    const stream = new EventSource("events");
    stream.onmessage = ({ data }) => heard(data);
    stream.onerror = () => heard(null);
  };
  try {
    const worker = new SharedWorker("preview-stream.js");
    worker.onerror = alone;
    worker.port.onmessage = ({ data }) => heard(data);
    addEventListener("pagehide", () => worker.port.postMessage("going"));
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  } catch {
    alone(); // a browser without shared workers
  }
}

// -- What one does.
async function ask(address) {
  const answer = await fetch(address, { method: "POST" });
  const told = await answer.text();
  if (!answer.ok) own("trouble").textContent = told;
}

document.addEventListener("click", ({ target }) => {
  const pressed = target.closest("button");
  if (pressed?.id === "desk_make") ask("pdf");
  else if (pressed?.dataset.line) {
    ask(`edit?line=${pressed.dataset.line}&column=${pressed.dataset.column}`);
  }
});
document.addEventListener("visibilitychange", follow);

const list = own("list");
if (list && matchMedia("(min-width: 80rem)").matches) list.open = true;
listen();
