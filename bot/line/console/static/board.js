// The board: rows come as HTML from the server; this only puts them in place and notices what is new.

import { tick } from './clock.js';
import { ask, oneAtATime } from './stream.js';
import { remind, tone } from './sound.js';

let known = null;

function reds(page) {
  return [...page.querySelectorAll('[data-waiting-red]')].map((row) => row.dataset.waitingRed);
}

function announce(text) {
  document.getElementById('announce').textContent = text;
}

function noticeReds(page) {
  const now = reds(page);
  const fresh = now.filter((red) => !known.has(red));
  known = new Set(now);
  if (fresh.length) {
    tone();
    announce(`New red case waiting. ${now.length} red waiting.`);
  } else remind(now.length);
  return fresh;
}

function put(fresh, page) {
  const here = document.getElementById('board');
  const there = page.getElementById('board');
  if (!there) return;
  const focus = here.contains(document.activeElement) ? document.activeElement.id : '';
  for (const red of fresh) {
    for (const row of there.querySelectorAll('[data-waiting-red]')) {
      if (row.dataset.waitingRed === red) row.classList.add('row--new');
    }
  }
  if (here.dataset.mark !== there.dataset.mark) {
    here.replaceWith(document.adoptNode(there));
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  }
  document.title = document.getElementById('board').dataset.title;
  tick();
}

function elsewhere(page) {
  const place = document.getElementById('elsewhere');
  if (!place) return;
  const count = reds(page).filter((red) => !red.startsWith(place.dataset.case)).length;
  place.hidden = count === 0;
  if (count) place.querySelector('b').textContent = count === 1 ? '1 red is waiting.' : `${count} reds are waiting.`;
}

/** Ask for the rows and show them: the whole board on its own page, only the alarm elsewhere. */
export function start() {
  known = new Set(reds(document));
  const onBoard = document.getElementById('board') !== null;
  if (!onBoard) known = null;
  const refresh = oneAtATime(async () => {
    const page = await ask('/line/board-rows');
    if (!page) return;
    known ??= new Set(reds(page));
    const fresh = noticeReds(page);
    if (onBoard) put(fresh, page);
    else elsewhere(page);
  });
  if (!onBoard) refresh();
  return refresh;
}
