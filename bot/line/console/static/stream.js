// Follows the numbered events. A browser that loses the stream asks for the rows itself, and says so when nothing answers.

import { serverSays } from './clock.js';

const ASK_ANYWAY = 15000; // a missed event costs no more than this
const STALE = 60000;
const GRACE = 1500;

let acted = false;
let lastContact = Date.now();
let lostSince = null;
let source = null;
let changed = () => {};

export function contact() {
  lastContact = Date.now();
  if (navigator.onLine) lostSince = null; // a beat that was on its way does not mend a line that is gone
  show();
}

export function lost() {
  if (lostSince === null) lostSince = Date.now();
  show();
}

function isStale() {
  const now = Date.now();
  return now - lastContact > STALE || (lostSince !== null && now - lostSince > GRACE);
}

function show() {
  const state = document.getElementById('live');
  const banner = document.getElementById('stale');
  if (!state || !banner) return;
  const stale = isStale();
  const age = Math.round((Date.now() - lastContact) / 1000);
  state.dataset.state = stale ? 'stale' : 'live';
  const text = stale ? `Stale: last heard ${age} s ago` : `Live: checked ${age} s ago`;
  if (state.textContent !== text) state.textContent = text;
  if (banner.hidden === stale) banner.hidden = !stale;
}

function open(after) {
  source = new EventSource(`/line/events?after=${after}`);
  source.addEventListener('open', contact);
  source.addEventListener('beat', (beat) => {
    serverSays(JSON.parse(beat.data).now);
    contact();
  });
  source.addEventListener('change', (change) => {
    contact();
    changed(JSON.parse(change.data));
  });
  source.addEventListener('error', () => {
    changed({ kind: 'asked' });
    if (source.readyState === EventSource.CLOSED) setTimeout(() => open(document.body.dataset.event), 3000);
  });
}

/** Call `onChange` with every event, and now and then without one. */
export function follow(onChange) {
  changed = onChange;
  open(document.body.dataset.event);
  setInterval(() => changed({ kind: 'asked' }), ASK_ANYWAY);
  setInterval(show, 1000);
  for (const sign of ['pointerdown', 'keydown', 'wheel']) {
    addEventListener(sign, () => { acted = true; }, { passive: true });
  }
  window.addEventListener('offline', lost);
  window.addEventListener('online', () => changed({ kind: 'asked' }));
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) changed({ kind: 'asked' });
  });
}

/** Fetch a page as a document. `null` when nothing answered; leaves for the sign-in page when signed out. */
export async function ask(address) {
  const headers = { 'X-Console': 'part', 'X-Acted': acted ? 'yes' : 'no' }; // somebody is there, not only a screen
  acted = false;
  try {
    const answer = await fetch(address, { headers, cache: 'no-store', signal: AbortSignal.timeout(8000) });
    if (answer.status === 401) {
      document.getElementById('signed-out').hidden = false;
      lost();
      return null;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    contact();
    return page;
  } catch {
    lost();
    return null;
  }
}

/** One question at a time: what happens meanwhile is asked about once more afterwards. */
export function oneAtATime(work) {
  let busy = false;
  let again = false;
  return async function run() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      await work();
    } while (again);
    busy = false;
  };
}
