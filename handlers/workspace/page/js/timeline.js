// The messages of one channel that were read so far, oldest first.
import { read } from "./api.js";
import { compareTs, store } from "./store.js";

/** @typedef {import("./store.js").Message} Message */

export const PAGE = 50;

/** @param {Message} message */
export function isReply(message) {
  return Boolean(message.thread_ts && message.thread_ts !== message.ts);
}

/** Puts a message where its time says, or in place of its older self. @param {Message[]} list @param {Message} message */
export function place(list, message) {
  let at = list.length;
  while (at > 0 && compareTs(list[at - 1].ts, message.ts) > 0) at -= 1;
  if (at > 0 && list[at - 1].ts === message.ts) list[at - 1] = message;
  else list.splice(at, 0, message);
}

/** @param {Message[]} list @param {string} ts */
function without(list, ts) {
  const at = list.findIndex((message) => message.ts === ts);
  if (at >= 0) list.splice(at, 1);
}

/** What happens live while messages are being read: the answer may be older than that. */
export class Meanwhile {
  /** @type {Set<((list: Message[]) => void)[]>} */
  #awaited = new Set();

  /** Makes a change to every answer that is still awaited. @param {(list: Message[]) => void} change */
  note(change) {
    for (const changes of this.#awaited) changes.push(change);
  }

  /** @param {Message} message */
  came(message) {
    this.note((list) => place(list, message));
  }

  /** @param {Message} message */
  changed(message) {
    this.note((list) => {
      if (list.some((one) => one.ts === message.ts)) place(list, message);
    });
  }

  /** @param {string} ts */
  went(ts) {
    this.note((list) => without(list, ts));
  }

  /** The answer, with what came in meanwhile. @param {Promise<any>} reading */
  async during(reading) {
    /** @type {((list: Message[]) => void)[]} */
    const changes = [];
    this.#awaited.add(changes);
    try {
      const answer = await reading;
      for (const change of changes) change(answer.messages);
      return answer;
    } finally {
      this.#awaited.delete(changes);
    }
  }
}

export class Timeline {
  /** @type {Message[]} */
  messages = [];
  hasMore = true;
  loaded = false;
  meanwhile = new Meanwhile();
  /** @type {Promise<number> | null} */
  #reading = null;

  /** @param {string} channel */
  constructor(channel) {
    this.channel = channel;
  }

  /** Reads the newest page. */
  async first() {
    const answer = await this.meanwhile.during(read("messages", { as: store.me, channel: this.channel, limit: PAGE }));
    const local = this.messages.filter((message) => message.local);
    this.messages = answer.messages;
    for (const message of local) place(this.messages, message);
    this.hasMore = Boolean(answer.has_more);
    this.loaded = true;
  }

  /** Reads the page before the oldest message; tells how many came. */
  older() {
    this.#reading ??= this.#older().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #older() {
    const before = this.messages.find((message) => !message.local)?.ts;
    if (!this.hasMore || !before) return 0;
    const answer = await this.meanwhile.during(read("messages", { as: store.me, channel: this.channel, before, limit: PAGE }));
    const fresh = answer.messages.filter((/** @type {Message} */ message) => compareTs(message.ts, before) < 0);
    this.messages.unshift(...fresh);
    this.hasMore = Boolean(answer.has_more) && fresh.length > 0;
    return fresh.length;
  }

  /** @param {Message} message */
  put(message) {
    place(this.messages, message);
  }

  /** @param {string} ts */
  remove(ts) {
    this.messages = this.messages.filter((message) => message.ts !== ts);
  }

  /** @param {string} ts */
  find(ts) {
    return this.messages.find((message) => message.ts === ts);
  }
}

/** @type {Map<string, Timeline>} */
const timelines = new Map();

/** @param {string} channel */
export function timelineOf(channel) {
  let found = timelines.get(channel);
  if (!found) timelines.set(channel, (found = new Timeline(channel)));
  return found;
}

/** What was read may be out of date; what the page itself said stays. */
export function forgetTimelines(all = false) {
  if (all) timelines.clear();
  for (const timeline of timelines.values()) timeline.loaded = false;
}
