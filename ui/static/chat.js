// Small help for the Gradio page: marks open their source, answers are announced once, names for what has none.
(() => {
  "use strict";
  document.documentElement.lang = document.documentElement.lang === "en" ? "nb" : document.documentElement.lang;

  const status = document.createElement("div");
  status.className = "va-status";
  status.setAttribute("role", "status");

  document.addEventListener("click", (event) => {
    const mark = event.target.closest && event.target.closest("a.va-ref");
    if (!mark) return;
    const source = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
    if (!source) return;
    event.preventDefault();
    source.open = true;
    source.scrollIntoView({ block: "nearest" });
    source.querySelector("summary").focus();
  });

  const announced = new WeakSet();
  const mend = () => {
    for (const log of document.querySelectorAll("[role=log]")) log.setAttribute("aria-live", "off");
    for (const message of document.querySelectorAll("[role=log] [aria-label]:not([role]):not(button):not(a)")) {
      message.removeAttribute("aria-label");
    }
    const answers = document.querySelectorAll(".va-answer");
    const last = answers[answers.length - 1];
    if (last && !announced.has(last)) {
      announced.add(last);
      const spoken = last.querySelector("p:not(.va-mode), li");
      status.textContent = spoken ? spoken.textContent : "";
    }
  };
  const start = () => {
    document.body.append(status);
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
    mend();
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
