// The chat page. Without this file the same form works by itself.

import { Answer } from "./answer.js";
import { Follower } from "./follow.js";
import { listenForLeaving } from "./leave.js";
import { Log, make, openQuestion } from "./log.js";
import { GivenUp, newId, post, read, Refused } from "./post.js";

const part = (id) => document.getElementById(id);
const form = part("say");
const words = part("words");
const number = { dial: form.dataset.dial, text: form.dataset.number };
const log = new Log(part("log"), number);
const answer = new Answer(form);

const BAD_LINE = "The line is bad. Your words are safe here and we are trying again.";
const NOT_SENT = "We could not send it. Your words are still here. Press the button again.";
const NO_LINE = "Your phone is not connected just now. We are trying again.";

let opened = log.last > 0; // there is a conversation
let queue = []; // what is to be sent; the first of it is on its way
let sending = false;
let held = []; // what the stream brought while something was on its way
let failed = null; // what was given up: pressing again sends it with the same id
let pressed = null; // for browsers without event.submitter

listenForLeaving(part("leave"));

// What is said about the line

function say(text, urgent) {
  const line = part("line");
  line.replaceChildren();
  line.classList.toggle("triage-line--bad", Boolean(urgent));
  if (!text) return;
  line.append(make("p", {}, text));
  if (urgent) {
    const ring = make("a", { href: `tel:${number.dial}` }, `ring ${number.text}`);
    line.append(make("p", {}, "If you cannot wait, ", ring, " or ", make("a", { href: "tel:999" }, "call 999"), "."));
  }
}

function complain(text) {
  part("problem").hidden = !text;
  part("problem-text").textContent = text;
  part("words-group").classList.toggle("nhsuk-form-group--error", Boolean(text));
  words.setAttribute("aria-describedby", text ? "words-hint problem" : "words-hint");
  if (text) words.focus();
}

/** While something is on its way no button works but "Speak to a midwife". */
function busy(on) {
  form.setAttribute("aria-busy", String(on));
  for (const button of form.querySelectorAll("button:not(#person)")) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

// Showing what came

/** From the first page to the chat; true when this was the first page. */
function showChat() {
  const first = !part("start").hidden;
  for (const id of ["start", "before", "begin"]) part(id).hidden = true;
  for (const id of ["title", "acts"]) part(id).hidden = false;
  return first;
}

function comesFirst(fresh) {
  const replies = fresh.filter((one) => one.author !== "her");
  return replies[0] || fresh[0];
}

/** Her own reply takes the focus when it is a card or has buttons; anything else is read out politely. */
function show(messages, hers) {
  const asked = openQuestion(messages.filter((one) => !log.shown.has(one.id)));
  const buttons = asked && asked.body.question.options.length > 0;
  const card = messages.some((one) => one.body.card && !log.shown.has(one.id));
  const takeFocus = hers && (buttons || card || document.activeElement !== words);
  const fresh = log.add(messages, takeFocus);
  if (!fresh.length) return;
  opened = true;
  if (showChat() || asked !== undefined) answer.show(asked || null);
  const first = part(`m${comesFirst(fresh).id}`);
  if (takeFocus) first.focus({ preventScroll: true });
  if (hers || document.activeElement !== words) first.scrollIntoView({ block: "start" });
  else words.scrollIntoView({ block: "nearest" });
}

function heard(messages) {
  if (sending) held.push(...messages);
  else show(messages, false);
}

/** Her session is over, here or in another window: nothing of it stays on the screen but her draft. */
function closed() {
  opened = false;
  log.clear();
  answer.show(null);
  say("This chat is closed on this phone. You can write to us again.", true);
}

const follower = new Follower({
  after: () => log.last,
  heard,
  ended: closed,
  line: (good) => {
    if (!sending) say(good ? "" : NO_LINE, !good);
  },
});

// Sending

const badLine = () => say(BAD_LINE, true);

async function open() {
  await post("/api/conversations", {}, badLine);
  follower.stop();
  log.clear();
  opened = true;
}

async function deliver(message) {
  if (!opened) await open();
  try {
    return await post("/api/messages", { ...message, after: log.last }, badLine);
  } catch (problem) {
    if (!(problem instanceof Refused) || problem.status !== 401) throw problem;
    await open(); // the old chat was closed: what she says now still has to arrive
    return post("/api/messages", { ...message, after: log.last }, badLine);
  }
}

function idFor(content) {
  const same = failed && JSON.stringify(failed.content) === JSON.stringify(content);
  return same ? failed.id : newId();
}

function explain(problem) {
  if (problem instanceof Refused) {
    say("");
    complain(problem.words);
  } else {
    say(problem instanceof GivenUp ? NOT_SENT : "Something went wrong on this page. Your words are still here.", true);
  }
}

async function send(content) {
  const id = idFor(content);
  const slow = setTimeout(() => say("Sending"), 700);
  try {
    const { messages } = await deliver({ id, ...content });
    failed = null;
    say("");
    if (content.text !== undefined) words.value = "";
    return messages;
  } catch (problem) {
    failed = { content, id };
    queue = [];
    explain(problem);
    return null;
  } finally {
    clearTimeout(slow);
  }
}

/** Send what is queued, one after the other. */
async function pump() {
  sending = true;
  complain("");
  busy(true);
  while (queue.length) {
    words.readOnly = queue.some((content) => content.text !== undefined);
    const messages = await send(queue[0]);
    queue.shift();
    const came = [...held, ...(messages || [])];
    held = [];
    busy(queue.length > 0);
    words.readOnly = false;
    show(came, messages !== null);
  }
  sending = false;
  if (opened) follower.start();
}

/** What a press means: a list, because ticks and words may go together. Empty: something is missing. */
function meant(button) {
  const text = words.value.trim() ? [{ text: words.value }] : [];
  if (button && button.name === "choice") return [{ choice: button.value }];
  if (button && button.name === "start") return text.length ? text : [{ start: true }];
  const ticked = answer.ticked();
  return ticked.length ? [{ choice: ticked }, ...text] : text;
}

function submit(button) {
  const person = button && button.id === "person";
  if (sending) {
    if (person && queue.length < 2) queue.push(...meant(button));
    return;
  }
  const contents = meant(button);
  if (!contents.length) {
    complain(button && button.name === "ticks" ? "Tick what fits first." : "Write something first.");
    return;
  }
  queue = contents;
  pump();
}

document.addEventListener("click", (event) => {
  pressed = event.target.closest("button");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(event.submitter || pressed);
});
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || words.rows > 1) return;
  event.preventDefault(); // a short answer: Enter sends it
  submit(null);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// Coming back: after a reload the server has drawn everything; after a link from elsewhere it could not.

async function comeBack() {
  if (opened) {
    follower.start();
    return;
  }
  const { ok, messages } = await read(0);
  if (!ok || sending || opened) return;
  opened = true;
  show(messages, false);
  follower.start();
}

comeBack();
