// Puts the console's parts together.

import * as board from './board.js';
import * as caseParts from './case.js';
import * as clock from './clock.js';
import * as keys from './keys.js';
import * as sound from './sound.js';
import { follow } from './stream.js';

clock.start();
keys.start();
document.querySelector('.nhsuk-error-summary')?.focus();

if (document.body.dataset.event) {
  sound.start();
  const rows = board.start();
  const card = document.getElementById('case') ? caseParts.start() : null;
  follow((event) => {
    rows();
    if (card && (!event.case || event.case === card.id)) card.refresh();
  });
}

// A form pressed twice is sent once.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});
