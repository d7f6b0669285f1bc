"""What removal requests want of an officer."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, and_, or_, select, true, union

from casework import clock
from casework.cases.queries import sees
from casework.desk.queries.items import Desk, Item
from casework.outbox.queries import stands_astray
from casework.permissions import Permission
from casework.takedowns.checks import waits_for_another
from casework.takedowns.models import LookAdvice, RemovalRequest
from casework.takedowns.queries import astray, handles, to_verify, written_anew
from casework.takedowns.service import astray as mail_astray
from casework.takedowns.what_next import next_words
from casework.takedowns.workflow import AWAITED, UNDER_WAY, RequestStatus
from casework.web.paging import counted

ORDER = (RemovalRequest.deadline.nulls_last(), RemovalRequest.id)


def requests(desk: Desk) -> Iterator[Item]:
    """Removal requests to approve, to send, to wait for, to look at, to review, to advise on.

    How many are to be verified today comes with them, for the desk: there is always a row to carry it.
    """
    if not desk.may(Permission.TAKEDOWN_HANDLE):
        return
    officer, approves = desk.officer, desk.may(Permission.TAKEDOWN_APPROVE)
    these = _of_concern(desk).subquery()
    today = counted(to_verify(officer)).subquery()
    found = desk.first(
        select(
            today.c[0],
            RemovalRequest,
            sees(officer, RemovalRequest.case_id),
            astray(),
            these.c.question,
            or_(stands_astray(RemovalRequest.letter_id), written_anew()),
        )
        .select_from(today)
        .outerjoin(these, true())
        .outerjoin(RemovalRequest, RemovalRequest.id == these.c.id)
        .order_by(*ORDER)
    )
    for count, request, whole, is_lost, question, lost_mail in found:
        desk.to_verify = count
        if request is None:
            return
        view = "takedowns.show" if whole else "my_requests.show"
        if is_lost and whole:
            yield _request(desk, request, view, "Give it to an officer who may see its case")
        if approves:
            yield from _to_approve(desk, request, view, question if whole else None)
        to_approve = request.status is RequestStatus.DRAFT and approves
        own = officer.id == (request.given_to_id or request.drafted_by_id)
        if own and request.status in UNDER_WAY and not to_approve:
            yield _handled(desk, request, view, lost_mail=lost_mail)


def _of_concern(desk: Desk) -> Select[int, int | None]:
    """Return the select of the requests that want something of the officer, each with the advice asked on it."""
    officer = desk.officer
    handled = or_(
        RemovalRequest.given_to_id == officer.id,
        and_(RemovalRequest.given_to_id.is_(None), RemovalRequest.drafted_by_id == officer.id),
    )
    to_review = and_(RemovalRequest.review_due_on.is_not(None), RemovalRequest.reviewed_at.is_(None))
    for_me = [
        and_(handled, RemovalRequest.status.in_(UNDER_WAY)),
        and_(astray(), RemovalRequest.drafted_by_id == officer.id),
    ]
    few = [select(RemovalRequest.id).where(RemovalRequest.status.in_(UNDER_WAY))]
    if desk.may(Permission.TAKEDOWN_APPROVE):
        few += [
            select(RemovalRequest.id).where(to_review),
            select(LookAdvice.request_id).where(LookAdvice.answer.is_(None)),
        ]
        asked = and_(LookAdvice.id.is_not(None), sees(officer, RemovalRequest.case_id))
        for_me += [RemovalRequest.status == RequestStatus.DRAFT, to_review, astray(), asked]
    question = and_(LookAdvice.request_id == RemovalRequest.id, LookAdvice.answer.is_(None))
    return (
        select(RemovalRequest.id, LookAdvice.id.label("question"))
        .outerjoin(LookAdvice, question)
        .where(RemovalRequest.id.in_(union(*few)), handles(officer), or_(*for_me))  # of those, not of all
        .order_by(*ORDER)
        .limit(desk.most + 1)
    )


def _to_approve(desk: Desk, request: RemovalRequest, view: str, question: int | None) -> Iterator[Item]:
    """Yield what a request wants of whoever may approve it. `question`: the advice that is asked on it."""
    if question is not None:
        yield Item(
            "Advise on another look at a post", request.name, "takedowns.advise", {"advice_id": question}
        )
    if request.review_due:
        yield _request(desk, request, view, "Review the urgent removal request", request.review_due_on)
    if request.status is RequestStatus.DRAFT:
        another = waits_for_another(request, desk.officer)
        asks = "Ask another officer to approve the removal request"
        yield _request(desk, request, view, asks if another else "Approve the removal request")


def _handled(desk: Desk, request: RemovalRequest, view: str, *, lost_mail: bool) -> Item:
    """Return what the officer who handles a request is to do next."""
    if lost_mail and mail_astray(request):
        return _request(desk, request, view, "Send the letter again: its e-mail did not arrive")
    if request.to_remind(clock.today()):
        return _request(desk, request, view, "Remind them of the removal request", request.remind_on)
    waits = request.status in AWAITED
    due = request.deadline if waits and not request.paused_on else None
    due = due if waits else request.next_look_on
    return _request(
        desk, request, view, f"Removal request: {_begun(next_words(request, clock.today()))}", due
    )


def _begun(sentence: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _request(desk: Desk, request: RemovalRequest, view: str, what: str, due: date | None = None) -> Item:
    return Item(what, request.name, view, {"request_id": request.id}, due, desk.words(due))
