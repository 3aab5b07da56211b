// Floating boxes: placing them beside what opened them, and closing them again; short notices.
import { el } from "./dom.js";
import { icon } from "./icons.js";

/** Where floating things live, so that an open dialog does not cover them. */
export function layer() {
  const open = document.querySelectorAll("dialog[open]");
  return open.length ? open[open.length - 1] : document.querySelector("main") ?? document.body;
}

/**
 * Puts `popup` under `anchor`, or above where there is no room.
 * @param {HTMLElement} popup
 * @param {Element} anchor
 * @param {{align?: "start" | "end", above?: boolean, match?: boolean}} [how]
 */
export function place(popup, anchor, how = {}) {
  const box = anchor.getBoundingClientRect();
  if (how.match) popup.style.minWidth = `${Math.round(box.width)}px`;
  const room = { below: innerHeight - box.bottom - 12, above: box.top - 12 };
  const wanted = popup.scrollHeight + 2;
  const up = how.above ? room.above >= Math.min(wanted, 160) : room.below < Math.min(wanted, 240) && room.above > room.below;
  popup.style.maxHeight = `${Math.max(120, Math.min(up ? room.above : room.below, 340))}px`;
  const width = popup.offsetWidth;
  const wish = how.align === "end" ? box.right - width : box.left;
  popup.style.left = `${Math.max(8, Math.min(wish, innerWidth - width - 8))}px`;
  popup.style.top = up ? "auto" : `${Math.round(box.bottom + 4)}px`;
  popup.style.bottom = up ? `${Math.round(innerHeight - box.top + 4)}px` : "auto";
}

/**
 * Shows a popup in the top layer and tells when somebody presses elsewhere.
 * @param {HTMLElement} popup
 * @param {HTMLElement} anchor
 * @param {Parameters<typeof place>[2]} how
 * @param {() => void} onOutside
 */
export function float(popup, anchor, how, onOutside) {
  popup.setAttribute("popover", "manual");
  if (!popup.isConnected) layer().append(popup);
  popup.showPopover();
  place(popup, anchor, how);
  const outside = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!popup.contains(target) && !anchor.contains(target)) onOutside();
  };
  const moved = (/** @type {Event} */ event) => {
    if (!anchor.isConnected) onOutside();
    else if (!popup.contains(/** @type {Node} */ (event.target))) place(popup, anchor, how);
  };
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", moved);
  document.addEventListener("scroll", moved, true);
  return () => {
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", moved);
    document.removeEventListener("scroll", moved, true);
    if (popup.isConnected && popup.matches(":popover-open")) popup.hidePopover();
  };
}

const toasts = el("div", { class: "toasts", role: "status", "aria-live": "polite" });

/**
 * A short notice at the foot of the page.
 * @param {string} text
 * @param {"info" | "error"} [kind]
 */
export function toast(text, kind = "info") {
  toasts.setAttribute("popover", "manual");
  const host = layer();
  if (toasts.parentElement !== host) host.append(toasts);
  if (!toasts.matches(":popover-open")) toasts.showPopover();
  const close = () => {
    clearTimeout(timer);
    note.remove();
    if (!toasts.childElementCount && toasts.matches(":popover-open")) toasts.hidePopover();
  };
  const note = el("div", { class: `toast ${kind}` }, icon(kind === "error" ? "warning" : "info"), el("span", {}, text),
    el("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", on: { click: close } }, icon("close", 14)));
  const timer = setTimeout(close, kind === "error" ? 9000 : 4500);
  toasts.append(note);
  while (toasts.childElementCount > 3) toasts.firstElementChild?.remove();
}

/** @param {unknown} error */
export function complain(error) {
  const { code = "", message = "" } = /** @type {{code?: string, message?: string}} */ (error);
  toast(message && message !== code ? message : `Slack answered: ${code || "an error"}`, "error");
}
