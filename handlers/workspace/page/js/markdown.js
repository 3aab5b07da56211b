// The small part of Markdown that Slack's markdown block draws, as DOM nodes.
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { bareUrl, emojiNode, link, reference } from "./mrkdwn.js";
import { drawTable } from "./table.js";

const STARTERS = /[\\`*_~[<:h!]/;

/** @param {string} text @returns {(Node | string)[]} */
export function inlineMarkdown(text) {
  /** @type {(Node | string)[]} */
  const out = [];
  let plain = "";
  const flush = (/** @type {Node[]} */ ...nodes) => {
    if (plain) out.push(plain);
    plain = "";
    out.push(...nodes);
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const found = STARTERS.test(text[at]) ? inlineAt(rest, at > 0 ? text[at - 1] : "") : null;
    if (found) {
      if (typeof found.node === "string") plain += found.node;
      else flush(found.node);
      at += found.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
}

/**
 * @param {string} rest
 * @param {string} before
 * @returns {{node: Node | string, length: number} | null}
 */
function inlineAt(rest, before) {
  let match = /^\\([\\`*_{}[\]()#+.!~>|-])/.exec(rest);
  if (match) return { node: match[1], length: 2 };
  match = /^(`+)([\s\S]+?)\1(?!`)/.exec(rest);
  if (match) return { node: el("code", {}, match[2].trim()), length: match[0].length };
  match = /^(\*\*|__)(?=\S)([\s\S]+?\S?)\1/.exec(rest);
  if (match) return { node: el("strong", {}, inlineMarkdown(match[2])), length: match[0].length };
  match = /^~~(?=\S)([\s\S]+?)~~/.exec(rest);
  if (match) return { node: el("s", {}, inlineMarkdown(match[1])), length: match[0].length };
  match = /^([*_])(?=\S)((?:(?!\1)[\s\S])+?)\1(?![\p{L}\p{N}])/u.exec(rest);
  if (match && !/[\p{L}\p{N}]/u.test(before)) {
    return { node: el("em", {}, inlineMarkdown(match[2])), length: match[0].length };
  }
  match = /^!?\[([^\]\n]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/.exec(rest);
  if (match) return { node: link(match[2], inlineMarkdown(match[1] || match[2])), length: match[0].length };
  match = /^<([^<>\n]+)>/.exec(rest);
  const node = match && reference(match[1]);
  if (match && node) return { node, length: match[0].length };
  match = /^:([a-z0-9_+'-]+):/.exec(rest);
  if (match && emoji(match[1])) return { node: emojiNode(match[1]), length: match[0].length };
  const url = /[\p{L}\p{N}]/u.test(before) ? null : bareUrl(rest);
  if (url) return { node: link(url, url), length: url.length };
  return null;
}

const FENCE = /^\s{0,3}(```+|~~~+)/;
const HEADING = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s{0,3}([-*_])(?:\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** @param {string} line */
function cells(line) {
  return line.trim().replace(/^\|/, "").replace(/\|$/, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

/**
 * @param {string[]} source
 * @param {number} start
 * @returns {{node: HTMLElement, next: number}}
 */
function list(source, start) {
  const first = /** @type {RegExpExecArray} */ (ITEM.exec(source[start]));
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = el(ordered ? "ol" : "ul", ordered && parseInt(first[2], 10) !== 1 ? { start: parseInt(first[2], 10) } : {});
  /** @type {HTMLElement | null} */
  let item = null;
  let at = start;
  while (at < source.length) {
    const match = ITEM.exec(source[at]);
    if (match && match[1].length > indent + 1 && item) {
      const inner = list(source, at);
      item.append(inner.node);
      at = inner.next;
    } else if (match && match[1].length >= indent && /\d/.test(match[2]) === ordered) {
      const task = TASK.exec(match[3]);
      item = el("li", {}, task ? (task[1] === " " ? "☐ " : "☑ ") : "", inlineMarkdown(match[3].replace(TASK, "")));
      node.append(item);
      at += 1;
    } else if (!match && item && /^\s{2,}\S/.test(source[at])) {
      item.append(" ", ...inlineMarkdown(source[at].trim()));
      at += 1;
    } else break;
  }
  return { node, next: at };
}

/**
 * @param {string} text
 * @returns {Node[]}
 */
export function markdown(text) {
  /** @type {Node[]} */
  const out = [];
  const source = text.replace(/\r\n?/g, "\n").split("\n");
  let at = 0;
  while (at < source.length) {
    const line = source[at];
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    if (!line.trim()) {
      at += 1;
    } else if (fence) {
      let end = at + 1;
      while (end < source.length && !source[end].trim().startsWith(fence[1])) end += 1;
      out.push(el("pre", {}, source.slice(at + 1, end).join("\n")));
      at = end + 1;
    } else if (heading) {
      const level = heading[1].length;
      out.push(el("div", { class: `md-heading md-${level}`, role: "heading", "aria-level": Math.min(6, level + 2) }, inlineMarkdown(heading[2])));
      at += 1;
    } else if (RULE.test(line)) {
      out.push(el("hr"));
      at += 1;
    } else if (/^\s{0,3}>/.test(line)) {
      const quoted = [];
      while (at < source.length && /^\s{0,3}>/.test(source[at])) {
        quoted.push(source[at].replace(/^\s{0,3}> ?/, ""));
        at += 1;
      }
      out.push(el("blockquote", {}, markdown(quoted.join("\n"))));
    } else if (ITEM.test(line)) {
      const found = list(source, at);
      out.push(found.node);
      at = found.next;
    } else if (line.includes("|") && at + 1 < source.length && TABLE_RULE.test(source[at + 1]) && source[at + 1].includes("-")) {
      const head = cells(line);
      const aligns = cells(source[at + 1]).map((rule) =>
        rule.endsWith(":") ? (rule.startsWith(":") ? "center" : "right") : "left",
      );
      const rows = [];
      at += 2;
      while (at < source.length && source[at].includes("|")) {
        rows.push(cells(source[at]));
        at += 1;
      }
      const draw = (/** @type {string} */ cell) => inlineMarkdown(cell);
      out.push(drawTable(head.map(draw), rows.map((row) => row.map(draw)), aligns, "Table"));
    } else {
      const paragraph = [];
      while (at < source.length && source[at].trim() && !FENCE.test(source[at]) && !HEADING.test(source[at])
        && !(paragraph.length && (ITEM.test(source[at]) || /^\s{0,3}>/.test(source[at])))) {
        paragraph.push(source[at]);
        at += 1;
      }
      out.push(el("p", {}, inlineMarkdown(paragraph.join("\n"))));
    }
  }
  return out;
}
