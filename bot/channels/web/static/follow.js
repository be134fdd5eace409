// Following the conversation: server-sent events, and asking every few seconds where they do not get through.

import { read } from "./post.js";

const ASK_EVERY = 5000;
const ASK_ANYWAY = 45000;

export class Follower {
  /** `after()` is the last number shown; `heard(messages)` shows more; `ended()`: the session is over. */
  constructor({ after, heard, ended, line }) {
    Object.assign(this, { after, heard, ended, line });
    this.source = null;
    this.timer = null;
    this.going = false;
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.line(false));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.again();
    });
  }

  start() {
    if (this.going) return;
    this.going = true;
    this.open();
    this.ask(ASK_ANYWAY);
  }

  stop() {
    this.going = false;
    this.asked();
    if (this.source) this.source.close();
    this.source = null;
  }

  asked() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  again() {
    if (!this.going) return;
    this.fetch();
    if (!this.source || this.source.readyState === EventSource.CLOSED) this.open();
  }

  open() {
    if (this.source) this.source.close();
    this.source = new EventSource(`/api/stream?after=${this.after()}`);
    this.source.addEventListener("open", () => this.line(true));
    this.source.addEventListener("message", (event) => this.heard([JSON.parse(event.data)]));
    this.source.addEventListener("end", () => {
      this.stop();
      this.ended();
    });
    this.source.addEventListener("error", () => this.ask(ASK_EVERY));
  }

  /** Ask in so long, or sooner when that was planned already. */
  ask(wait) {
    const due = Date.now() + wait;
    if (!this.going || (this.timer && this.due <= due)) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.fetch(), wait);
  }

  async fetch() {
    this.asked();
    const { ok, status, messages } = await read(this.after());
    if (!this.going) return;
    if (status === 401) {
      this.stop();
      this.ended();
      return;
    }
    if (ok) this.heard(messages);
    this.line(ok);
    const state = this.source ? this.source.readyState : EventSource.CLOSED;
    if (ok && state === EventSource.CLOSED) this.open();
    this.ask(state === EventSource.OPEN ? ASK_ANYWAY : ASK_EVERY);
  }
}
