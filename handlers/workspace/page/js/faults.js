// Slack's bad days, switched on by hand.
import { act } from "./api.js";
import { byId, el, fill } from "./dom.js";
import { complain } from "./popup.js";
import { store } from "./store.js";

const FAULTS = [
  { fault: "429", label: "Too many requests (429)", seconds: 2 },
  { fault: "500", label: "Server error (500)", seconds: 1 },
  { fault: "slow", label: "Slow answers (4 s)", seconds: 4 },
  { fault: "lost_answer", label: "Lost answers", seconds: 1 },
  { fault: "is_archived", label: "Archived channel", seconds: 1 },
];
const METHODS = [["*", "all calls"], ["chat.postMessage", "chat.postMessage"], ["chat.update", "chat.update"], ["chat.*", "chat.*"], ["views.*", "views.*"], ["conversations.*", "conversations.*"]];
const SHARES = [["1", "always"], ["0.5", "half the time"], ["0.2", "one in five"]];

const box = byId("faults");
let method = "*";
let share = "1";

/** @returns {any[]} */
function rules() {
  return store.faults?.rules ?? [];
}

/** @param {any[]} wanted */
async function replace(wanted) {
  try {
    await act("faults", { rules: wanted });
    store.faults = wanted.length ? { rules: wanted } : {};
  } catch (error) {
    complain(error);
  }
  drawFaults();
}

/** @param {string} label @param {string[][]} options @param {string} value @param {(value: string) => void} onChange */
function chooser(label, options, value, onChange) {
  const select = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": label }, options.map(([key, words]) => el("option", { value: key }, words))));
  select.value = value;
  select.addEventListener("change", () => onChange(select.value));
  return select;
}

/** @param {any} rule */
function changed(rule) {
  return FAULTS.some((one) => one.fault === rule.fault) ? { ...rule, method, share: Number(share) } : rule;
}

export function drawFaults() {
  const standing = rules();
  const ours = standing.find((rule) => FAULTS.some((one) => one.fault === rule.fault));
  if (ours) {
    if (METHODS.some(([key]) => key === ours.method)) method = ours.method;
    if (SHARES.some(([key]) => Number(key) === ours.share)) share = String(ours.share);
  }
  const focused = /** @type {HTMLElement | null} */ (box.contains(document.activeElement) ? document.activeElement : null);
  const again = focused?.getAttribute("data-fault") ?? focused?.getAttribute("aria-label");
  fill(box,
    el("div", { class: "fault-how" }, "Strike ",
      chooser("Which calls fail", METHODS, method, (value) => { method = value; replace(rules().map(changed)); }),
      chooser("How often calls fail", SHARES, share, (value) => { share = value; replace(rules().map(changed)); })),
    FAULTS.map((one) => {
      const input = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", role: "switch", data: { fault: one.fault } }));
      input.checked = standing.some((rule) => rule.fault === one.fault);
      input.addEventListener("change", () => {
        const others = rules().filter((rule) => rule.fault !== one.fault);
        replace(input.checked ? [...others, { method, fault: one.fault, share: Number(share), seconds: one.seconds, times: null }] : others);
      });
      return el("label", { class: "switch" }, input, el("span", {}, one.label));
    }));
  const summary = byId("faults-summary");
  summary.textContent = standing.length ? `Faults (${standing.length} on)` : "Faults";
  byId("wire-toggle").classList.toggle("faulty", standing.length > 0);
  if (again) /** @type {HTMLElement | null} */ (box.querySelector(`[data-fault="${CSS.escape(again)}"], [aria-label="${CSS.escape(again)}"]`))?.focus();
}
