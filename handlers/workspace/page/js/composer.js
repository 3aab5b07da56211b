// Where people type: drafts per channel, sent lines to come back to, nothing lost when sending fails.
import { act, ApiError } from "./api.js";
import { Completion } from "./completion.js";
import { byId, el, fill } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { menuButton } from "./menus.js";
import { complain } from "./popup.js";
import { SLACKBOT, store } from "./store.js";

/** @type {Map<string, string>} */
const drafts = new Map();
/** @type {Map<string, string[]>} */
const sent = new Map();

let localCount = 0;

/** Something that Slackbot says to this person alone. @param {string} text @param {string} [threadTs] */
function slackbotSays(text, threadTs) {
  localCount += 1;
  const ts = `${(store.now().getTime() / 1000).toFixed(3)}${String(localCount % 1000).padStart(3, "0")}`;
  return { ts, user: SLACKBOT, text, ephemeral: true, local: true, thread_ts: threadTs };
}

/** @param {unknown} error @param {string} typed */
function sentence(error, typed) {
  const { code, detail } = error instanceof ApiError ? error : { code: "error", detail: String(error) };
  const word = /^\/\S*/.exec(typed)?.[0] ?? "";
  if (code === "unknown_command") {
    return `\`${word}\` is not a valid command. In Slack, all messages that start with the “/” character are read as commands. To send it as a message, put a space before the “/”.`;
  }
  if (code === "not_in_threads") return detail;
  return detail ? `${detail} (\`${code}\`) What you typed is kept in the composer.` : `That could not be sent: \`${code}\`. What you typed is kept in the composer.`;
}

export class Composer {
  #channel = "";
  /** @type {string | undefined} */
  #thread;
  #at = -1;

