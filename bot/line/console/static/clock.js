// Countdowns: every <time data-due> is written anew each second, by the server's clock, not this machine's.

let ahead = 0;

export function serverSays(iso) {
  const then = Date.parse(iso);
  if (!Number.isNaN(then)) ahead = then - Date.now();
}

export function serverNow() {
  return Date.now() + ahead;
}

export function spelled(seconds) {
  const left = Math.abs(Math.round(seconds));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')}`;
  return `${minutes}:${String(left % 60).padStart(2, '0')}`;
}

function write(clock, now) {
  const seconds = (Date.parse(clock.dataset.due) - now) / 1000;
  const text = seconds < 0 ? `${spelled(seconds)} over` : spelled(seconds);
  const over = seconds < 0 ? 'yes' : seconds < Number(clock.dataset.soon || 0) ? 'soon' : 'no';
  if (clock.textContent !== text) clock.textContent = text;
  if (clock.dataset.over !== over) clock.dataset.over = over;
}

export function tick() {
  const now = serverNow();
  for (const clock of document.querySelectorAll('time[data-due]')) write(clock, now);
}

export function start() {
  serverSays(document.body.dataset.now);
  tick();
  setInterval(tick, 1000);
}
