// Leaving at once: the screen is blank before anything else happens; Back does not come back here.

const NEUTRAL = "https://www.bbc.co.uk/weather";
const PRESSES = 3;
const WITHIN = 2000;

function leave(event) {
  if (event) event.preventDefault();
  document.body.hidden = true;
  document.title = "Weather";
  if (!navigator.sendBeacon || !navigator.sendBeacon("/api/exit")) {
    fetch("/api/exit", { method: "POST", keepalive: true }).catch(() => null);
  }
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Nothing is kept there; a browser that forbids it is as good.
  }
  location.replace(NEUTRAL);
}

/** The button, and Escape three times. */
export function listenForLeaving(form) {
  let presses = [];
  form.addEventListener("submit", leave);
  form.querySelector("button").title = "Or press the Escape key 3 times";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
    if (presses.length >= PRESSES) leave();
  });
}
