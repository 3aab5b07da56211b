// Line, bar and area charts, and pies: geometry only, as SVG.
import { svg } from "./dom.js";

/**
 * @typedef {{label: string, lines: {series: number, name: string, text: string}[], x: number, y: number}} Stop
 *   one place that the reader can point at, with what stands there
 * @typedef {{node: SVGElement, stops: Stop[], nearest: (x: number, y: number) => number, mark: (index: number | null) => void}} Plot
 */

/** @param {number | null | undefined} value */
export function formatValue(value) {
  if (typeof value !== "number") return "–";
  return value.toLocaleString("en-GB", { maximumFractionDigits: 2 });
}

/** Round steps from `low` to `high`. @param {number} low @param {number} high */
function ticks(low, high, wanted = 5) {
  const span = high - low || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= raw * 0.999) ?? power * 10;
  const first = Math.floor(low / step) * step;
  const out = [];
  for (let value = first; value < high + step * 0.999; value += step) out.push(Number(value.toPrecision(12)));
  return out;
}

/** @param {{label: string, value: number | null}[]} data @param {string[]} categories */
function aligned(data, categories) {
  const byLabel = new Map(data.map((point) => [point.label, point.value]));
  return categories.map((label) => {
    const value = byLabel.get(label);
    return typeof value === "number" ? value : null;
  });
}

/** The categories of a chart, also where it names none. @param {any} chart @returns {string[]} */
export function categoriesOf(chart) {
  const named = chart.axis_config?.categories;
  if (named?.length) return named;
  return [...new Set((chart.series ?? []).flatMap((/** @type {any} */ one) => (one.data ?? []).map((/** @type {any} */ point) => point.label)))];
}

/** @param {any} chart @returns {{name: string, values: (number | null)[]}[]} */
export function seriesOf(chart) {
  const categories = categoriesOf(chart);
  return (chart.series ?? []).map((/** @type {any} */ one) => ({ name: one.name ?? "", values: aligned(one.data ?? [], categories) }));
}

const MARKERS = [
  "M0-3.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z",
  "M-3.2-3.2h6.4v6.4h-6.4z",
  "M0-4.4 4.2 3.2h-8.4z",
  "M0-4.6 4.6 0 0 4.6-4.6 0z",
  "M0 4.4-4.2-3.2h8.4z",
  "M-3.6-1.2h2.4v-2.4h2.4v2.4h2.4v2.4h-2.4v2.4h-2.4v-2.4h-2.4z",
];

/** The mark of a series, in plot and legend. @param {number} series @param {number} [x] @param {number} [y] */
export function marker(series, x = 0, y = 0) {
  return svg("path", { class: `mark series-${series % 12}`, d: MARKERS[series % MARKERS.length], transform: `translate(${x} ${y})` });
}

/** Straight runs between gaps. @param {(number | null)[]} values @returns {number[][]} */
function runs(values) {
  /** @type {number[][]} */
  const out = [];
  let open = false;
  values.forEach((value, index) => {
    if (value === null) open = false;
    else if (open) out[out.length - 1].push(index);
    else {
      out.push([index]);
      open = true;
    }
  });
  return out;
}

/**
 * @param {any} chart
 * @param {number} width
 * @returns {Plot}
 */
