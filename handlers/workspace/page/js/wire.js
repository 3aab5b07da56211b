// The wire: every request and Web API call, with its JSON, its time, and what Slack would have complained about.
import { read } from "./api.js";
import { clockTime } from "./dates.js";
import { byId, el, fill, freshId } from "./dom.js";
import { drawFaults } from "./faults.js";
import { complain } from "./popup.js";
import { remember, remembered, store } from "./store.js";

/** @typedef {{n: number, at: string, direction: "to_app" | "to_slack", name: string, request: any, status: number,
 *   response: any, ms: number, complaints: string[]}} Entry */

const KEPT = 400;
const pane = byId("wire");
const list = byId("wire-list");
const toggle = byId("wire-toggle");
const filter = /** @type {HTMLInputElement} */ (byId("wire-filter"));
const onlyComplaints = /** @type {HTMLInputElement} */ (byId("wire-complaints"));
const state = byId("wire-state");

/** @type {Map<number, Entry>} */
const entries = new Map();

/** @param {any} value */
function pretty(value) {
  if (value === null || value === undefined || value === "") return "(empty)";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** @param {Entry} entry */
function bad(entry) {
  return !entry.status || entry.status >= 400 || entry.response?.ok === false;
}

/** @param {Entry} entry */
function details(entry) {
  const part = (/** @type {string} */ name, /** @type {any} */ value) => [
    el("h3", {}, name), el("pre", { tabindex: "0", role: "region", "aria-label": `${name} of ${entry.name}` }, pretty(value))];
  return el("div", { class: "wire-details" },
    entry.complaints.length > 0 && el("ul", { class: "complaints" }, entry.complaints.map((one) => el("li", {}, one))),
    part("Request", entry.request), part("Answer", entry.response));
}

/** @param {Entry} entry */
function row(entry) {
  const detailsId = freshId("wire");
  const toApp = entry.direction === "to_app";
  const item = el("li", { class: `wire-entry${entry.complaints.length ? " complained" : ""}${bad(entry) ? " bad" : ""}`, data: { n: entry.n } });
  const button = el("button", { type: "button", class: "wire-row", "aria-expanded": "false", "aria-controls": detailsId },
    el("span", { class: `direction ${entry.direction}` }, toApp ? "→ app" : "→ Slack"),
    el("span", { class: "wire-name" }, entry.name),
    el("span", { class: "wire-ms" }, `${entry.ms < 10 ? entry.ms.toFixed(1) : Math.round(entry.ms)} ms`),
    el("span", { class: "wire-status" }, entry.status || "no answer"),
    el("span", { class: "wire-at" }, clockTime(new Date(entry.at))),
    entry.complaints.length > 0 && el("span", { class: "wire-complaint" }, entry.complaints[0], entry.complaints.length > 1 && ` (+${entry.complaints.length - 1})`));
  const box = el("div", { id: detailsId, hidden: true });
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    box.hidden = !open;
    fill(box, open && details(entry));
  });
  item.append(button, box);
  return item;
}

/** @param {Entry} entry */
function wanted(entry) {
  if (onlyComplaints.checked && !entry.complaints.length && !bad(entry)) return false;
  const words = filter.value.trim().toLowerCase();
  if (!words) return true;
  const text = `${entry.name} ${entry.direction.replace("_", " ")} ${entry.status} ${JSON.stringify(entry.request)} ${JSON.stringify(entry.response)}`;
  return text.toLowerCase().includes(words);
}

/** @param {Entry} entry */
function show(entry) {
  if (!wanted(entry)) return;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const old = list.querySelector(`[data-n="${entry.n}"]`);
  if (old) old.replaceWith(row(entry));
  else list.append(row(entry));
  while (list.childElementCount > KEPT) list.firstElementChild?.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function count() {
  const shown = list.childElementCount;
  state.textContent = entries.size ? (shown === entries.size ? `${shown} calls` : `${shown} of ${entries.size} calls`) : "Nothing yet. Type a command, and its request and the calls that answer it stand here.";
}

function redraw() {
  fill(list);
  for (const entry of [...entries.values()].slice(-KEPT)) if (wanted(entry)) list.append(row(entry));
  list.scrollTop = list.scrollHeight;
  count();
}

/** @param {Entry} entry */
export function wireArrived(entry) {
  entries.set(entry.n, entry);
  if (entries.size > KEPT) entries.delete(/** @type {number} */ (entries.keys().next().value));
  if (pane.hidden) return;
  show(entry);
  count();
}

export async function refreshWire() {
  if (pane.hidden) return;
  const answer = await read("wire", { after: 0 }).catch(complain);
  if (!answer) return;
  entries.clear();
  for (const entry of answer.entries.slice(-KEPT)) entries.set(entry.n, entry);
  redraw();
}

/** @param {boolean} open */
function turn(open) {
  pane.hidden = !open;
  toggle.setAttribute("aria-pressed", String(open));
  remember("wire", open ? "open" : "");
  if (open) {
    drawFaults();
    refreshWire();
  }
}

export function startWire() {
  toggle.addEventListener("click", () => turn(pane.hidden));
  byId("wire-close").addEventListener("click", () => {
    turn(false);
    toggle.focus();
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    turn(false);
    toggle.focus();
  });
  filter.addEventListener("input", redraw);
  onlyComplaints.addEventListener("change", redraw);
  byId("wire-clear").addEventListener("click", () => {
    entries.clear();
    redraw();
  });
  store.hear("faults", drawFaults);
  if (remembered("wire") === "open" && innerWidth > 1100) turn(true);
}
