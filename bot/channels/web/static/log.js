// The transcript on the screen. Append-only; every message once. Drawn as templates/parts.html draws it.

const NAMES = { her: "You", assistant: "Assistant (a computer)", midwife: "Midwife", service: "This service" };
const URGENCY = { red: "Immediate action required: ", amber: "Urgent advice: " };
const NAMED = { red: "Red", amber: "Amber", green: "Green" };
const LOOK = { red: "emergency", amber: "urgent" };
const CLOSES = ["card", "signpost", "midwife"];

/** Make an element; text goes in as text, never as HTML. */
export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside.filter((one) => one !== null && one !== undefined));
  return element;
}

function bullets(lines, heading) {
  if (!lines || !lines.length) return [];
  const list = make("ul", { class: "nhsuk-list nhsuk-list--bullet" }, ...lines.map((line) => make("li", {}, line)));
  return heading ? [make("h3", { class: "nhsuk-heading-s" }, heading), list] : [list];
}

const ring999 = () => make("a", { class: "nhsuk-button triage-ring", href: "tel:999" }, "Call 999");

function ringUnit(dial, text, quiet) {
  const look = `nhsuk-button ${quiet ? "nhsuk-button--secondary " : ""}triage-ring`;
  return make("a", { class: look, href: `tel:${dial}` }, `Ring ${text}`);
}

function stillWorried(card) {
  const heading = make("h3", { class: "nhsuk-heading-s" }, "Still worried?");
  return [heading, ringUnit(card.number, card.number_text, true)];
}

function cardInside(card) {
  const byWhen = () =>
    make("p", { class: "triage-by" }, "If no one has rung you by ", make("strong", {}, card.by), ", ring this number.");
  const bsl = () =>
    make("p", {}, "Deaf or hard of hearing? Use ", make("a", { href: "https://999bsl.co.uk" }, "999 BSL"), ".");
  return [
    ...bullets(card.do),
    card.level === "R-999" ? ring999() : null,
    LOOK[card.colour] ? ringUnit(card.number, card.number_text, card.level === "R-999") : null,
    card.by ? byWhen() : null,
    card.who ? make("p", {}, card.who) : null,
    ...bullets(card.wait, "While you wait"),
    ...bullets(card.home, "What you can do at home"),
    ...bullets(card.ring_if, "Ring us at once if"),
    ...bullets(card.emergency_if, "Call 999 at once if"),
    ...(LOOK[card.colour] ? [] : stillWorried(card)),
    card.colour === "red" && !card.neutral ? bsl() : null,
  ];
}

function drawCard(card) {
  const inside = make("div", { class: "nhsuk-card__content" });
  if (card.neutral) {
    inside.append(make("h2", { class: "nhsuk-card__heading nhsuk-heading-m" }, card.title));
    inside.append(...cardInside(card).filter(Boolean));
    return make("div", { class: "nhsuk-card triage-card" }, inside);
  }
  inside.append(...cardInside(card).filter(Boolean));
  const urgency = make("span", { class: "nhsuk-u-visually-hidden" }, URGENCY[card.colour] || "Non-urgent advice: ");
  const colour = NAMED[card.colour] ? make("span", { class: "triage-colour" }, `${NAMED[card.colour]}: `) : "";
  const words = make("span", { role: "text" }, urgency, colour, card.title);
  const heading = make("div", { class: "nhsuk-card__heading-container" });
  heading.append(make("h2", { class: "nhsuk-card__heading" }, words));
  heading.append(make("span", { class: "nhsuk-card--care__arrow", "aria-hidden": "true" }));
  const look = LOOK[card.colour] || "non-urgent";
  const frame = `nhsuk-card nhsuk-card--care nhsuk-card--care--${look} triage-card triage-card--${card.colour}`;
  return make("div", { class: frame }, heading, inside);
}

function urgent(number) {
  const words = make("p", {}, "If it cannot wait, call now.");
  return make("div", { class: "triage-urgent" }, words, ring999(), ringUnit(number.dial, number.text, true));
}

/** One message, ready to be put on the screen. */
export function draw(message, number) {
  const { body } = message;
  const look = `triage-message triage-message--${body.card ? "card" : message.author}`;
  const id = `m${message.id}`;
  const article = make("article", { class: look, id, "data-id": message.id, tabindex: "-1" });
  const when = make("time", { datetime: message.at }, message.time);
  const who = [NAMES[message.author] || "This service", body.from].filter(Boolean).join(" ");
  const head = make("p", { class: "triage-message__who" }, `${who} `, when);
  if (body.question && body.question.progress) {
    head.append(" ", make("span", { class: "triage-progress" }, body.question.progress));
  }
  article.append(head);
  if (body.card) {
    article.append(drawCard(body.card));
    return article;
  }
  if (body.question && body.question.urgent) article.append(urgent(number));
  article.append(make("p", { class: "triage-message__text", id: `${id}-text` }, body.text));
  return article;
}

/** What the newest messages say about the question: a message, null for none, undefined for "as before". */
export function openQuestion(messages) {
  for (const one of [...messages].reverse()) {
    if (one.body.kind === "question") return one;
    if (CLOSES.includes(one.body.kind)) return null;
  }
  return undefined;
}

export class Log {
  constructor(element, number) {
    this.element = element;
    this.number = number;
    this.shown = new Set();
    this.last = 0;
    for (const article of element.querySelectorAll("[data-id]")) this.count(Number(article.dataset.id));
  }

  count(id) {
    this.shown.add(id);
    this.last = Math.max(this.last, id);
  }

  /** Put new messages at the end; gives back those that were new. `quietly`: the focus will read them out. */
  add(messages, quietly) {
    const byId = new Map(messages.filter((one) => !this.shown.has(one.id)).map((one) => [one.id, one]));
    const fresh = [...byId.values()].sort((a, b) => a.id - b.id);
    this.element.setAttribute("aria-live", quietly ? "off" : "polite");
    for (const one of fresh) {
      this.count(one.id);
      this.element.append(draw(one, this.number));
    }
    return fresh;
  }

  clear() {
    this.element.replaceChildren();
    this.shown.clear();
    this.last = 0;
  }
}
