// Live without reloading: asks for the log and shows it when it has changed. Without this script the forms do.
"use strict";
const live = document.getElementById("live");
const write = document.querySelector(".write");
const text = document.getElementById("text");

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`${live.dataset.from}?after=${live.dataset.version}`);
      if (answer.ok && answer.headers.get("x-version") !== live.dataset.version) {
        show(await answer.text());
        live.dataset.version = answer.headers.get("x-version");
      }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

// Only what is new enters the log, so that a screen reader reads it once; the page itself is escaped by the server.
function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const log = live.querySelector(".log");
  for (const item of fresh.querySelectorAll(".log > li")) {
    const known = log.querySelector(`[data-id="${item.dataset.id}"]`);
    if (!known) log.append(item);
    else if (known.innerHTML !== item.innerHTML) known.innerHTML = item.innerHTML;
  }
  live.querySelector(".notice").textContent = fresh.querySelector(".notice").textContent;
  log.lastElementChild?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.action.endsWith("/do")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  await fetch(form.action, { method: "POST", body, headers: { "x-quietly": "1" } });
  if (form === write) { text.value = ""; text.focus(); }
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); write.requestSubmit(); }
});

document.querySelector(".refresh").hidden = true;
follow();
