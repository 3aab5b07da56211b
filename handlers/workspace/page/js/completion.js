// What the composer offers while somebody types: slash commands, people, channels, emoji.
import { el, freshId, nextIndex } from "./dom.js";
import { emojiNamed } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { float } from "./popup.js";
import { store } from "./store.js";

/** @typedef {{text: string, head: string, hint: string, detail: string, picture: Node}} Offer */

const INVITE = { command: "/invite", usage_hint: "@somebody", description: "Bring a person or the app into this channel" };

/**
 * The offers for the word under the caret, and where that word begins.
 * @param {string} text @param {number} caret @param {boolean} commands
 * @returns {{from: number, offers: Offer[], title: string} | null}
 */
function offersAt(text, caret, commands) {
  const before = text.slice(0, caret);
  const slash = /^\/(\S*)$/.exec(before);
  if (slash) {
    if (!commands) return null;
    const typed = before.toLowerCase();
    const found = [...store.commands, INVITE].filter((one) => one.command.toLowerCase().startsWith(typed));
    return {
      from: 0, title: "Commands",
      offers: found.map((one) => ({ text: `${one.command} `, head: one.command, hint: one.usage_hint ?? "", detail: one.description ?? "", picture: icon("slash") })),
    };
  }
  const named = /(?:^|\s):([a-z0-9_+-]{2,})$/i.exec(before);
  if (named) {
    const found = emojiNamed(named[1].toLowerCase(), 8);
    return {
      from: caret - named[1].length - 1, title: "Emoji",
      offers: found.map(([name, character]) => ({ text: `:${name}: `, head: `:${name}:`, hint: "", detail: "", picture: el("span", { class: "emoji" }, character) })),
    };
  }
  const word = /(?:^|\s)([@#])([\w.-]*)$/.exec(before);
  if (!word) return null;
  const from = caret - word[2].length - 1;
  const typed = word[2].toLowerCase();
  if (word[1] === "@") {
    const found = [...store.people(), ...store.apps()].filter((user) => user.name.toLowerCase().startsWith(typed) || user.real_name.toLowerCase().startsWith(typed));
    return { from, title: "People", offers: found.slice(0, 8).map((user) => ({ text: `@${user.name} `, head: user.real_name, hint: `@${user.name}`, detail: user.title ?? "", picture: avatar(user.id, "small") })) };
  }
  const found = store.channels.filter((channel) => channel.kind !== "im" && channel.name.toLowerCase().startsWith(typed));
  return { from, title: "Channels", offers: found.slice(0, 8).map((channel) => ({ text: `#${channel.name} `, head: `#${channel.name}`, hint: "", detail: channel.topic ?? "", picture: icon(channel.kind === "private" ? "lock" : "hash") })) };
}

export class Completion {
  /** @type {Offer[]} */
  #offers = [];
  #from = 0;
  #active = 0;
  /** @type {(() => void) | null} */
  #unfloat = null;
  #silenced = "";

  /**
   * @param {HTMLTextAreaElement} input
   * @param {HTMLElement} box  what the list stands above
   * @param {boolean} commands  whether slash commands are offered
   */
  constructor(input, box, commands) {
    this.input = input;
    this.box = box;
    this.commands = commands;
    this.list = el("div", { class: "completion", role: "listbox", id: freshId("offers"), "aria-label": "Suggestions", popover: "manual" });
    box.append(this.list);
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.update());
    input.addEventListener("click", () => this.update());
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  update() {
    const { value, selectionStart, selectionEnd } = this.input;
    const found = selectionStart === selectionEnd ? offersAt(value, selectionStart, this.commands) : null;
    if (!found?.offers.length || value === this.#silenced) return this.close();
    this.#silenced = "";
    this.#offers = found.offers;
    this.#from = found.from;
    this.#active = 0;
    this.list.textContent = "";
    this.list.append(el("div", { class: "group-label", role: "presentation" }, found.title));
    found.offers.forEach((offer, index) => {
      this.list.append(el("div", {
        class: "offer", role: "option", id: `${this.list.id}-${index}`, "aria-selected": String(index === 0),
        on: { click: () => this.take(index), pointermove: () => this.#activate(index, false) },
      }, el("span", { class: "offer-picture" }, offer.picture),
      el("span", { class: "offer-words" }, el("span", {}, el("strong", {}, offer.head), offer.hint && el("span", { class: "offer-hint" }, ` ${offer.hint}`)), offer.detail && el("small", {}, offer.detail))));
    });
    this.#unfloat ??= float(this.list, this.box, { above: true, match: true }, () => this.close());
    this.#activate(0);
  }

  /** @param {number} index */
  #activate(index, scroll = true) {
    this.#active = index;
    [...this.list.querySelectorAll(".offer")].forEach((row, each) => {
      row.setAttribute("aria-selected", String(each === index));
      if (each === index && scroll) row.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  close() {
    this.#unfloat?.();
    this.#unfloat = null;
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} index */
  take(index) {
    const offer = this.#offers[index];
    const { value, selectionStart } = this.input;
    const rest = value.slice(selectionStart).replace(/^ /, "");
    this.input.value = value.slice(0, this.#from) + offer.text + rest;
    const caret = this.#from + offer.text.length;
    this.input.setSelectionRange(caret, caret);
    this.close();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.focus();
  }

  /** Whether the key was for the list. @param {KeyboardEvent} event */
  key(event) {
    if (!this.#unfloat) return false;
    const next = event.key === "Home" || event.key === "End" ? null : nextIndex(event.key, this.#active, this.#offers.length);
    if (next !== null) {
      this.#activate(next);
    } else if (event.key === "Escape") {
      this.#silenced = this.input.value;
      this.close();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
      const whole = this.input.value.slice(this.#from, this.input.selectionStart) === this.#offers[this.#active].text.trim();
      if (event.key === "Enter" && whole) {
        this.close();
        return false;
      }
      this.take(this.#active);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
