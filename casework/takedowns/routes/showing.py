"""What staff see: the requests of a case, one request whole, and the register of all."""

from typing import IO

from flask import request as http
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.identity import current_officer
from casework.cases.page import case_page, open_case
from casework.clock import long_date
from casework.council import queries as council
from casework.delimited import write_to
from casework.permissions import Permission, can
from casework.takedowns import queries, service
from casework.takedowns.chain import chain_of, chains, of_posts
from casework.takedowns.forms import RegisterForm
from casework.takedowns.later_letters import writable
from casework.takedowns.looking import why_not_gone
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place, platform_of
from casework.takedowns.register import DEFAULT_ORDER, HEADERS, ORDERS, Filters, page_of_requests, rows
from casework.takedowns.route_facts import ANSWERED
from casework.takedowns.routes.blueprint import SECTION, bp, of_staff
from casework.takedowns.routes.mailing import mail_of
from casework.takedowns.service.approval import may_review
from casework.takedowns.what_next import next_words
from casework.takedowns.wording import because
from casework.takedowns.workflow import (
    AWAITED,
    LOOKED_AT_IN,
    Confirmation,
    ProportionalityQuestion,
    RequestAction,
    RequestStatus,
    actions_from,
    was_verified,
)
from casework.web.downloads import send_long_csv, send_long_xlsx
from casework.web.forms import filters_in_words, page
from casework.web.guard import requires
from casework.web.requests import page_asked
from casework.web.spreadsheet import words_of, write_xlsx
from casework.working_days import in_words

TONES = {
    RequestStatus.DRAFT: "new",
    RequestStatus.AUTHORISED: "active",
    RequestStatus.SENT: "waiting",
    RequestStatus.ACKNOWLEDGED: "waiting",
    RequestStatus.VERIFIED_REMOVED: "good",
    RequestStatus.REPORTED_REMOVED: "waiting",
    RequestStatus.REFUSED: "bad",
    RequestStatus.STILL_AVAILABLE: "bad",
    RequestStatus.REAPPEARED: "bad",
    RequestStatus.CLOSED: "closed",
    RequestStatus.CANCELLED: "closed",
    RequestStatus.WITHDRAWN: "closed",
}


def tone(status: RequestStatus) -> str:
    """Return how a state is coloured; its words carry the meaning."""
    return TONES.get(status, "active")


def deadline_words(request: RemovalRequest) -> str:
    """Return by when an answer is asked for, and how long that still is while one is awaited."""
    if request.deadline is None:
        return ""
    day = long_date(request.deadline)
    if request.status not in AWAITED:
        return day
    if request.paused_on is not None:
        until = f" to {long_date(request.paused_until)}" if request.paused_until else ""
        return f"{day}, but paused from {long_date(request.paused_on)}{until}"
    return f"{day}, {in_words(request.deadline, clock.today(), council.closures())}"


def can_do(request: RemovalRequest, action: RequestAction) -> bool:
    """Say whether the table allows `action` now, and it would not be refused for the day alone."""
    if action is RequestAction.RECORD_SILENCE:
        passed = request.deadline is not None and request.deadline < clock.today()
        return passed and request.paused_on is None and action in actions_from(request.status)
    return action in actions_from(request.status)


@bp.get("/cases/<int:case_id>/removal-requests")
@requires(Permission.CASE_VIEW_SOME)
def of_case(case_id: int) -> ResponseReturnValue:
    """The requests of a case."""
    case = open_case(case_id)
    requests = queries.of_case(case.id)
    posts = {each.id: [place(post) for post in each.posts] for each in requests}
    return case_page(
        "takedowns/of_case.html",
        case,
        SECTION,
        requests=requests,
        chains=of_posts(chains([queries.link_of(each) for each in requests]), posts),
        tone_of=tone,
        place=place,
        deadline_words=deadline_words,
        next_words=lambda each: next_words(each, clock.today()),
    )


