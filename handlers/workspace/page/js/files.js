// A form's field for files: what is chosen goes to the workspace at once, and the field holds its ids.
import { act } from "./api.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { complain } from "./popup.js";
import { store } from "./store.js";

/** Names of what was handed in, by id, for fields that are drawn anew. @type {Map<string, string>} */
const names = new Map();

/** @param {File} file @returns {Promise<string>} */
function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/**
 * @param {any} element
 * @param {import("./inputs.js").Use} use
 * @param {Record<string, string | null | undefined>} named
 * @returns {import("./inputs.js").Drawn}
 */
export function fileInput(element, use, named) {
  const most = element.max_files ?? 10;
  const accept = (element.filetypes ?? []).map((/** @type {string} */ one) => `.${one}`).join(",");
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "file", class: "text-input", accept: accept || null, multiple: most > 1, ...named }));
  const list = el("ul", { class: "handed-in", "aria-live": "polite" });
  let ids = Array.isArray(use.value) ? use.value.map(String) : [];
  const show = (/** @type {string} */ waiting = "") => {
    fill(list, [...ids.map((id) => names.get(id) ?? id), ...(waiting ? [waiting] : [])].map((name) => el("li", {}, icon("file", 14), name)));
  };
  let turn = 0;
  input.addEventListener("change", async () => {
    const mine = ++turn;
    ids = [];
    use.onChange(ids);
    show("Uploading…");
    try {
      const taken = [];
      for (const file of Array.from(input.files ?? []).slice(0, most)) {
        const { file: kept } = await act("upload", { as: store.me, name: file.name, content: await encoded(file) });
        names.set(kept.id, kept.name);
        taken.push(kept.id);
      }
      if (mine !== turn) return;
      ids = taken;
      use.onChange(ids);
      use.onCommit(ids, "choice");
    } catch (error) {
      complain(error);
    }
    if (mine === turn) show();
  });
  show();
  return { root: el("div", {}, input, list), input };
}
