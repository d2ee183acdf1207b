// One answer: how it was made, statements whose numbers open their passages, principles, copying and feedback.

const REASONS = ["wrong", "missing", "sources", "context", "mixed", "quote", "refused", "other"];

/** Make an element; functions become listeners, and text stays text: what comes from the server is never HTML. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value || value === "") element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter(Boolean));
  return element;
}

export const button = (text, click, attributes) => make("button", { type: "button", click, ...attributes }, text);

/** Fill the braces of a text. */
export const filled = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

/** What should be a list, as one: a server of another age may leave it out. */
export const listOf = (value) => (Array.isArray(value) ? value : []);

/** Send something to the API; a response that is an error has its explanation with it. */
export async function post(base, path, body, signal) {
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", credentials: "omit", headers, body: JSON.stringify(body), signal };
  const response = await fetch(new URL(path, base), request);
  if (!response.ok) response.detail = (await response.json().catch(() => null))?.detail;
  return response;
}

/** Show an answer in a conversation. */
export function showAnswer(answer, passages, conversation, id) {
  const { words, language: lang } = conversation;
  const sources = new Sources(answer, passages, conversation, id);
  const principles = listOf(answer.principles).map((one) => make("details", { class: `principle p${one.number}` },
    make("summary", {}, `${one.number}. ${one.name}`), make("p", {}, one.why, sources.marks(one.citations))));
  return make("div", { class: "answer", lang: answer.language },
    make("p", { class: "mode", lang }, modeOf(answer, words)),
    statements(answer, sources),
    listOf(answer.warnings).map((warning) => make("p", { class: "warning" }, warning)),
    principles.length && [make("h4", { lang }, words.principles), make("div", { class: "principles" }, principles)],
    sources.shown.size && [make("h4", { lang }, words.sources), sources.elements(), copying(answer, conversation)],
    conversation.takesFeedback && feedback(answer, conversation));
}

function modeOf(answer, words) {
  return filled(words[`mode_${answer.mode}`] ?? words.mode_other, { model: answer.model || "?" });
}

function statements(answer, sources) {
  const found = [];
  for (const one of listOf(answer.statements)) {
    // An extract stands in its source's language; what a model wrote, in the reader's.
    const lang = answer.mode === "utdrag" && sources.shown.get(one.citations?.[0])?.language;
    const label = one.label && make("strong", { lang }, `${one.label}: `);
    const content = [label, make("span", { class: "said", lang }, one.text), sources.marks(one.citations)];
    if (one.kind === "svar") found.push(make("p", {}, content));
    else {
      if (found.at(-1)?.localName !== "ul") found.push(make("ul", {}));
      found.at(-1).append(make("li", {}, content));
    }
  }
  return found.length ? found : make("p", {}, answer.text);
}

/** The passages behind an answer, and the numbers that lead to them and back. */
class Sources {
  constructor(answer, passages, { words, base, language }, id) {
    Object.assign(this, { words, base, lang: language, shown: new Map() });
    for (const citation of listOf(answer.citations)) {
      const source = { id: `${id}-${citation.n}`, language: citation.language, marks: [] };
      source.element = this.passage(citation, source, passages.get(citation.chunk_id) ?? "");
      this.shown.set(citation.n, source);
    }
  }

  elements() {
    return [...this.shown.values()].map((one) => one.element);
  }

  marks(numbers) {
    return listOf(numbers).map((n) => [" ", this.mark(n, this.shown.get(n))]);
  }

  mark(n, source) {
    if (!source) return `[${n}]`;
    const open = () => {
      source.cameFrom = mark;
      source.element.open = true;
      source.summary.focus();
      source.element.querySelector("mark").scrollIntoView({ block: "nearest" });
    };
    const title = filled(this.words.source, { n });
    const mark = button(`[${n}]`, open, { class: "mark", title, "aria-expanded": "false", "aria-controls": source.id });
    source.marks.push(mark);
    return mark;
  }

