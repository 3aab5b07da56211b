// Menus as the ARIA pattern says: one stop for Tab, arrows inside, letters jump, Escape closes.
import { el, nextIndex } from "./dom.js";
import { float } from "./popup.js";

/**
 * @typedef {{label?: string, detail?: string, picture?: Node, danger?: boolean, checked?: boolean, many?: boolean,
 *   separator?: boolean, run?: () => void}} MenuItem
 */

/** @type {(() => void) | null} */
let closeOpenMenu = null;

/**
 * Opens a menu beside `anchor`.
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {MenuItem[]} items
 * @param {{align?: "start" | "end", above?: boolean, onClose?: () => void}} [how]
 */
export function openMenu(anchor, label, items, how = {}) {
  const wasOpen = anchor.getAttribute("aria-expanded") === "true";
  closeOpenMenu?.();
  if (wasOpen) return;

  /** @type {HTMLElement[]} */
  const rows = [];
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label });
  for (const item of items) {
    if (item.separator) {
      menu.append(el("div", { class: "menu-line", role: "separator" }));
      continue;
    }
    const row = el("button", {
      type: "button",
      class: `menu-item${item.danger ? " danger" : ""}`,
      role: item.checked === undefined ? "menuitem" : item.many ? "menuitemcheckbox" : "menuitemradio",
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      tabindex: "-1",
      on: { click: () => choose(item), pointermove: () => row.focus() },
    }, item.picture, el("span", { class: "menu-words" }, el("span", {}, item.label), item.detail && el("span", { class: "menu-detail" }, item.detail)));
    rows.push(row);
    menu.append(row);
  }

  let typed = "";
  let typedAt = 0;
  const close = (refocus = false) => {
    unfloat();
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    closeOpenMenu = null;
    if (refocus && anchor.isConnected) anchor.focus();
    how.onClose?.();
  };
  /** @param {MenuItem} item */
  const choose = (item) => {
    close(true);
    item.run?.();
  };

  menu.addEventListener("keydown", (event) => {
    const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = nextIndex(event.key, at, rows.length);
    if (next !== null) {
      event.preventDefault();
      rows[next].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      typed = event.timeStamp - typedAt > 700 ? event.key : typed + event.key;
      typedAt = event.timeStamp;
      rows.find((row) => row.textContent?.trim().toLowerCase().startsWith(typed.toLowerCase()))?.focus();
    }
  });
  anchor.setAttribute("aria-expanded", "true");
  const unfloat = float(menu, anchor, how, () => close(false));
  closeOpenMenu = () => close(false);
  const first = rows.find((row) => row.getAttribute("aria-checked") === "true") ?? rows[0];
  first?.focus();
}

/**
 * A button that opens a menu. `items` is asked each time.
 * @param {HTMLElement} button
 * @param {string} label
 * @param {() => MenuItem[]} items
 * @param {Parameters<typeof openMenu>[3]} [how]
 */
export function menuButton(button, label, items, how) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => openMenu(button, label, items(), how));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || button.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    openMenu(button, label, items(), how);
  });
  return button;
}
