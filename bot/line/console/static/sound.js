// A short tone for a new red, and again every half minute until somebody has her. Off until it is turned on by a press.

const AGAIN = 30000;

let context = null;
let wanted = read() === 'on';
let lastTone = 0;

function read() {
  try {
    return localStorage.getItem('line-sound');
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem('line-sound', value);
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

function sounding() {
  return wanted && context !== null && context.state === 'running';
}

function show() {
  const press = document.getElementById('sound');
  if (!press) return;
  const state = document.getElementById('sound-state');
  press.hidden = false;
  document.getElementById('sound-test').hidden = !sounding();
  press.textContent = sounding() ? 'Turn sound off' : 'Turn sound on';
  if (sounding()) state.textContent = 'Sound is on';
  else state.textContent = wanted ? 'Sound is asleep: press anywhere' : 'Sound is off';
  state.dataset.state = sounding() ? 'on' : 'off';
}

async function wake() {
  context ??= new AudioContext();
  context.onstatechange = show;
  if (context.state !== 'running') await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 500))]);
  show();
}

function beep(at, pitch) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.3);
}

export function tone() {
  lastTone = Date.now();
  document.body.dataset.tones = String(Number(document.body.dataset.tones || 0) + 1);
  if (!sounding()) return;
  beep(context.currentTime, 880);
  beep(context.currentTime + 0.32, 660);
}

/** Sound again while a red waits. */
export function remind(redWaiting) {
  if (redWaiting > 0 && Date.now() - lastTone > AGAIN) tone();
}

export function start() {
  const press = document.getElementById('sound');
  if (!press) return;
  press.addEventListener('click', async () => {
    wanted = !sounding();
    keep(wanted ? 'on' : 'off');
    if (wanted) {
      await wake();
      tone();
    }
    show();
  });
  document.getElementById('sound-test').addEventListener('click', tone);
  if (wanted) wake();
  for (const sign of ['pointerdown', 'keydown']) {
    document.addEventListener(sign, () => { if (wanted && !sounding()) wake(); }, { passive: true });
  }
  show();
}
