// The control API of the local workspace, as docs/workspace.md describes it.

/** An answer other than `ok`, or none at all. */
export class ApiError extends Error {
  /** @param {string} code @param {string} detail @param {Record<string, any>} body */
  constructor(code, detail, body) {
    super(detail || code);
    this.code = code;
    this.detail = detail;
    this.body = body;
  }
}

/** @param {string} path @param {RequestInit} [init] @returns {Promise<any>} */
async function call(path, init) {
  let response;
  try {
    response = await fetch(`/_control/${path}`, { cache: "no-store", ...init });
  } catch {
    throw new ApiError("unreachable", "The local workspace does not answer. Is it still running?", {});
  }
  /** @type {any} */
  let body = {};
  try {
    body = await response.json();
  } catch {
    throw new ApiError(`http_${response.status}`, `The local workspace answered ${response.status}.`, {});
  }
  if (!response.ok || body.ok === false) {
    throw new ApiError(body.error || `http_${response.status}`, body.detail || "", body);
  }
  return body;
}

/** @param {string} name @param {Record<string, any>} [query] */
export function read(name, query = {}) {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(key, String(value));
  }
  const tail = params.toString();
  return call(tail ? `${name}?${tail}` : name);
}

/** @param {string} name @param {Record<string, any>} [body] */
export function act(name, body = {}) {
  return call(name, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/**
 * Live changes, until `stop`. The browser reconnects by itself; `onOpen(again)` tells when. What is read
 * after `begun` misses nothing.
 * @param {string} me
 * @param {{onEvent: (event: any) => void, onOpen: (again: boolean) => void, onLost: () => void}} listener
 * @returns {{stop: () => void, begun: Promise<void>}}
 */
export function listen(me, listener) {
  let opened = false;
  let closed = false;
  /** @type {EventSource} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {() => void} */
  let begin = () => {};
  /** @type {Promise<void>} */
  const begun = new Promise((resolve) => (begin = resolve));
  const connect = () => {
    source = new EventSource(`/_control/events?as=${encodeURIComponent(me)}`);
    source.onopen = () => {
      listener.onOpen(opened);
      opened = true;
      begin();
    };
    source.onmessage = (message) => {
      let event;
      try {
        event = JSON.parse(message.data);
      } catch {
        return;
      }
      listener.onEvent(event);
    };
    source.onerror = () => {
      listener.onLost();
      begin(); // the page is drawn all the same, and afresh once there is a connection
      opened = true;
      // Some answers make the browser give up for good; this one does not.
      if (source.readyState === EventSource.CLOSED && !closed) timer = setTimeout(connect, 1500);
    };
  };
  connect();
  return {
    begun,
    stop() {
      closed = true;
      clearTimeout(timer);
      source.close();
    },
  };
}
