// The widget on a page: a button and the panel that it opens, or a box, in a shadow root of its own.
import { button, make } from "./answer.js";
import { Conversation } from "./conversation.js";

const LANGUAGES = ["nb", "nn", "en"];
const NARROW = "(max-width: 40em)"; // here the panel covers the page
const REACHABLE = "a[href], button, textarea, input, summary, [tabindex='0']";
const mounted = new Map(); // host element → its conversation
let count = 0;

/** Put a widget on the page, and return its host element. */
export async function mount(options) {
  const { mode, target, after, position } = options;
  const inline = mode === "inline";
  const language = languageOf(options);
  const { words: languages, css: style } = options.parts;
  const [words, css] = await Promise.all([read(options, languages[language], "json"), read(options, style, "text")]);
  const place = inline && target ? await found(target) : null;
  const host = make("div", { "data-veikart": inline ? "inline" : "button" });
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet]; // a policy of style-src 'self' lets it through
  const conversation = new Conversation(options.base, language, words, filtersOf(options), `veikart-${(count += 1)}`);
  const panel = new Panel(conversation, options.title || words.title, inline, position === "left" ? "left" : "right");
  colour(panel.root, options.colour);
  conversation.box.value = options.question ?? "";
  shadow.append(panel.root);
  if (place) place.append(host);
  else if (inline && document.body.contains(after)) after.after(host);
  else document.body.append(host);
  mounted.set(host, conversation);
  if (options.instead) takeOver(document.querySelector(options.instead), conversation.box);
  // It may not take the focus by itself, nor cover a small screen.
  if (options.open === "true" && !inline && !matchMedia(NARROW).matches) panel.show();
  return host;
}

/** Take one widget away, or all of them. */
export function unmount(host) {
  for (const one of host ? [host] : [...mounted.keys()]) {
    mounted.get(one)?.stop();
    mounted.delete(one);
    one.remove();
  }
}

/** Take a plain form's place, with what was typed in it while the widget was on its way. */
function takeOver(form, box) {
  const typed = form.querySelector("textarea");
  const focused = form.contains(document.activeElement);
  box.value = typed.value;
  form.hidden = true;
  if (focused) box.focus();
}

function languageOf({ language }) {
  const wanted = [language, document.documentElement.lang].map((one) => one?.slice(0, 2).toLowerCase());
  return wanted.find((one) => LANGUAGES.includes(one)) ?? "nb";
}

async function read({ base }, address, kind) {
  const response = await fetch(new URL(address, base), { credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response[kind]();
}

function filtersOf(options) {
  const listed = (text) => (text ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  const [types, principles, municipalities] = [options.types, options.principles, options.municipalities].map(listed);
  return { types, principles: principles.map(Number).filter(Boolean), municipalities };
}

/** Wait for an element: intranets often draw their pages after the scripts have run. */
async function found(selector) {
  for (let tries = 0; tries < 60; tries += 1) {
    const element = document.querySelector(selector);
    if (element) return element;
    await new Promise((later) => setTimeout(later, 500));
  }
  throw new Error(`data-target: ${selector}`);
}

/** Take on the intranet's colour, with white or black upon it: one of them always has a contrast of 4.5. */
function colour(root, wanted) {
  if (!/^#[\da-f]{6}$/i.test(wanted)) return;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16) / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  root.style.setProperty("--accent", wanted);
  root.style.setProperty("--on-accent", 1.05 / (light + 0.05) >= 4.5 ? "#fff" : "#000");
}

class Panel {
  constructor(conversation, title, inline, side) {
    const { words, id, language } = conversation;
    Object.assign(this, { conversation, inline });
    const close = !inline && button("×", () => this.hide(), { class: "close", "aria-label": words.close });
    this.panel = make("section", {
      id, class: `panel ${inline ? "inline" : side}`, role: inline ? "region" : "dialog", "aria-labelledby": `${id}-title`,
      hidden: !inline, keydown: (event) => this.onKey(event), focusin: () => this.setModal(),
    }, make("header", {}, make("h2", { id: `${id}-title` }, title), close),
      make("p", { class: "small" }, words.machine), conversation.elements());
    this.button = !inline && button(title, () => (this.panel.hidden ? this.show().focus() : this.hide()),
      { class: `launch primary ${side}`, "aria-expanded": "false", "aria-controls": id });
    // Keys typed here are no shortcuts of the host page, which sees only that something happened in the host element.
    const keep = (event) => event.stopPropagation();
    const attributes = { class: "root", lang: language, keydown: keep, keypress: keep, keyup: keep };
    this.root = make("div", attributes, this.button, this.panel, conversation.status);
  }

  show() {
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.setModal();
    return this.conversation.box;
  }

  hide() {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  setModal() {
    if (!this.inline) this.panel.setAttribute("aria-modal", String(matchMedia(NARROW).matches));
  }

  onKey(event) {
    if (this.inline) return;
    if (event.key === "Escape") this.hide();
    if (event.key !== "Tab" || !matchMedia(NARROW).matches) return;
    const reachable = [...this.panel.querySelectorAll(REACHABLE)].filter((one) => one.checkVisibility());
    if (event.shiftKey) reachable.reverse();
    if (event.target !== reachable.at(-1)) return;
    event.preventDefault();
    reachable[0].focus();
  }
}
