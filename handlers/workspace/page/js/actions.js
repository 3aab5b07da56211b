// Block elements that people press: buttons, overflow menus, and inputs that act at once.
import { el } from "./dom.js";
import { ask } from "./dialogs.js";
import { icon } from "./icons.js";
import { drawInput, plainText, textNodes } from "./inputs.js";
import { menuButton } from "./menus.js";
import { toast } from "./popup.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** @param {any} confirm */
async function agreed(confirm) {
  if (!confirm) return true;
  return ask({
    title: plainText(confirm.title), text: textNodes(confirm.text), confirm: plainText(confirm.confirm) || "Yes",
    deny: plainText(confirm.deny) || "Cancel", danger: confirm.style === "danger",
  });
}

/**
 * Marks a control as busy until its request is answered; a second press meanwhile does nothing.
 * @param {HTMLElement} node
 * @param {() => Promise<void>} work
 */
async function whileBusy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  node.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
    node.removeAttribute("aria-disabled");
  }
}

/** @param {any} block @param {any} element @param {Surface} surface */
function button(block, element, surface) {
  const style = element.style === "primary" || element.style === "danger" ? ` ${element.style}` : "";
  const node = el("button", {
    type: "button", class: `button${style}`, "aria-label": element.accessibility_label || null,
    title: element.url || null, data: { action: element.action_id },
  }, plainText(element.text));
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy") === "true" || !(await agreed(element.confirm))) return;
    if (element.url) toast("Links are not opened in the local workspace.");
    await whileBusy(node, () => surface.send(block, element));
  });
  return node;
}

/** @param {any} block @param {any} element @param {Surface} surface */
function overflow(block, element, surface) {
  const node = el("button", { type: "button", class: "button overflow", "aria-label": "More", title: "More", data: { action: element.action_id } }, icon("dots"));
  menuButton(node, "More", () => (element.options ?? []).map((/** @type {any} */ option) => ({
    label: plainText(option.text),
    detail: option.description ? plainText(option.description) : undefined,
    run: async () => {
      if (!(await agreed(element.confirm))) return;
      if (option.url) toast("Links are not opened in the local workspace.");
      await whileBusy(node, () => surface.send(block, element, option.value));
    },
  })), { align: "end" });
  return node;
}

/** @param {any} block @param {any} element @param {Surface} surface */
function small(block, element, surface) {
  const pair = [element.positive_button, element.negative_button].filter(Boolean);
  if (element.type === "feedback_buttons") {
    return el("span", { class: "row" }, pair.map((one) => {
      const node = el("button", { type: "button", class: "button", "aria-label": one.accessibility_label || null }, plainText(one.text));
      node.addEventListener("click", () => whileBusy(node, () => surface.send(block, element, one.value)));
      return node;
    }));
  }
  const node = el("button", { type: "button", class: "icon-button", "aria-label": plainText(element.text) }, icon(element.icon === "trash" ? "trash" : "bolt"));
  node.addEventListener("click", async () => (await agreed(element.confirm)) && whileBusy(node, () => surface.send(block, element)));
  return node;
}

/**
 * One element of an actions block, or the accessory of a section.
 * @param {any} block
 * @param {any} element
 * @param {Surface} surface
 * @param {{labelledBy?: string}} [how]
 * @returns {HTMLElement | null}
 */
export function action(block, element, surface, how = {}) {
  if (element.type === "button" || element.type === "workflow_button") return button(block, element, surface);
  if (element.type === "overflow") return overflow(block, element, surface);
  if (element.type === "feedback_buttons" || element.type === "icon_button") return small(block, element, surface);
  const label = plainText(element.placeholder) || { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" }[/** @type {"datepicker"} */ (element.type)] || "Choose";
  const drawn = drawInput(element, {
    labelledBy: how.labelledBy,
    label,
    value: surface.value(block, element),
    onChange: (value) => surface.keep(block, element, value),
    onCommit: async (value) => {
      const before = surface.value(block, element);
      if (!(await agreed(element.confirm))) return;
      surface.keep(block, element, value ?? before);
      await whileBusy(drawn?.root ?? document.body, () => surface.send(block, element, value));
    },
  });
  if (!drawn) return null;
  drawn.input?.setAttribute("data-action", element.action_id ?? "");
  return drawn.root;
}
