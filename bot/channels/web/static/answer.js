// The ways to answer: the open question's buttons or ticks, the box, and what can always be done.
// Drawn as templates/answer.html draws it.

import { make } from "./log.js";

function option(one) {
  const look = "nhsuk-button nhsuk-button--secondary triage-option";
  return make("button", { class: look, name: "choice", value: one.token }, one.label);
}

function tick(one, name) {
  const id = `o-${one.id}`;
  const box = make("input", { class: "nhsuk-checkboxes__input", type: "checkbox", id, name, value: one.token });
  const label = make("label", { class: "nhsuk-label nhsuk-checkboxes__label", for: id }, one.label);
  return make("div", { class: "nhsuk-checkboxes__item" }, box, label);
}

function ticks(message) {
  const { options } = message.body.question;
  const named = (id) => options.filter((one) => one.id === id);
  const labels = { role: "group", "aria-labelledby": `m${message.id}-text`, "aria-describedby": "tick-hint" };
  const group = make("div", { class: "triage-ticks", ...labels });
  group.append(make("p", { class: "nhsuk-hint", id: "tick-hint" }, "You can tick more than one."));
  const boxes = make("div", { class: "nhsuk-checkboxes" });
  boxes.append(...options.filter((one) => !["none", "unsure"].includes(one.id)).map((one) => tick(one, "tick")));
  for (const one of named("none")) {
    boxes.append(make("div", { class: "nhsuk-checkboxes__divider" }, "or"), tick(one, "tick_none"));
  }
  const send = { class: "nhsuk-button triage-send-ticks", name: "ticks", value: "yes" };
  group.append(boxes, make("button", send, "Send what I ticked"), ...named("unsure").map(option));
  return group;
}

function choices(message) {
  const labels = { role: "group", "aria-labelledby": `m${message.id}-text` };
  return make("div", { class: "triage-options", ...labels }, ...message.body.question.options.map(option));
}

function act(name, label, question) {
  const value = question ? `act:${name}:${question.n}` : `act:${name}`;
  return make("button", { class: "triage-act", name: "choice", value }, label);
}

function acts(question) {
  const known = question ? question.options.map((one) => one.id) : [];
  const asks = question && question.stage !== "change";
  return [
    asks && !known.includes("unsure") ? act("unsure", "Not sure", question) : null,
    question && question.skippable ? act("skip", "Skip", question) : null,
    asks ? act("why", "Why do you ask?") : null,
    act("back", "Go back"),
    act("again", "Start again"),
  ].filter(Boolean);
}

/** A shaking finger taps twice: new buttons take no tap for so long, or it would answer what she has not read. */
const SETTLING = 350;

export class Answer {
  constructor(form) {
    this.form = form;
    this.ways = form.querySelector("#ways");
    this.acts = form.querySelector("#acts");
    this.words = form.querySelector("#words");
    this.askings = JSON.parse(form.dataset.asking);
    this.ways.addEventListener("change", (event) => this.keepNoneAlone(event.target));
  }

  /** Show how to answer this message's question; null: nothing is asked. */
  show(message) {
    const question = message ? message.body.question : null;
    this.ways.replaceChildren();
    this.ways.classList.add("triage-settling");
    setTimeout(() => this.ways.classList.remove("triage-settling"), SETTLING);
    if (question && question.kind === "ticks") this.ways.append(ticks(message));
    else if (question && question.options.length) this.ways.append(choices(message));
    this.acts.replaceChildren(...acts(question));
    this.ask(question ? question.kind : "none");
  }

  /** What the box asks for. */
  ask(kind) {
    const asking = this.askings[kind] || this.askings.text;
    this.form.querySelector("#words-label").textContent = asking.label;
    const hint = this.form.querySelector("#words-hint");
    hint.textContent = asking.hint;
    hint.hidden = !asking.hint;
    this.words.rows = asking.rows;
    this.words.autocomplete = asking.autocomplete || "off";
  }

  /** The tokens that are ticked. */
  ticked() {
    return [...this.ways.querySelectorAll("input:checked")].map((box) => box.value);
  }

  keepNoneAlone(box) {
    if (!box.checked) return;
    const other = box.name === "tick_none" ? "input[name=tick]" : "input[name=tick_none]";
    for (const one of this.ways.querySelectorAll(other)) one.checked = false;
  }
}
