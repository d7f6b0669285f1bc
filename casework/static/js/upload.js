// Files chosen, dropped or pasted are sent at once, one after another in the order they came, and each is answered with a
// receipt. templates/macros/upload.html says what is sent and what comes back, and holds the templates filled here.
import { isOutOfStep, renewToken, token } from "./csrf.js";

export function startUpload(root) {
  const part = (name) => root.querySelector(`[data-upload-${name}]`);
  const input = part("input");
  const queue = part("queue");
  const receipts = part("receipts");
  const status = part("status");
  const waiting = [];
  let count = 0;
  let busy = false;

  root.classList.add("cw-upload--ready");
  part("ways").hidden = false;
  part("submit")?.setAttribute("hidden", ""); // a box inside another form has none
  input.addEventListener("change", () => {
    take(input.files, "chosen");
    input.value = "";
  });
  part("ask")?.addEventListener("click", openAnew);
  listenForDrops();
  listenForPaste();
  window.addEventListener("beforeunload", (event) => {
    if (busy || queue.childElementCount > 0) event.preventDefault();
  });

  function take(files, arrival) {
    for (const file of files) add(file, arrival);
    next();
  }

  function add(file, arrival) {
    const item = part("sending").content.firstElementChild.cloneNode(true);
    const entry = { file, arrival, item, name: nameOf(file, arrival), place: (count += 1) };
    slot(item, "name").textContent = entry.name;
    item.querySelector("progress").setAttribute("aria-label", `Sending ${entry.name}`);
    for (const which of ["retry", "remove"]) item.querySelector(`[data-${which}] span`).textContent = ` ${entry.name}`;
    item.querySelector("[data-retry]").addEventListener("click", () => again(entry));
    item.querySelector("[data-remove]").addEventListener("click", () => leaveOut(entry));
    queue.append(item);
    queue.hidden = false;
    const tooLarge = Number(root.dataset.maxBytes) && file.size > Number(root.dataset.maxBytes);
    if (tooLarge) fail(entry, `This file is ${megabytes(file.size)}. The most that can be kept is ${megabytes(root.dataset.maxBytes)} a file.`, false);
    else if (file.size === 0) fail(entry, "This file is empty. Look at it where it came from, and choose it again.", false);
    else waiting.push(entry);
  }

  async function next() {
    if (busy) return;
    busy = true;
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      let answer = await send(entry);
      if (isOutOfStep(answer.status) && (await renewToken())) answer = await send(entry);
      settle(entry, answer);
    }
    busy = false;
  }

  // Resolves to {status, response}; status is 0 where the service was not reached.
  function send(entry) {
    const { item, file, arrival, name } = entry;
    const bar = item.querySelector("progress");
    const body = new FormData();
    body.set("csrf_token", token());
    body.set("arrival", arrival);
    body.set(input.name, file, name);
    state(entry, "Sending");
    status.textContent = `Sending ${name}`;
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", root.dataset.url);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        bar.value = total ? (100 * loaded) / total : 0;
        if (loaded === total) state(entry, "Sent; being stored and checked");
      });
      request.addEventListener("loadend", () => done(request));
      request.send(body);
    });
  }

  function settle(entry, { status, response }) {
    const result = response?.files?.[0];
    if (result?.ok) stored(entry, result);
    else if (result) fail(entry, result.error, false);
    else fail(entry, failureOf(status, response));
  }

  function stored(entry, result) {
    const receipt = part("receipt").content.firstElementChild.cloneNode(true);
    for (const name of ["label", "stored_at", "size", "sha256", "message"]) slot(receipt, name).textContent = result[name] ?? "";
    if (!result.message) slot(receipt, "message").remove();
    fillLink(slot(receipt, "url"), result);
    if (result.preview_url) slot(receipt, "preview_url").src = result.preview_url;
    else slot(receipt, "preview_url").remove();
    receipt.dataset.place = entry.place;
    const later = [...receipts.children].find((each) => Number(each.dataset.place) > entry.place);
    receipts.insertBefore(receipt, later ?? null); // one that was tried again stands where it was chosen
    part("heading").hidden = false;
    part("ask")?.removeAttribute("hidden");
    takeAway(entry);
    status.textContent = `${result.name} stored as ${result.label}.`;
    choose(document.getElementById(root.dataset.into), result);
    root.dispatchEvent(new CustomEvent("upload:stored", { bubbles: true, detail: result }));
  }

  function fail(entry, why, canRetry = true) {
    entry.item.classList.add("cw-sending--failed");
    state(entry, `Not stored: ${why}`);
    entry.item.querySelector("[data-retry]").hidden = !canRetry;
    entry.item.querySelector("[data-remove]").hidden = false;
    status.textContent = `${entry.name} was not stored. ${why}`;
  }

  function again(entry) {
    entry.item.classList.remove("cw-sending--failed");
    entry.item.querySelectorAll("button").forEach((button) => {
      button.hidden = true;
    });
    state(entry, "Waiting");
    waiting.push(entry);
    next();
  }

  function leaveOut(entry) {
    takeAway(entry);
    status.textContent = `${entry.name} left out.`;
    input.focus();
  }

  function takeAway({ item }) {
    item.remove();
    queue.hidden = queue.childElementCount === 0;
  }

  function listenForDrops() {
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      document.addEventListener(kind, (event) => {
        if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
        event.preventDefault(); // a file dropped beside the box must not open in place of the page
        root.classList.toggle("cw-upload--over", kind === "dragenter" || kind === "dragover");
        if (kind === "drop" && nearest(event.target) === root) take(event.dataTransfer.files, "dropped");
      });
    }
  }

  function listenForPaste() {
    document.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const words = event.clipboardData?.types.includes("text/plain") && isTextField(event.target);
      const box = nearest(event.target);
      const astray = document.querySelector("[data-paste-astray]");
      if (astray && files.length > 0 && !words) astray.hidden = box !== null;
      if (files.length === 0 || words || box !== root) return;
      event.preventDefault();
      take(files, "pasted");
    });
  }

  function state({ item }, words) {
    slot(item, "state").textContent = words;
  }
}

