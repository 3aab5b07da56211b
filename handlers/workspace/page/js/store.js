// What the page knows: people, channels, commands, the clock, and who acts.
import { read } from "./api.js";

/**
 * @typedef {{id: string, name: string, real_name: string, title?: string, tz?: string, is_admin?: boolean,
 *   is_restricted?: boolean, is_stranger?: boolean, is_bot?: boolean, deleted?: boolean, team_id?: string, color?: string}} User
 * @typedef {{id: string, name: string, kind: "channel" | "private" | "im", topic?: string, members?: string[],
 *   user?: string, unread: number, mentioned?: boolean, latest_ts?: string, is_archived?: boolean}} Channel
 * @typedef {{ts: string, user: string, text: string, blocks?: any[], attachments?: any[], thread_ts?: string,
 *   broadcast?: boolean, files?: any[], reply_users?: string[], reply_count?: number, latest_reply?: string, edited?: boolean, ephemeral?: boolean, deleted?: boolean,
 *   local?: boolean}} Message
 * @typedef {{now: string, offset_seconds: number, playing: boolean}} Clock
 */

/** Who speaks where the workspace itself answers. */
export const SLACKBOT = "USLACKBOT";

class Store extends EventTarget {
  me = "";
  team = { id: "", name: "", domain: "" };
  app = { id: "", name: "", bot_user_id: "", color: "#4a154b" };
  /** @type {Map<string, User>} */
  users = new Map();
  /** @type {Channel[]} */
  channels = [];
  /** @type {{command: string, usage_hint?: string, description?: string}[]} */
  commands = [];
  /** @type {{callback_id: string, name: string, type: string}[]} */
  shortcuts = [];
  homeTab = false;
  /** @type {Clock} */
  clock = { now: new Date().toISOString(), offset_seconds: 0, playing: false };
  /** @type {any} */
  faults = {};
  notice = "";
  #clockReadAt = performance.now();

  /** @param {string} name @param {any} [detail] */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {string} name @param {(detail: any) => void} listener */
  hear(name, listener) {
    this.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail));
  }

  async refresh() {
    const asked = this.me;
    const state = await read("state", { as: asked });
    if (asked && asked !== this.me) return;
    this.me = state.me;
    this.team = state.team;
    this.app = state.app;
    this.users = new Map(state.users.map((/** @type {User} */ user) => [user.id, user]));
    this.channels = state.channels;
    this.commands = state.commands ?? [];
    this.shortcuts = state.shortcuts ?? [];
    this.homeTab = Boolean(state.home_tab);
    this.faults = state.faults ?? {};
    this.notice = state.notice ?? "";
    this.setClock(state.clock);
    this.tell("state");
  }

  /** @param {Clock} clock */
  setClock(clock) {
    this.clock = clock;
    this.#clockReadAt = performance.now();
    this.tell("clock");
  }

  /** Business time: what the workspace's clock says at this moment. */
  now() {
    return new Date(Date.parse(this.clock.now) + performance.now() - this.#clockReadAt);
  }

  /** The time zone of who reads. */
  zone() {
    const zone = this.users.get(this.me)?.tz;
    return zone || "UTC";
  }

  /** @param {string} id @returns {User} */
  user(id) {
    const known = this.users.get(id);
    if (known) return known;
    if (id === this.app.bot_user_id) {
      return { id, name: this.app.name, real_name: this.app.name, is_bot: true, color: this.app.color };
    }
    if (id === SLACKBOT) return { id, name: "slackbot", real_name: "Slackbot", color: "#3f46ad" };
    return { id, name: id || "unknown", real_name: id || "Unknown", color: "#5b5b66" };
  }

  /** People, as selects offer them. */
  people() {
    return [...this.users.values()].filter((user) => !user.is_bot && !user.deleted && user.id !== SLACKBOT);
  }

  /** The app's bot user, as mentions and invitations name it. */
  apps() {
    return [...this.users.values()].filter((user) => user.is_bot && user.id !== SLACKBOT);
  }

  /** @param {string} id */
  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  /** @param {Channel} channel */
  channelName(channel) {
    if (channel.kind !== "im") return channel.name;
    const other = channel.user || channel.members?.find((id) => id !== this.me) || this.me;
    return this.user(other).real_name;
  }

  /** The direct message channel with the app, if there is one. */
  appChannel() {
    return this.channels.find((channel) => channel.kind === "im" && channel.user === this.app.bot_user_id);
  }
}

export const store = new Store();

/** @param {string} key @param {string} [fallback] */
export function remembered(key, fallback = "") {
  try {
    return sessionStorage.getItem(`workspace.${key}`) ?? localStorage.getItem(`workspace.${key}`) ?? fallback;
  } catch {
    return fallback;
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    sessionStorage.setItem(`workspace.${key}`, value);
    localStorage.setItem(`workspace.${key}`, value);
  } catch {
    // Private windows may refuse; the page works without.
  }
}

/** Orders message timestamps. @param {string} a @param {string} b */
export function compareTs(a, b) {
  const [aSeconds, aRest = ""] = a.split(".");
  const [bSeconds, bRest = ""] = b.split(".");
  return Number(aSeconds) - Number(bSeconds) || Number(aRest.padEnd(6, "0")) - Number(bRest.padEnd(6, "0"));
}
