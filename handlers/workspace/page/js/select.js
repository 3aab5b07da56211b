// Selects: a combobox with type-ahead over a listbox, for one choice or several.
import { el, fill, freshId, nextIndex } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { float } from "./popup.js";

/**
 * @typedef {{value: string, text: string, description?: string, group?: string}} Choice
 * @typedef {{labelledBy?: string, label?: string, describedBy?: string, placeholder?: string, multi?: boolean,
 *   optional?: boolean, max?: number, choices: Choice[], value: string[], onChange: (value: string[]) => void}} SelectOptions
 */

/**
 * @param {SelectOptions} options
 */
export function selectBox(options) {
  const { choices, multi = false } = options;
  let value = [...options.value];
  /** @type {Choice[]} */
  let shown = [];
  let active = -1;
  let typing = false;
  /** @type {(() => void) | null} */
  let unfloat = null;

  const listId = freshId("list");
  const input = /** @type {HTMLInputElement} */ (el("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-labelledby": options.labelledBy, "aria-label": options.labelledBy ? null : options.label || "Choose",
    "aria-describedby": options.describedBy, "aria-required": options.optional === false ? "true" : null,
  }));
  const chips = el("span", { class: "chips" });
  const list = el("div", {
    class: "listbox", role: "listbox", id: listId, popover: "manual",
    "aria-label": options.label || "Choices", "aria-multiselectable": multi ? "true" : null,
  });
  const root = el("div", { class: `select${multi ? " multi" : ""}` }, chips, input, icon("caret", 16), list);

  const labelOf = (/** @type {string} */ one) => withEmoji(choices.find((choice) => choice.value === one)?.text ?? one);

  function paint() {
    if (multi) {
      fill(chips, value.map((one) =>
        el("span", { class: "chip" }, labelOf(one),
          el("button", { type: "button", "aria-label": `Remove ${labelOf(one)}`, on: { click: () => remove(one) } }, icon("close", 12)))));
    }
    if (!typing) input.value = multi || !value.length ? "" : labelOf(value[0]);
    input.placeholder = multi && value.length ? "" : options.placeholder || (multi ? "Choose some options" : "Choose an option");
  }

  /** @param {string} one */
  function remove(one) {
    value = value.filter((each) => each !== one);
    paint();
    input.focus();
    options.onChange(value);
    if (unfloat) list_();
  }

  function list_() {
    const words = typing ? input.value.trim().toLowerCase() : "";
    shown = choices.filter((choice) => !words || withEmoji(choice.text).toLowerCase().includes(words) || choice.group?.toLowerCase().includes(words));
    list.textContent = "";
    /** @type {HTMLElement} */
    let home = list;
    let group = "";
    shown.forEach((choice, index) => {
      if ((choice.group ?? "") !== group) {
        group = choice.group ?? "";
        home = el("div", { role: "group", "aria-label": group }, el("div", { class: "group-label", "aria-hidden": "true" }, group));
        list.append(home);
      }
      const chosen = value.includes(choice.value);
      home.append(el("div", {
        class: "option", role: "option", id: `${listId}-${index}`, "aria-selected": String(chosen),
        on: { click: () => pick(index), pointermove: () => activate(index, false) },
      }, el("span", {}, withEmoji(choice.text), choice.description && el("small", {}, withEmoji(choice.description))), chosen && icon("check", 16)));
    });
    if (!shown.length) list.append(el("div", { class: "option none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No matches"));
    const first = value.length && !words ? shown.findIndex((choice) => choice.value === value[0]) : 0;
    activate(shown.length ? Math.max(0, first) : -1);
  }

  /** @param {number} index */
  function activate(index, scroll = true) {
    list.querySelector(".active")?.classList.remove("active");
    active = index;
    const row = index >= 0 ? list.querySelector(`#${listId}-${index}`) : null;
    row?.classList.add("active");
    if (scroll) row?.scrollIntoView({ block: "nearest" });
    if (row) input.setAttribute("aria-activedescendant", row.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open() {
    if (unfloat) return;
    list_();
    unfloat = float(list, root, { match: true }, close);
    input.setAttribute("aria-expanded", "true");
    activate(active);
  }

  function close() {
    if (!unfloat) return;
    unfloat();
    unfloat = null;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    if (typing && !multi && !input.value.trim() && options.optional && value.length) {
      value = [];
      options.onChange(value);
    }
    typing = false;
    paint();
  }

  /** @param {number} index */
  function pick(index) {
    const choice = shown[index];
    if (!choice) return;
    typing = false;
    if (!multi) {
      const changed = value[0] !== choice.value;
      value = [choice.value];
      close();
      if (changed) options.onChange(value);
      return;
    }
    if (value.includes(choice.value)) value = value.filter((one) => one !== choice.value);
    else if (!options.max || value.length < options.max) value = [...value, choice.value];
    else return;
    input.value = "";
    paint();
    list_();
    activate(Math.min(index, shown.length - 1));
    options.onChange(value);
  }

  input.addEventListener("input", () => {
    typing = true;
    if (unfloat) list_();
    else open();
  });
  input.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (event.key === "Escape" && unfloat) {
      event.preventDefault();
      event.stopPropagation();
      typing = false;
      close();
    } else if (step) {
      event.preventDefault();
      if (!unfloat) open();
      else activate(nextIndex(event.key, active, shown.length) ?? active);
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (unfloat && active >= 0) pick(active);
      else open();
    } else if (event.key === "Tab") {
      close();
    } else if (event.key === "Backspace" && multi && !input.value && value.length) {
      remove(value[value.length - 1]);
    }
  });
  root.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (list.contains(target) || target.closest(".chip button")) return;
    input.focus();
    if (unfloat && !typing && !multi) return;
    open();
    if (!multi) input.select();
  });
  input.addEventListener("blur", () => setTimeout(() => !root.contains(document.activeElement) && close()));
  // A press in the list must not take the focus from the input.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  paint();
  return { root, input };
}
