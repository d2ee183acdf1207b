// The one tag that an intranet pastes: finds out where it came from and how it is wanted, and fetches the rest.
(() => {
  "use strict";
  const parts = /*PARTS*/{}/*PARTS*/;
  const after = document.currentScript;
  const base = new URL("./", after.src).href;
  const widget = () => import(new URL(parts.main, base).href);
  const mount = async (wanted) => (await widget()).mount({ ...after.dataset, base, parts, ...wanted });
  const unmount = async (host) => (await widget()).unmount(host);
  // For pages that navigate by themselves. A name that is taken is left alone, and ours cannot be replaced.
  if (!Object.hasOwn(window, "veikart")) Object.defineProperty(window, "veikart", { value: Object.freeze({ mount, unmount }) });
  const begin = () => mount({ after }).catch((error) => {
    console.warn(`${location.origin} may not use ${base} (embed_origins), or it cannot be reached.`, error);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true });
  else begin();
})();
