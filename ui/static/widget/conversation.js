// The conversation: questions, answers as they come, what went wrong, and one announcement an answer.
import { button, filled, listOf, make, post, showAnswer } from "./answer.js";

const MOST_EARLIER = 20;

/** A refusal, or a stream that broke off, in the server's words if it has any, and the seconds that it wants rest. */
class AskError extends Error {
  constructor(detail, status, wait) {
    super(detail);
    Object.assign(this, { status, wait });
  }
}

export class Conversation {
  constructor(base, language, words, filters, id) {
    Object.assign(this, { base, language, words, filters, id, earlier: [], turns: 0, takesFeedback: true });
    this.status = make("div", { class: "status", role: "status" });
    this.log = make("div", { class: "log", role: "log", "aria-live": "off", "aria-label": words.conversation });
    const onKey = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    };
    const attributes = { id: `${id}-question`, rows: 2, maxlength: 2000, placeholder: words.placeholder };
    this.box = make("textarea", { ...attributes, keydown: onKey });
    this.send = make("button", { class: "primary" }, words.send);
    this.stopper = button(words.stop, () => this.stop(), { hidden: true });
    this.full = make("a", { target: "_blank", rel: "noopener" }, words.in_full);
    this.linkInFull();
  }

  /** The log and the form. */
  elements() {
    const { words, box } = this;
    return [this.log, make("form", { submit: (event) => this.submit(event) }, make("label", { for: box.id }, words.question), box,
      make("div", { class: "row" }, this.send, this.stopper, button(words.begin_anew, () => this.beginAnew())),
      make("p", { class: "small links" }, this.full))];
  }

  stop() {
    this.work?.abort();
  }

  beginAnew() {
    this.stop();
    this.setWork(null);
    this.earlier = [];
    this.log.replaceChildren();
    this.log.removeAttribute("tabindex");
    this.linkInFull();
    this.box.value = "";
    this.box.focus();
  }

  async submit(event) {
    event?.preventDefault();
    const question = this.box.value.trim();
    if (!question || this.work) return;
    const work = new AbortController();
    const asked = make("h3", { class: "asked" }, question);
    const reply = make("div", {}, make("p", {}, this.words.working));
    this.addTurn(asked, reply);
    this.box.value = "";
    this.setWork(work);
    try {
      const answer = await this.answered(question, reply, work.signal);
      asked.textContent = answer.question ?? question; // without personal data, if it held any
      this.earlier = [...this.earlier, asked.textContent].slice(-MOST_EARLIER);
      this.linkInFull(`?q=${encodeURIComponent(asked.textContent)}`);
    } catch (error) {
      if (this.work === work) this.fail(error, question, reply); // else a new conversation has begun
    }
    if (this.work === work) this.setWork(null);
  }

  addTurn(...parts) {
    for (const failed of this.log.querySelectorAll(".failed")) failed.remove();
    const turn = make("div", {}, ...parts);
    this.log.append(turn);
    this.log.tabIndex = 0; // so that it can be scrolled by keyboard
    this.log.scrollTop = turn.offsetTop; // the question on top, and the answer under it
  }

  async answered(question, reply, signal) {
    const passages = new Map();
    const written = [];
    const show = (...parts) => reply.replaceChildren(...parts);
    const body = { question, history: this.earlier, filters: this.filters, language: "auto" };
    const answer = await this.ask(body, signal, (name, data) => {
      if (name === "status") show(make("p", {}, data?.text));
      if (name === "passages") for (const one of listOf(data)) passages.set(one.chunk_id, one.text);
      if (name === "delta") show(...written, written[written.push(make("p", {}, data?.text)) - 1]);
    });
    show(showAnswer(answer, passages, this, `${this.id}-${(this.turns += 1)}`), this.suggestions(answer));
    const count = listOf(answer.citations).length;
    const first = listOf(answer.statements)[0]?.text ?? answer.text;
    this.say(`${count ? filled(this.words.answer_ready, { n: count }) : ""} ${first ?? ""}`.trim());
    return answer;
  }

  /** Ask, hand on each event as it comes, also one that is not known yet, and return the answer. */
  async ask(body, signal, handle) {
    const response = await post(this.base, "api/ask/stream", body, signal);
    if (!response.ok) throw new AskError(response.detail, response.status, response.headers.get("retry-after"));
    try {
      return await readAnswer(response.body.pipeThrough(new TextDecoderStream()).getReader(), handle);
    } catch (error) {
      throw signal.aborted || error instanceof AskError ? error : new AskError(); // it was reached, and then broke off
    }
  }

  suggestions(answer) {
    const chips = listOf(answer.follow_ups).map((one) => button(one, () => this.choose(one), { class: "chip" }));
    const heading = chips.length && make("h4", { lang: this.language }, this.words.follow_ups);
    return make("div", { class: "chips", lang: answer.language }, heading, chips);
  }

  choose(question) {
    if (this.work) return;
    this.box.value = question;
    this.submit();
  }

  say(text) {
    this.status.textContent = text + (text === this.status.textContent ? "\u00a0" : ""); // the same again is said again
  }

  fail(error, question, reply) {
    const text = this.reason(error);
    const again = button(this.words.again, () => this.choose(question));
    reply.parentElement.className = "failed";
    reply.replaceChildren(make("p", { class: "warning", lang: text === error.message && "nb" }, text), again);
    this.box.value ||= question;
    this.say(text);
  }

  reason(error) {
    const { words } = this;
    if (error.name === "AbortError") return words.stopped;
    if (!(error instanceof AskError) || error.status === 403) return filled(words.unreachable, { origin: location.origin });
    if (error.status === 429 && error.wait) return filled(words.too_many, { n: error.wait });
    return error.message || words.error;
  }

  setWork(work) {
    const focused = this.box.getRootNode().activeElement;
    this.work = work;
    this.send.hidden = Boolean(work);
    this.stopper.hidden = !work;
    // The button that had the focus is gone, and something else comes in its place.
    if (work && focused === this.send) this.stopper.focus();
    if (!work && focused === this.stopper) this.box.focus();
  }

  linkInFull(query = "") {
    this.full.href = new URL(`${this.language}/${query}`, this.base).href;
  }
}

async function readAnswer(reader, handle) {
  for (let waiting = "", ended = false; !ended; ) {
    const { value, done } = await reader.read();
    ended = done;
    const blocks = (waiting + (value ?? "")).split(/\r?\n\r?\n/);
    waiting = ended ? "" : blocks.pop(); // half an event, unless nothing more comes
    for (const [name, data] of blocks.map(parsed)) {
      if (name === "error") throw new AskError(data?.detail);
      if (name === "answer" && data) {
        reader.cancel().catch(() => {}); // what comes after the answer does not matter, nor how it ends
        return data;
      }
      handle(name, data);
    }
  }
  throw new AskError();
}

function parsed(block) {
  const lines = block.split(/\r?\n/);
  const field = (name) => lines.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length)).join("\n");
  try {
    return [field("event:").trim(), JSON.parse(field("data:"))];
  } catch {
    return [];
  }
}
