// Filters the questions, and opens them all for printing.
const form = document.getElementById("filter");
const questions = [...document.querySelectorAll("details.question")];

function matches(question) {
  const wanted = new FormData(form);
  const groups = JSON.parse(question.dataset.groups);
  for (const [name, value] of wanted) {
    if (name === "faults" && question.dataset.faults === "0") return false;
    if (name === "text" && !question.textContent.toLowerCase().includes(value.toLowerCase())) return false;
    if (name !== "faults" && name !== "text" && value && groups[name] !== value) return false;
  }
  return true;
}

function filter() {
  let shown = 0;
  for (const question of questions) {
    question.hidden = !matches(question);
    shown += question.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = `${shown} spørsmål vist.`;
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("beforeprint", () => questions.forEach((question) => { question.open = true; }));
