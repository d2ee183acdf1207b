// What screen readers are told: each answer once, and the short lines that come and go around it.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const PATIENCE = 800; // an answer mostly comes sooner, and is all that needs to be said
  const LINES = ["#va-chosen", "#va-thanks", "#va-download"];
  const FEW_CHARACTERS = 200;

  const status = document.createElement("div");
  status.className = "va-status";
  status.setAttribute("role", "status");
  let waiting = 0;

  function say(text, lang) {
    clearTimeout(waiting);
    status.lang = lang || document.documentElement.lang;
    status.textContent = text + (text === status.textContent ? "\u00a0" : ""); // the same again is said again
  }

  // --- Answers, and what stands in their place -----------------------------------------------------------------
  const announced = new Set();
  let noticed = "";

  function tellAnswer(answer) {
    if (announced.has(answer.id)) return;
    announced.add(answer.id);
    const ready = $(".va-ready", answer);
    const first = $(".va-said", answer) || $("p:not(.va-mode):not(.va-ready)", answer);
    say([ready, first].filter(Boolean).map((one) => one.textContent).join(" "), answer.lang);
  }

  function tellNotice() {
    const messages = all("#va-conversation .bot.message");
    const notice = messages.length && $(".va-notice", messages[messages.length - 1]);
    const text = notice ? `${messages.length} ${notice.textContent}` : "";
    if (text === noticed) return;
    noticed = text;
    clearTimeout(waiting);
    if (notice) waiting = setTimeout(() => say(notice.textContent, notice.lang), PATIENCE);
  }

  // --- Lines elsewhere on the page -----------------------------------------------------------------------------
  const told = new Map();

  function tellLine(selector) {
    const line = $(selector);
    const text = line?.textContent.trim() ?? "";
    if (text === (told.get(selector) ?? "")) return;
    told.set(selector, text);
    if (!text) return;
    // What had the focus may be gone, as the form is when feedback was sent: the line is then where the reader goes on.
    if (selector === "#va-thanks" && sent && !$("#va-complaint")?.checkVisibility()) {
      sent = false;
      line.tabIndex = -1;
      line.focus();
    } else say(text);
  }

  let sent = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#va-complaint button")) sent = true;
  });

  // --- How much there is room for ------------------------------------------------------------------------------
  const count = document.createElement("p");
  count.className = "va-small";
  count.id = "va-count";

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches?.("#va-question textarea") || box.maxLength < 0) return;
    const left = box.maxLength - box.value.length;
    count.textContent = left <= FEW_CHARACTERS ? words.left.replace("{n}", left) : "";
    if (!count.textContent) return;
    $("#va-question").append(count);
    clearTimeout(waiting);
    waiting = setTimeout(() => say(count.textContent), PATIENCE);
  });

  // --- Names and languages that Gradio leaves out --------------------------------------------------------------
  let named = 0;

  function nameGroup(group) {
    const title = $("[data-testid=block-info]", group);
    if (!title || title.id) return;
    title.id = `va-group-${(named += 1)}`;
    group.setAttribute("aria-labelledby", title.id);
    const radios = all("input[type=radio]", group);
    if (!radios.length) return;
    group.setAttribute("role", "radiogroup");
    for (const radio of radios) radio.name = title.id; // so that they are one group for the arrow keys too
  }

  function markLanguages(answer) {
    for (const options of all("#va-conversation .options")) options.lang = answer.lang;
    const languages = new Map(all(".va-source .va-text-title", answer).map((one) => [one.textContent, one.lang]));
    for (const label of all("#va-used label")) label.lang = languages.get(label.textContent.trim()) ?? "";
  }

  function mend() {
    all(".gradio-container fieldset").forEach(nameGroup);
    const answers = all(".va-answer");
    tellNotice();
    LINES.forEach(tellLine);
    if (!answers.length) return;
    tellAnswer(answers[answers.length - 1]);
    markLanguages(answers[answers.length - 1]);
  }

  const start = () => {
    document.body.append(status);
    document.addEventListener("veikart:say", (event) => say(event.detail));
    const what = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["class"] };
    new MutationObserver(mend).observe(document.body, what);
    mend();
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
