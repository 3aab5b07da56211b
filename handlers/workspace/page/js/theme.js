// Dark or light: as the system says, unless somebody chose.
import { byId, fill } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "workspace.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const toggle = byId("theme");

/** @returns {string | null} */
function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function show() {
  const dark = (chosen() ?? (system.matches ? "dark" : "light")) === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  toggle.setAttribute("aria-pressed", String(dark));
  fill(toggle, icon(dark ? "sun" : "moon"));
}

export function startTheme() {
  toggle.addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // The choice then lasts until the page is closed.
    }
    document.documentElement.dataset.theme = next;
    show();
  });
  system.addEventListener("change", show);
  show();
}
