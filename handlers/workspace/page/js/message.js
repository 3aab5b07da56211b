// One message: picture, name, time, content, thread summary.
import { drawBlocks } from "./blocks.js";
import { ago, clockTime, fullTime, tsDate } from "./dates.js";
import { add, el, freshId } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { store } from "./store.js";
import { Surface } from "./surface.js";

/** @typedef {import("./store.js").Message} Message */

/** @type {Map<string, Surface>} */
const surfaces = new Map();

/** What was chosen in a message outlives its being drawn anew. @param {string} channel @param {string} ts */
function surfaceOf(channel, ts) {
  const key = `${store.me} ${channel} ${ts}`;
  let found = surfaces.get(key);
  if (!found) surfaces.set(key, (found = new Surface("message", { channel, message_ts: ts })));
  return found;
}

/** @param {any} attachment @param {Surface} surface */
function attachment(attachment, surface) {
  const box = el("div", { class: "attachment" },
    attachment.pretext && el("div", {}, mrkdwn(attachment.pretext)),
    attachment.title && el("strong", {}, attachment.title),
    attachment.blocks ? drawBlocks(attachment.blocks, surface) : el("div", {}, mrkdwn(attachment.text ?? attachment.fallback ?? "")),
    attachment.footer && el("div", { class: "context" }, attachment.footer));
  if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? "")) box.style.borderLeftColor = `#${attachment.color.replace("#", "")}`;
  return box;
}

/** @param {Message} message @param {string} channel */
function content(message, channel) {
  if (message.deleted) return el("div", { class: "content gone" }, "This message was deleted.");
  const surface = surfaceOf(channel, message.ts);
  const box = el("div", { class: "content" });
  if (message.blocks?.length) {
    surface.prune(message.blocks);
    box.append(drawBlocks(message.blocks, surface));
  } else if (message.text) {
    add(box, mrkdwn(message.text));
  }
  for (const one of message.attachments ?? []) box.append(attachment(one, surface));
  for (const one of message.files ?? []) {
    box.append(el("div", { class: "file" }, icon("file"), el("span", {}, one.title || one.name || "File")));
  }
  if (message.edited) {
    const texts = box.querySelectorAll(":scope > .lines, :scope > .blocks > .block:last-child > .lines");
    (texts[texts.length - 1] ?? box).append(el("span", { class: "edited" }, " (edited)"));
  }
  return box;
}

/** @param {Message} message @param {() => void} open */
function threadSummary(message, open) {
  const count = message.reply_count ?? 0;
  if (!count) return null;
  const people = (message.reply_users ?? []).slice(0, 3);
  const last = message.latest_reply ? `Last reply ${ago(tsDate(message.latest_reply))}` : "";
  return el("button", { type: "button", class: "thread-summary", on: { click: open } },
    people.map((user) => avatar(user, "small")),
    el("span", { class: "count" }, `${count} ${count === 1 ? "reply" : "replies"}`), " ",
    el("span", { class: "last" }, last));
}

/**
 * @param {Message} message
 * @param {{channel: string, inThread?: boolean, openThread?: () => void, dismiss: () => void}} how
 */
export function drawMessage(message, how) {
  const user = store.user(message.user);
  const date = tsDate(message.ts);
  const headId = freshId("from");
  const time = el("time", { class: "time", datetime: date.toISOString(), title: fullTime(date) }, clockTime(date));
  const row = el("article", {
    class: `message${message.ephemeral ? " ephemeral" : ""}`,
    tabindex: "-1", "aria-labelledby": headId, data: { ts: message.ts, user: message.user },
  },
    el("div", { class: "gutter" }, avatar(message.user), el("span", { class: "side-time", "aria-hidden": "true" }, clockTime(date))),
    el("div", { class: "message-body" },
      message.ephemeral && el("div", { class: "private-note" }, icon("eye", 14), "Only visible to you", el("span", { "aria-hidden": "true" }, "·"),
        el("button", { type: "button", class: "text-button", on: { click: how.dismiss } }, "Dismiss")),
      el("div", { class: "head", id: headId }, el("span", { class: "name" }, user.real_name),
        user.is_bot && el("span", { class: "badge" }, "APP"), " ", time),
      content(message, how.channel),
      how.openThread && !how.inThread && threadSummary(message, how.openThread),
    ),
  );
  return row;
}

/** The words of a message, to copy. @param {HTMLElement} row */
export function wordsOf(row) {
  const box = /** @type {HTMLElement | null} */ (row.querySelector(".content"));
  const blocks = /** @type {HTMLElement[]} */ ([...(box?.querySelectorAll(":scope > .blocks > .block") ?? [])]);
  if (!blocks.length) return (box?.innerText ?? "").trim();
  return blocks.filter((block) => block.dataset.type !== "actions").map((block) => block.innerText.trim()).filter(Boolean).join("\n");
}
