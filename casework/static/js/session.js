// Warns before the session ends, and offers to go on. The body says when (data-session-expires) and where to ask for more time
// (data-session-extend-url, which answers {"expires": ISO time}).
import { token } from "./csrf.js";

const WARN = 120000; // two minutes before: WCAG 2.2.1 asks for at least twenty seconds

export function startSession() {
  const { sessionExpires, sessionExtendUrl } = document.body.dataset;
  if (!sessionExpires) return;
  let expires = Date.parse(sessionExpires);
  let told = false; // all has been said: the button only closes
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("casework-session") : null;
  const { dialog, words, button } = makeDialog();

  // A page that loads, or a session made longer, in another tab has moved the end for all of them.
  tabs?.postMessage(expires);
  tabs?.addEventListener("message", ({ data }) => {
    if (data > expires) moveTo(data);
  });
  button.addEventListener("click", answer);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    answer();
  });
  setInterval(look, 1000);

  function look() {
    const left = expires - Date.now();
    if (told || left > WARN) return;
    if (left > 0) say(`For security you will be signed out in ${inWords(left)}.`, "Stay signed in");
    else tellLast("Your session has ended. What is on this page is still here: sign in in another tab, then go on.");
    if (!dialog.open) dialog.showModal();
  }

  async function answer() {
    if (told) return void dialog.close();
    const body = new FormData();
    body.set("csrf_token", token());
    const asked = { method: "POST", body, headers: { Accept: "application/json" } };
    const got = await fetch(sessionExtendUrl, asked).then((reply) => reply.json()).catch(() => ({}));
    const moment = Date.parse(got.expires);
    if (moment - Date.now() > WARN) {
      moveTo(moment);
      tabs?.postMessage(moment);
    } else tellLast("This session cannot be made longer. Save what you have typed now, or sign in anew in another tab and go on here.");
  }

  function moveTo(moment) {
    expires = moment;
    told = false;
    dialog.close();
  }

  function tellLast(text) {
    told = true;
    say(text, "Close");
  }

  // Set only when it changes, so that a screen reader says it once.
  function say(text, choice) {
    if (words.textContent !== text) words.textContent = text;
    button.textContent = choice;
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
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button";
  dialog.append(title, words, button);
  document.body.append(dialog);
  return { dialog, words, button };
}
