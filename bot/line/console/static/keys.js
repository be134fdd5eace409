// Single-key shortcuts. They can be turned off (WCAG 2.1.4), and never act while somebody is typing.

const OFF = 'line-keys-off';

function on() {
  try {
    return localStorage.getItem(OFF) !== 'yes';
  } catch {
    return true;
  }
}

function turn(isOn) {
  try {
    localStorage.setItem(OFF, isOn ? 'no' : 'yes');
  } catch {
    // Without storage the shortcuts stay on.
  }
}

function typing(target) {
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

const acts = {
  n: () => document.getElementById('next')?.click(),
  '/': () => document.getElementById('find')?.focus(),
  b: () => document.getElementById('to-board')?.click(),
  c: () => document.getElementById('claim')?.click(),
  w: () => document.getElementById('words')?.focus(),
};

export function start() {
  const help = document.getElementById('help');
  const open = document.getElementById('help-open');
  if (!help || !open) return;
  open.hidden = false;
  open.addEventListener('click', () => help.showModal());
  const choice = document.getElementById('keys-on');
  choice.checked = on();
  choice.addEventListener('change', () => turn(choice.checked));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || help.open || typing(event.target)) return;
    if (!on()) return;
    const act = event.key === '?' ? () => help.showModal() : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
