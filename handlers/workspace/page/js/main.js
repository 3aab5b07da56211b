// The page of the local workspace: who acts, what is open, and what happens live.
import { act, listen } from "./api.js";
import { startClock } from "./clock.js";
import { Composer } from "./composer.js";
import { byId, el, fill, nextIndex } from "./dom.js";
import { openHome, refreshHome } from "./home.js";
import { avatar, icon } from "./icons.js";
import { menuButton } from "./menus.js";
import { arrived, changed, deleted, onOpenThread, openChannel, refreshChannel, refreshDays } from "./messages.js";
import { refreshViews } from "./modal.js";
import { complain, toast } from "./popup.js";
import { drawSidebar, markCurrent } from "./sidebar.js";
import { remember, remembered, store } from "./store.js";
import { openSwitcher } from "./switcher.js";
import { startTheme } from "./theme.js";
import { closeThread, onThread, openThread, openThreadTs, refreshThread, threadArrived, threadDeleted } from "./thread.js";
import { forgetTimelines, timelineOf } from "./timeline.js";
import { refreshWire, startWire, wireArrived } from "./wire.js";

const app = byId("app");
const composer = new Composer("composer", { note: (message) => arrived(openedChannel, message) });
let openedChannel = "";
let tab = "";
/** @type {(() => void) | null} */
let stopListening = null;

/** What the address after `#` asks for. */
function route() {
  const [first = "", second = "", third = ""] = location.hash.replace(/^#\/?/, "").split("/");
  const appChannel = store.appChannel();
  if (first === "app" || (appChannel && first === appChannel.id)) {
    const wanted = second === "messages" || first !== "app" || !store.homeTab ? "messages" : "home";
    return { channel: appChannel?.id ?? "", tab: wanted, thread: "" };
  }
  const channel = store.channel(first) ?? store.channels.find((one) => one.kind !== "im") ?? store.channels[0];
  return { channel: channel?.id ?? "", tab: "", thread: second === "t" && channel?.id === first ? third : "" };
}

async function open() {
  const wanted = route();
  const channel = store.channel(wanted.channel);
  const moved = wanted.channel !== openedChannel || wanted.tab !== tab;
  [openedChannel, tab] = [wanted.channel, wanted.tab];
  drawHead();
  markCurrent(tab ? "#/app" : `#/${openedChannel}`);
  byId("home").hidden = tab !== "home";
  byId("conversation").hidden = tab === "home" || !channel;
  setDrawer(false);
  if (moved && openThreadTs() && !wanted.thread) closeThread(false);
  if (tab === "home") await openHome();
  else if (channel) {
    const label = channel.kind === "im" ? `Message ${store.channelName(channel)}` : `Message #${channel.name}`;
    if (moved) composer.open(channel.id, label, undefined, channel.is_archived);
    if (moved || !timelineOf(channel.id).loaded) await openChannel(channel.id);
    if (moved && innerWidth > 760 && !document.querySelector("dialog[open], [role=tab]:focus")) composer.focus();
  }
  if (wanted.thread && wanted.thread !== openThreadTs()) await openThread(wanted.channel, wanted.thread, false);
}

function drawHead() {
  const channel = store.channel(openedChannel);
  const name = tab ? store.app.name : channel ? store.channelName(channel) : "No channels";
  fill(byId("title"), tab ? avatar(store.app.bot_user_id, "small") : channel && (channel.kind === "im" ? avatar(channel.user ?? "", "small") : icon(channel.kind === "private" ? "lock" : "hash")), name);
  byId("topic").textContent = tab ? "App" : channel?.topic ?? "";
  const people = (channel?.members ?? []).length;
  byId("members").hidden = Boolean(tab) || !channel || channel.kind === "im";
  byId("members").textContent = `${people} ${people === 1 ? "member" : "members"}`;
  const outside = Boolean(channel && channel.kind !== "im" && !(channel.members ?? []).includes(store.me));
  const archived = Boolean(channel?.is_archived);
  byId("outside").hidden = !outside && !archived;
  byId("composer-box").hidden = outside || archived;
  byId("outside-join").hidden = archived;
  byId("outside-words").textContent = archived ? `#${channel?.name} is archived. Nobody can write in it.` : `You are looking at #${channel?.name}, without being in it.`;
  byId("archived").hidden = !channel?.is_archived || Boolean(tab);
  const tabs = byId("tabs");
  tabs.hidden = !tab || !store.homeTab;
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (tabs.querySelectorAll("[role=tab]"))) {
    const chosen = one.dataset.tab === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
  }
  const conversation = byId("conversation");
  if (tab) {
    conversation.setAttribute("role", "tabpanel");
    conversation.setAttribute("aria-labelledby", "tab-messages");
  } else {
    conversation.removeAttribute("role");
    conversation.removeAttribute("aria-labelledby");
  }
}

