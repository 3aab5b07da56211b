// Slack's mrkdwn as DOM nodes.
import { add, el } from "./dom.js";
import { dateTokens, fullTime } from "./dates.js";
import { emoji } from "./emoji.js";
import { store } from "./store.js";

const ENTITIES = /** @type {Record<string, string>} */ ({ "&amp;": "&", "&lt;": "<", "&gt;": ">" });
const EMPHASIS = /** @type {Record<string, string>} */ ({ "*": "strong", _: "em", "~": "s" });
const WORD = /[\p{L}\p{N}]/u;

/** @param {string} text */
export function decoded(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** A link: shown and named, never followed. @param {string} url @param {import("./dom.js").Child[]} children */
export function link(url, ...children) {
  return el("span", { class: "link", role: "link", tabindex: "0", title: url, data: { link: url } }, ...children);
}

/** @param {string} userId @param {string} [label] */
export function mention(userId, label) {
  const name = store.users.has(userId) || userId === store.app.bot_user_id ? store.user(userId).real_name : label || userId;
  return el("span", { class: userId === store.me ? "mention me" : "mention" }, `@${name}`);
}

/** @param {string} channelId @param {string} [label] */
export function channelMention(channelId, label) {
  const channel = store.channel(channelId);
  const name = channel ? store.channelName(channel) : label || "private-channel";
  return el("span", { class: "mention" }, `#${name}`);
}

/** @param {string} range */
export function broadcast(range) {
  return el("span", { class: "mention me" }, `@${range}`);
}

/** @param {number} seconds @param {string} pattern @param {string} fallback */
export function dateNode(seconds, pattern, fallback) {
  const date = new Date(seconds * 1000);
  if (!Number.isFinite(seconds) || Number.isNaN(date.getTime())) return document.createTextNode(fallback);
  return el("time", { datetime: date.toISOString(), title: fullTime(date) }, dateTokens(seconds, pattern));
}

/** @param {string} name */
export function emojiNode(name) {
  const found = emoji(name);
  return found ? el("span", { class: "emoji", title: `:${name}:` }, found) : document.createTextNode(`:${name}:`);
}

/**
 * What stands between `<` and `>`: a mention, a date, a link. Null where it is none of these.
 * @param {string} content
 * @returns {Node | null}
 */
export function reference(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? "" : content.slice(bar + 1);
  if (/^@[A-Z0-9]+$/.test(target)) return mention(target.slice(1), decoded(label));
  if (/^#[A-Z0-9]+$/.test(target)) return channelMention(target.slice(1), decoded(label));
  const range = /^!(here|channel|everyone)$/.exec(target);
  if (range) return broadcast(range[1]);
  if (target.startsWith("!subteam^")) return el("span", { class: "mention" }, decoded(label) || "@group");
  if (target.startsWith("!date^")) {
    const [, seconds, pattern = ""] = target.split("^");
    return dateNode(Number(seconds), decoded(pattern), decoded(label));
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    const url = decoded(target);
    return link(url, label ? inline(label) : url.replace(/^mailto:/, ""));
  }
  return null;
}

/** Where the emphasis that opens at `at` ends, or -1. @param {string} text @param {number} at */
function emphasisEnd(text, at) {
  const mark = text[at];
  if (at > 0 && (WORD.test(text[at - 1]) || text[at - 1] === mark)) return -1;
  if (at + 1 >= text.length || /\s/.test(text[at + 1]) || text[at + 1] === mark) return -1;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text[end] === "\n") return -1;
    if (text[end] !== mark || /\s/.test(text[end - 1])) continue;
    if (end + 1 < text.length && (WORD.test(text[end + 1]) || text[end + 1] === mark)) continue;
    return end;
  }
  return -1;
}