// The questions about the files know only of those that were there when the page was opened.
function openAnew(event) {
  event.preventDefault();
  location.hash = event.target.hash;
  location.reload();
}

const slot = (item, name) => item.querySelector(`[data-slot="${name}"]`);

// The box that the target lies in, or the one of its row, or else the first on the page. Where there are rows nobody
// guesses among them: a picture in the wrong row would be evidence in the wrong case.
const nearest = (target) => {
  const near = target?.closest?.("[data-upload]") ?? target?.closest?.("[data-upload-row]")?.querySelector("[data-upload]");
  if (near || document.querySelector("[data-upload-row]")) return near ?? null;
  return document.querySelector("[data-upload]");
};

const isTextField = (target) => Boolean(target?.closest?.("textarea, input:not([type=file]), [contenteditable]"));

const megabytes = (bytes) => `${(Number(bytes) / 1048576).toFixed(1).replace(".0", "")} MB`;

// A file that goes with what the form records is chosen there: the last one that came.
function choose(select, { id, label, name }) {
  if (!select || !id) return;
  select.add(new Option(`${label}: ${name}`, id, false, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

// Every pasted picture is called image.png: give it the moment instead.
function nameOf(file, arrival) {
  if (arrival !== "pasted" || !/^image\.\w+$/.test(file.name)) return file.name;
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `pasted ${day} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}.${file.name.split(".").pop()}`;
}

function fillLink(link, { url, name }) {
  if (url) {
    link.href = url;
    link.textContent = name;
  } else link.replaceWith(name);
}

function failureOf(status, response) {
  if (status === 0) return "The service could not be reached. The file is still on this page: try again.";
  if (status === 401) return "You are signed out. Sign in in another tab, then try again here: the file is still on this page.";
  if (response?.error) return response.error;
  if (status === 413) return "This file is larger than can be kept.";
  if (status === 429) return "Too much was sent at once. Wait a minute, then try again.";
  return "Something went wrong here, and the file was not kept. Try again; if it goes on, tell your administrator.";
}
