"""While an answer is awaited, and before it is sent: the police, a pause, a reminder."""

from flask import url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.page import case_page
from casework.errors import NotPossible
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import PauseForm, PoliceForm, ResumeForm
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.acting import record_reminded, reminder_form
from casework.takedowns.routes.blueprint import SECTION, bp, done, home, of_staff
from casework.takedowns.workflow import AWAITED, PoliceAnswer
from casework.web.forms import Form, page
from casework.web.guard import requires


@bp.route("/removal-requests/<int:request_id>/police", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def police(request_id: int) -> ResponseReturnValue:
    """Record whom of the police we asked, and what they say."""
    request, case = of_staff(request_id)
    form = PoliceForm(
        version=request.version,
        asked_on=request.police_asked_on or clock.today(),
        asked_of=request.police_asked_of,
        answer=request.police_answer or "",
        answered_on=request.police_answered_on,
        words=request.police_words,
    )
    if form.submitted() and form.asked_on.data:
        with form.catching():
            answer = PoliceAnswer.of(form.answer.data) if form.answer.data else None
            service.record_police(
                request,
                actor=current_officer(),
                asked_on=form.asked_on.data,
                asked_of=form.asked_of.data or "",
                answer=answer,
                answered_on=form.answered_on.data,
                words=form.words.data or "",
                version=form.version.data,
            )
            return done(request, "What the police say is recorded.")
    words = "An objection stops the request until it is withdrawn: the post may be their evidence, or asking may warn."
    return _form(request_id, case, form, "Ask the police", words, "Record it")


@bp.route("/removal-requests/<int:request_id>/pause", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def pause(request_id: int) -> ResponseReturnValue:
    """Pause the time to answer."""
    request, case = of_staff(request_id)
    if request.status not in AWAITED or request.paused_on is not None:
        raise NotPossible("The time to answer is not running, so it cannot be paused.")
    form = PauseForm(from_day=clock.today())
    if form.submitted() and form.from_day.data:
        with form.catching():
            service.pause(
                request,
                actor=current_officer(),
                kind=form.kind.data,
                words=form.words.data or "",
                from_day=form.from_day.data,
                until_day=form.until_day.data,
            )
            return done(request, "The time to answer is paused.")
    words = "While it is paused no silence is recorded and nobody is reminded. The day to answer moves by the working "
    return _form(
        request_id, case, form, "Pause the time to answer", f"{words}days that it takes.", "Pause it"
    )


@bp.route("/removal-requests/<int:request_id>/resume", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def resume(request_id: int) -> ResponseReturnValue:
    """Let the time to answer run again."""
    request, case = of_staff(request_id)
    if request.paused_on is None:
        raise NotPossible("The time to answer runs already.")
    form = ResumeForm(runs_again_on=clock.today())
    if form.submitted() and form.runs_again_on.data:
        with form.catching():
            service.resume(request, actor=current_officer(), runs_again_on=form.runs_again_on.data)
            return done(request, "The time to answer runs again.")
    words = "The day to answer moves by the working days that the pause took. Tell the recipient the new day."
    return _form(request_id, case, form, "Let the time run again", words, "Let it run again")


def _form(
    request_id: int, case: Case, form: Form, heading: str, intro: str, button_text: str
) -> ResponseReturnValue:
    if form.failed:
        _, case = of_staff(request_id)
    return case_page(
        "takedowns/form.html",
        case,
        SECTION,
        form=form,
        heading=heading,
        intro=intro,
        button_text=button_text,
        back=url_for(".show", request_id=request_id),
    )


def _handled(request_id: int) -> RemovalRequest:
    return queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)


@bp.route("/removal-requests/<int:request_id>/reminder", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def reminder(request_id: int) -> ResponseReturnValue:
    """Record that the recipient was reminded."""
    request = _handled(request_id)
    if request.status not in AWAITED or request.paused_on is not None:
        raise NotPossible("No answer is awaited now, so there is nobody to remind.")
    form = reminder_form()
    if form.submitted():
        with form.catching():
            record_reminded(request, form)
            return done(request, "The reminder is recorded.")
    if form.failed:
        request = _handled(request_id)
    return page("takedowns/reminder.html", form=form, removal=request, back=home(request))
