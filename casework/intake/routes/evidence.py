"""Step 1: the evidence, or a description in words."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.council import queries as council
from casework.evidence import queries
from casework.evidence.forms import AboutFilesForm, about_files, said_of_all
from casework.evidence.receipts import shown
from casework.evidence.service import describe_all
from casework.intake.forms import DescriptionForm
from casework.intake.progress import Step
from casework.intake.routes import files
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import go_on, open_draft, step_page
from casework.permissions import Permission
from casework.web.errors import wants_json
from casework.web.filters import file_size
from casework.web.forms import Form
from casework.web.guard import requires


@bp.get("/log/<int:case_id>/evidence")
@requires(Permission.CASE_LOG)
def evidence(case_id: int) -> ResponseReturnValue:
    """What came in, the box that takes in more, and what is asked of each."""
    return _page(open_draft(case_id))


@bp.post("/log/<int:case_id>/evidence")
@requires(Permission.CASE_LOG)
def describe_evidence(case_id: int) -> ResponseReturnValue:
    """Keep the description."""
    case = open_draft(case_id)
    form = DescriptionForm()
    if form.submitted():
        with form.catching():
            cases.change_case(
                case,
                actor=current_officer(),
                version=form.version.data,
                description=form.description.data or "",
            )
            return go_on(case_id, Step.EVIDENCE)
    return _page(case, form=form)


@bp.post("/log/<int:case_id>/evidence/files")
@requires(Permission.CASE_LOG)
def upload_evidence(case_id: int) -> ResponseReturnValue:
    """Take in more files."""
    case = open_draft(case_id)
    if not files.any_came():
        message = "Choose a file to upload."
        return ({"error": message}, 422) if wants_json() else _page(case, refused=[message])
    receipts = files.take_in(case_id)
    if wants_json():
        return files.answer_box(receipts)
    refused = files.refusals(receipts)
    return (
        _page(open_draft(case_id), refused=refused)
        if refused
        else redirect(url_for(".evidence", case_id=case_id))
    )


@bp.post("/log/<int:case_id>/evidence/about")
@requires(Permission.CASE_LOG)
def about_evidence(case_id: int) -> ResponseReturnValue:
    """Say of several exhibits at once who took them, when we got them, and what they show."""
    case = open_draft(case_id)
    form = about_files(case_id, queries.of_case(case_id))
    if form.submitted():
        with form.catching():
            chosen = [each for each in queries.of_case(case_id) if each.id in (form.exhibits.data or [])]
            values = said_of_all(form)
            describe_all(chosen, actor=current_officer(), posts=form.posts.data or [], **values)
            return go_on(case_id, Step.EVIDENCE, "What you said of the files is kept.")
    return _page(case, about=form)


def _page(
    case: Case,
    *,
    form: Form | None = None,
    about: AboutFilesForm | None = None,
    refused: list[str] | None = None,
) -> ResponseReturnValue:
    case_id, limit = case.id, files.file_limit()
    exhibits = [each for each in queries.of_case(case_id) if each.destroyed_at is None]
    html, status = step_page(
        "intake/evidence.html",
        case,
        Step.EVIDENCE,
        form=form or about,
        description=form or DescriptionForm(obj=case),
        about=about or about_files(case_id, exhibits),
        exhibits=exhibits,
        receipts=[shown(each, each.arrival.label + ".") for each in exhibits],
        refused=refused or [],
        limit=limit,
        most=file_size(limit),
        police=council.settings().police_contact,
    )
    return html, 422 if refused else status
