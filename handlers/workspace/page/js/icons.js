// Small line icons, and the pictures that stand beside names.
import { el, svg } from "./dom.js";
import { store } from "./store.js";

const PATHS = {
  hash: "M6.5 2.5 5 15.5M12.5 2.5 11 15.5M2.5 6.5h13M2.5 11.5h13",
  lock: "M4.5 8.5h9v6.5h-9zM6.5 8.5V6a2.5 2.5 0 0 1 5 0v2.5",
  menu: "M3 5h12M3 9h12M3 13h12",
  close: "M4.5 4.5l9 9M13.5 4.5l-9 9",
  reply: "M3 4.5h12v8H8.5L5 15.5v-3H3z",
  dots: "M4 9h.01M9 9h.01M14 9h.01",
  send: "M3 3.5 15.5 9 3 14.5 5 9zM5 9h6",
  sun: "M9 5.75a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5M9 1.5v1.8M9 14.7v1.8M1.5 9h1.8M14.7 9h1.8M3.7 3.7l1.3 1.3M13 13l1.3 1.3M3.7 14.3 5 13M13 5l1.3-1.3",
  moon: "M14.5 11A6.3 6.3 0 0 1 7 3.5 6 6 0 1 0 14.5 11z",
  clock: "M9 2.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M9 5v4.2l2.7 1.6",
  wire: "M2 6h10M9 3l3 3-3 3M16 12H6M9 9l-3 3 3 3",
  play: "M5.5 3.5v11l9-5.5z",
  pause: "M6 4v10M12 4v10",
  caret: "M5 7l4 4 4-4",
  down: "M9 3v11M4.5 9.5 9 14l4.5-4.5",
  back: "M11 4 6 9l5 5",
  left: "M11 4 6 9l5 5",
  right: "M7 4l5 5-5 5",
  eye: "M1.5 9S4 4 9 4s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM9 7a2 2 0 1 0 0 4a2 2 0 1 0 0-4",
  slash: "M11.5 3 6.5 15",
  picture: "M2.5 3.5h13v11h-13zM2.5 12l3.5-3.5 3 3 2.5-2.5 4 4M11.5 6.5h.01",
  file: "M5 2.5h5l3.5 3.5v9.5H5zM10 2.5V6h3.5",
  film: "M2.5 4h13v10h-13zM7.5 6.8v4.4l3.8-2.2z",
  search: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10M11.7 11.7l3.8 3.8",
  home: "M3 8.5 9 3l6 5.5V15h-4v-4H7v4H3z",
  info: "M9 2.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M9 8v4.5M9 5.5h.01",
  warning: "M9 3 16 15H2zM9 7.5v3.5M9 13h.01",
  check: "M3.5 9.5 7.5 13.5 14.5 5",
  trash: "M3.5 5h11M7 5V3.5h4V5M5 5l.7 10h6.6L13 5",
  copy: "M6.5 6.5h8v8h-8zM3.5 11.5v-8h8",
  bolt: "M10 2 4 10h4l-1 6 6-8H9z",
  at: "M12 9a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1a2 2 0 0 0 3.5.8V9a6.5 6.5 0 1 0-2.6 5.2",
};

/** @param {keyof typeof PATHS} name */
export function icon(name, size = 18) {
  return svg(
    "svg",
    { class: "icon", width: size, height: size, viewBox: "0 0 18 18", "aria-hidden": "true", focusable: "false" },
    svg("path", {
      d: PATHS[name],
      fill: name === "play" ? "currentColor" : "none",
      stroke: "currentColor",
      "stroke-width": name === "dots" ? 2.4 : 1.5,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

function robot() {
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round" };
  return svg(
    "svg",
    { class: "robot", viewBox: "0 0 36 36", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: "M18 7.5V11M4.5 18v6M31.5 18v6", ...line }),
    svg("circle", { cx: 18, cy: 6.5, r: 1.8, fill: "currentColor" }),
    svg("rect", { x: 7.5, y: 11, width: 21, height: 18, rx: 5, ...line }),
    svg("circle", { cx: 13.8, cy: 18.5, r: 2, fill: "currentColor" }),
    svg("circle", { cx: 22.2, cy: 18.5, r: 2, fill: "currentColor" }),
    svg("path", { d: "M13.5 24.2h9", ...line }),
  );
}

/** Dark or light letters, whichever reads better on this colour. @param {string} color */
function inkOn(color) {
  const match = /^#?([0-9a-f]{6})$/i.exec(color);
  if (!match) return "#ffffff";
  const channels = [0, 2, 4].map((at) => {
    const value = parseInt(match[1].slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#1d1c1d";
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  if (!words.length) return "?";
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return picked.map((word) => Array.from(word)[0].toUpperCase()).join("");
}

/**
 * The coloured square beside a name.
 * @param {string} userId
 * @param {"small" | "medium" | "large"} [size]
 */
export function avatar(userId, size = "large") {
  const user = store.user(userId);
  const box = el("span", { class: `avatar ${size}`, "aria-hidden": "true" });
  const color = user.color || (user.is_bot ? store.app.color : "") || "#5b5b66";
  const css = color.startsWith("#") ? color : `#${color}`;
  box.style.backgroundColor = css;
  box.style.color = inkOn(css);
  box.append(user.is_bot ? robot() : initials(user.real_name || user.name));
  return box;
}
