"""What the pages of all steps have in common: the draft, the steps around it, and going on."""

from typing import Any

from flask import flash, redirect, request, url_for
from sqlalchemy.sql.base import ExecutableOption
from werkzeug.wrappers import Response

from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.intake import queries
from casework.intake.progress import Progress, Step, progress_of
from casework.web.forms import Form, page


def open_draft(case_id: int, *options: ExecutableOption) -> Case:
    """Return the draft; raise NotFound where it is hidden, NotPossible where it is a draft no longer."""
    return queries.open_draft(current_officer(), case_id, *options)


def step_page(
    template: str, case: Case, here: Step, *, form: Form | None = None, **context: Any
) -> tuple[str, int]:
    """Render a page of one step, with the others around it. The template gets `case` and `progress`."""
    progress = progress_of(current_officer(), case)
    return page(
        template,
        form=form,
        case=case,
        progress=progress,
        step=here,
        steps_shown=steps_shown(case, progress, here),
        **context,
    )


def steps_shown(case: Case, progress: Progress, here: Step | None = None) -> list[dict[str, str]]:
    """Return the steps as the row at the head of each page shows them."""
    return [
        {
            "key": step.value,
            "text": step.label,
            "href": url_for(f"intake.{step.value}", case_id=case.id),
            "state": "current" if step is here else "done" if progress.done(step, case) else "to do",
        }
        for step in Step
    ]


def go_on(case_id: int, here: Step, said: str = "") -> Response:
    """Go to the page where the officer wants to be: the check, the list of steps, or the next step."""
    if said:
        flash(said, "success")
    wanted = request.form.get("then", "")
    if wanted == "stay":
        return redirect(url_for(f"intake.{here.value}", case_id=case_id))
    if wanted == "later":
        return redirect(url_for("intake.draft", case_id=case_id))
    if wanted == "check":
        return redirect(url_for("intake.check", case_id=case_id))
    steps = list(Step)
    following = steps[min(steps.index(here) + 1, len(steps) - 1)]
    return redirect(url_for(f"intake.{following.value}", case_id=case_id))
