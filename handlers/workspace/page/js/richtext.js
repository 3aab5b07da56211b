// Rich text blocks as DOM nodes.
import { el } from "./dom.js";
import { broadcast, channelMention, dateNode, emojiNode, link, mention } from "./mrkdwn.js";

/** @param {Node} node @param {Record<string, boolean> | undefined} style */
function styled(node, style) {
  let out = node;
  if (style?.code) out = el("code", {}, out);
  if (style?.strike) out = el("s", {}, out);
  if (style?.underline) out = el("u", {}, out);
  if (style?.italic) out = el("em", {}, out);
  if (style?.bold) out = el("strong", {}, out);
  return out;
}

/** @param {any} element @returns {Node} */
function piece(element) {
  switch (element.type) {
    case "text":
      return styled(document.createTextNode(element.text ?? ""), element.style);
    case "link":
      return styled(link(element.url ?? "", element.text || element.url || ""), element.style);
    case "emoji":
      return emojiNode(element.name ?? "");
    case "user":
      return styled(mention(element.user_id), element.style);
    case "channel":
      return styled(channelMention(element.channel_id), element.style);
    case "usergroup":
      return styled(el("span", { class: "mention" }, "@group"), element.style);
    case "broadcast":
      return broadcast(element.range);
    case "date":
      return styled(dateNode(Number(element.timestamp), element.format ?? "{date}", element.fallback ?? ""), element.style);
    case "color": {
      const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
      if (/^#[0-9a-f]{3,8}$/i.test(element.value ?? "")) swatch.style.backgroundColor = element.value;
      return el("span", {}, element.value ?? "", swatch);
    }
    default:
      return el("span", { class: "unknown-inline" }, element.text || `[${element.type}]`);
  }
}

/** @param {any[] | undefined} elements */
function pieces(elements) {
  return (elements ?? []).map(piece);
}

/** @param {any} element */
function list(element) {
  const ordered = element.style === "ordered";
  const indent = Math.min(8, element.indent ?? 0);
  const node = el(ordered ? "ol" : "ul", { class: `rich-list level-${indent % 3}`, data: { indent } });
  if (ordered && element.offset) node.setAttribute("start", String(element.offset + 1));
  node.style.marginInlineStart = `${indent * 1.7}em`;
  if (element.border) node.classList.add("bordered");
  for (const item of element.elements ?? []) node.append(el("li", {}, pieces(item.elements)));
  return node;
}

/** @param {any} block @returns {Node[]} */
export function richText(block) {
  return (block.elements ?? []).map((/** @type {any} */ element) => {
    switch (element.type) {
      case "rich_text_section":
        return el("div", { class: "lines" }, pieces(element.elements));
      case "rich_text_list":
        return list(element);
      case "rich_text_quote":
        return el("blockquote", {}, pieces(element.elements));
      case "rich_text_preformatted":
        return el("pre", {}, pieces(element.elements));
      default:
        return el("div", { class: "unknown" }, `${element.type}`);
    }
  });
}