@bp.get("/removal-requests/<int:request_id>")
@requires(Permission.CASE_VIEW_SOME)
def show(request_id: int) -> ResponseReturnValue:
    """One request whole: what next, what it asks, and all that happened to it."""
    request, case = of_staff(request_id, *queries.ON_ITS_PAGE)
    stands = queries.around(case.id)
    why_next, next_routes = queries.next_for(request, stands)
    looks = {
        post.id: [look for look in request.observations if look.post_id == post.id] for post in request.posts
    }
    may_look = request.status in LOOKED_AT_IN
    return case_page(
        "takedowns/show.html",
        case,
        SECTION,
        removal=request,
        removal_tone=tone(request.status),
        next_words=next_words(request, clock.today()),
        deadline=deadline_words(request),
        because=because(request, request.clauses),
        questions=ProportionalityQuestion,
        chain=chain_of(request.id, stands.links),
        why_next=why_next,
        next_routes=next_routes,
        taken_further=bool(queries.opened_after(request, stands.links)),
        needs=ANSWERED,
        confirmations={each.value: each for each in Confirmation},
        waiting=request.status in AWAITED,
        looks=looks,
        not_gone={post_id: why_not_gone(each) for post_id, each in looks.items()},
        place=place,
        platform_of=platform_of,
        can_return=was_verified(request) and can(current_officer(), Permission.TAKEDOWN_DRAFT),
        may_ask_anew=request.status is RequestStatus.REAPPEARED
        and can(current_officer(), Permission.TAKEDOWN_DRAFT)
        and queries.asked_anew(request) is None,
        may_look=may_look,
        # There is no advice to wait for before anybody has looked: the first looks are announced.
        asked=queries.standing_of(request).asked if may_look and request.observations else None,
        mail=mail_of(request),
        writable=writable(request),
        can_do=lambda action: can_do(request, RequestAction(action)),  # type: ignore[call-arg]
        may_review=may_review(request, current_officer()),
        is_astray=request.id in stands.astray,
    )


def _asked_for() -> tuple[RegisterForm, Filters, str]:
    form = RegisterForm(MultiDict(http.args))
    officers = accounts.officers_with(Permission.TAKEDOWN_HANDLE)
    form.given_to.choices = {"": "Anybody"} | {str(each.id): each.name for each in officers}
    order = http.args.get("sort", DEFAULT_ORDER)
    if order.removeprefix("-") not in ORDERS:
        order = DEFAULT_ORDER
    filters = Filters(
        **{name: http.args.get(name, "") for name in ("status", "route", "given_to", "due")},
    )
    return form, filters, order


@bp.get("/removal-requests")
@requires(Permission.CASE_VIEW_SOME)
def register() -> ResponseReturnValue:
    """Every removal request of the cases that the officer may see."""
    form, filters, order = _asked_for()
    found = page_of_requests(current_officer(), filters, order, page_asked())
    in_use = {name: value for name, value in vars(filters).items() if value}
    return page(
        "takedowns/register.html",
        filters=form,
        in_use=in_use,
        page=found,
        sort=order,
        tone=tone,
        place=place,
        deadline_words=deadline_words,
        export=url_for(".export", sort=order, **in_use),
        export_csv=url_for(".export_csv", sort=order, **in_use),
    )


@bp.get("/removal-requests.xlsx")
@requires(Permission.CASE_VIEW_SOME)
def export() -> ResponseReturnValue:
    """Exactly what the register lists, as a spreadsheet."""
    form, filters, order = _asked_for()
    officer = current_officer()

    def write(file: IO[bytes]) -> None:
        listing = rows(officer, filters, order)
        narrowed = filters_in_words(form)
        count = write_xlsx(file, "Removal requests", HEADERS, listing, filters=narrowed)
        service.record_export(count, actor=officer)

    return send_long_xlsx(f"removal-requests-{clock.today().isoformat()}.xlsx", write)


@bp.get("/removal-requests.csv")
@requires(Permission.CASE_VIEW_SOME)
def export_csv() -> ResponseReturnValue:
    """Exactly what the register lists, for other programs: days as 2026-11-22, times as they are in London."""
    _, filters, order = _asked_for()
    officer = current_officer()

    def write(file: IO[bytes]) -> None:
        count = write_to(file, HEADERS, (words_of(row) for row in rows(officer, filters, order)))
        service.record_export(count, actor=officer)

    return send_long_csv(f"removal-requests-{clock.today().isoformat()}.csv", write)
