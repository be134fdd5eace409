// The case: its parts come as HTML from the server. What a midwife is typing is never lost to a refresh.

import { tick } from './clock.js';
import { ask, oneAtATime } from './stream.js';

const served = new Map();

function parts(page) {
  return page.querySelectorAll('[data-part]');
}

function carry(from, to) {
  for (const field of from.querySelectorAll('textarea[id], select[id], input[id]:not([type=hidden])')) {
    const same = to.querySelector(`#${CSS.escape(field.id)}`);
    if (!same || field.type === 'password') continue;
    if (field.type === 'radio' || field.type === 'checkbox') same.checked = field.checked;
    else same.value = field.value;
  }
  for (const fold of from.querySelectorAll('details[id][open]')) {
    const same = to.querySelector(`#${CSS.escape(fold.id)}`);
    if (same) same.open = true;
  }
}

function replacePart(old, fresh) {
  const focus = old.contains(document.activeElement) ? document.activeElement.id : '';
  carry(old, fresh);
  old.replaceWith(document.adoptNode(fresh));
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

function addTalk(old, fresh) {
  const here = old.querySelector('.talk');
  const atEnd = here.scrollHeight - here.scrollTop - here.clientHeight < 60;
  for (const said of fresh.querySelectorAll('.talk li')) {
    const same = document.getElementById(said.id);
    if (!same) here.firstElementChild.append(document.adoptNode(said));
    else if (same.outerHTML !== said.outerHTML) same.replaceWith(document.adoptNode(said));
  }
  if (atEnd) here.scrollTop = here.scrollHeight;
}

function put(page) {
  for (const fresh of [...parts(page)]) {
    const name = fresh.dataset.part;
    const html = fresh.outerHTML;
    if (served.get(name) === html) continue;
    served.set(name, html);
    const old = document.querySelector(`[data-part="${name}"]`);
    if (!old) continue;
    if (name === 'talk') addTalk(old, fresh);
    else replacePart(old, fresh);
  }
  tick();
}

async function send(form, refresh) {
  const words = form.querySelector('textarea');
  const problem = document.getElementById('reply-problem');
  const button = form.querySelector('button');
  if (!words.value.trim()) return;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { 'X-Console': 'part' },
      signal: AbortSignal.timeout(10000),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    words.value = '';
    problem.hidden = true;
  } catch {
    problem.hidden = false;
  }
  button.disabled = false;
  words.focus();
  refresh();
}

async function copy(press) {
  const text = document.getElementById('sbar').innerText;
  const said = document.getElementById('sbar-copied');
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = 'Copied.';
  } catch {
    getSelection().selectAllChildren(document.getElementById('sbar'));
    said.textContent = 'Selected: press Ctrl and C.';
  }
  press.focus();
}

function listen(refresh) {
  document.addEventListener('submit', (event) => {
    if (event.target.id !== 'reply') return;
    event.preventDefault();
    send(event.target, refresh);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.target.id !== 'words') return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  document.addEventListener('click', (event) => {
    const press = event.target.closest('#sbar-copy');
    if (press) copy(press);
  });
}

export function start() {
  const place = document.getElementById('case');
  const address = `/line/case/${place.dataset.case}/parts`;
  for (const part of parts(document)) served.set(part.dataset.part, part.outerHTML);
  const talk = place.querySelector('.talk');
  if (talk) talk.scrollTop = talk.scrollHeight;
  const refresh = oneAtATime(async () => {
    const page = await ask(address);
    if (page) put(page);
  });
  listen(refresh);
  return { refresh, id: place.dataset.case };
}
