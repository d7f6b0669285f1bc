// A text field that offers matches while typing: the combobox of the ARIA Authoring Practices, with a list that pops up.
// The id of the one chosen goes into the hidden field that data-typeahead-id names; changing the words empties it again.

const PAUSE = 180;
const LEAST = 2;

export function startTypeahead(input) {
  const hidden = document.getElementById(input.dataset.typeaheadId);
  const { list, status } = build(input);
  let options = [];
  let active = -1;
  let timer;
  let asking;
  let chosen = hidden.value ? input.value : null;

  input.addEventListener("input", () => {
    if (input.value !== chosen) {
      hidden.value = "";
      chosen = null;
    }
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // a click on the list leaves the focus in the field
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0) choose(at);
  });

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (words.length < LEAST || chosen !== null) return close();
    asking = new AbortController();
    try {
      const url = new URL(input.dataset.typeaheadUrl, location.href);
      url.searchParams.set("q", words);
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json(), words);
    } catch (failure) {
      if (failure.name === "AbortError") return;
      close();
      status.textContent = "Matches cannot be shown. What you type will be looked up when you go on.";
    }
  }

  function show(found, words) {
    if (document.activeElement !== input) return;
    options = found;
    active = -1;
    list.replaceChildren(...found.map((option, at) => optionItem(option, `${list.id}-${at}`)));
    const open = found.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    input.removeAttribute("aria-activedescendant");
    status.textContent = open ? `${found.length} ${found.length === 1 ? "match" : "matches"}. Use the up and down arrows.` : `No match for “${words}”.`;
  }

  function onKey(event) {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      move(active === -1 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Tab" && open && active >= 0) {
      choose(active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  }

  function move(at) {
    active = at;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function choose(at) {
    const option = options[at];
    input.value = option.label;
    hidden.value = option.id;
    chosen = option.label;
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
    close();
    status.textContent = `${option.label} chosen.`;
  }

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}

function build(input) {
  const box = document.createElement("div");
  box.className = "cw-typeahead";
  input.replaceWith(box);
  const list = document.createElement("ul");
  list.id = `${input.id}-matches`;
  list.className = "cw-typeahead__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "Matches");
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) input.setAttribute(name, value);
  return { list, status };
}

function optionItem({ label, hint }, id) {
  const item = document.createElement("li");
  item.id = id;
  item.className = "cw-typeahead__option";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.textContent = label;
  if (hint) {
    const more = document.createElement("span");
    more.className = "cw-typeahead__hint";
    more.textContent = hint;
    item.append(" ", more);
  }
  return item;
}
