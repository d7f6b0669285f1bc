"""Reminders, thanks and the last letter by e-mail: what goes to whom, sent, taken back, and that it came back."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.correspondence.forms import BounceForm, MailForm
from casework.correspondence.mailing import check_mailable, reply_to
from casework.errors import NotFound
from casework.outbox.addresses import addresses_in, checked_addresses
from casework.outbox.server import is_on, own_settings
from casework.permissions import Permission, can
from casework.takedowns import service
from casework.takedowns.routes.blueprint import bp
from casework.takedowns.routes.mailing import OTHERS, returned_file
from casework.takedowns.routes.writing import AT, at, found
from casework.web.forms import page
from casework.web.guard import requires


@bp.route(f"{AT}/mail", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_mail(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Exactly what goes to whom; then it is frozen and queued."""
    request, letter = found(request_id, letter_id)
    if not is_on():
        raise NotFound
    check_mailable(letter)
    form = MailForm(
        letter_version=letter.version, addresses="\n".join(addresses_in(request.recipient_contact))
    )
    if form.submitted():
        with form.catching():
            addresses = checked_addresses(form.addresses.data or "")
            service.mail_letter(
                request, letter, addresses, actor=current_officer(), version=form.letter_version.data
            )
            flash(
                f"It is being sent by e-mail to {', '.join(addresses)}. It is not marked as sent yet.",
                "success",
            )
            return redirect(at(request_id, letter_id))
    request, letter = found(request_id, letter_id)
    return page(
        "takedowns/mail.html",
        form=form,
        removal=request,
        letter=letter,
        sender=own_settings().smtp_from,
        reply_to=reply_to(),
        may_change=can(current_officer(), Permission.TAKEDOWN_APPROVE),
        back=at(request_id, letter_id),
    )


@bp.post(f"{AT}/mail/take-back")
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_take_back(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Take the letter out of the outbox."""
    request, letter = found(request_id, letter_id)
    service.take_back_letter(request, letter, actor=current_officer())
    flash("The letter is taken back. It was not sent.", "success")
    return redirect(at(request_id, letter_id))


@bp.route(f"{AT}/mail/came-back", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def later_letter_bounce(request_id: int, letter_id: int) -> ResponseReturnValue:
    """Record that the e-mail came back."""
    request, letter = found(request_id, letter_id)
    form = BounceForm()
    if form.submitted():
        with form.catching():
            nobody = service.record_letter_bounce(
                request, letter, actor=current_officer(), why=form.why.data or "", returned=returned_file()
            )
            flash(f"It is recorded that the e-mail came back.{'' if nobody else f' {OTHERS}'}", "success")
            return redirect(at(request_id, letter_id))
    request, letter = found(request_id, letter_id)
    return page("takedowns/bounce.html", form=form, removal=request, back=at(request_id, letter_id))
