// Block elements that hold a value: text, numbers, choices, people, channels, dates and times.
import { el, freshId } from "./dom.js";
import { fromLocalInput, localInputValue } from "./dates.js";
import { withEmoji } from "./emoji.js";
import { fileInput } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { selectBox } from "./select.js";
import { store } from "./store.js";

/**
 * @typedef {string | number | string[] | null} Value
 * @typedef {{labelledBy?: string, label?: string, describedBy?: string, optional?: boolean, value: Value | undefined,
 *   onChange: (value: Value) => void, onCommit: (value: Value, how: "enter" | "character" | "choice") => void}} Use
 *   `onChange` follows every key; `onCommit` is a finished choice
 * @typedef {{root: HTMLElement, input: HTMLElement | null}} Drawn
 */

/** @param {any} text */
export function plainText(text) {
  return withEmoji(typeof text === "string" ? text : text?.text ?? "");
}

/** @param {any} text @returns {(Node | string)[]} */
export function textNodes(text) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text ?? "");
  return [plainText(text)];
}

/** @param {Use} use */
function named(use) {
  return {
    "aria-labelledby": use.labelledBy,
    "aria-label": use.labelledBy ? null : use.label,
    "aria-describedby": use.describedBy,
    "aria-required": use.optional === false ? "true" : null,
  };
}

/** The value an element starts with, in the plain form of the control API. @param {any} element @returns {Value} */
export function initialValue(element) {
  const multi = /^multi_/.test(element.type);
  switch (element.type) {
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return element.initial_value ?? "";
    case "datepicker":
      return element.initial_date ?? null;
    case "timepicker":
      return element.initial_time ?? null;
    case "datetimepicker":
      return element.initial_date_time ?? null;
    case "checkboxes":
      return (element.initial_options ?? []).map((/** @type {any} */ one) => one.value);
    case "radio_buttons":
      return element.initial_option?.value ?? null;
    case "file_input":
      return [];
    default:
      if (multi) {
        const many = element.initial_users ?? element.initial_conversations ?? element.initial_channels;
        return many ?? (element.initial_options ?? []).map((/** @type {any} */ one) => one.value);
      }
      return element.initial_user ?? element.initial_conversation ?? element.initial_channel ?? element.initial_option?.value
        ?? (element.default_to_current_conversation ? currentConversation() : null);
  }
}

/** The conversation behind the form, where people may choose it. */
function currentConversation() {
  const [first = ""] = location.hash.replace(/^#\/?/, "").split("/");
  return store.channel(first) && store.channel(first)?.kind !== "im" ? first : null;
}

/** @param {any} element @returns {import("./select.js").Choice[]} */
function choicesOf(element) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "users_select") {
    return store.people().map((user) => ({ value: user.id, text: user.real_name, description: user.title }));
  }
  if (kind === "channels_select" || kind === "conversations_select") {
    const include = element.filter?.include;
    const wanted = (/** @type {import("./store.js").Channel} */ channel) => {
      if (kind === "channels_select") return channel.kind === "channel";
      if (!include) return true;
      return include.includes({ channel: "public", private: "private", im: "im" }[channel.kind]);
    };
    return store.channels.filter(wanted).map((channel) => ({
      value: channel.id, text: `${channel.kind === "im" ? "" : "#"}${store.channelName(channel)}`,
    }));
  }
  const option = (/** @type {any} */ one, group = "") => ({
    value: one.value, text: one.text?.text ?? "", description: one.description?.text, group,
  });
  if (element.option_groups) {
    return element.option_groups.flatMap((/** @type {any} */ group) => (group.options ?? []).map((/** @type {any} */ one) => option(one, plainText(group.label))));
  }
  return (element.options ?? []).map((/** @type {any} */ one) => option(one));
}

