"""The letter of a request by e-mail: what goes to whom, sent, taken back, and what to do where it went astray."""

from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.correspondence.forms import AnotherWayForm, BounceForm, MailForm
from casework.correspondence.mailing import reply_to, why_held
from casework.errors import NotFound
from casework.outbox.addresses import addresses_in, checked_addresses
from casework.outbox.bounces import LARGEST
from casework.outbox.server import is_on, own_settings
from casework.permissions import Permission, can
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.routes.blueprint import bp, done, home
from casework.takedowns.workflow import RequestAction, next_status
from casework.web.forms import page
from casework.web.guard import requires

NOBODY, OTHERS = "Nobody was asked yet.", "It reached its other addresses."


def mail_of(request: RemovalRequest) -> dict[str, object]:
    """Return what a page shows of the request's e-mail: the last message, whether it went astray, and if mail is on.

    With it goes why the letter may not go out as it stands, by e-mail or otherwise.
    """
    messages = queries.own_messages(request)
    last, lost = next(iter(messages), None), service.astray(request, messages)
    return {
        "on": is_on(),
        "held": why_held(request.letter, current_officer()) if request.letter else "",
        "last": last,
        "astray": lost is not None,
        "renewable": lost is not None and not service.why_not_renewed(request),
        "may_renew": can(current_officer(), Permission.TAKEDOWN_APPROVE),
        "addresses": addresses_in(request.recipient_contact),
    }


def _handled(request_id: int) -> RemovalRequest:
    request = queries.get_handled(current_officer(), request_id, *queries.FOR_ITS_HANDLER)
    if request.letter is None:
        raise NotFound
    return request


@bp.route("/removal-requests/<int:request_id>/mail", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def mail(request_id: int) -> ResponseReturnValue:
    """Exactly what goes to whom; then it is frozen and queued."""
    request = _handled(request_id)
    if not is_on():
        raise NotFound
    again = service.astray(request)
    if again is None:
        next_status(request.status, RequestAction.SEND)
    officer, letter = current_officer(), request.letter
    form = MailForm(
        version=request.version,
        letter_version=letter.version if letter else None,
        addresses="\n".join(again.recipients if again else addresses_in(request.recipient_contact)),
    )
    if form.submitted():
        with form.catching():
            addresses = checked_addresses(form.addresses.data or "")
            service.send_by_mail(
                request,
                addresses,
                actor=officer,
                version=form.version.data,
                letter_version=form.letter_version.data,
            )
            return done(
                request,
                f"It is being sent by e-mail to {', '.join(addresses)}. It is not marked as sent yet.",
            )
    if form.failed:
        request = _handled(request_id)
    return page(
        "takedowns/mail.html",
        form=form,
        removal=request,
        letter=request.letter,
        sender=own_settings().smtp_from,
        reply_to=reply_to(),
        may_change=can(officer, Permission.TAKEDOWN_APPROVE),
        back=home(request),
    )


@bp.post("/removal-requests/<int:request_id>/mail/take-back")
@requires(Permission.TAKEDOWN_HANDLE)
def take_back(request_id: int) -> ResponseReturnValue:
    """Take the letter out of the outbox."""
    request = _handled(request_id)
    service.take_back_mail(request, actor=current_officer())
    return done(request, "The letter is taken back. It was not sent.")


@bp.route("/removal-requests/<int:request_id>/mail/came-back", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def bounce(request_id: int) -> ResponseReturnValue:
    """Record that the e-mail came back."""
    request = _handled(request_id)
    form = BounceForm()
    if form.submitted():
        with form.catching():
            nobody = service.record_bounce(
                request, actor=current_officer(), why=form.why.data or "", returned=returned_file()
            )
            said = "It is recorded that the e-mail came back."
            return done(request, f"{said} {NOBODY if nobody else OTHERS}")
    if form.failed:
        request = _handled(request_id)
    return page("takedowns/bounce.html", form=form, removal=request, back=home(request))


@bp.route("/removal-requests/<int:request_id>/mail/another-way", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def another_way(request_id: int) -> ResponseReturnValue:
    """Record that a letter which came back went another way."""
    request = _handled(request_id)
    form = AnotherWayForm(sent_on=clock.today())
    if form.submitted() and form.sent_on.data:
        with form.catching():
            service.sent_another_way(
                request, actor=current_officer(), on=form.sent_on.data, how=form.sent_how.data or ""
            )
            return done(request, "It is recorded how it was sent.")
    if form.failed:
        request = _handled(request_id)
    return page("takedowns/another_way.html", form=form, removal=request, back=home(request))


def returned_file(*, again: bool = False) -> bytes:
    """Return the bytes of the returned message that came with the form; one too many, where they are too many.

    `again`: from its first byte, where it was read before.
    """
    file = http.files.get("file")
    if file is None or not file.filename:
        return b""
    if again:
        file.stream.seek(0)
    return file.stream.read(LARGEST + 1)
