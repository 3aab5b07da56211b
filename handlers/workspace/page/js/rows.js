// What a list of messages does, in the channel and in a thread: draw rows, keep focus, toolbar, arrow keys.
import { act } from "./api.js";
import { el } from "./dom.js";
import { ask } from "./dialogs.js";
import { icon } from "./icons.js";
import { menuButton } from "./menus.js";
import { drawMessage, wordsOf } from "./message.js";
import { complain, toast } from "./popup.js";
import { remember, remembered, store } from "./store.js";

/** @typedef {import("./store.js").Message} Message */

/** @type {Set<string>} */
const dismissed = new Set(remembered("dismissed").split(" ").filter(Boolean));

/** @param {Message} message */
export function isHidden(message) {
  return Boolean(message.ephemeral) && dismissed.has(message.ts);
}

export class Rows {
  /** @type {Map<string, HTMLElement>} */
  byTs = new Map();
  /** @type {HTMLElement | null} */
  #toolbar = null;

  /**
   * @param {HTMLElement} root
   * @param {{channel: () => string, find: (ts: string) => Message | undefined, openThread?: (ts: string) => void,
   *   removed: (ts: string) => void, inThread?: boolean}} how
   */
  constructor(root, how) {
    this.root = root;
    this.how = how;
    root.addEventListener("pointerover", (event) => this.#attach(event));
    root.addEventListener("focusin", (event) => this.#attach(event));
    root.addEventListener("pointerleave", () => {
      if (!this.#toolbar?.contains(document.activeElement) && !this.#toolbar?.querySelector("[aria-expanded=true]")) this.#drop();
    });
    root.addEventListener("keydown", (event) => this.#arrows(event));
  }

  /** @param {Message} message */
  draw(message) {
    const { openThread } = this.how;
    const row = drawMessage(message, {
      channel: this.how.channel(),
      inThread: this.how.inThread,
      openThread: openThread && (() => openThread(message.ts)),
      dismiss: () => this.#dismiss(message),
    });
    this.byTs.set(message.ts, row);
    return row;
  }

  /** Draws a message anew in its place; whoever stood in it stays in it. @param {Message} message */
  redraw(message) {
    const old = this.byTs.get(message.ts);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    const action = focused?.dataset.action;
    const block = /** @type {HTMLElement | null | undefined} */ (focused?.closest("[data-block]"))?.dataset.block;
    const row = this.draw(message);
    row.classList.toggle("follow", old.classList.contains("follow"));
    old.replaceWith(row);
    if (!focused) return;
    const place = block && row.querySelector(`[data-block="${CSS.escape(block)}"]`);
    const control = action && (place || row).querySelector(`[data-action="${CSS.escape(action)}"]`);
    /** @type {HTMLElement} */ (control || row).focus({ preventScroll: true });
  }

  clear() {
    this.#drop();
    this.byTs.clear();
  }

  /** @param {string} ts */
  remove(ts) {
    this.byTs.get(ts)?.remove();
    this.byTs.delete(ts);
  }

  /** @param {Message} message */
  #dismiss(message) {
    dismissed.add(message.ts);
    remember("dismissed", [...dismissed].slice(-200).join(" "));
    const row = this.byTs.get(message.ts);
    const beside = /** @type {HTMLElement | null} */ (row?.previousElementSibling?.closest(".message") ?? null);
    const hadFocus = row?.contains(document.activeElement);
    this.how.removed(message.ts);
    if (hadFocus) (beside ?? this.root).focus({ preventScroll: true });
  }

  /** @param {Event} event */
  #attach(event) {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".message"));
    if (!row || this.#toolbar?.parentElement === row) return;
    if (event.type === "pointerover" && this.#toolbar?.querySelector("[aria-expanded=true]")) return;
    const message = this.how.find(row.dataset.ts ?? "");
    this.#drop();
    if (!message || message.deleted || message.local) return;
    this.#toolbar = this.#makeToolbar(message, row);
    row.append(this.#toolbar);
  }

  #drop() {
    this.#toolbar?.remove();
    this.#toolbar = null;
  }

  /** @param {Message} message @param {HTMLElement} row */
  #makeToolbar(message, row) {
    const { openThread } = this.how;
    const more = el("button", { type: "button", class: "icon-button", "aria-label": "More actions", title: "More actions" }, icon("dots"));
    menuButton(more, "Message actions", () => this.#menu(message, row), { align: "end" });
    return el("div", { class: "toolbar-rail" }, el("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
      openThread && !message.ephemeral && el("button", {
        type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread",
        on: { click: () => openThread(message.thread_ts || message.ts) },
      }, icon("reply")),
      more));
  }

  /** @param {Message} message @param {HTMLElement} row @returns {import("./menus.js").MenuItem[]} */
  #menu(message, row) {
    const channel = this.how.channel();
    const shortcuts = message.ephemeral ? [] : store.shortcuts.filter((one) => one.type === "message");
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(wordsOf(row));
        toast("Copied.");
      } catch {
        toast("The browser did not allow copying.", "error");
      }
    };
    const remove = async () => {
      const sure = await ask({ title: "Delete message", text: ["Delete this message? This cannot be undone."], confirm: "Delete", deny: "Cancel", danger: true });
      if (sure) await act("delete", { channel, ts: message.ts }).catch(complain);
    };
    return [
      ...shortcuts.map((one) => ({
        label: one.name, detail: store.app.name, picture: icon("bolt"),
        run: () => act("shortcut", { as: store.me, channel, message_ts: message.ts, callback_id: one.callback_id }).catch(complain),
      })),
      ...(shortcuts.length ? [{ separator: true }] : []),
      { label: "Copy text", picture: icon("copy"), run: copy },
      ...(message.ephemeral ? [] : [{ label: "Delete message…", picture: icon("trash"), danger: true, run: remove }]),
    ];
  }

  /** Up and down lead from message to message. @param {KeyboardEvent} event */
  #arrows(event) {
    const on = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || (on !== this.root && !on.classList.contains("message"))) return;
    if (!["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    const all = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(".message")]);
    if (!all.length) return;
    event.preventDefault();
    const at = all.indexOf(on);
    const last = all.length - 1;
    const next = event.key === "Home" ? 0 : event.key === "End" || at < 0 ? last : Math.max(0, Math.min(last, at + (event.key === "ArrowUp" ? -1 : 1)));
    all[next].focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  }
}
