// Small courtesies of every page.

// A scroll region is a stop for the Tab key only while there is something to scroll.
function watchScrollRegions() {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll("[data-scroll]").forEach((region) => watcher.observe(region));
}

// A menu that folds closes with Escape, and when something else is clicked or takes the focus.
function closeFoldedMenus() {
  document.querySelectorAll("details[data-closes-outside]").forEach((menu) => {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    for (const kind of ["click", "focusin"]) {
      document.addEventListener(kind, (event) => {
        if (!menu.contains(event.target)) menu.open = false;
      });
    }
  });
}

// After something was done, its message is read out and seen first; an error summary takes precedence.
function focusMessages() {
  if (document.querySelector(".govuk-error-summary") || location.hash) return;
  document.querySelector("[data-focus-on-load]")?.focus({ preventScroll: true });
}

function showPrintButtons() {
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}

export function startPage() {
  watchScrollRegions();
  closeFoldedMenus();
  focusMessages();
  showPrintButtons();
}
