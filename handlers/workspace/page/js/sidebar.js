// The sidebar: channels, direct messages, the app; bold and with a number where something is unread.
import { byId, el, fill, nextIndex } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { store } from "./store.js";

/** @typedef {import("./store.js").Channel} Channel */

const nav = byId("sidebar");
let current = "";

/** @param {string} href @param {Node} picture @param {string} name @param {number} unread @param {boolean} [mentioned] */
function entry(href, picture, name, unread, mentioned) {
  return el("li", {}, el("a", {
    href, class: unread ? "unread" : null, "aria-current": href === current ? "page" : null, tabindex: href === current ? "0" : "-1",
    "aria-label": unread ? `${name}, ${unread} unread` : null,
  }, picture, el("span", { class: "name" }, name), unread > 0 && el("span", { class: `count${mentioned ? " mentioned" : ""}` }, unread > 99 ? "99+" : unread)));
}

/** @param {string} title @param {(Node | null)[]} entries */
function group(title, entries) {
  if (!entries.length) return null;
  const id = `side-${title.toLowerCase().replace(/\W+/g, "-")}`;
  return el("section", {}, el("h2", { id }, title), el("ul", { "aria-labelledby": id }, entries));
}

export function drawSidebar() {
  const focused = /** @type {HTMLElement | null} */ (nav.contains(document.activeElement) ? document.activeElement : null)?.getAttribute("href");
  const appChannel = store.appChannel();
  const channels = store.channels.filter((channel) => channel.kind !== "im");
  const direct = store.channels.filter((channel) => channel.kind === "im" && channel !== appChannel);
  const other = (/** @type {Channel} */ channel) => channel.user || channel.members?.find((id) => id !== store.me) || store.me;
  fill(nav,
    group("Channels", channels.map((channel) => entry(`#/${channel.id}`, icon(channel.kind === "private" ? "lock" : "hash"), channel.name, channel.unread, channel.mentioned))),
    group("Direct messages", direct.map((channel) => entry(`#/${channel.id}`, avatar(other(channel), "small"), store.channelName(channel), channel.unread, true))),
    (store.homeTab || appChannel) && group("Apps", [entry("#/app", avatar(store.app.bot_user_id, "small"), store.app.name, appChannel?.unread ?? 0, true)]));
  const links = /** @type {NodeListOf<HTMLElement>} */ (nav.querySelectorAll("a"));
  if (links.length && !nav.querySelector("a[tabindex='0']")) links[0].tabIndex = 0;
  if (focused) /** @type {HTMLElement | null} */ (nav.querySelector(`a[href="${CSS.escape(focused)}"]`))?.focus();
  const unread = store.channels.reduce((sum, channel) => sum + (channel.unread || 0), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${byId("title").textContent} · ${store.team.name} — local workspace`;
}

/** @param {string} href */
export function markCurrent(href) {
  current = href;
  drawSidebar();
}

nav.addEventListener("keydown", (event) => {
  const links = /** @type {HTMLElement[]} */ ([...nav.querySelectorAll("a")]);
  const next = nextIndex(event.key, links.indexOf(/** @type {HTMLElement} */ (document.activeElement)), links.length);
  if (next === null) return;
  event.preventDefault();
  links.forEach((link, index) => (link.tabIndex = index === next ? 0 : -1));
  links[next].focus();
});
