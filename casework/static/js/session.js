// Warns before the session ends, and offers to go on. The body says when (data-session-expires), where to ask for more time
// (data-session-extend-url answers {"expires": ISO time}) and where to go when it is over (data-session-ends-url).
import { token } from "./csrf.js";

const WARN = 120000; // two minutes before: WCAG 2.2.1 asks for at least twenty seconds

export function startSession() {
  const { sessionExpires, sessionExtendUrl } = document.body.dataset;
  if (!sessionExpires) return;
  let expires = Date.parse(sessionExpires);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("casework-session") : null;
  const { dialog, words, extend } = makeDialog();

  // Another tab of the same officer that loads a page has moved the end for all of them.
  tabs?.postMessage(expires);
  tabs?.addEventListener("message", ({ data }) => {
    if (data > expires) moveTo(data);
  });
  extend.addEventListener("click", ask);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    ask();
  });
  setInterval(look, 1000);

  function look() {
    const left = expires - Date.now();
    if (left <= 0) words.textContent = "Your session has ended. What is on this page is still here: sign in in another tab, then go on.";
    else if (left <= WARN) words.textContent = `For security you will be signed out in ${inWords(left)}. Nothing on this page is sent or lost by staying.`;
    if (left <= WARN && !dialog.open) dialog.showModal();
    extend.textContent = left <= 0 ? "Close" : "Stay signed in";
  }

  async function ask() {
    if (expires <= Date.now()) {
      dialog.close();
      expires = Infinity; // said once; sending a form leads through sign-in and comes back with what was typed
      return;
    }
    const body = new FormData();
    body.set("csrf_token", token());
    const answer = await fetch(sessionExtendUrl, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) {
      words.textContent = "More time could not be given. Save what you have typed, then sign in again.";
      return;
    }
    moveTo(Date.parse((await answer.json()).expires));
    tabs?.postMessage(expires);
  }

  function moveTo(moment) {
    expires = moment;
    if (dialog.open && expires - Date.now() > WARN) dialog.close();
  }
}

function inWords(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds > 60) return "2 minutes";
  if (seconds > 20) return "1 minute";
  return "a few seconds";
}

function makeDialog() {
  const dialog = document.createElement("dialog");
  dialog.className = "cw-dialog";
  dialog.setAttribute("aria-labelledby", "session-title");
  dialog.setAttribute("aria-describedby", "session-words");
  const title = document.createElement("h2");
  title.id = "session-title";
  title.className = "govuk-heading-m";
  title.textContent = "Do you want to stay signed in?";
  const words = document.createElement("p");
  words.id = "session-words";
  words.className = "govuk-body";
  words.setAttribute("aria-live", "polite");
  const extend = document.createElement("button");
  extend.type = "button";
  extend.className = "govuk-button";
  dialog.append(title, words, extend);
  document.body.append(dialog);
  return { dialog, words, extend };
}
