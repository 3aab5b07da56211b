// Block Kit as DOM nodes. A block of a type that is not known here is shown as such, never dropped.
import { action } from "./actions.js";
import { chart } from "./chart.js";
import { el, freshId } from "./dom.js";
import { inputBlock } from "./form.js";
import { icon } from "./icons.js";
import { plainText, textNodes } from "./inputs.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./table.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** A picture, where it comes from this machine; else its description. @param {any} source @param {string} size */
function picture(source, size) {
  const alt = source.alt_text || plainText(source.title) || "Image";
  const url = source.image_url ?? "";
  let here = /^data:image\//i.test(url);
  try {
    here ||= new URL(url, location.href).origin === location.origin && url !== "";
  } catch {
    here = false;
  }
  if (here) {
    const node = /** @type {HTMLImageElement} */ (el("img", { src: url, alt, class: `picture ${size}`, loading: "lazy" }));
    node.addEventListener("error", () => node.replaceWith(noPicture(alt, size)));
    return node;
  }
  return noPicture(alt, size);
}

/** @param {string} alt @param {string} size */
function noPicture(alt, size) {
  return el("span", { class: `no-picture ${size}`, role: "img", "aria-label": alt, title: `${alt} (pictures from outside are not loaded)` },
    icon("picture"), size === "tiny" ? null : alt);
}

/** @param {any} block @param {any} element @param {Surface} surface @param {string} [labelledBy] @returns {HTMLElement} */
function element(block, element, surface, labelledBy) {
  if (element.type === "image") return picture(element, "thumb");
  return action(block, element, surface, { labelledBy }) ?? unknown(element.type);
}

/** @param {string} type */
function unknown(type) {
  return el("div", { class: "unknown" }, type ? `Block of the type “${type}”` : "Block without a type");
}

/** @param {any} block @param {Surface} surface */
function section(block, surface) {
  const wordsId = freshId("section");
  const words = el("div", { class: "section-words", id: wordsId },
    block.text && el("div", { class: "section-text" }, ...textNodes(block.text)),
    block.fields?.length && el("div", { class: "fields" }, block.fields.map((/** @type {any} */ field) => el("div", { class: "field" }, ...textNodes(field)))));
  if (!block.accessory) return words;
  const isPlain = ["button", "overflow", "image"].includes(block.accessory.type);
  return el("div", { class: `section accessory-${block.accessory.type}` }, words,
    el("div", { class: "accessory" }, element(block, block.accessory, surface, isPlain ? undefined : wordsId)));
}

/** @param {any} block @param {Surface} surface */
function card(block, surface) {
  return el("div", { class: "card", role: "group", "aria-label": plainText(block.title) || "Card" },
    block.hero_image && picture(block.hero_image, "wide"),
    el("div", { class: "card-head" }, block.icon && picture(block.icon, "thumb"),
      el("div", {}, block.title && el("div", { class: "card-title" }, ...textNodes(block.title)), block.subtitle && el("div", { class: "card-subtitle" }, ...textNodes(block.subtitle)))),
    block.body && el("div", { class: "card-body" }, ...textNodes(block.body)),
    block.subtext && el("div", { class: "card-subtitle" }, ...textNodes(block.subtext)),
    block.actions?.length && el("div", { class: "actions" }, block.actions.map((/** @type {any} */ one) => element(block, one, surface))));
}

/** @param {any} block @param {Surface} surface */
function container(block, surface) {
  const title = block.title ? textNodes(block.title) : block.rich_text_title ? richText(block.rich_text_title) : [];
  const inside = [block.subtitle && el("div", { class: "card-subtitle" }, ...textNodes(block.subtitle)), drawBlocks(block.child_blocks ?? [], surface)];
  if (!block.is_collapsible) return el("div", { class: "card" }, title.length && el("div", { class: "card-title" }, ...title), inside);
  return el("details", { class: "card", open: !block.default_collapsed }, el("summary", { class: "card-title" }, ...title), inside);
}

/** @param {any} block */
function context(block) {
  return el("div", { class: "context" }, (block.elements ?? []).map((/** @type {any} */ one) =>
    one.type === "image" ? picture(one, "tiny") : el("span", { class: "context-words" }, ...textNodes(one))));
}

/** @param {any} block @param {Surface} surface @returns {Node | Node[]} */
function draw(block, surface) {
  switch (block?.type) {
    case "section":
      return section(block, surface);
    case "header":
      return el(surface.kind === "modal" ? "h3" : "h2", { class: "header-block" }, plainText(block.text));
    case "divider":
      return el("hr", { class: "divider" });
    case "context":
      return context(block);
    case "actions":
    case "context_actions":
      return el("div", { class: "actions" }, (block.elements ?? []).map((/** @type {any} */ one) => element(block, one, surface)));
    case "input":
      return inputBlock(block, surface) ?? unknown(`input: ${block.element?.type}`);
    case "rich_text":
      return richText(block);
    case "table":
      return table(block);
    case "data_table":
      return dataTable(block);
    case "data_visualization":
      return chart(block);
    case "markdown":
      return markdown(block.text ?? "");
    case "image":
      return el("figure", { class: "image" }, block.title && el("figcaption", {}, plainText(block.title)), picture(block, "wide"));
    case "alert": {
      const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
      return el("div", { class: `alert ${level}`, role: level === "error" ? "alert" : "note" },
        icon(level === "success" ? "check" : level === "warning" || level === "error" ? "warning" : "info"), el("div", {}, ...textNodes(block.text)));
    }
    case "card":
      return card(block, surface);
    case "carousel":
      return el("div", { class: "carousel", role: "group", "aria-label": "Cards", tabindex: "0" }, (block.elements ?? []).map((/** @type {any} */ one) => card({ ...one, block_id: one.block_id ?? block.block_id }, surface)));
    case "container":
      return container(block, surface);
    case "file":
      return el("div", { class: "file" }, icon("file"), `File ${block.external_id ?? ""}`);
    case "video":
      return el("div", { class: "file" }, icon("film"), el("span", {}, el("strong", {}, plainText(block.title)), ` ${block.alt_text ?? ""}`));
    default:
      return unknown(block?.type);
  }
}

/**
 * @param {any[]} blocks
 * @param {Surface} surface
 * @returns {HTMLElement}
 */
export function drawBlocks(blocks, surface) {
  return el("div", { class: "blocks" }, (blocks ?? []).map((block) =>
    el("div", { class: "block", data: { type: block?.type, block: block?.block_id } }, draw(block, surface))));
}