  passage(citation, source, around) {
    const { words, lang } = this;
    const at = around.indexOf(citation.quote);
    const [before, after] = at < 0 ? [] : [around.slice(0, at), around.slice(at + citation.quote.length)];
    source.summary = make("summary", {}, `[${citation.n}] `,
      make("span", { lang: citation.language }, [citation.title, citation.section].filter(Boolean).join(" – ")));
    const back = () => {
      source.element.open = false;
      (source.cameFrom ?? source.summary).focus();
    };
    return make("details", {
      class: "source", id: source.id,
      toggle: () => source.marks.forEach((mark) => mark.setAttribute("aria-expanded", String(source.element.open))),
      keydown: (event) => {
        if (event.key !== "Escape" || !source.element.open) return;
        event.stopPropagation(); // so that the panel stays
        back();
      },
    }, source.summary, make("blockquote", { lang: citation.language }, before, make("mark", {}, citation.quote), after),
      make("p", { class: "small", lang }, facts(citation, words)),
      make("p", { class: "small links", lang }, link(citation.reader_url?.replace(/^\/+/, ""), words.show_in_text, this.base),
        original(citation, this.base, words.original), button(words.to_answer, back, { class: "plain" })));
  }
}

function facts({ type, basis, published, status }, words) {
  const year = published ? filled(words.year, { year: published }) : words.no_year;
  const historical = status === "historisk" && words.status_historisk;
  return [words[`type_${type}`], words[`basis_${basis}`], year, historical].filter(Boolean).join(" · ");
}

/** A link that opens beside the intranet; nothing if there is no address, or none that a reader should follow. */
function link(address, text, base) {
  const url = address && URL.canParse(address, base) && new URL(address, base);
  return url && /^https?:$/.test(url.protocol) && make("a", { href: url.href, target: "_blank", rel: "noopener" }, text);
}

/** The link to a source: on the web, or to a file that the assistant keeps. */
function original({ url }, base, text = "") {
  return link(url?.replace(/^\/+/, ""), text, base) || null;
}

function copying(answer, conversation) {
  const { words, language, base } = conversation;
  const told = make("span", { class: "small" });
  const sources = answer.citations.map((one) =>
    `[${one.n}] ${[one.title, one.section].filter(Boolean).join(" – ")} (${one.published ?? words.no_year}). ${original(one, base)?.href ?? ""}`);
  const text = [answer.text, modeOf(answer, words), ...listOf(answer.warnings), `${words.sources}:`, ...sources].join("\n");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = words.copied;
    } catch { // as on an intranet without HTTPS: ready to be copied by hand
      const field = make("textarea", { readonly: true, "aria-label": words.copy_answer }, text);
      told.replaceChildren(words.copy_failed, field);
      field.select();
    }
    conversation.say(told.firstChild.data);
  };
  return make("p", { class: "row", lang: language }, button(words.copy_answer, copy), told);
}

function feedback(answer, conversation) {
  const { words, base, language } = conversation;
  const { mode, model, corpus_version, question, text } = answer;
  const tick = (name, value) => make("label", {}, make("input", { type: "checkbox", name, value }), words[`${name}_${value}`]);
  const told = make("p", { class: "small", tabindex: "-1" });
  let sending = false;
  const send = async (verdict) => {
    if (sending) return;
    sending = true;
    const ticked = [...form.querySelectorAll(":checked")].map((one) => one.value);
    const include = ticked.includes("include");
    const body = {
      verdict, include, reasons: ticked.filter((one) => one !== "include"), comment: form.querySelector("textarea").value,
      answer: { mode, model, corpus_version, language: answer.language, ...(include && { question, text }) },
    };
    const { ok, status, detail } = await post(base, "api/feedback", body).catch(() => ({}));
    sending = false;
    told.textContent = ok ? words.feedback_thanks : status === 404 ? words.feedback_none : detail || words.feedback_failed;
    conversation.say(told.textContent);
    if (status === 404) conversation.takesFeedback = false; // the operator takes none
    if (!ok && status !== 404) return;
    told.focus(); // what had the focus goes away
    choice.remove();
    form.remove();
  };
  const form = make("form", { hidden: true, submit: (event) => {
    event.preventDefault();
    send("ikke_nyttig");
  } }, make("fieldset", {}, make("legend", {}, words.feedback_reasons), REASONS.map((one) => tick("reason", one))),
    make("label", {}, words.feedback_comment, make("textarea", { rows: 2, maxlength: 500 })), tick("feedback", "include"),
    make("button", {}, words.feedback_send));
  const less = button(words.feedback_bad, () => {
    form.hidden = false;
    less.setAttribute("aria-expanded", "true");
    form.querySelector("input").focus();
  }, { "aria-expanded": "false" });
  const choice = make("p", { class: "row" }, words.feedback, button(words.feedback_good, () => send("nyttig")), less);
  return make("div", { lang: language }, choice, form, told);
}
