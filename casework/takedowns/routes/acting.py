"""What is recorded by the forms of whoever handles a request: each on a page of its own, or all on one screen."""

from collections.abc import Sequence
from datetime import datetime

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Post
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.takedowns import queries, service
from casework.takedowns.forms import AttachingForm, LookForm, MeansForm, ReminderForm, ReplyForm, SentForm
from casework.takedowns.looking import SHOWS_IT, what_it_shows
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.attaching import attached, offer, was_sent
from casework.takedowns.service import LookValues
from casework.takedowns.workflow import REPLY_ACTION, Means, ReplyKind, Seen, actions_from


def sent_form(request: RemovalRequest, prefix: str = "") -> SentForm:
    """Return the form by which a request is marked as sent. Its letter must be loaded."""
    return SentForm(
        prefix=prefix,
        version=request.version,
        letter_version=request.letter.version if request.letter else None,
        sent_on=clock.today(),
        deadline=request.deadline,
    )


def record_sent(request: RemovalRequest, form: SentForm) -> None:
    """Mark the request as sent, as the form says."""
    service.send(
        request,
        actor=current_officer(),
        sent_on=form.sent_on.data or clock.today(),
        sent_how=form.sent_how.data or "",
        by_letter=form.by_letter.data == "yes",
        platform_reference=form.platform_reference.data or "",
        deadline=form.deadline.data,
        version=form.version.data,
        letter_version=form.letter_version.data,
    )


def answers_possible(request: RemovalRequest) -> list[ReplyKind]:
    """Return the kinds of answer that can be recorded now."""
    return [kind for kind in ReplyKind if REPLY_ACTION[kind] in actions_from(request.status)]


def reply_form(
    request: RemovalRequest,
    possible: Sequence[ReplyKind],
    prefix: str = "",
    beside: AttachingForm | None = None,
) -> ReplyForm:
    """Return the form for an answer. `beside`: a form that offers the same exhibits already."""
    form = ReplyForm(prefix=prefix, received_on=clock.today())
    form.kind.choices = {kind.value: kind.label for kind in possible}
    offer(form, request, beside)
    return form


def record_answer(request: RemovalRequest, form: ReplyForm) -> None:
    """Record an answer, with its file."""
    service.record_reply(
        request,
        actor=current_officer(),
        kind=form.kind.data,
        received_on=form.received_on.data or clock.today(),
        words=form.words.data or "",
        exhibit=attached(form, request, answer_title(request)),
    )


def reminder_form(prefix: str = "") -> ReminderForm:
    """Return the form for a reminder."""
    return ReminderForm(prefix=prefix, reminded_on=clock.today())


def record_reminded(request: RemovalRequest, form: ReminderForm) -> None:
    """Record that the recipient was reminded."""
    service.record_reminder(
        request,
        actor=current_officer(),
        reminded_on=form.reminded_on.data or clock.today(),
        how=form.how.data or "",
    )


def look_form(request: RemovalRequest, prefix: str = "") -> LookForm:
    """Return the form for a look."""
    form = LookForm(prefix=prefix, seen_at=clock.now())
    offer_accounts(form)
    offer(form, request)
    return form


def offer_accounts(form: MeansForm) -> None:
    """Let the officer choose among the council's own accounts."""
    form.account.choices = {"": "None: logged out"} | {name: name for name in service.looking_accounts()}


def look_values(form: LookForm) -> LookValues:
    """Return what a look was besides what was seen, as it was entered."""
    return {
        "account": form.account.data or "",
        "device": form.device.data or "",
        "able": form.able.data,
        "able_words": form.able_words.data or "",
        "wording": form.wording.data or "",
    }


def record_look(request: RemovalRequest, post: Post, form: LookForm) -> str:
    """Take the capture in, then record the look, and say so. What is wrong is said before bytes are kept."""
    seen: Seen = form.seen.data
    means: Means | None = form.means.data or None
    seen_at: datetime = form.seen_at.data
    values = look_values(form)
    service.check_look(request, post, seen, means, seen_at, exhibit=was_sent(form), **values)
    shown = [post.id] if seen in SHOWS_IT else []
    exhibit = attached(form, request, capture_title(request), shown)
    look = service.observe(
        request,
        post,
        actor=current_officer(),
        seen=seen,
        means=means,
        seen_at=seen_at,
        exhibit=exhibit,
        **values,
    )
    if shown and exhibit is not None and _was_staged(exhibit, request):
        evidence.describe(exhibit, actor=current_officer(), posts=shown)
    return f"The look is recorded. {what_it_shows(seen, look.able, captured=exhibit is not None)}".strip()


def capture_title(request: RemovalRequest) -> str:
    """Return what a capture of a look is called as an exhibit."""
    return f"What was shown at a look for removal request {request.name}"


def answer_title(request: RemovalRequest) -> str:
    """Return what an answer is called as an exhibit."""
    return f"Answer to removal request {request.name}"


def _was_staged(exhibit: Exhibit, request: RemovalRequest) -> bool:
    """Say whether the officer pasted the exhibit for this look, when nobody knew yet what it would show."""
    if exhibit.received_by_id != current_officer().id or exhibit.title != capture_title(request):
        return False
    return not queries.shows_any(exhibit)