const BARE_URL = /^https?:\/\/[^\s<>|`]+/;

/** A bare address without the punctuation that ends the sentence. @param {string} text */
export function bareUrl(text) {
  const match = BARE_URL.exec(text);
  if (!match) return null;
  return match[0].replace(/(?:[.,;:!?'")\]*_~]|&(?:amp|lt|gt);)+$/, "");
}

/**
 * One run of mrkdwn without block marks.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function inline(text) {
  /** @type {(Node | string)[]} */
  const out = [];
  let plain = "";
  const flush = (/** @type {Node[]} */ ...nodes) => {
    if (plain) out.push(plain);
    plain = "";
    out.push(...nodes);
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    if (char === "`") {
      const end = text.indexOf("`", at + 1);
      const code = end > at + 1 ? text.slice(at + 1, end) : "";
      if (code && !code.includes("\n")) {
        flush(el("code", {}, decoded(code)));
        at = end + 1;
        continue;
      }
    } else if (char === "<") {
      const end = text.indexOf(">", at);
      const node = end > at + 1 ? reference(text.slice(at + 1, end)) : null;
      if (node) {
        flush(node);
        at = end + 1;
        continue;
      }
    } else if (char === "&") {
      const entity = /^&(?:amp|lt|gt);/.exec(text.slice(at, at + 5));
      if (entity) {
        plain += ENTITIES[entity[0]];
        at += entity[0].length;
        continue;
      }
    } else if (char === ":") {
      const match = /^:([a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:/.exec(text.slice(at, at + 60));
      if (match && emoji(match[1])) {
        flush(emojiNode(match[1]));
        at += match[0].length;
        continue;
      }
    } else if (char in EMPHASIS) {
      const end = emphasisEnd(text, at);
      if (end > 0) {
        flush(el(EMPHASIS[char], {}, inline(text.slice(at + 1, end))));
        at = end + 1;
        continue;
      }
    } else if (char === "h" && (at === 0 || !WORD.test(text[at - 1]))) {
      const url = bareUrl(text.slice(at, at + 3000));
      if (url) {
        flush(link(decoded(url), decoded(url)));
        at += url.length;
        continue;
      }
    }
    plain += char;
    at += 1;
  }
  flush();
  return out;
}

const QUOTE = /^(?:>|&gt;)(?!>>) ?/;
const BULLET = /^\s*[•◦▪‣]\s+/;

/** @param {string} text @returns {Node[]} */
function lines(text) {
  /** @type {Node[]} */
  const out = [];
  /** @type {{kind: string, lines: string[]} | null} */
  let run = null;
  const close = () => {
    if (!run) return;
    if (run.kind === "quote") out.push(el("blockquote", {}, inline(run.lines.join("\n"))));
    else if (run.kind === "bullet") {
      for (const line of run.lines) {
        const mark = BULLET.exec(line)?.[0] ?? "";
        out.push(el("div", { class: "bullet" }, el("span", {}, `${mark.trimEnd()} `), el("span", {}, inline(line.slice(mark.length)))));
      }
    } else out.push(el("div", { class: "lines" }, inline(run.lines.join("\n"))));
    run = null;
  };
  for (const line of text.split("\n")) {
    const kind = QUOTE.test(line) ? "quote" : BULLET.test(line) ? "bullet" : "text";
    if (run && run.kind !== kind) close();
    run ??= { kind, lines: [] };
    run.lines.push(kind === "quote" ? line.replace(QUOTE, "") : line);
  }
  close();
  return out;
}

/**
 * A mrkdwn text as a list of nodes.
 * @param {string} text
 * @returns {Node[]}
 */
export function mrkdwn(text) {
  /** @type {Node[]} */
  const out = [];
  const parts = text.split("```");
  parts.forEach((part, index) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) out.push(el("pre", {}, decoded(part.replace(/^\n|\n$/g, ""))));
    else {
      const loose = index % 2 === 1 ? `\`\`\`${part}` : part;
      const trimmed = index > 0 && index % 2 === 0 ? loose.replace(/^\n/, "") : loose;
      const bare = index + 2 < parts.length ? trimmed.replace(/\n$/, "") : trimmed;
      if (bare) out.push(...lines(bare));
    }
  });
  return out;
}

/** The text of mrkdwn, for labels and copies. @param {string} text */
export function plainOf(text) {
  const box = document.createElement("div");
  add(box, mrkdwn(text));
  return box.textContent ?? "";
}
