// The thread pane: the message that began it, its replies, and a composer of its own.
import { read } from "./api.js";
import { Composer } from "./composer.js";
import { byId, el, fill } from "./dom.js";
import { complain } from "./popup.js";
import { isHidden, Rows } from "./rows.js";
import { store } from "./store.js";
import { isReply, Meanwhile, place, timelineOf } from "./timeline.js";

/** @typedef {import("./store.js").Message} Message */

const pane = byId("thread");
const list = byId("thread-log");
const composer = new Composer("thread-composer", { inThread: true, note: (text) => note(text) });

const meanwhile = new Meanwhile();
let channelId = "";
let threadTs = "";
/** @type {Message[]} */
let messages = [];
/** @type {HTMLElement | null} */
let openedFrom = null;
/** @type {(ts: string) => void} */
let onChange = () => {};

const rows = new Rows(list, {
  channel: () => channelId,
  find: (ts) => messages.find((message) => message.ts === ts),
  removed: () => draw(),
  inThread: true,
});

/** @param {(ts: string) => void} listener  told the thread that is open, or "" */
export function onThread(listener) {
  onChange = listener;
}

export function openThreadTs() {
  return threadTs;
}

function draw(toEnd = false) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const shown = messages.filter((message) => !isHidden(message));
  const replies = shown.filter((message) => message.ts !== threadTs && !message.ephemeral).length;
  for (const ts of [...rows.byTs.keys()]) if (!shown.some((message) => message.ts === ts)) rows.remove(ts);
  list.querySelector(".replies-line")?.remove();
  /** @type {Element | null} */
  let after = null;
  for (const message of shown) {
    const row = rows.byTs.get(message.ts) ?? rows.draw(message);
    if (!row.isConnected) after ? after.after(row) : list.prepend(row);
    after = row;
    if (message.ts === threadTs) {
      const line = el("div", { class: "replies-line" }, el("span", {}, replies ? `${replies} ${replies === 1 ? "reply" : "replies"}` : "No replies yet"));
      row.after(line);
      after = line;
    }
  }
  if (toEnd || atEnd) list.scrollTop = list.scrollHeight;
}

async function load() {
  const [channel, ts] = [channelId, threadTs];
  const answer = await meanwhile.during(read("messages", { as: store.me, channel, thread_ts: ts }));
  if (channel !== channelId || ts !== threadTs) return;
  const local = messages.filter((message) => message.local);
  messages = answer.messages;
  const parent = timelineOf(channel).find(ts);
  if (parent && !messages.some((message) => message.ts === ts)) messages.unshift(parent);
  for (const message of local) place(messages, message);
}

/** @param {string} channel @param {string} ts */
export async function openThread(channel, ts, focus = true) {
  if (channel !== channelId || ts !== threadTs) {
    messages = [];
    rows.clear();
    fill(list);
  }
  openedFrom = /** @type {HTMLElement | null} */ (document.activeElement);
  [channelId, threadTs] = [channel, ts];
  const found = store.channel(channel);
  byId("thread-where").textContent = found ? (found.kind === "im" ? store.channelName(found) : `#${found.name}`) : "";
  pane.hidden = false;
  composer.open(channel, "Reply…", ts, found?.is_archived);
  onChange(ts);
  if (focus) composer.focus();
  try {
    await load();
    rows.clear();
    fill(list);
    draw(true);
  } catch (error) {
    complain(error);
  }
}

export function closeThread(refocus = true) {
  if (!threadTs) return;
  pane.hidden = true;
  threadTs = "";
  onChange("");
  if (refocus) (openedFrom?.isConnected ? openedFrom : byId("composer")).focus();
}

export async function refreshThread() {
  if (!threadTs) return;
  await load().catch(complain);
  rows.clear();
  fill(list);
  draw(true);
}

/** @param {string} channel @param {Message} message */
export function threadArrived(channel, message) {
  if (channel !== channelId || !threadTs) return;
  const belongs = message.ts === threadTs || (isReply(message) && message.thread_ts === threadTs);
  if (!belongs) return;
  meanwhile.came(message);
  const had = messages.some((one) => one.ts === message.ts);
  place(messages, message);
  if (had) rows.redraw(message);
  draw(message.user === store.me);
}

/** @param {string} channel @param {string} ts */
export function threadDeleted(channel, ts) {
  if (channel !== channelId || !threadTs) return;
  if (ts === threadTs) closeThread();
  meanwhile.went(ts);
  messages = messages.filter((message) => message.ts !== ts);
  draw();
}

/** @param {Message} message */
function note(message) {
  place(messages, message);
  draw(true);
}

byId("thread-close").addEventListener("click", () => closeThread());
pane.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) closeThread();
});
