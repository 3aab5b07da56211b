// The workspace's clock: what it says, and moving it on.
import { act } from "./api.js";
import { dayKey, shortTime } from "./dates.js";
import { byId, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { complain } from "./popup.js";
import { store } from "./store.js";

const face = byId("clock-face");
const play = byId("clock-play");
const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock]"));
let day = "";

function show() {
  const now = store.now();
  face.textContent = shortTime(now);
  /** @type {HTMLTimeElement} */ (face).dateTime = now.toISOString();
  const { playing, offset_seconds: ahead } = store.clock;
  const hours = Math.round(ahead / 3600);
  face.title = `The workspace's clock, ${store.zone()}${hours ? `; ${hours >= 48 ? `${Math.round(hours / 24)} days` : `${hours} hours`} ahead of the real time` : ""}`;
  if (play.getAttribute("aria-pressed") !== String(playing)) {
    play.setAttribute("aria-pressed", String(playing));
    fill(play, icon(playing ? "pause" : "play", 16), el("span", { class: "play-word" }, playing ? "Pause" : "Play"));
  }
  const today = `${dayKey(now)} ${store.zone()}`;
  if (day && today !== day) store.tell("day");
  day = today;
}

/** @param {Record<string, any>} how @param {HTMLElement} button */
async function move(how, button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await act("clock", { as: store.me, ...how });
    if (answer.clock) store.setClock(answer.clock);
  } catch (error) {
    complain(error);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

export function startClock() {
  fill(play, icon("play", 16), el("span", { class: "play-word" }, "Play"));
  for (const button of buttons) {
    const what = button.dataset.clock ?? "";
    button.addEventListener("click", () => move(/^\d+$/.test(what) ? { advance_seconds: Number(what) } : { next: what }, button));
  }
  play.addEventListener("click", () => move({ play: !store.clock.playing }, play));
  const toggle = byId("clock-toggle");
  const box = byId("clock");
  const turn = (/** @type {boolean} */ open) => {
    box.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
  };
  toggle.addEventListener("click", () => turn(!box.classList.contains("open")));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.classList.contains("open")) return;
    turn(false);
    toggle.focus();
  });
  document.addEventListener("pointerdown", (event) => !box.contains(/** @type {Node} */ (event.target)) && turn(false));
  store.hear("clock", show);
  setInterval(show, 1000);
}
