// Input blocks: label, control, hint and error, and the checks that Slack's client makes before it submits.
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { drawInput, holdsValue, plainText } from "./inputs.js";

/** @typedef {import("./surface.js").Surface} Surface */

/**
 * @param {any} block
 * @param {Surface} surface
 * @returns {HTMLElement | null}
 */
export function inputBlock(block, surface) {
  const element = block.element ?? {};
  const ids = { label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  const stated = holdsValue(element);
  const drawn = drawInput(element, {
    labelledBy: ids.label,
    label: plainText(block.label),
    describedBy: `${ids.error}${block.hint ? ` ${ids.hint}` : ""}`,
    optional: Boolean(block.optional),
    value: stated ? surface.value(block, element) : undefined,
    onChange(value) {
      surface.keep(block, element, value);
      if (root.classList.contains("wrong")) showError(root, problem(block, value) ?? "");
    },
    onCommit(value) {
      if (block.dispatch_action) surface.send(block, element, value);
    },
  });
  if (!drawn) return null;
  drawn.input?.setAttribute("data-action", element.action_id ?? "");
  if (block.dispatch_action && /_input$/.test(element.type) && !element.multiline) {
    // Enter sends the action here, and must not submit the form with it.
    drawn.input?.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }
  const isGroup = element.type === "checkboxes" || element.type === "radio_buttons";
  const label = el(isGroup || !drawn.input ? "div" : "label", { class: "input-label", id: ids.label },
    plainText(block.label), block.optional && el("span", { class: "optional" }, " (optional)"));
  if (label instanceof HTMLLabelElement && drawn.input) {
    drawn.input.id ||= freshId("input");
    label.htmlFor = drawn.input.id;
  }
  const root = el("div", { class: "input-block", data: { input: block.block_id } }, label, drawn.root,
    el("div", { class: "input-error", id: ids.error, "aria-live": "polite" }),
    block.hint && el("div", { class: "hint", id: ids.hint }, plainText(block.hint)));
  return root;
}

/** @param {HTMLElement} root @param {string} sentence */
export function showError(root, sentence) {
  const place = root.querySelector(".input-error");
  if (!place) return;
  root.classList.toggle("wrong", Boolean(sentence));
  place.textContent = "";
  if (sentence) place.append(icon("warning", 14), sentence);
  for (const control of root.querySelectorAll("input:not([type=radio]), textarea, [role=radiogroup]")) {
    if (sentence) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/**
 * What is wrong with the value of an input, or null.
 * @param {any} block
 * @param {import("./inputs.js").Value | undefined} value
 * @returns {string | null}
 */
export function problem(block, value) {
  const element = block.element ?? {};
  const text = typeof value === "string" ? value : "";
  const empty = value === null || value === undefined || (typeof value === "string" && !value.trim()) || (Array.isArray(value) && !value.length);
  if (empty) return block.optional ? null : "Please complete this required field.";
  const length = Array.from(text).length;
  if (element.type === "plain_text_input") {
    if (element.min_length && length < element.min_length) return `Please enter at least ${element.min_length} characters.`;
    if (element.max_length && length > element.max_length) return `Please enter at most ${element.max_length} characters.`;
  }
  if (element.type === "number_input") {
    const number = Number(text);
    if (!/^\s*[-+]?\d*\.?\d+\s*$/.test(text)) return "Please enter a valid number.";
    if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
    if (element.min_value !== undefined && number < Number(element.min_value)) return `Please enter a number of at least ${element.min_value}.`;
    if (element.max_value !== undefined && number > Number(element.max_value)) return `Please enter a number of at most ${element.max_value}.`;
  }
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(text.trim())) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+\.\S+$/i.test(text.trim())) return "Please enter a valid URL.";
  return null;
}