  /**
   * @param {string} id  of the textarea; `<id>-box`, `<id>-hint` and `<id>-send` stand beside it
   * @param {{inThread?: boolean, note: (message: any) => void}} how
   */
  constructor(id, how) {
    this.how = how;
    this.input = /** @type {HTMLTextAreaElement} */ (byId(id));
    this.box = byId(`${id}-box`);
    this.hint = byId(`${id}-hint`);
    this.button = /** @type {HTMLButtonElement} */ (byId(`${id}-send`));
    fill(this.button, icon("send"));
    if (!how.inThread) this.#offerShortcuts(/** @type {HTMLButtonElement} */ (byId(`${id}-shortcuts`)));
    this.completion = new Completion(this.input, this.box, !how.inThread);
    this.input.addEventListener("input", () => {
      this.#at = -1;
      this.#changed();
    });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.button.addEventListener("click", () => this.send());
    for (const starter of /** @type {NodeListOf<HTMLElement>} */ (this.box.querySelectorAll("[data-insert]"))) {
      fill(starter, icon(starter.dataset.insert === "@" ? "at" : "slash"));
      starter.addEventListener("click", () => this.#insert(starter.dataset.insert ?? ""));
    }
  }

  /** The app's shortcuts that belong to no message. @param {HTMLButtonElement} opener */
  #offerShortcuts(opener) {
    fill(opener, icon("bolt"));
    menuButton(opener, "Shortcuts", () => store.shortcuts.filter((one) => one.type === "global").map((one) => ({
      label: one.name, detail: store.app.name, picture: icon("bolt"),
      run: () => act("shortcut", { as: store.me, channel: this.#channel, callback_id: one.callback_id }).catch(complain),
    })), { above: true });
  }

  get #key_() {
    return `${store.me} ${this.#channel} ${this.#thread ?? ""}`;
  }

  /** @param {string} channel @param {string} label @param {string} [thread] @param {boolean} [archived] */
  open(channel, label, thread, archived = false) {
    this.completion.close();
    this.#channel = channel;
    this.#thread = thread;
    this.#at = -1;
    this.input.value = drafts.get(this.#key_) ?? "";
    this.input.placeholder = archived ? "This channel is archived" : label;
    this.input.setAttribute("aria-label", this.how.inThread ? "Reply in thread" : label);
    this.#changed();
  }

  focus() {
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  /** @param {string} text */
  #put(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  /** @param {string} mark */
  #insert(mark) {
    const { value, selectionStart } = this.input;
    if (mark === "/" && value.startsWith("/")) return this.focus();
    const at = mark === "/" ? 0 : selectionStart;
    const lead = mark === "@" && at > 0 && !/\s$/.test(value.slice(0, at)) ? " @" : mark;
    this.input.value = value.slice(0, at) + lead + value.slice(at);
    this.input.focus();
    this.input.setSelectionRange(at + lead.length, at + lead.length);
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #changed() {
    const { value } = this.input;
    if (value) drafts.set(this.#key_, value);
    else drafts.delete(this.#key_);
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 260)}px`;
    this.button.disabled = !value.trim();
    const word = /^(\/\S+)\s/.exec(value)?.[1];
    const command = word && !this.how.inThread ? store.commands.find((one) => one.command === word) : undefined;
    this.hint.hidden = !command;
    if (command) fill(this.hint, el("strong", {}, command.command), ` ${command.usage_hint ?? ""}`, command.description && el("span", {}, command.description));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && (this.#at >= 0 || !this.input.value)) {
      const lines = sent.get(this.#key_) ?? [];
      if (this.#at + 1 >= lines.length) return;
      event.preventDefault();
      this.#at += 1;
      this.#put(lines[this.#at]);
    } else if (event.key === "ArrowDown" && this.#at >= 0) {
      event.preventDefault();
      this.#at -= 1;
      this.#put(this.#at < 0 ? "" : (sent.get(this.#key_) ?? [])[this.#at]);
    }
  }

  async send() {
    const typed = this.input.value;
    if (!typed.trim()) return;
    const [key, channel, thread] = [this.#key_, this.#channel, this.#thread];
    const history = sent.get(key) ?? [];
    sent.set(key, [typed, ...history.filter((one) => one !== typed)].slice(0, 50));
    this.completion.close();
    this.#at = -1;
    this.#put("");
    try {
      if (/^\/invite(\s|$)/.test(typed) && !thread) return await this.#invite(channel, typed);
      const word = /^\/\S*/.exec(typed)?.[0];
      if (word && !store.commands.some((one) => one.command === word)) {
        await store.refresh();
        if (!store.commands.some((one) => one.command === word)) throw new ApiError("unknown_command", "", {});
      }
      if (word && thread) throw new ApiError("not_in_threads", `\`${word}\` is not supported in threads. Sorry!`, {});
      const text = typed.startsWith("/") ? typed : withEmoji(typed);
      const answer = await act("type", { as: store.me, channel, text, ...(thread ? { thread_ts: thread } : {}) });
      if (answer.acknowledged && answer.acknowledged.status !== 200) this.#giveBack(key, typed);
    } catch (error) {
      this.#giveBack(key, typed);
      if (this.#channel === channel && this.#thread === thread) this.how.note(slackbotSays(sentence(error, typed), thread));
    }
  }

  /** Slack's own command: brings a person or the app into the channel. @param {string} channel @param {string} typed */
  async #invite(channel, typed) {
    const named = typed.replace(/^\/invite\s*/, "").trim().replace(/^@/, "").toLowerCase();
    const user = [...store.users.values()].find((one) => [one.name, one.real_name, one.id].some((name) => name.toLowerCase() === named));
    if (!user) throw new ApiError("user_not_found", named ? `There is nobody called “${named}” here.` : "Say whom: `/invite @name`.", {});
    await act("join", { user: user.id, channel });
    await store.refresh();
    this.how.note(slackbotSays(`*${user.real_name}* is in this channel now.`));
  }

  /** @param {string} key @param {string} typed */
  #giveBack(key, typed) {
    if (key === this.#key_) {
      if (!this.input.value) this.#put(typed);
    } else if (!drafts.has(key)) drafts.set(key, typed);
  }
}
