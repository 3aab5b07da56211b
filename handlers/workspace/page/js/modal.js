// Forms: the stack of views that the app has opened for this person.
import { act, ApiError, read } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { showDialog } from "./dialogs.js";
import { el, fill } from "./dom.js";
import { problem, showError } from "./form.js";
import { avatar, icon } from "./icons.js";
import { plainText } from "./inputs.js";
import { complain } from "./popup.js";
import { store } from "./store.js";
import { Surface } from "./surface.js";

/** @typedef {any} View */

/** @type {Map<string, Surface>} */
const surfaces = new Map();
/** @type {View | null} */
let shown = null;
let depth = 0;
/** @type {(() => void) | null} */
let closeDialog = null;
let asked = 0;

const title = el("h2", { id: "modal-title" });
const back = el("button", { type: "button", class: "icon-button", "aria-label": "Back", on: { click: dismiss } }, icon("back"));
const trouble = el("div", { class: "modal-trouble", role: "alert" });
const body = el("div", { class: "dialog-body" });
const cancel = el("button", { type: "button", class: "button", on: { click: dismiss } });
const submit = el("button", { type: "submit", class: "button primary" });
const form = el("form", { novalidate: true, on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); send(); } } },
  el("header", {}, back, el("span", { class: "modal-app" }), title,
    el("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: dismiss } }, icon("close"))),
  trouble, body, el("footer", {}, cancel, submit));
const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "dialog modal", id: "modal", "aria-labelledby": "modal-title" }, form));

/** @param {string} id */
function surfaceOf(id) {
  let found = surfaces.get(id);
  if (!found) surfaces.set(id, (found = new Surface("modal", { view_id: id })));
  return found;
}

/** @param {View} view */
function draw(view) {
  const again = shown?.id === view.id;
  const focused = again && body.contains(document.activeElement) ? /** @type {HTMLInputElement} */ (document.activeElement) : null;
  const where = focused && {
    action: focused.dataset.action,
    block: /** @type {HTMLElement | null} */ (focused.closest("[data-block]"))?.dataset.block,
    caret: focused.selectionStart ?? null,
    listed: focused.getAttribute("aria-expanded") === "true",
  };
  const [place, errors] = [again ? body.scrollTop : 0, again ? currentErrors() : {}];
  shown = view;
  const surface = surfaceOf(view.id);
  surface.recall(view.state?.values);
  surface.prune(view.blocks ?? []);
  title.textContent = plainText(view.title) || "Form";
  fill(/** @type {HTMLElement} */ (form.querySelector(".modal-app")), avatar(store.app.bot_user_id, "small"));
  back.hidden = depth < 2;
  cancel.textContent = plainText(view.close) || (view.submit ? "Cancel" : "Close");
  submit.hidden = !view.submit;
  submit.textContent = plainText(view.submit) || "Submit";
  /** @type {HTMLButtonElement} */ (submit).disabled = Boolean(view.submit_disabled);
  fill(trouble, view.error && [icon("warning", 16), el("span", {}, "We had some trouble connecting. Try again? ", el("code", {}, view.error))]);
  fill(body, drawBlocks(view.blocks ?? [], surface));
  showErrors(errors, false);
  body.scrollTop = place;
  if (!closeDialog) closeDialog = showDialog(dialog, dismiss);
  if (where) {
    const block = where.block && body.querySelector(`[data-block="${CSS.escape(where.block)}"]`);
    const control = /** @type {HTMLInputElement | null} */ (where.action && (block || body).querySelector(`[data-action="${CSS.escape(where.action)}"]`));
    control?.focus({ preventScroll: true });
    if (control && where.caret !== null && /^(text|textarea)$/.test(control.type)) control.setSelectionRange(where.caret, where.caret);
    if (control && where.listed) control.click(); // the list of a menu stays open while the form is drawn anew
  } else if (!again || !dialog.contains(document.activeElement)) {
    focusFirst(view);
  }
}

/** @param {View} view */
function focusFirst(view) {
  const wanted = (view.blocks ?? []).find((/** @type {any} */ block) => block.element?.focus_on_load)?.block_id;
  const within = wanted ? body.querySelector(`[data-block="${CSS.escape(wanted)}"]`) : body;
  const first = /** @type {HTMLElement | null} */ ((within ?? body).querySelector("input, textarea"));
  (first ?? (view.submit ? submit : cancel)).focus();
}

/** @returns {Record<string, string>} */
function currentErrors() {
  /** @type {Record<string, string>} */
  const out = {};
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll(".input-block.wrong"))) {
    out[node.dataset.input ?? ""] = node.querySelector(".input-error")?.textContent ?? "";
  }
  return out;
}

/** @param {Record<string, string>} errors */
function showErrors(errors, focus = true) {
  const left = { ...errors };
  /** @type {HTMLElement | null} */
  let first = null;
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll(".input-block"))) {
    const id = node.dataset.input ?? "";
    showError(node, errors[id] ?? "");
    if (!errors[id]) continue;
    delete left[id];
    first ??= node.querySelector("input, textarea");
  }
  const others = Object.values(left);
  if (others.length) fill(trouble, icon("warning", 16), el("span", {}, others.join(" ")));
  if (focus && first) {
    first.focus();
    first.scrollIntoView({ block: "center" });
  }
}

async function send() {
  const view = shown;
  if (!view?.submit || submit.getAttribute("aria-busy") === "true") return;
  const surface = surfaceOf(view.id);
  fill(trouble);
  /** @type {Record<string, string>} */
  const errors = {};
  for (const block of view.blocks ?? []) {
    if (block.type !== "input") continue;
    const sentence = problem(block, surface.values.get(surface.key(block, block.element))?.value);
    if (sentence) errors[block.block_id] = sentence;
  }
  showErrors(errors);
  if (Object.keys(errors).length) return;
  submit.setAttribute("aria-busy", "true");
  try {
    const answer = await act("submit", { as: store.me, view_id: view.id, values: surface.plainValues() });
    if (answer.response_action === "errors") showErrors(answer.errors ?? {});
  } catch (error) {
    const failed = /** @type {ApiError} */ (error);
    if (failed.body?.errors) showErrors(failed.body.errors);
    else fill(trouble, icon("warning", 16), el("span", {}, failed.message || failed.code));
  } finally {
    submit.removeAttribute("aria-busy");
    refreshViews();
  }
}

async function dismiss() {
  const view = shown;
  if (!view) return;
  try {
    await act("close", { as: store.me, view_id: view.id });
  } catch (error) {
    if (/** @type {ApiError} */ (error).code === "unreachable") complain(error);
  }
  surfaces.delete(view.id);
  refreshViews();
}

/** Shows what stands on top of this person's stack of views now. */
export async function refreshViews() {
  asked += 1;
  const turn = asked;
  const me = store.me;
  const answer = await read("views", { as: me }).catch(complain);
  if (!answer || turn !== asked || me !== store.me) return;
  const stack = answer.stack ?? [];
  const standing = new Set(stack.map((/** @type {View} */ view) => view.id));
  for (const id of surfaces.keys()) if (!standing.has(id)) surfaces.delete(id);
  depth = stack.length;
  const top = stack[stack.length - 1];
  if (!top) {
    shown = null;
    closeDialog?.();
    closeDialog = null;
  } else if (shown?.id !== top.id || shown.hash !== top.hash || shown.error !== top.error) {
    draw(top);
  } else {
    back.hidden = depth < 2;
  }
}
