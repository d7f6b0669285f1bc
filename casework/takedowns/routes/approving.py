"""Approving a request, reviewing an approval, and giving a request to an officer."""

from io import BytesIO

from flask import url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.identity import current_officer
from casework.cases.page import case_page
from casework.correspondence.templates.queries import Draft, draft
from casework.council import queries as council
from casework.errors import NotFound
from casework.permissions import Permission
from casework.takedowns import deadlines, queries, service
from casework.takedowns.checks import checks, needs_own_reason
from casework.takedowns.forms import ApprovalForm, GiveForm, ReviewForm
from casework.takedowns.models import RemovalRequest
from casework.takedowns.outside_checks import election_near, to_confirm
from casework.takedowns.routes.blueprint import SECTION, bp, done, of_staff
from casework.takedowns.routes.hints import asked_twice
from casework.takedowns.wording import letter_of
from casework.takedowns.workflow import Confirmation, RequestAction, next_status
from casework.web.downloads import send_office_file
from casework.web.guard import requires


@bp.route("/removal-requests/<int:request_id>/approve", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def approve(request_id: int) -> ResponseReturnValue:
    """What was looked at, the letter as it would go out, and what approving means."""
    request, case = of_staff(request_id)
    next_status(request.status, RequestAction.APPROVE)
    form = ApprovalForm(version=request.version)
    if form.submitted():
        with form.catching():
            service.approve(
                request,
                actor=current_officer(),
                version=form.version.data,
                own_reason=form.own_reason.data or "",
                confirmed=[Confirmation.of(each) for each in form.confirmed.data or ()],
                election_note=form.election_note.data or "",
            )
            return done(request, f"Removal request {request.name} is approved. Its letter is prepared.")
    if form.failed:
        request, case = of_staff(request_id)
    asked = queries.asked(request)
    form.confirmed.choices = {each.value: each.label for each in to_confirm(request, asked)}
    found = checks(request, asked, case, current_officer())
    return case_page(
        "takedowns/approve.html",
        case,
        SECTION,
        form=form,
        removal=request,
        checks=found,
        passed=all(check.passed for check in found),
        election=election_near(request),
        twice=asked_twice(request),
        own_draft=needs_own_reason(request, current_officer()),
        letter=_drafted(request, asked),
    )


@bp.get("/removal-requests/<int:request_id>/approve/preview.docx")
@requires(Permission.TAKEDOWN_APPROVE)
def approve_preview(request_id: int) -> ResponseReturnValue:
    """The Word document that approving would prepare, marked as a preview."""
    from casework.correspondence.templates import word  # heavy

    request, _ = of_staff(request_id)
    next_status(request.status, RequestAction.APPROVE)
    drafted = _drafted(request, queries.asked(request))
    if drafted.document is None:
        raise NotFound
    return send_office_file("preview-removal-request.docx", BytesIO(word.preview(drafted.document)))


def _drafted(request: RemovalRequest, asked: queries.Asked) -> Draft:
    """Return the letter as it would be prepared today."""
    today = clock.today()
    by = deadlines.deadline(today, request.deadline_days, council.closures())
    return draft(letter_of(request, asked, today, by))


@bp.route("/removal-requests/<int:request_id>/review", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_APPROVE)
def review(request_id: int) -> ResponseReturnValue:
    """Look again at an urgent request, or at an approval of one's own."""
    request, case = of_staff(request_id, *queries.APPROVER)
    form = ReviewForm()
    if form.submitted():
        with form.catching():
            service.review(request, form.note.data or "", actor=current_officer())
            return done(request, "The review is recorded.")
    return case_page("takedowns/review.html", case, SECTION, form=form, removal=request)


@bp.route("/removal-requests/<int:request_id>/give", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def give(request_id: int) -> ResponseReturnValue:
    """Give the request to an officer."""
    request, case = of_staff(request_id)
    form = GiveForm(given_to_id=str(request.given_to_id or ""))
    form.given_to_id.choices = {
        str(each.id): f"{each.name}, {', '.join(sorted(role.label for role in each.roles))}"
        for each in queries.handlers(case.id)
    }
    if form.submitted():
        with form.catching():
            officer = accounts.officer_by_id(int(form.given_to_id.data or 0))
            service.give(request, officer, actor=current_officer())
            return done(request, f"The request is given to {officer.name}.")
    if request.ended:
        raise NotFound
    return case_page(
        "takedowns/form.html",
        case,
        SECTION,
        form=form,
        heading="Give the request to an officer",
        intro="They see the address and words of the posts, the recipient, the letter and the deadline, and nothing "
        "else of the case.",
        button_text="Give it to this officer",
        back=url_for(".show", request_id=request_id),
    )
