// Boxes are drawn, moved and sized on the picture. The number fields beside it hold them: this only writes there, so that
// whoever has no script, or no mouse, enters the same numbers by hand.
const SVG = "http://www.w3.org/2000/svg";
const NAMES = ["x", "y", "width", "height"];
const SMALLEST = 4; // pixels: a click is no box
const PAST = `redaction past ${location.pathname}`;
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function startRedaction(root) {
  const pages = [...root.querySelectorAll("[data-redaction-page]")];
  const list = root.querySelector("[data-redaction-boxes]");
  const undo = root.querySelector("[data-redaction-undo]");
  const status = root.querySelector("[data-redaction-status]");
  const finger = root.querySelector("[data-redaction-finger]");
  const blank = root.querySelector("[data-redaction-template]").content.querySelector("[data-redaction-row]");
  const past = keptOver();
  let before = values();

  root.querySelector("[data-redaction-tools]").hidden = false;
  undo.addEventListener("click", takeBack);
  root.querySelector("[data-redaction-add]").addEventListener("click", add);
  finger.hidden = !window.matchMedia("(any-pointer: coarse)").matches;
  finger.addEventListener("click", () => finger.setAttribute("aria-pressed", finger.getAttribute("aria-pressed") !== "true"));
  list.addEventListener("change", settle);
  list.addEventListener("input", draw);
  pages.forEach((page) => {
    page.setAttribute("role", "group");
    page.addEventListener("pointerdown", (event) => press(event, page));
  });
  undo.disabled = past.length === 0;
  list.closest("form").addEventListener("submit", () => sessionStorage.setItem(PAST, JSON.stringify(past)));
  draw();

  // A save that was refused brings the page again: what could be undone before it still can.
  function keptOver() {
    const held = "refused" in root.dataset ? sessionStorage.getItem(PAST) : null;
    sessionStorage.removeItem(PAST);
    return held ? JSON.parse(held) : [];
  }

  function rows() {
    return [...list.querySelectorAll("[data-redaction-row]")];
  }

  function input(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  function box(row) {
    const numbers = NAMES.map((name) => input(row, name).value);
    if (numbers.some((each) => each === "") || input(row, "remove").checked) return null;
    const [x, y, width, height] = numbers.map(Number);
    return { page: Number(input(row, "page")?.value || 1), x, y, width, height };
  }

  function write(row, { page, x, y, width, height }) {
    if (input(row, "page")) input(row, "page").value = page;
    Object.entries({ x, y, width, height }).forEach(([name, value]) => (input(row, name).value = Math.round(value)));
  }

  // All that stands in the fields, so that it can be put back.
  function values() {
    return rows().map((row) => [...row.querySelectorAll("input, select")].map((each) => (each.type === "checkbox" ? each.checked : each.value)));
  }

  // Something was done: what stood before can be had again.
  function settle() {
    const now = values();
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    past.push(before);
    before = now;
    undo.disabled = false;
    list.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  }

  function takeBack() {
    const then = past.pop();
    while (rows().length > then.length) rows().at(-1).remove();
    while (rows().length < then.length) addRow();
    rows().forEach((row, place) =>
      row.querySelectorAll("input, select").forEach((each, index) => {
        if (each.type === "checkbox") each.checked = then[place][index];
        else each.value = then[place][index];
      }),
    );
    before = values();
    undo.disabled = past.length === 0;
    status.textContent = "The last change is undone.";
    draw();
  }

  function addRow() {
    const number = rows().length;
    const row = blank.cloneNode(true);
    for (const each of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace("boxes-new-", `boxes-${number}-`));
      }
    }
    row.querySelector("legend").textContent = `Box ${number + 1}`;
    list.append(row);
    return row;
  }

  function freeRow() {
    const last = rows().at(-1);
    const used = NAMES.some((name) => input(last, name).value !== "") || input(last, "remove").checked;
    return used ? addRow() : last;
  }

  function draw() {
    pages.forEach((page) => page.querySelectorAll("rect, text").forEach((each) => each.remove()));
    rows().forEach((row, place) => {
      const found = box(row);
      const page = found && pages.find((each) => Number(each.dataset.redactionPage) === found.page);
      if (!page) return;
      const drawn = rectangle("cw-redaction__box", found);
      drawn.setAttribute("tabindex", "0");
      drawn.setAttribute("role", "button");
      const reason = input(row, "reason");
      drawn.setAttribute("aria-label", `Box ${place + 1}: ${reason.value ? reason.selectedOptions[0].text : "no reason yet"}`);
      drawn.dataset.row = place;
      drawn.addEventListener("keydown", (event) => onKey(event, row, place));
      const size = cornerOf(page);
      const corner = rectangle("cw-redaction__corner", { x: found.x + found.width - size, y: found.y + found.height - size, width: size, height: size });
      corner.dataset.row = place;
      corner.dataset.corner = "";
      page.append(drawn, corner, numeral(place + 1, found, size * 1.4));
    });
    list.dataset.count = rows().filter(box).length;
  }

  function rectangle(name, { x, y, width, height }) {
    const made = document.createElementNS(SVG, "rect");
    made.setAttribute("class", name);
    Object.entries({ x, y, width, height }).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  function numeral(number, { x, y }, size) {
    const made = document.createElementNS(SVG, "text");
    made.setAttribute("class", "cw-redaction__number");
    made.setAttribute("aria-hidden", "true"); // the box itself is called by its number
    Object.entries({ x: x + size / 5, y: y + size, "font-size": size }).forEach(([key, value]) => made.setAttribute(key, value));
    made.textContent = number;
    return made;
  }

  function extent(page) {
    const { width, height } = page.viewBox.baseVal;
    return { width, height };
  }

  function cornerOf(page) {
    return (extent(page).width / page.getBoundingClientRect().width) * 14 || 14;
  }

  function pointOf(event, page) {
    const shown = page.getBoundingClientRect();
    const { width, height } = extent(page);
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    return {
      x: within(((event.clientX - shown.left) / shown.width) * width, width),
      y: within(((event.clientY - shown.top) / shown.height) * height, height),
    };
  }

  function press(event, page) {
    if (event.button !== 0) return;
    const drawing = event.pointerType !== "touch" || finger.getAttribute("aria-pressed") === "true";
    if (!drawing && event.target.dataset.row === undefined) return; // a finger scrolls past the picture
    event.preventDefault();
    const start = pointOf(event, page);
    const held = event.target.dataset.row;
    const row = held === undefined ? null : rows()[held];
    const old = row && box(row);
    const sizing = "corner" in event.target.dataset;
    let now = null;
    let ghost = null;
    const move = (further) => {
      const to = pointOf(further, page);
      if (!row) now = spanning(start, to, page);
      else if (sizing) now = fitted({ ...old, width: old.width + to.x - start.x, height: old.height + to.y - start.y }, page);
      else now = kept({ ...old, x: old.x + to.x - start.x, y: old.y + to.y - start.y }, page);
      ghost?.remove();
      ghost = rectangle("cw-redaction__box", now);
      page.append(ghost);
    };
    const end = () => {
      page.removeEventListener("pointermove", move);
      page.removeEventListener("pointerup", end);
      page.removeEventListener("pointercancel", end);
      ghost?.remove();
      if (now && (row || (now.width >= SMALLEST && now.height >= SMALLEST))) write(row ?? freeRow(), now);
      settle();
      if (now && !row) status.textContent = "A box is drawn. Choose its reason.";
    };
    page.setPointerCapture(event.pointerId);
    page.addEventListener("pointermove", move);
    page.addEventListener("pointerup", end);
    page.addEventListener("pointercancel", end);
  }

  // Without a mouse: a box in the middle of what is in view, to be moved by the arrow keys.
  function add() {
    const page = pages.find((each) => each.getBoundingClientRect().bottom > window.innerHeight / 4) ?? pages.at(-1);
    const shown = page.getBoundingClientRect();
    const { width, height } = extent(page);
    const middle = (Math.max(shown.top, 0) + Math.min(shown.bottom, window.innerHeight)) / 2 - shown.top;
    const [wide, high] = [Math.ceil(width / 4), Math.ceil(Math.min(width / 16, height))];
    const row = freeRow();
    const at = { x: (width - wide) / 2, y: (middle / shown.height) * height - high / 2, width: wide, height: high };
    write(row, kept({ ...at, page: Number(page.dataset.redactionPage) }, page));
    settle();
    status.textContent = "A box is added. Move it with the arrow keys, then press Enter to choose its reason.";
    root.querySelector(`rect[tabindex][data-row="${rows().indexOf(row)}"]`).focus();
  }

  function spanning(from, to, page) {
    const [x, y] = [Math.floor(Math.min(from.x, to.x)), Math.floor(Math.min(from.y, to.y))];
    const [right, bottom] = [Math.ceil(Math.max(from.x, to.x)), Math.ceil(Math.max(from.y, to.y))];
    return { page: Number(page.dataset.redactionPage), x, y, width: right - x, height: bottom - y };
  }

  // A box that is moved stops at the edge; one that is sized grows up to it.
  function kept(moved, page) {
    const { width, height } = extent(page);
    const x = Math.round(Math.min(Math.max(moved.x, 0), width - moved.width));
    const y = Math.round(Math.min(Math.max(moved.y, 0), height - moved.height));
    return { ...moved, x, y };
  }

  function fitted(sized, page) {
    const { width, height } = extent(page);
    return {
      ...sized,
      width: Math.round(Math.min(Math.max(sized.width, 1), width - sized.x)),
      height: Math.round(Math.min(Math.max(sized.height, 1), height - sized.y)),
    };
  }

  function onKey(event, row, place) {
    const found = box(row);
    const page = event.target.closest("svg");
    const step = STEP[event.key];
    const stride = event.ctrlKey ? 1 : Math.max(1, Math.round(extent(page).width / 100));
    if (step) {
      const [right, down] = step.map((each) => each * stride);
      const changed = event.shiftKey
        ? fitted({ ...found, width: found.width + right, height: found.height + down }, page)
        : kept({ ...found, x: found.x + right, y: found.y + down }, page);
      write(row, changed);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      input(row, "remove").checked = true;
      status.textContent = `Box ${place + 1} is taken away.`;
    } else if (event.key === "Enter" || event.key === " ") {
      input(row, "reason").focus();
      event.preventDefault();
      return;
    } else return;
    event.preventDefault();
    settle();
    (root.querySelector(`rect[tabindex][data-row="${place}"]`) ?? undo).focus();
  }
}
