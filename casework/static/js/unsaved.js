// Asks before a page with typed but unsent words is left. The browser words the question.

export function startUnsaved(form) {
  // A form that came back with errors is unsent words from the start.
  const before = document.querySelector(".govuk-error-summary") ? null : written(form);
  let sending = false;

  form.addEventListener("submit", () => {
    sending = true;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending || form.dataset.kept === written(form) || written(form) === before) return;
    event.preventDefault();
  });
}

// What the form would send, as one string. Files count by name and size.
export function written(form) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  return JSON.stringify(pairs.map(([name, value]) => [name, value instanceof File ? `${value.name} ${value.size}` : value]));
}
