// Dialogs: focus stays inside while one is open and goes back when it closes.
import { el } from "./dom.js";
import { icon } from "./icons.js";

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

/** @param {HTMLElement} root @returns {HTMLElement[]} */
function stops(root) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(FOCUSABLE)]).filter(
    (node) => node.tabIndex >= 0 && !(/** @type {HTMLButtonElement} */ (node).disabled) && node.getClientRects().length > 0,
  );
}

/**
 * Shows a dialog. `onCancel` is asked when somebody presses Escape or outside of it.
 * @param {HTMLDialogElement} dialog
 * @param {() => void} onCancel
 */
export function showDialog(dialog, onCancel) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const anchor = { row: before?.closest("[data-ts]")?.getAttribute("data-ts"), action: before?.getAttribute("data-action") };
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    onCancel();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      // A second Escape would close the dialog over the listener's head.
      event.preventDefault();
      onCancel();
      return;
    }
    if (event.key !== "Tab") return;
    const all = stops(dialog);
    if (!all.length) return;
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? all[all.length - 1] : all[0]).focus();
  });
  dialog.showModal();
  return () => {
    if (dialog.open) dialog.close();
    dialog.remove();
    if (before?.isConnected && before !== document.body) before.focus();
    else if (anchor.row) focusRow(anchor.row, anchor.action ?? "");
    else document.getElementById("composer")?.focus();
  };
}

/** The message may have been drawn anew meanwhile. @param {string} ts @param {string} action */
function focusRow(ts, action) {
  const row = /** @type {HTMLElement | null} */ (document.querySelector(`[data-ts="${CSS.escape(ts)}"]`));
  const control = action && row?.querySelector(`[data-action="${CSS.escape(action)}"]`);
  const target = /** @type {HTMLElement | null} */ (control || row || document.getElementById("composer"));
  target?.focus({ preventScroll: true });
}

/**
 * A question with two answers, as Slack's confirm object describes it.
 * @param {{title: string, text: (Node | string)[], confirm: string, deny: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function ask(question) {
  return new Promise((resolve) => {
    const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "dialog confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" }));
    const answer = (/** @type {boolean} */ yes) => {
      close();
      resolve(yes);
    };
    const yes = el("button", { type: "button", class: `button ${question.danger ? "danger" : "primary"}`, on: { click: () => answer(true) } }, question.confirm);
    dialog.append(
      el("header", {}, el("h2", { id: "confirm-title" }, question.title),
        el("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => answer(false) } }, icon("close"))),
      el("div", { class: "dialog-body", id: "confirm-text" }, ...question.text),
      el("footer", {}, el("button", { type: "button", class: "button", on: { click: () => answer(false) } }, question.deny), yes),
    );
    const close = showDialog(dialog, () => answer(false));
    yes.focus();
  });
}