export function axesPlot(chart, width) {
  const categories = categoriesOf(chart);
  const series = seriesOf(chart);
  const { x_label: xLabel, y_label: yLabel } = chart.axis_config ?? {};
  const height = Math.round(Math.max(200, Math.min(270, width * 0.5)));
  const known = series.flatMap((one) => one.values).filter((value) => value !== null);
  const scale = ticks(Math.min(0, ...known), Math.max(...known, known.length ? -Infinity : 1, Math.min(0, ...known) + 1e-9) || 1);
  const [low, high] = [scale[0], scale[scale.length - 1]];
  const left = 14 + Math.max(...scale.map((tick) => formatValue(tick).length)) * 6.6 + (yLabel ? 18 : 0);
  const bottom = 26 + (xLabel ? 18 : 0);
  const box = { left, right: width - 12, top: 10, bottom: height - bottom };
  const step = (box.right - box.left) / Math.max(1, categories.length);
  const xAt = (/** @type {number} */ index) => box.left + step * (index + 0.5);
  const yAt = (/** @type {number} */ value) => box.bottom - ((value - low) / (high - low || 1)) * (box.bottom - box.top);

  const root = svg("g", { class: "plot" });
  for (const tick of scale) {
    const y = yAt(tick);
    root.append(
      svg("line", { class: tick === 0 ? "axis" : "grid", x1: box.left, x2: box.right, y1: y, y2: y }),
      svg("text", { class: "tick", x: box.left - 8, y: y + 4, "text-anchor": "end" }, formatValue(tick)),
    );
  }
  const widest = Math.max(1, ...categories.map((label) => label.length)) * 6.4 + 10;
  const every = Math.max(1, Math.ceil(widest / step));
  categories.forEach((label, index) => {
    if ((categories.length - 1 - index) % every) return;
    root.append(svg("text", { class: "tick", x: xAt(index), y: box.bottom + 18, "text-anchor": "middle" }, label));
  });
  if (xLabel) root.append(svg("text", { class: "axis-label", x: (box.left + box.right) / 2, y: height - 6, "text-anchor": "middle" }, xLabel));
  if (yLabel) {
    const middle = (box.top + box.bottom) / 2;
    root.append(svg("text", { class: "axis-label", x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` }, yLabel));
  }
  const guide = svg("line", { class: "guide", y1: box.top, y2: box.bottom, visibility: "hidden" });
  root.append(guide);

  series.forEach((one, at) => {
    const group = svg("g", { class: `series-${at % 12}` });
    if (chart.type === "bar") {
      const wide = Math.min(44, (step * 0.76) / series.length);
      one.values.forEach((value, index) => {
        if (value === null) return;
        const x = xAt(index) - (wide * series.length) / 2 + wide * at;
        const [top, foot] = [Math.min(yAt(value), yAt(0)), Math.max(yAt(value), yAt(0))];
        group.append(svg("rect", { class: "bar", x: x + 0.5, y: top, width: Math.max(1, wide - 1.5), height: Math.max(0.5, foot - top), rx: Math.min(3, wide / 4) }));
      });
    } else {
      for (const run of runs(one.values)) {
        const points = run.map((index) => `${xAt(index).toFixed(1)} ${yAt(/** @type {number} */ (one.values[index])).toFixed(1)}`);
        if (chart.type === "area") {
          const base = yAt(Math.max(low, Math.min(high, 0)));
          group.append(svg("path", { class: "area", d: `M${xAt(run[0])} ${base}L${points.join("L")}L${xAt(run[run.length - 1])} ${base}Z` }));
        }
        group.append(svg("path", { class: "line", d: `M${points.join("L")}` }));
        for (const index of run) group.append(marker(at, xAt(index), yAt(/** @type {number} */ (one.values[index]))));
      }
    }
    root.append(group);
  });

  const stops = categories.map((label, index) => {
    const here = series.map((one) => one.values[index]).filter((value) => value !== null);
    return {
      label,
      lines: series.map((one, at) => ({ series: at, name: one.name, text: one.values[index] === null ? "no value" : formatValue(one.values[index]) })),
      x: xAt(index),
      y: here.length ? yAt(Math.max(.../** @type {number[]} */ (here))) : (box.top + box.bottom) / 2,
    };
  });
  return {
    node: svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, root),
    stops,
    nearest: (x) => Math.max(0, Math.min(categories.length - 1, Math.floor((x - box.left) / step))),
    mark(index) {
      guide.setAttribute("visibility", index === null ? "hidden" : "visible");
      if (index === null) return;
      guide.setAttribute("x1", String(xAt(index)));
      guide.setAttribute("x2", String(xAt(index)));
    },
  };
}

/**
 * @param {any} chart
 * @param {number} width
 * @returns {Plot}
 */
export function piePlot(chart, width) {
  const segments = (chart.segments ?? []).filter((/** @type {any} */ one) => one.value > 0);
  const total = segments.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.value, 0);
  const size = Math.min(220, width);
  const [centre, radius] = [size / 2, size / 2 - 6];
  const root = svg("g", { class: "plot" });
  /** @type {number[]} */
  const ends = [];
  /** @type {SVGElement[]} */
  const slices = [];
  let turned = 0;
  const at = (/** @type {number} */ part, reach = radius) => {
    const angle = part * 2 * Math.PI - Math.PI / 2;
    return [centre + reach * Math.cos(angle), centre + reach * Math.sin(angle)];
  };
  const stops = segments.map((/** @type {any} */ one, /** @type {number} */ index) => {
    const share = one.value / total;
    const [from, to] = [at(turned), at(turned + share)];
    const d = share > 0.9999
      ? `M${centre} ${centre - radius}a${radius} ${radius} 0 1 1 -0.01 0z`
      : `M${centre} ${centre}L${from[0]} ${from[1]}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${to[0]} ${to[1]}Z`;
    const slice = svg("path", { class: `slice series-${index % 12}`, d });
    slices.push(slice);
    root.append(slice);
    const [x, y] = at(turned + share / 2, radius * 0.62);
    turned += share;
    ends.push(turned);
    const percent = `${(share * 100).toLocaleString("en-GB", { maximumFractionDigits: 1 })}%`;
    return { label: one.label, lines: [{ series: index, name: percent, text: formatValue(one.value) }], x, y };
  });
  return {
    node: svg("svg", { width: size, height: size, viewBox: `0 0 ${size} ${size}` }, root),
    stops,
    nearest(x, y) {
      const part = ((Math.atan2(y - centre, x - centre) + Math.PI / 2) / (2 * Math.PI) + 1) % 1;
      return Math.max(0, ends.findIndex((end) => part <= end));
    },
    mark(index) {
      slices.forEach((slice, each) => slice.classList.toggle("dimmed", index !== null && each !== index));
    },
  };
}
