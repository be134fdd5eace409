// Sending over a bad line: the same message again, with the same id, until it is answered or given up.

const WAITS = [1000, 2000, 4000, 8000, 15000, 15000, 15000];
const PATIENCE = 20000;

/** It cannot be sent as it is; `words` is the server's own sentence. */
export class Refused extends Error {
  constructor(status, { error, do: advice }) {
    super();
    this.status = status;
    this.words = [error, advice].filter(Boolean).join(" ");
  }
}

/** It did not get through. */
export class GivenUp extends Error {}

/** An id nobody else has; works without a secure context too. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pause(length) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      resolve();
    };
    const timer = setTimeout(wake, length);
    addEventListener("online", wake);
  });
}

async function once(path, payload) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(payload),
      signal: stop.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

const worthAnother = (status) => status >= 500 || status === 408 || status === 429;

/** The transcript after a number, once: `{ok, status, messages}`. */
export async function read(after) {
  const response = await fetch(`/api/messages?after=${after}`).catch(() => null);
  const body = response ? await response.json().catch(() => ({})) : {};
  return { ok: Boolean(response && response.ok), status: response ? response.status : 0, messages: body.messages || [] };
}

/** Post until it is answered. Calls `trouble` after each try that failed. Throws Refused or GivenUp. */
export async function post(path, payload, trouble) {
  for (let tries = 0; ; tries += 1) {
    const response = await once(path, payload).catch(() => null);
    // The body is always read: a browser holds a line open for each that is not.
    const body = response ? await response.json().catch(() => null) : null;
    if (body && response.ok) return body;
    if (response && !response.ok && !worthAnother(response.status)) throw new Refused(response.status, body || {});
    if (tries >= WAITS.length) throw new GivenUp();
    trouble(tries + 1);
    await pause(WAITS[tries]);
  }
}
