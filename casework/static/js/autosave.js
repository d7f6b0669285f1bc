// Keeps a draft while it is written: POSTs the form's fields (files left out) to data-autosave-url a moment after the last
// change. The answer is {"kept_at": "14:02"}, or {"error": "…"} with any status.
import { isOutOfStep, renewToken } from "./csrf.js";
import { written } from "./unsaved.js";

const PAUSE = 2500; // milliseconds without a change
const AGAIN = 20000; // and this long after a failure

export function startAutosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let kept = written(form);
  let timer;

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
  form.addEventListener("submit", () => clearTimeout(timer));

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  }

  async function keep() {
    const now = written(form);
    if (now === kept) return;
    try {
      let answer = await send();
      if (isOutOfStep(answer.status) && (await renewToken())) answer = await send();
      const said = await answer.json().catch(() => ({}));
      if (!answer.ok || said.error) throw new Error(said.error ?? reason(answer.status));
      kept = now;
      form.dataset.kept = now;
      say(`Draft kept at ${said.kept_at}`, false);
    } catch (failure) {
      say(`Not kept: ${failure instanceof TypeError ? "the service cannot be reached. We will try again." : failure.message}`, true);
      later(AGAIN);
    }
  }

  function send() {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return fetch(form.dataset.autosaveUrl, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  }

  // Only a failure, and the first success, are read out: an announcement every few seconds would drown the words.
  function say(words, failed) {
    status.hidden = false;
    status.classList.toggle("cw-autosave--failed", failed);
    if (failed) status.setAttribute("role", "alert");
    else status.removeAttribute("role");
    status.textContent = words;
  }
}

function reason(status) {
  if (status === 401) return "you are signed out. Sign in in another tab and go on here.";
  return "the service could not take it. We will try again.";
}
