"""E-mail, for those who look after it: whether it is on, what waits, what went astray."""

from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.desk.queries.mail import astray_and_waiting
from casework.desk.routes.work import bp
from casework.outbox import queries as outbox
from casework.outbox.server import is_on, own_settings
from casework.outbox.workflow import MessageStatus
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/council/mail")
@requires(Permission.COUNCIL_EDIT)
def mail() -> ResponseReturnValue:
    """The outbox: of a letter its reference and addressee only for whoever may see its case."""
    settings, counts = own_settings(), outbox.by_status()
    return page(
        "desk/mail.html",
        on=is_on(),
        server=settings.smtp_host,
        sender=settings.smtp_from,
        counts={status: counts.get(status, 0) for status in MessageStatus},
        last_taken=outbox.last_taken(),
        lines=astray_and_waiting(current_officer()),
    )