/** @param {any} element @param {Use} use @returns {Drawn} */
function textInput(element, use) {
  const type = { number_input: "text", email_text_input: "email", url_text_input: "url" }[/** @type {string} */ (element.type)] ?? "text";
  const input = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (el(element.multiline ? "textarea" : "input", {
    type: element.multiline ? null : type, rows: element.multiline ? 4 : null, class: "text-input",
    placeholder: plainText(element.placeholder) || null, inputmode: element.type === "number_input" ? "decimal" : null,
    autocomplete: "off", ...named(use),
  }));
  input.value = String(use.value ?? "");
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const counter = element.max_length ? el("span", { class: "counter", "aria-hidden": "true" }) : null;
  const count = () => {
    if (!counter) return;
    const length = Array.from(input.value).length;
    counter.textContent = String(element.max_length - length);
    counter.classList.toggle("over", length > element.max_length);
    counter.hidden = length < element.max_length * 0.8 && length + 40 < element.max_length && !element.multiline;
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  input.addEventListener("input", () => {
    count();
    use.onChange(input.value);
    if (!on.includes("on_character_entered")) return;
    clearTimeout(pause);
    pause = setTimeout(() => use.onCommit(input.value, "character"), 250);
  });
  input.addEventListener("keydown", (event) => {
    const key = /** @type {KeyboardEvent} */ (event);
    if (key.key === "Enter" && !element.multiline && on.includes("on_enter_pressed")) use.onCommit(input.value, "enter");
  });
  count();
  return { root: counter ? el("div", { class: "with-counter" }, input, counter) : input, input };
}

/** @param {any} element @param {Use} use @returns {Drawn} */
function picker(element, use) {
  const type = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" }[/** @type {"datepicker"} */ (element.type)];
  const withTime = element.type === "datetimepicker";
  const input = /** @type {HTMLInputElement} */ (el("input", { type, class: "text-input picker", ...named(use), title: plainText(element.placeholder) || null }));
  if (use.value !== null && use.value !== undefined && use.value !== "") {
    input.value = withTime ? localInputValue(Number(use.value)) : String(use.value);
  }
  const value = () => (input.value ? (withTime ? fromLocalInput(input.value) : input.value) : null);
  let told = value();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const commit = () => {
    clearTimeout(pause);
    // While a year is being typed, the browser reports years like 0002.
    if (value() === told || (input.value && !/^\d\d:/.test(input.value) && input.value < "1970")) return;
    told = value();
    use.onCommit(told, "choice");
  };
  input.addEventListener("input", () => {
    use.onChange(value());
    clearTimeout(pause);
    pause = setTimeout(commit, 900);
  });
  input.addEventListener("blur", commit);
  input.addEventListener("keydown", (event) => event.key === "Enter" && commit());
  return { root: input, input };
}

/** @param {any} element @param {Use} use @returns {Drawn} */
function boxes(element, use) {
  const many = element.type === "checkboxes";
  const name = freshId("choice");
  let chosen = many ? [...(/** @type {string[]} */ (use.value ?? []))] : [use.value].filter(Boolean).map(String);
  /** @type {HTMLElement | null} */
  let first = null;
  const rows = (element.options ?? []).map((/** @type {any} */ option) => {
    const words = freshId("option");
    const input = /** @type {HTMLInputElement} */ (el("input", { type: many ? "checkbox" : "radio", name, value: option.value, "aria-labelledby": words }));
    input.checked = chosen.includes(option.value);
    first ??= input;
    input.addEventListener("change", () => {
      if (!many) chosen = [option.value];
      else if (input.checked) chosen = [...chosen, option.value];
      else chosen = chosen.filter((one) => one !== option.value);
      use.onChange(many ? [...chosen] : chosen[0]);
      use.onCommit(many ? [...chosen] : chosen[0], "choice");
    });
    return el("label", { class: "choice" }, input,
      el("span", {}, el("span", { id: words }, ...textNodes(option.text)), option.description && el("small", {}, ...textNodes(option.description))));
  });
  return { root: el("div", { class: "choices", role: many ? "group" : "radiogroup", ...named({ ...use, optional: undefined }) }, rows), input: first };
}

/** @param {any} element @param {Use} use @returns {Drawn} */
function select(element, use) {
  const multi = element.type.startsWith("multi_");
  const held = multi ? /** @type {string[]} */ (use.value ?? []) : use.value ? [String(use.value)] : [];
  const plain = (/** @type {string[]} */ value) => (multi ? value : value[0] ?? null);
  const box = selectBox({
    labelledBy: use.labelledBy, label: use.label || plainText(element.placeholder), describedBy: use.describedBy, optional: use.optional,
    placeholder: plainText(element.placeholder), multi, max: element.max_selected_items, choices: choicesOf(element), value: held,
    onChange(value) {
      use.onChange(plain(value));
      use.onCommit(plain(value), "choice");
    },
  });
  return box;
}

const SELECT = /^(multi_)?(static|users|channels|conversations)_select$/;

/** Whether an element holds a value. @param {any} element */
export function holdsValue(element) {
  return SELECT.test(element?.type) || ["plain_text_input", "number_input", "email_text_input", "url_text_input", "datepicker",
    "timepicker", "datetimepicker", "checkboxes", "radio_buttons", "file_input"].includes(element?.type);
}

/**
 * @param {any} element
 * @param {Use} use
 * @returns {Drawn | null}  null where the element holds no value
 */
export function drawInput(element, use) {
  if (SELECT.test(element.type)) return select(element, use);
  switch (element.type) {
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return textInput(element, use);
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return picker(element, use);
    case "checkboxes":
    case "radio_buttons":
      return boxes(element, use);
    case "file_input":
      return fileInput(element, use, named(use));
    default:
      return null;
  }
}