function drawFrame() {
  byId("team").textContent = store.team.name;
  byId("notice").textContent = store.notice;
  byId("notice").hidden = !store.notice;
  const me = store.user(store.me);
  fill(byId("who"), avatar(me.id, "small"), el("span", { class: "who-words" }, el("span", { class: "wide-only" }, "You act as: "),
    el("strong", {}, me.real_name), me.title && el("span", { class: "wide-only" }, ` (${me.title})`)), icon("caret", 16));
  drawHead();
  drawSidebar();
  if (openedChannel && !store.channel(openedChannel)) open().catch(complain);
}

/** @param {string} id */
async function become(id) {
  stopListening?.();
  store.me = id;
  remember("as", id);
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  closeThread(false);
  forgetTimelines(true);
  [openedChannel, tab] = ["", "?"];
  await store.refresh();
  await live();
  await open();
  refreshViews();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;
function refreshSoon() {
  clearTimeout(soon);
  soon = setTimeout(() => store.refresh().catch(complain), 60);
}

async function afresh() {
  await store.refresh();
  forgetTimelines();
  if (tab === "home") refreshHome();
  else if (openedChannel) await refreshChannel();
  await refreshThread();
  refreshViews();
  refreshWire();
}

/** @param {any} event */
function happened(event) {
  switch (event.type) {
    case "message":
      arrived(event.channel, event.message);
      threadArrived(event.channel, event.message);
      if (event.channel !== openedChannel || tab === "home") refreshSoon();
      break;
    case "message_changed":
      changed(event.channel, event.message);
      threadArrived(event.channel, event.message);
      break;
    case "message_deleted":
      deleted(event.channel, event.ts);
      threadDeleted(event.channel, event.ts);
      break;
    case "view":
      refreshViews();
      break;
    case "home":
      if (tab === "home") refreshHome();
      break;
    case "channel":
      refreshSoon();
      break;
    case "clock":
      store.setClock(event.clock);
      break;
    case "wire":
      wireArrived(event.entry);
      break;
    case "faults":
      if (event.faults) store.faults = event.faults;
      else refreshSoon();
      store.tell("faults");
      break;
    case "reset":
      forgetTimelines(true);
      afresh().catch(complain);
      break;
  }
}

/** Done when nothing that happens from now on is missed. */
function live() {
  const listening = listen(store.me, {
    onEvent: happened,
    onOpen(again) {
      byId("lost").hidden = true;
      if (again) afresh().catch(complain);
    },
    onLost: () => (byId("lost").hidden = false),
  });
  stopListening = listening.stop;
  return listening.begun;
}

/** @param {boolean} open */
function setDrawer(open) {
  app.classList.toggle("drawer-open", open);
  byId("drawer-toggle").setAttribute("aria-expanded", String(open));
  if (open) /** @type {HTMLElement | null} */ (byId("sidebar").querySelector("a[tabindex='0']"))?.focus();
}

/** F6 leads from region to region. @param {boolean} backwards */
function nextRegion(backwards) {
  const stops = [byId("who"), byId("sidebar").querySelector("a[tabindex='0']"), tab === "home" ? byId("home") : byId("log"), byId("composer"),
    byId("thread-composer"), byId("wire-filter")].filter((node) => node && /** @type {HTMLElement} */ (node).getClientRects().length > 0);
  const at = stops.findIndex((node) => node === document.activeElement || node?.closest("nav, .topbar, aside, .log, .home, .composer")?.contains(document.activeElement));
  const next = nextIndex(backwards ? "ArrowUp" : "ArrowDown", at, stops.length);
  if (next !== null) /** @type {HTMLElement} */ (stops[next]).focus();
}

function wireUp() {
  fill(byId("drawer-toggle"), icon("menu"));
  fill(byId("clock-toggle"), icon("clock"));
  fill(byId("wire-toggle"), icon("wire"), el("span", { class: "wide-only" }, "Wire"));
  for (const id of ["thread-close", "wire-close"]) fill(byId(id), icon("close"));
  byId("new-messages").append(icon("down", 14));
  menuButton(byId("who"), "You act as", () => store.people().map((user) => ({
    label: user.real_name, detail: [user.title, user.is_admin && "admin", user.is_stranger && "another workspace"].filter(Boolean).join(", "),
    picture: avatar(user.id, "medium"), checked: user.id === store.me, run: () => become(user.id).catch(complain),
  })), { align: "end" });
  menuButton(byId("members"), "Who is in this channel", () => [...store.people(), ...store.apps()].map((user) => {
    const inside = Boolean(store.channel(openedChannel)?.members?.includes(user.id));
    return {
      label: user.real_name, detail: inside ? "In the channel. Press to remove" : "Press to add", picture: avatar(user.id, "medium"), checked: inside, many: true,
      run: () => act(inside ? "leave" : "join", { user: user.id, channel: openedChannel }).catch(complain),
    };
  }), { align: "end" });
  byId("outside-join").addEventListener("click", () => act("join", { user: store.me, channel: openedChannel }).catch(complain));
  byId("drawer-toggle").addEventListener("click", () => setDrawer(!app.classList.contains("drawer-open")));
  byId("sidebar").addEventListener("click", (event) => /** @type {Element} */ (event.target).closest("a") && setDrawer(false));
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    byId(tab === "home" ? "home" : "composer").focus();
  });
  byId("drawer-shade").addEventListener("click", () => setDrawer(false));
  byId("jump").addEventListener("click", openSwitcher);
  fill(byId("jump"), icon("search", 16), el("span", { class: "wide-only" }, "Jump to…"));

  const tabs = /** @type {HTMLElement[]} */ ([...byId("tabs").querySelectorAll("[role=tab]")]);
  tabs.forEach((one, index) => {
    one.addEventListener("click", () => (location.hash = one.dataset.tab === "home" ? "#/app" : "#/app/messages"));
    one.addEventListener("keydown", (event) => {
      const key = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key] ?? event.key;
      const next = nextIndex(key, index, tabs.length);
      if (next === null) return;
      event.preventDefault();
      tabs[next].focus();
      tabs[next].click();
    });
  });

  // Links are words here: nothing leads out of the local workspace.
  const followed = (/** @type {Event} */ event) => {
    const link = /** @type {Element} */ (event.target).closest?.("[data-link]");
    if (!link) return;
    event.preventDefault();
    toast("Links are not opened in the local workspace.");
  };
  document.addEventListener("click", followed);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && /** @type {HTMLElement} */ (event.target).dataset?.link) followed(event);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openSwitcher();
    } else if (event.key === "F6" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      nextRegion(event.shiftKey);
    } else if (event.key === "Escape" && app.classList.contains("drawer-open")) {
      setDrawer(false);
      byId("drawer-toggle").focus();
    }
  });
  addEventListener("hashchange", () => open().catch(complain));
  onOpenThread((ts) => openThread(openedChannel, ts));
  onThread((ts) => app.classList.toggle("with-thread", Boolean(ts)));
  store.hear("state", drawFrame);
  store.hear("day", refreshDays);
}

async function start() {
  startTheme();
  wireUp();
  startClock();
  store.me = new URLSearchParams(location.search).get("as") || remembered("as");
  try {
    await store.refresh();
  } catch (error) {
    if (!store.me) throw error;
    store.me = "";
    await store.refresh();
  }
  startWire();
  await live();
  await open();
  refreshViews();
  app.removeAttribute("aria-busy");
}

start().catch((error) => {
  complain(error);
  fill(byId("title"), "The local workspace does not answer");
});
