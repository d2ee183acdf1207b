// The page has one language, whatever the browser's is: Gradio takes its words by the browser's, and knows no nynorsk.
(() => {
  "use strict";
  const language = document.currentScript.dataset.language;
  const known = language === "en" ? "en" : "nb";
  Object.defineProperty(navigator, "language", { get: () => known });
  Object.defineProperty(navigator, "languages", { get: () => [known] });
  const root = document.documentElement;
  const mend = () => { if (root.lang !== language) root.lang = language; };
  mend();
  new MutationObserver(mend).observe(root, { attributes: true, attributeFilter: ["lang"] });
})();
