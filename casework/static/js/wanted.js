// A field that only some choices want is out of the way while none of them is made and nothing stands in it. Without a
// script every field is there, and says what wants it.

function chosen(form, wanted) {
  const [name, value] = wanted.split("=");
  return [...form.querySelectorAll(`[name="${name}"]`)].some(
    (input) => input.value === value && (input.checked || input.tagName === "SELECT"),
  );
}

function isFilled(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((input) =>
    input.type === "checkbox" || input.type === "radio" ? input.checked : input.value.trim() !== "",
  );
}

function startWanted(form) {
  const parts = [...form.querySelectorAll("[data-wanted-by]")];
  const show = () => {
    for (const part of parts) {
      const wanted = part.dataset.wantedBy.split(" ").some((each) => chosen(form, each));
      part.hidden = !wanted && !isFilled(part) && !part.querySelector(".govuk-error-message");
    }
    for (const group of new Set(parts.map((part) => part.closest("fieldset")))) {
      if (group) group.hidden = [...group.children].every((child) => child.hidden || !child.matches("[data-wanted-by], .govuk-form-group"));
    }
  };
  form.addEventListener("change", show);
  show();
}

// Whoever a request goes to follows its route, as long as nobody wrote another name.
function startProposals(part) {
  const proposals = JSON.parse(part.dataset.proposals);
  const fields = [...part.querySelectorAll("input")];
  part.closest("form").addEventListener("change", ({ target }) => {
    const now = target.name === part.dataset.proposedBy && proposals[target.value];
    if (!now) return;
    for (const field of fields) {
      const known = Object.values(proposals).map((each) => each[field.name] ?? "");
      if (known.includes(field.value) || !field.value) field.value = now[field.name] ?? "";
    }
  });
}

export function startWantedFields() {
  document.querySelectorAll("form:has([data-wanted-by])").forEach(startWanted);
  document.querySelectorAll("[data-proposals]").forEach(startProposals);
}
