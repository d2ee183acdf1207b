// The editor's pages work without this. It shows how far an upload has come, and follows an index that is being built.

const WAIT = 1500;

function focusFaults() {
  document.querySelector("[data-focus]")?.focus();
}

function say(form, text, share) {
  const place = form.querySelector("[data-progress]");
  place.hidden = false;
  place.querySelector("[role=status]").textContent = text;
  const bar = place.querySelector("progress");
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
}

function stop(form, text) {
  say(form, text, 0);
  form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
}

// What came instead of a way on: the form once more, with what is wrong.
function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  start();
  focusFaults();
}

function upload(event) {
  const form = event.currentTarget;
  const files = [...form.querySelector("input[type=file]").files];
  event.preventDefault();
  if (files.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset.most) * 1e6) {
    stop(form, form.dataset.tooLarge);
    return;
  }
  const request = new XMLHttpRequest();
  let told = -1;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = Math.round((100 * loaded) / total);
    if (Math.floor(percent / 10) === told) return;
    told = Math.floor(percent / 10);
    say(form, `${form.dataset.uploading}: ${percent} %`, percent);
  });
  request.upload.addEventListener("load", () => say(form, form.dataset.reading));
  request.addEventListener("error", () => stop(form, form.dataset.failed));
  request.addEventListener("load", () => {
    const sentOn = new URL(request.responseURL).pathname !== new URL(form.action).pathname;
    if (sentOn) location.assign(request.responseURL);
    else if (request.responseText.includes("<main")) show(request.responseText);
    else stop(form, form.dataset.failed);
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
  form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
}

async function follow(place) {
  try {
    const answer = await fetch(place.dataset.follow);
    const state = await answer.json();
    if (state.text && place.textContent !== state.text) place.textContent = state.text;
    if (!state.running) {
      location.assign(location.pathname);
      return;
    }
  } catch {
    // The server may be busy; the link beside shows the page again.
  }
  setTimeout(follow, WAIT, place);
}

function start() {
  document.querySelectorAll("form[data-upload]").forEach((form) => form.addEventListener("submit", upload));
  document.querySelectorAll("[data-follow]").forEach((place) => setTimeout(follow, WAIT, place));
}

start();
focusFaults();
