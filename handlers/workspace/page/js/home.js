// The Home tab of the app.
import { act, read } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { byId, el, fill } from "./dom.js";
import { complain } from "./popup.js";
import { store } from "./store.js";
import { Surface } from "./surface.js";

const panel = byId("home");
/** @type {Surface | null} */
let surface = null;
let shown = "";

/** @param {any} view */
function draw(view) {
  if (!view) {
    shown = "";
    fill(panel, el("div", { class: "empty" }, el("h2", {}, store.app.name), el("p", {}, "Nothing has been published here yet.")));
    return;
  }
  const stamp = `${store.me} ${view.id} ${view.hash}`;
  if (stamp === shown) return;
  shown = stamp;
  const focused = panel.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  const [action, block] = [focused?.dataset.action, /** @type {HTMLElement | null | undefined} */ (focused?.closest("[data-block]"))?.dataset.block];
  const place = panel.scrollTop;
  if (surface?.address.view_id !== view.id) surface = new Surface("home", { view_id: view.id });
  surface.prune(view.blocks ?? []);
  fill(panel, drawBlocks(view.blocks ?? [], surface));
  panel.scrollTop = place;
  if (!action) return;
  const within = block && panel.querySelector(`[data-block="${CSS.escape(block)}"]`);
  /** @type {HTMLElement | null} */ ((within || panel).querySelector(`[data-action="${CSS.escape(action)}"]`) ?? panel).focus({ preventScroll: true });
}

/** Opens the tab: the app is told, and what it publishes is shown. */
export async function openHome() {
  const me = store.me;
  if (!shown.startsWith(`${me} `)) fill(panel, el("div", { class: "empty" }, "Loading…"));
  try {
    const answer = await act("home", { as: me, tab: "home" });
    if (me === store.me) draw(answer.view ?? (await read("views", { as: me })).home);
  } catch (error) {
    complain(error);
    refreshHome();
  }
}

export async function refreshHome() {
  const me = store.me;
  const answer = await read("views", { as: me }).catch(complain);
  if (answer && me === store.me) draw(answer.home);
}
