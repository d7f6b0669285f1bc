"""An officer's deadlines in their own calendar program, at an address that they make and revoke."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from casework import clock
from casework.accounts.identity import current_officer
from casework.accounts.routes import limiter
from casework.desk import service
from casework.desk.calendar import Entry, as_calendar
from casework.desk.queries import feeds
from casework.desk.routes.work import bp
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import public, requires


@bp.get("/account/calendar")
@requires(Permission.ACCOUNT_OWN)
def calendar() -> ResponseReturnValue:
    """Whether there is an address, and what a calendar shows whoever has it."""
    return page("desk/calendar.html", feed=feeds.feed_of(current_officer()), address="")


@bp.post("/account/calendar")
@requires(Permission.ACCOUNT_OWN)
def make_calendar() -> ResponseReturnValue:
    """Make an address, and show it this once."""
    officer = current_officer()
    token = service.make_calendar(actor=officer)
    address = url_for(".deadlines", token=token, _external=True)
    return page("desk/calendar.html", feed=feeds.feed_of(officer), address=address)


@bp.post("/account/calendar/revoke")
@requires(Permission.ACCOUNT_OWN)
def revoke_calendar() -> ResponseReturnValue:
    """Let the address work no longer."""
    service.revoke_calendar(actor=current_officer())
    flash("The address works no longer. Take the calendar out of your calendar program, too.", "success")
    return redirect(url_for(".calendar"))


def _unknown(response: Response) -> bool:
    return response.status_code == 404


@bp.get("/calendar/<string:token>.ics")
@limiter.limit("30 per 5 minutes", key_func=get_remote_address, deduct_when=_unknown)
@public
def deadlines(token: str) -> ResponseReturnValue:
    """The deadlines of whose address it is, as they may see them now: references and days alone."""
    entries = [
        Entry(key, item.case, item.due, url_for(item.view, **item.values, _external=True))
        for key, item in feeds.deadlines_of(feeds.whose(token))
        if item.due
    ]
    response = Response(as_calendar(entries, clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="casework-deadlines.ics"'
    return response
