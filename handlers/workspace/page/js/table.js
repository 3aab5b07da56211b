// Tables: the plain `table` block and the sortable, paged `data_table`.
import { el, fill, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./richtext.js";

/** @typedef {(Node | string)[]} Cell */

/** @param {any} cell @returns {Cell} */
function cellContent(cell) {
  if (!cell) return [];
  if (cell.type === "rich_text") return richText(cell);
  if (cell.type === "raw_number") return [cell.text || formatNumber(cell.value)];
  return [String(cell.text ?? "")];
}

/** @param {any} value */
function formatNumber(value) {
  return typeof value === "number" ? value.toLocaleString("en-GB") : String(value ?? "");
}

/** The words of a cell, for sorting. @param {any} cell */
function cellText(cell) {
  return cellContent(cell)
    .map((part) => (typeof part === "string" ? part : part.textContent))
    .join(" ")
    .trim();
}

/** @param {any} cell @returns {number | null} */
function cellNumber(cell) {
  if (cell?.type === "raw_number" && typeof cell.value === "number") return cell.value;
  const match = /^[^\d-]{0,3}(-?\d[\d,.\u00a0 ]*)\s*(?:%|[a-z]{0,8}\.?)?(?:\s*\(.*\))?$/i.exec(cellText(cell));
  if (!match) return null;
  const number = Number(match[1].replace(/[,\u00a0 ]/g, ""));
  return Number.isNaN(number) ? null : number;
}

/**
 * A region that scrolls sideways, reachable by keyboard.
 * @param {HTMLElement} table
 * @param {string} label
 */
function scroller(table, label) {
  const box = el("div", { class: "table-scroll", role: "group", "aria-label": label, tabindex: "0" }, table);
  return box;
}

/**
 * A table whose content is drawn already.
 * @param {Cell[]} head
 * @param {Cell[][]} rows
 * @param {string[]} aligns
 * @param {string} label
 */
export function drawTable(head, rows, aligns, label) {
  const at = (/** @type {number} */ column) => (aligns[column] ? `align-${aligns[column]}` : null);
  const table = el("table", { class: "data", "aria-label": label },
    el("thead", {}, el("tr", {}, head.map((cell, column) => el("th", { scope: "col", class: at(column) }, ...cell)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, column) => el("td", { class: at(column) }, ...cell))))),
  );
  return scroller(table, label);
}

/** Columns whose cells are all numbers stand right. @param {any[][]} rows @param {number} count */
function guessedAligns(rows, count) {
  return Array.from({ length: count }, (_, column) => {
    const filled = rows.map((row) => row[column]).filter((cell) => !/^[–—-]?$/.test(cellText(cell)));
    return filled.length && filled.every((cell) => cellNumber(cell) !== null) ? "right" : "left";
  });
}

/** The `table` block. @param {any} block */
export function table(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const aligns = head.map((/** @type {any} */ _, /** @type {number} */ column) => settings[column]?.align ?? "left");
  const node = drawTable(head.map(cellContent), rows.map((/** @type {any[]} */ row) => row.map(cellContent)), aligns, "Table");
  settings.forEach((/** @type {any} */ setting, /** @type {number} */ column) => {
    if (!setting?.is_wrapped) return;
    for (const row of node.querySelectorAll("tr")) row.children[column]?.classList.add("wrapped");
  });
  return node;
}

/** The `data_table` block: sorted by a press on a head, shown page by page. @param {any} block */
export function dataTable(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const aligns = guessedAligns(rows, head.length);
  const pageSize = Math.max(1, Math.min(100, block.page_size ?? 5));
  const rowHeader = block.row_header_column_index ?? 0;
  const captionId = freshId("caption");
  /** @type {{column: number, direction: 1 | -1} | null} */
  let order = null;
  let page = 0;

  const body = el("tbody");
  const heads = head.map((/** @type {any} */ cell, /** @type {number} */ column) =>
    el("th", { scope: "col", class: `align-${aligns[column]}` },
      el("button", { type: "button", class: "sort", on: { click: () => sortBy(column) } },
        el("span", {}, cellText(cell)), el("span", { class: "arrow", "aria-hidden": "true" }))),
  );
  const where = el("span", { role: "status" });
  const previous = el("button", { type: "button", class: "icon-button", "aria-label": "Previous rows", on: { click: () => turn(-1) } }, icon("left"));
  const next = el("button", { type: "button", class: "icon-button", "aria-label": "Next rows", on: { click: () => turn(1) } }, icon("right"));
  const pager = el("div", { class: "pager" }, where, previous, next);

  /** @param {number} column */
  function sortBy(column) {
    if (order?.column !== column) order = { column, direction: aligns[column] === "right" ? -1 : 1 };
    else if (order.direction === (aligns[column] === "right" ? -1 : 1)) order = { column, direction: order.direction === 1 ? -1 : 1 };
    else order = null;
    page = 0;
    show();
  }

  /** @param {number} step */
  function turn(step) {
    page += step;
    show();
  }

  function sorted() {
    if (!order) return rows;
    const { column, direction } = order;
    const number = aligns[column] === "right";
    return [...rows].sort((a, b) => {
      if (number) {
        const [left, right] = [cellNumber(a[column]), cellNumber(b[column])];
        if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
        return (left - right) * direction;
      }
      return cellText(a[column]).localeCompare(cellText(b[column]), "en", { numeric: true }) * direction;
    });
  }

  function show() {
    const pages = Math.max(1, Math.ceil(rows.length / pageSize));
    page = Math.max(0, Math.min(page, pages - 1));
    const shown = sorted().slice(page * pageSize, (page + 1) * pageSize);
    fill(body, shown.map((row) => el("tr", {}, row.map((/** @type {any} */ cell, /** @type {number} */ column) =>
      el(column === rowHeader ? "th" : "td", { scope: column === rowHeader ? "row" : null, class: `align-${aligns[column]}` }, ...cellContent(cell))))));
    heads.forEach((/** @type {HTMLElement} */ node, /** @type {number} */ column) => {
      const state = order?.column === column ? (order.direction === 1 ? "ascending" : "descending") : "none";
      node.setAttribute("aria-sort", state);
    });
    pager.hidden = pages === 1;
    where.textContent = `${page * pageSize + 1}–${Math.min(rows.length, (page + 1) * pageSize)} of ${rows.length}`;
    /** @type {HTMLButtonElement} */ (previous).disabled = page === 0;
    /** @type {HTMLButtonElement} */ (next).disabled = page >= pages - 1;
  }

  show();
  const grid = el("table", { class: "data", "aria-labelledby": captionId }, el("thead", {}, el("tr", {}, heads)), body);
  const box = scroller(grid, block.caption || "Table");
  return el("div", { class: "data-table" }, el("div", { class: "table-caption", id: captionId }, block.caption || "Table"), box, pager);
}
