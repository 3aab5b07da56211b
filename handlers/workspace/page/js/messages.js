// The channel's list of messages. It holds a window of a long channel, so that 5,000 messages stay smooth.
import { act } from "./api.js";
import { dayKey, dayLabel, tsDate } from "./dates.js";
import { byId, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { complain } from "./popup.js";
import { isHidden, Rows } from "./rows.js";
import { store } from "./store.js";
import { isReply, PAGE, timelineOf } from "./timeline.js";

/** @typedef {import("./store.js").Message} Message */

const MOST_ROWS = 250;
const NEAR = 700;
const FOLLOWS_WITHIN = 300;

const log = byId("log");
const inner = byId("log-rows");
const pill = byId("new-messages");

let channelId = "";
let start = 0;
let end = 0;
let sticks = true;
let unreadFrom = "";
let waiting = 0;
let reading = false;
/** @type {{row: HTMLElement, top: number} | null} */
let anchor = null;
/** @type {(ts: string) => void} */
let openThread = () => {};

const rows = new Rows(log, {
  channel: () => channelId,
  find: (ts) => timelineOf(channelId).find(ts),
  openThread: (ts) => openThread(ts),
  removed: (ts) => drop(ts),
});

/** @param {(ts: string) => void} listener */
export function onOpenThread(listener) {
  openThread = listener;
}

/** Remembers which row stands where, so that changes above it do not move what is being read. */
function takeAnchor() {
  sticks = log.scrollHeight - log.scrollTop - log.clientHeight < 40 && end >= timelineOf(channelId).messages.length;
  const top = log.getBoundingClientRect().top;
  anchor = null;
  for (const row of rows.byTs.values()) {
    const box = row.getBoundingClientRect();
    if (box.bottom > top) {
      anchor = { row, top: box.top };
      break;
    }
  }
}

function keepPlace() {
  if (sticks) log.scrollTop = log.scrollHeight;
  else if (anchor?.row.isConnected) log.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
}

/** Day dividers, the line of the unread, and whose messages follow their own. */
function decorate() {
  for (const node of inner.querySelectorAll(":scope > .day, :scope > .unread-line, :scope > .beginning")) node.remove();
  const timeline = timelineOf(channelId);
  const channel = store.channel(channelId);
  if (start === 0 && !timeline.hasMore && channel) {
    const name = channel.kind === "im" ? store.channelName(channel) : `#${channel.name}`;
    const heading = channel.kind === "private" ? [icon("lock", 24), channel.name] : name;
    inner.prepend(el("div", { class: "beginning" }, el("h2", {}, heading),
      el("p", {}, channel.kind === "im" ? `This is the very beginning of your messages with ${name}.` : `This is the very beginning of the ${name} channel.`)));
  }
  let day = "";
  /** @type {Message | null} */
  let before = null;
  for (const message of timeline.messages.slice(start, end)) {
    const row = rows.byTs.get(message.ts);
    if (!row) continue;
    const date = tsDate(message.ts);
    const key = dayKey(date);
    const newDay = key !== day;
    if (newDay) row.before(el("div", { class: "day", role: "separator", "aria-label": dayLabel(date), data: { at: message.ts } }, el("span", {}, dayLabel(date))));
    const isFirstUnread = message.ts === unreadFrom;
    if (isFirstUnread) row.before(el("div", { class: "unread-line", role: "separator", "aria-label": "New messages" }, el("span", {}, "New")));
    const follows = !newDay && !isFirstUnread && before && before.user === message.user && !before.ephemeral && !message.ephemeral
      && !before.deleted && parseFloat(message.ts) - parseFloat(before.ts) < FOLLOWS_WITHIN;
    row.classList.toggle("follow", Boolean(follows));
    day = key;
    before = message;
  }
}

/** Draws rows so that the list shows `from` to `to` of the timeline. @param {number} from @param {number} to */
function show(from, to) {
  const { messages } = timelineOf(channelId);
  const wanted = messages.slice(from, to).filter((message) => !isHidden(message));
  const keep = new Set(wanted.map((message) => message.ts));
  for (const ts of [...rows.byTs.keys()]) if (!keep.has(ts)) rows.remove(ts);
  /** @type {Element | null} */
  let after = null;
  const ordered = new Map();
  for (const message of wanted) {
    const row = rows.byTs.get(message.ts) ?? rows.draw(message);
    if (!row.isConnected) {
      if (after) after.after(row);
      else inner.prepend(row);
    }
    ordered.set(message.ts, row);
    after = row;
  }
  rows.byTs = ordered;
  [start, end] = [from, to];
  decorate();
}

async function more() {
  if (reading) return;
  const timeline = timelineOf(channelId);
  const opened = channelId;
  if (log.scrollTop < NEAR && (start > 0 || timeline.hasMore)) {
    reading = true;
    log.setAttribute("aria-busy", "true");
    try {
      const came = start >= PAGE ? 0 : await timeline.older();
      if (opened !== channelId) return;
      takeAnchor();
      const from = Math.max(0, start + came - PAGE);
      show(from, Math.min(end + came, from + Math.max(MOST_ROWS, PAGE)));
      keepPlace();
    } catch (error) {
      complain(error);
    } finally {
      reading = false;
      setTimeout(() => log.removeAttribute("aria-busy"), 50);
    }
  } else if (end < timeline.messages.length && log.scrollHeight - log.scrollTop - log.clientHeight < NEAR) {
    takeAnchor();
    const to = Math.min(timeline.messages.length, end + PAGE);
    show(Math.max(start, to - MOST_ROWS), to);
    keepPlace();
  }
}

export function toBottom() {
  const { messages } = timelineOf(channelId);
  if (end < messages.length) show(Math.max(0, messages.length - PAGE * 2), messages.length);
  log.scrollTop = log.scrollHeight;
  sticks = true;
  waiting = 0;
  pill.hidden = true;
}

/** Marks the channel as read, where a person sees it. `more`: something has just come. */
export function markRead(more = false) {
  const channel = store.channel(channelId);
  if (!channel || document.hidden || byId("conversation").hidden || !(channel.unread || more)) return;
  channel.unread = 0;
  act("read", { as: store.me, channel: channelId }).catch(() => {});
}

/** @param {string} id */
export async function openChannel(id) {
  const timeline = timelineOf(id);
  const unread = store.channel(id)?.unread ?? 0;
  const same = id === channelId;
  channelId = id;
  log.setAttribute("aria-busy", "true");
  if (!same) {
    rows.clear();
    fill(inner);
  }
  try {
    if (!timeline.loaded) await timeline.first();
  } catch (error) {
    complain(error);
    return;
  }
  if (id !== channelId) return;
  const others = timeline.messages.filter((message) => !message.ephemeral && message.user !== store.me);
  unreadFrom = unread ? others[Math.max(0, others.length - unread)]?.ts ?? "" : "";
  rows.clear();
  fill(inner);
  show(Math.max(0, timeline.messages.length - PAGE * 2), timeline.messages.length);
  toBottom();
  markRead();
  setTimeout(() => log.removeAttribute("aria-busy"), 50);
  more();
}

/** Draws everything again in its place, after a lost connection. */
export async function refreshChannel() {
  const place = sticks;
  await timelineOf(channelId).first().catch(complain);
  const { messages } = timelineOf(channelId);
  rows.clear();
  fill(inner);
  show(Math.max(0, messages.length - PAGE * 2), messages.length);
  if (place) toBottom();
  markRead();
}

/** @param {string} channel @param {Message} message */
export function arrived(channel, message) {
  const timeline = timelineOf(channel);
  if (isReply(message) && !message.broadcast) return;
  timeline.meanwhile.came(message);
  if (!timeline.loaded) return;
  const had = timeline.find(message.ts);
  takeAnchorIf(channel);
  const wasAtEnd = end >= timeline.messages.length;
  timeline.put(message);
  if (channel !== channelId) return;
  if (had) {
    rows.redraw(message);
    keepPlace();
    return;
  }
  const mine = message.user === store.me || Boolean(message.ephemeral);
  if (wasAtEnd) show(timeline.messages.length - start > MOST_ROWS && sticks ? start + PAGE : start, timeline.messages.length);
  if (sticks || mine) {
    toBottom();
    if (!message.ephemeral) markRead(true);
  } else {
    keepPlace();
    waiting += 1;
    pill.hidden = false;
    byId("new-messages-words").textContent = waiting === 1 ? "New message" : `${waiting} new messages`;
  }
}

/** @param {string} channel */
function takeAnchorIf(channel) {
  if (channel === channelId) takeAnchor();
}

/** @param {string} channel @param {Message} message */
export function changed(channel, message) {
  const timeline = timelineOf(channel);
  timeline.meanwhile.changed(message);
  if (!timeline.find(message.ts)) return;
  timeline.put(message);
  if (channel !== channelId) return;
  takeAnchor();
  const wasAnchor = anchor?.row === rows.byTs.get(message.ts);
  rows.redraw(message);
  if (wasAnchor && anchor) anchor.row = rows.byTs.get(message.ts) ?? anchor.row;
  decorate();
  keepPlace();
}

/** @param {string} ts */
function drop(ts) {
  takeAnchor();
  rows.remove(ts);
  decorate();
  keepPlace();
}

/** @param {string} channel @param {string} ts */
export function deleted(channel, ts) {
  const timeline = timelineOf(channel);
  timeline.meanwhile.went(ts);
  const at = timeline.messages.findIndex((message) => message.ts === ts);
  if (at < 0) return;
  timeline.remove(ts);
  if (channel !== channelId) return;
  takeAnchor();
  if (at < start) start -= 1;
  if (at < end) end -= 1;
  drop(ts);
}

/** A day went by on the workspace's clock. */
export function refreshDays() {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (inner.querySelectorAll(".day"))) {
    const label = dayLabel(tsDate(node.dataset.at ?? "0"));
    node.setAttribute("aria-label", label);
    fill(node, el("span", {}, label));
  }
}

let frame = 0;
log.addEventListener("scroll", () => {
  takeAnchor();
  if (sticks) {
    waiting = 0;
    pill.hidden = true;
    markRead();
  }
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(more);
});
pill.addEventListener("click", () => {
  toBottom();
  markRead();
  log.focus({ preventScroll: true });
});
new ResizeObserver(keepPlace).observe(inner);
new ResizeObserver(keepPlace).observe(log);
document.addEventListener("visibilitychange", () => sticks && channelId && markRead());
