// The `data_visualization` block: a chart with its legend, its values on hover and focus, and a table for readers.
import { el, fill, svg } from "./dom.js";
import { axesPlot, categoriesOf, formatValue, marker, piePlot, seriesOf } from "./plot.js";

/** @typedef {import("./plot.js").Plot} Plot */

/** The figures as a table that only screen readers meet. @param {any} chart @param {string} title */
function hiddenTable(chart, title) {
  if (chart.type === "pie") {
    return el("table", { class: "visually-hidden" },
      el("caption", {}, title),
      el("tbody", {}, (chart.segments ?? []).map((/** @type {any} */ one) => el("tr", {}, el("th", { scope: "row" }, one.label), el("td", {}, formatValue(one.value))))));
  }
  const series = seriesOf(chart);
  return el("table", { class: "visually-hidden" },
    el("caption", {}, title),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, chart.axis_config?.x_label || "Label"), series.map((one) => el("th", { scope: "col" }, one.name)))),
    el("tbody", {}, categoriesOf(chart).map((label, index) =>
      el("tr", {}, el("th", { scope: "row" }, label), series.map((one) => el("td", {}, one.values[index] === null ? "no value" : formatValue(one.values[index])))))));
}

/** @param {any} chart @param {string} title */
function summary(chart, title) {
  if (chart.type === "pie") {
    return `Pie chart: ${title}. ${(chart.segments ?? []).map((/** @type {any} */ one) => `${one.label} ${formatValue(one.value)}`).join(", ")}.`;
  }
  const kind = { line: "Line", bar: "Bar", area: "Area" }[/** @type {"line" | "bar" | "area"} */ (chart.type)] ?? "Chart";
  const categories = categoriesOf(chart);
  const parts = seriesOf(chart).map((one) => {
    const last = one.values.reduce((found, value, index) => (value === null ? found : index), -1);
    return last < 0 ? `${one.name}: no values` : `${one.name}: ${formatValue(one.values[last])} at ${categories[last]}`;
  });
  return `${kind} chart: ${title}. ${parts.join("; ")}.`;
}

/** @param {any} chart */
function legend(chart) {
  const names = chart.type === "pie" ? (chart.segments ?? []).map((/** @type {any} */ one) => one.label) : seriesOf(chart).map((one) => one.name);
  return el("ul", { class: "legend" }, names.map((/** @type {string} */ name, /** @type {number} */ index) => {
    const sign = chart.type === "line" || chart.type === "area"
      ? svg("svg", { width: 22, height: 10, viewBox: "0 0 22 10", "aria-hidden": "true" },
          svg("g", { class: `series-${index % 12}` }, svg("path", { class: "line", d: "M1 5h20" }), marker(index, 11, 5)))
      : svg("svg", { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" },
          svg("g", { class: `series-${index % 12}` }, svg("rect", { class: "bar", width: 12, height: 12, rx: 3 })));
    return el("li", {}, sign, name);
  }));
}

/** @param {any} block */
export function chart(block) {
  const data = block.chart ?? {};
  const title = block.title || "Chart";
  if (!["line", "bar", "area", "pie"].includes(data.type)) {
    return el("div", { class: "unknown" }, `data_visualization: ${data.type ?? "no chart"}`);
  }
  /** @type {Plot} */
  let plot;
  let shownWidth = 0;
  /** @type {number | null} */
  let shown = null;
  const canvas = el("div", { class: "canvas", role: "img", "aria-label": summary(data, title), tabindex: "0" });
  const bubble = el("div", { class: "chart-bubble", "aria-hidden": "true", hidden: true });
  const spoken = el("div", { class: "visually-hidden", "aria-live": "polite" });
  const holder = el("div", { class: "chart-holder" }, canvas, bubble, spoken);
  const figure = el("figure", { class: `chart chart-${data.type}` }, el("figcaption", {}, title), holder, legend(data), hiddenTable(data, title));

  /** @param {number} width */
  function draw(width) {
    if (Math.abs(width - shownWidth) < 2) return;
    shownWidth = width;
    plot = data.type === "pie" ? piePlot(data, width) : axesPlot(data, width);
    fill(canvas, plot.node);
    show(null);
  }

  /** @param {number | null} index */
  function show(index, speak = false) {
    shown = index;
    plot.mark(index);
    bubble.hidden = index === null;
    if (index === null) return;
    const stop = plot.stops[index];
    if (!stop) return;
    fill(bubble,
      el("strong", {}, stop.label),
      stop.lines.map((line) => el("span", {}, el("i", { class: `dot series-${line.series % 12}` }), `${line.name} `, el("b", {}, line.text))));
    const wide = bubble.offsetWidth;
    bubble.style.left = `${Math.max(0, Math.min(stop.x + 12, shownWidth - wide))}px`;
    bubble.style.top = `${Math.max(0, stop.y - bubble.offsetHeight - 8)}px`;
    if (speak) spoken.textContent = `${stop.label}: ${stop.lines.map((line) => `${line.name} ${line.text}`).join(", ")}`;
  }

  canvas.addEventListener("pointermove", (event) => {
    if (!plot?.stops.length) return;
    const box = canvas.getBoundingClientRect();
    show(plot.nearest(event.clientX - box.left, event.clientY - box.top));
  });
  canvas.addEventListener("pointerleave", () => show(null));
  canvas.addEventListener("focus", () => {
    if (plot?.stops.length && canvas.matches(":focus-visible")) show(plot.stops.length - 1);
  });
  canvas.addEventListener("blur", () => show(null));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !plot?.stops.length) return;
    event.preventDefault();
    const count = plot.stops.length;
    show(shown === null ? count - 1 : (shown + step + count) % count, true);
  });
  draw(560);
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width > 80) draw(Math.min(600, width));
  }).observe(holder);
  return figure;
}
