// Ctrl/Cmd+K: jump to a channel, a conversation, the app.
import { showDialog } from "./dialogs.js";
import { el, freshId, nextIndex } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { store } from "./store.js";

let open = false;

/** @returns {{href: string, name: string, picture: () => Node}[]} */
function places() {
  const app = store.appChannel();
  const out = store.channels.filter((channel) => channel !== app).map((channel) => ({
    href: `#/${channel.id}`,
    name: store.channelName(channel),
    picture: () => (channel.kind === "im" ? avatar(channel.user ?? "", "small") : icon(channel.kind === "private" ? "lock" : "hash")),
  }));
  out.push({ href: "#/app", name: store.app.name, picture: () => avatar(store.app.bot_user_id, "small") });
  return out;
}

export function openSwitcher() {
  if (open || document.querySelector("dialog[open]")) return;
  open = true;
  const listId = freshId("places");
  const input = /** @type {HTMLInputElement} */ (el("input", {
    type: "text", class: "text-input", role: "combobox", "aria-label": "Jump to", placeholder: "Jump to a channel or conversation", autocomplete: "off",
    "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list",
  }));
  const list = el("div", { role: "listbox", id: listId, class: "places", "aria-label": "Channels and conversations" });
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "dialog switcher", "aria-label": "Jump to" }, input, list));
  let found = places();
  let active = 0;

  const leave = () => {
    close();
    open = false;
  };
  /** @param {number} index */
  const go = (index) => {
    const place = found[index];
    if (!place) return;
    leave();
    location.hash = place.href;
  };
  /** @param {number} index */
  const activate = (index) => {
    active = index;
    [...list.children].forEach((row, each) => row.setAttribute("aria-selected", String(each === index)));
    const row = list.children[index];
    if (row) input.setAttribute("aria-activedescendant", row.id);
    else input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const words = input.value.trim().toLowerCase().replace(/^[#@]/, "");
    found = places().filter((place) => place.name.toLowerCase().includes(words));
    list.textContent = "";
    found.forEach((place, index) => list.append(el("div", {
      role: "option", class: "offer", id: `${listId}-${index}`, "aria-selected": "false",
      on: { click: () => go(index), pointermove: () => activate(index) },
    }, el("span", { class: "offer-picture" }, place.picture()), place.name)));
    activate(found.length ? 0 : -1);
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    const next = nextIndex(event.key, active, found.length);
    if (next !== null && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      activate(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(active);
    }
  });
  dialog.addEventListener("click", (event) => event.target === dialog && leave());
  draw();
  const close = showDialog(dialog, leave);
  input.focus();
}
