// What the Gradio page cannot do by itself: sources beside the answer, focus, copying, a lost connection.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const wide = matchMedia("(min-width: 64rem)");
  const $ = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // --- Sources beside the answer -------------------------------------------------------------------------------
  let beside = null; // id of the answer whose sources stand there
  let cameFrom = null; // the mark that led to a source

  function showBeside(answer) {
    const place = $("#va-beside");
    if (!place || !answer || (beside === answer.id && place.childElementCount)) return;
    const sources = answer.querySelector(".va-sources");
    place.replaceChildren();
    beside = answer.id;
    if (!sources) return;
    const copy = sources.cloneNode(true);
    copy.lang = answer.lang;
    for (const source of all(".va-source", copy)) source.id = `${source.id}-beside`;
    const first = copy.querySelector(".va-source");
    if (first) first.open = true;
    place.append(copy);
  }

  function openSource(mark) {
    const id = decodeURIComponent(mark.hash.slice(1));
    const answer = document.getElementById(id.replace(/-\d+$/, ""));
    if (answer) showBeside(answer);
    const source = (wide.matches && document.getElementById(`${id}-beside`)) || document.getElementById(id);
    if (!source) return;
    all(".va-ref.va-open").forEach((one) => one.classList.remove("va-open"));
    mark.classList.add("va-open");
    cameFrom = mark;
    source.open = true;
    source.querySelector("summary").focus({ preventScroll: true });
    source.scrollIntoView({ block: "nearest" });
  }

  function goBack() {
    if (!cameFrom || !cameFrom.isConnected) return false;
    cameFrom.classList.remove("va-open");
    cameFrom.focus();
    cameFrom.scrollIntoView({ block: "nearest" });
    cameFrom = null;
    return true;
  }

  // --- Copying, filtering, fetching ----------------------------------------------------------------------------
  async function copy(button) {
    const answer = button.closest(".va-answer");
    const said = button.parentElement.querySelector(".va-copied");
    const [good, bad] = all(".va-copywords span", answer).map((one) => one.textContent);
    try {
      await navigator.clipboard.writeText(answer.querySelector(".va-copytext").textContent);
      said.textContent = good;
    } catch {
      said.textContent = bad;
    }
    document.dispatchEvent(new CustomEvent("veikart:say", { detail: said.textContent }));
  }

  function filterBy(number) {
    const filters = $("#va-filters");
    const opener = filters && filters.querySelector("button[aria-expanded], .label-wrap");
    const boxes = () => all("#va-filter-principles input");
    const tick = () => {
      const box = boxes()[number - 1];
      if (!box) return;
      if (!box.checked) box.click();
      box.focus();
    };
    if (boxes().length && boxes()[0].offsetParent) tick();
    else if (opener) {
      opener.click();
      setTimeout(tick, 150);
    }
  }

  const toBox = () => setTimeout(() => $("#va-question textarea")?.focus(), 60);

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("a.va-ref, a.va-return, a.va-skip, button");
    if (!target) return;
    if (target.matches("a.va-ref")) {
      event.preventDefault();
      openSource(target);
    } else if (target.matches("a.va-return")) {
      event.preventDefault();
      if (!goBack()) document.getElementById(decodeURIComponent(target.hash.slice(1)))?.scrollIntoView();
    } else if (target.matches("a.va-skip")) {
      event.preventDefault();
      toBox();
    } else if (target.matches(".va-copy")) copy(target);
    else if (target.matches(".va-filter")) filterBy(Number(target.value));
    else if (target.closest("#va-buttons, #va-examples, #va-again-sources, .options, .option")) toBox();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest(".va-source") && goBack()) event.preventDefault();
  });

  // --- A lost connection: Gradio loads the page anew once it is back, and would forget the conversation --------------
  const KEPT = "veikart-samtale"; // only from the loss until the page is there again

  function write(field, text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keep(toast) {
    for (const [part, text] of [[".toast-title", words.lostTitle], ["[data-testid=toast-text]", words.lost]]) {
      const place = toast.querySelector(part);
      if (place && place.textContent.trim() !== text) place.textContent = text;
    }
    const header = toast.querySelector(".toast-header[role]"); // a button in a button
    header?.removeAttribute("role");
    header?.removeAttribute("tabindex");
    toast.querySelector("[data-testid=toast-close]")?.setAttribute("aria-label", words.close);
    const conversation = { kept: $("#va-kept textarea, #va-kept input")?.value, question: $("#va-question textarea")?.value };
    sessionStorage.setItem(KEPT, JSON.stringify(conversation));
  }

  let toRestore = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);

  function restore() {
    const field = $("#va-kept textarea, #va-kept input");
    if (!toRestore || !field || !$("#va-restore") || !$("#va-question textarea")) return;
    const { kept, question } = JSON.parse(toRestore);
    toRestore = null;
    if (question) write($("#va-question textarea"), question);
    if (!kept) return;
    write(field, kept);
    setTimeout(() => $("#va-restore").click(), 50);
  }

  // --- What Gradio draws anew, mended after each change ---------------------------------------------------------
  const shown = new Set(); // ids of answers
  const fetched = new Set();

  function nameParts() {
    const opener = $("#va-filters .label-wrap");
    const open = String(Boolean(opener?.classList.contains("open")));
    if (opener && opener.getAttribute("aria-expanded") !== open) opener.setAttribute("aria-expanded", open);
    // Gradio shows its own codes when the mouse rests on a box.
    for (const box of all(".gradio-container label input[title], .gradio-container label[title]")) box.removeAttribute("title");
    for (const log of all("[role=log]")) {
      if (log.getAttribute("aria-live") !== "off") log.setAttribute("aria-live", "off");
      const label = $("#va-conversation label, #va-conversation [data-testid=block-label]");
      if (label && log.getAttribute("aria-label") !== label.textContent.trim()) log.setAttribute("aria-label", label.textContent.trim());
    }
    for (const message of all("[role=log] [aria-label]:not([role]):not(button):not(a)")) message.removeAttribute("aria-label");
    // Gradio opens every link in a new tab: right for sources, which must not end the conversation, not for the menu.
    for (const link of all(".va-top a[target], .va-skip[target], .va-foot a[target]")) link.removeAttribute("target");
    for (const current of all(".va-top .va-current:not([aria-current])")) current.setAttribute("aria-current", "true");
  }

  function mend() {
    nameParts();
    const answers = all(".va-answer");
    const last = answers[answers.length - 1];
    document.documentElement.classList.toggle("va-beside-on", Boolean($("#va-beside")));
    if (last) {
      if (!shown.has(last.id)) showBeside(last);
      shown.add(last.id);
    } else if (beside) {
      beside = null;
      $("#va-beside")?.replaceChildren();
    }
    restore();
    for (const toast of all(".toast-body.error")) if (/[Cc]onnection/.test(toast.textContent)) keep(toast);
    const link = $("#va-download a.va-fetch");
    if (link && !fetched.has(link.href)) {
      fetched.add(link.href);
      link.click();
    }
  }

  const start = () => {
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    mend();
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
