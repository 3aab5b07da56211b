// Where blocks stand (a message, a form, the Home tab): the values chosen so far, and how clicks go out.
import { act } from "./api.js";
import { initialValue } from "./inputs.js";
import { complain } from "./popup.js";
import { store } from "./store.js";

/** @typedef {import("./inputs.js").Value} Value */

export class Surface {
  /** @type {Map<string, {block: string, action: string, value: Value}>} */
  values = new Map();
  /** @type {Set<string>} */
  busy = new Set();

  /**
   * @param {"message" | "modal" | "home"} kind
   * @param {Record<string, string>} address  `channel` and `message_ts`, or `view_id`
   */
  constructor(kind, address) {
    this.kind = kind;
    this.address = address;
  }

  /**
   * Takes over what the workspace remembers of a form, where nothing was typed here yet.
   * @param {Record<string, Record<string, any>> | undefined} states  Slack's `state.values`
   */
  recall(states) {
    for (const [block, actions] of Object.entries(states ?? {})) {
      for (const [action, state] of Object.entries(actions)) {
        const key = JSON.stringify([block, action]);
        if (this.values.has(key)) continue;
        const held = Object.entries(state ?? {}).find(([name]) => name !== "type")?.[1] ?? null;
        const value = Array.isArray(held) ? held.map((one) => one?.value ?? one?.id ?? one) : held?.value ?? held;
        this.values.set(key, { block, action, value });
      }
    }
  }

  /** @param {any} block @param {any} element */
  key(block, element) {
    return JSON.stringify([block.block_id, element.action_id]);
  }

  /**
   * What stands in an element: what was typed or chosen before it was drawn anew, or its initial value.
   * @param {any} block @param {any} element
   */
  value(block, element) {
    const key = this.key(block, element);
    const kept = this.values.get(key);
    if (kept) return kept.value;
    const value = initialValue(element);
    this.values.set(key, { block: block.block_id, action: element.action_id, value });
    return value;
  }

  /** @param {any} block @param {any} element @param {Value} value */
  keep(block, element, value) {
    this.values.set(this.key(block, element), { block: block.block_id, action: element.action_id, value });
  }

  /** All values, as the control API takes them. @returns {Record<string, Record<string, Value>>} */
  plainValues() {
    /** @type {Record<string, Record<string, Value>>} */
    const out = {};
    for (const { block, action, value } of this.values.values()) {
      (out[block] ??= {})[action] = value === "" ? null : value;
    }
    return out;
  }

  /** Forgets values whose inputs are gone. @param {any[]} blocks */
  prune(blocks) {
    const standing = new Set();
    const visit = (/** @type {any} */ block) => {
      for (const element of [block.element, block.accessory, ...(block.elements ?? []), ...(block.actions ?? [])]) {
        if (element?.action_id) standing.add(this.key(block, element));
        if (element?.type === "card") visit(element);
      }
      (block.child_blocks ?? []).forEach(visit);
    };
    blocks.forEach(visit);
    for (const key of this.values.keys()) if (!standing.has(key)) this.values.delete(key);
  }

  /**
   * Sends a click or a choice to the app.
   * @param {any} block
   * @param {any} element
   * @param {Value} [value]
   */
  async send(block, element, value) {
    const key = this.key(block, element);
    if (this.busy.has(key)) return;
    this.busy.add(key);
    try {
      const body = { as: store.me, ...this.address, block_id: block.block_id, action_id: element.action_id };
      await act("click", { ...body, ...(value === undefined ? {} : { value }), ...(this.values.size ? { view_state: this.plainValues() } : {}) });
    } catch (error) {
      complain(error);
    } finally {
      this.busy.delete(key);
    }
  }
}
