"""A removal request goes from state to state as the table allows, once, and in no other way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeAlias

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.cases.models import Case, Note
from casework.database import db
from casework.errors import NotPossible
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import (
    FINAL,
    LOOKED_AT_IN,
    TRANSITIONS,
    WHAT_NEXT,
    Means,
    ReplyKind,
    RequestAction,
    RequestStatus,
    Route,
    Seen,
    actions_from,
)
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.forms import day, later, moment
from tests.support.request_factories import (
    approve,
    be_advised,
    be_kept_out,
    come_back,
    date_back,
    let_monitor,
    look,
    make_request,
    request_in,
    see_gone_twice,
)

A: TypeAlias = RequestAction
S: TypeAlias = RequestStatus

# From the plan of removal requests, written out again: what the table has to allow, and nothing besides.
REPLIES = {
    A.RECORD_COMPLIED: S.COMPLIED,
    A.RECORD_PART: S.PART_COMPLIED,
    A.RECORD_REFUSED: S.REFUSED,
    A.RECORD_DISPUTED: S.DISPUTED,
}
FINDINGS = {
    A.VERIFY_REMOVED: S.VERIFIED_REMOVED,
    A.FIND_AVAILABLE: S.STILL_AVAILABLE,
    A.FIND_CHANGED: S.CHANGED,
    A.FIND_INCONCLUSIVE: S.INCONCLUSIVE,
    A.FIND_REPORTED: S.REPORTED_REMOVED,
}
REPORTED, AGAIN = {A.FIND_REPORTED: S.REPORTED_REMOVED}, {A.REAPPEAR: S.REAPPEARED}
LOOK, CLOSE, BACK = {A.CALL_FOR_LOOK: S.VERIFICATION_DUE}, {A.CLOSE: S.CLOSED}, {A.WITHDRAW: S.WITHDRAWN}
ESCALATE, SILENCE = {A.ESCALATE: S.ESCALATED}, {A.RECORD_SILENCE: S.NO_RESPONSE}
ALLOWED: dict[S, dict[A, S]] = {
    S.DRAFT: {A.APPROVE: S.AUTHORISED, A.CANCEL: S.CANCELLED},
    S.AUTHORISED: {A.SEND: S.SENT, A.CANCEL: S.CANCELLED},
    S.SENT: {A.ACKNOWLEDGE: S.ACKNOWLEDGED, **SILENCE, **REPLIES, **LOOK, **BACK},
    S.ACKNOWLEDGED: {**SILENCE, **REPLIES, **LOOK, **BACK},
    S.NO_RESPONSE: {A.ACKNOWLEDGE: S.ACKNOWLEDGED, **REPLIES, **LOOK, **ESCALATE, **BACK},
    S.COMPLIED: {**REPLIES, **REPORTED, **LOOK, **BACK},
    S.PART_COMPLIED: {**REPLIES, **REPORTED, **LOOK, **BACK},
    S.REFUSED: {**REPLIES, **LOOK, **ESCALATE, **CLOSE, **BACK},
    S.DISPUTED: {**REPLIES, **LOOK, **CLOSE, **BACK},
    S.VERIFICATION_DUE: {**REPLIES, **FINDINGS, **BACK},
    S.VERIFIED_REMOVED: {**LOOK, A.MONITOR: S.MONITORING, **AGAIN, **CLOSE, **BACK},
    S.STILL_AVAILABLE: {**REPLIES, **LOOK, **ESCALATE, **CLOSE, **BACK},
    S.CHANGED: {**REPLIES, **LOOK, **CLOSE, **BACK},
    S.INCONCLUSIVE: {**REPLIES, **LOOK, **CLOSE, **BACK},
    S.REPORTED_REMOVED: {**REPLIES, **LOOK, **CLOSE, **BACK},
    S.ESCALATED: {**CLOSE, **BACK},
    S.MONITORING: {A.END_MONITORING: S.VERIFIED_REMOVED, **AGAIN, **CLOSE, **BACK},
    S.REAPPEARED: {**CLOSE, **BACK},
    S.CLOSED: {},
    S.CANCELLED: {},
    S.WITHDRAWN: {},
}


STANDING: dict[S, int] = {}


def prepare() -> None:
    """Make a request in each state, each in a case of its own."""
    actor = make_officer(Role.MONITORING_OFFICER)
    STANDING.update({status: request_in(status, actor).id for status in S})


def standing_in(status: S) -> RemovalRequest:
    """Return the request that stands in this state."""
    request = db.session.get_one(RemovalRequest, STANDING[status])
    assert request.status is status
    return request


def allowed(status: S, action: A) -> S | None:
    end = ALLOWED[status].get(action)
    return None if end is status else end  # the same answer twice changes nothing


def do(action: A, request: RemovalRequest, actor: Officer, approver: Officer | None = None) -> None:
    """Do `action` as an officer would; `approver`: who approves, unless somebody new does."""
    today = clock.today()

    def answer(kind: ReplyKind) -> Callable[[], object]:
        return lambda: service.record_reply(request, actor=actor, kind=kind, received_on=today, words="So")

    def find(finding: A) -> Callable[[], object]:
        return lambda: service.conclude(request, finding, actor=actor, reason="Cannot be seen")

    def further() -> None:
        service.take_further(request, Route.PAGE_ADMIN, actor=actor)
        service.escalate(request, actor=actor)

    doing: dict[A, Callable[[], object]] = {
        A.APPROVE: lambda: approve(request, actor=approver or make_officer(Role.DEPUTY)),
        A.SEND: lambda: service.send(request, actor=actor, sent_on=today, sent_how="By e-mail"),
        A.ACKNOWLEDGE: answer(ReplyKind.ACKNOWLEDGED),
        A.RECORD_SILENCE: lambda: service.record_silence(request, actor=actor),
        A.RECORD_COMPLIED: answer(ReplyKind.COMPLIED),
        A.RECORD_PART: answer(ReplyKind.PART_COMPLIED),
        A.RECORD_REFUSED: answer(ReplyKind.REFUSED),
        A.RECORD_DISPUTED: answer(ReplyKind.DISPUTED),
        A.CALL_FOR_LOOK: lambda: look(request, actor, captured=False),
        **{finding: find(finding) for finding in FINDINGS},
        A.ESCALATE: further,
        A.MONITOR: lambda: let_monitor(request, actor),
        A.END_MONITORING: lambda: end_monitoring_of(request),
        A.REAPPEAR: lambda: come_back(request, actor),
        A.CLOSE: lambda: service.close(request, "Done", actor=actor),
        A.CANCEL: lambda: service.cancel(request, "Not needed", actor=actor),
        A.WITHDRAW: lambda: service.withdraw(request, "Settled", recipient_told="By e-mail", actor=actor),
    }
    doing[action]()


@pytest.mark.parametrize("status", list(S))
def test_only_what_the_table_allows_can_be_done(status: S, monitoring_officer: Officer) -> None:
    request = standing_in(status)
    for action in A:
        end = allowed(status, action)
        if end is None and not (action is A.CALL_FOR_LOOK and status in LOOKED_AT_IN):
            with pytest.raises(NotPossible):
                do(action, request, monitoring_officer)
            db.session.refresh(request)
            assert request.status is status, action


@pytest.mark.parametrize(
    ("status", "action"), [(s, a) for s in S for a in ALLOWED[s] if ALLOWED[s][a] is not s]
)
def test_what_the_table_allows_leads_where_it_says(status: S, action: A, monitoring_officer: Officer) -> None:
    request = standing_in(status)
    if status is S.VERIFICATION_DUE and action is A.VERIFY_REMOVED:
        see_gone_twice(request, monitoring_officer)
    if status is S.VERIFIED_REMOVED and action is A.CALL_FOR_LOOK:
        be_advised(request, monitoring_officer)  # the two looks that the letter announced were made
    if status is S.VERIFICATION_DUE and action is A.FIND_REPORTED:
        be_kept_out(request, monitoring_officer)
    if action is A.FIND_CHANGED:
        look(request, monitoring_officer, seen=Seen.EDITED)
    do(action, request, monitoring_officer)
    assert request.status is ALLOWED[status][action]
    assert (request.outcome is not None) == (request.status in FINAL)


def test_the_table_is_the_one_written_here() -> None:
    assert {
        (s, a): end for s, ends in ALLOWED.items() for a, end in ends.items() if end is not s
    } == TRANSITIONS
    assert set(WHAT_NEXT) == set(S)
    assert all(not actions_from(status) for status in FINAL)


@pytest.mark.committed
@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (S.DRAFT, (A.APPROVE, A.APPROVE)),
        (S.AUTHORISED, (A.SEND, A.CANCEL)),
        (S.SENT, (A.RECORD_DISPUTED, A.RECORD_DISPUTED)),
        (S.REFUSED, (A.CLOSE, A.WITHDRAW)),
    ],
    ids=lambda value: value.value if isinstance(value, S) else None,
)
def test_of_officers_who_act_at_once_one_is_first_and_the_others_are_told(
    status: S, acts: tuple[A, A], app: Flask, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer)
    request_id, actor_id, deputy_id = request.id, monitoring_officer.id, make_officer(Role.DEPUTY).id
    before = moves_of(request_id)
    db.session.remove()

    def act(action: A) -> bool:
        with app.app_context():
            try:
                do(
                    action,
                    db.session.get_one(RemovalRequest, request_id),
                    db.session.get_one(Officer, actor_id),
                    db.session.get_one(Officer, deputy_id),
                )
            except NotPossible:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(act, acts * 2)) == [False, False, False, True]
    assert moves_of(request_id) == before + 1
    if A.RECORD_DISPUTED in acts:
        assert db.session.scalar(select(func.count()).select_from(Note)) == 1


def end_monitoring_of(request: RemovalRequest) -> None:
    """Let the worker end the monitoring, once its last day has passed; refuse as it would where there is none."""
    before = request.status
    with clock.telling_of(clock.now() + timedelta(days=31)):
        service.end_monitoring()
    db.session.refresh(request)
    if request.status is before:
        raise NotPossible("The worker found no monitoring of it that has ended.")


def moves_of(request_id: int) -> int:
    """Return how often the audit trail says that the request was moved."""
    moved = (AuditEvent.verb == Verb.REQUEST_MOVED.value, AuditEvent.subject_id == request_id)
    return db.session.scalar(select(func.count()).where(*moved)) or 0


def test_a_look_calls_for_verification_by_itself(monitoring_officer: Officer) -> None:
    request = request_in(S.COMPLIED, monitoring_officer)
    look(request, monitoring_officer, means=Means.COUNCIL_ACCOUNT)
    assert request.status is S.VERIFICATION_DUE


def test_a_request_is_numbered_within_its_case(monitoring_officer: Officer) -> None:
    first = make_request(monitoring_officer)
    case = db.session.get_one(Case, first.case_id)
    second = make_request(monitoring_officer, case=case)
    assert (first.name, second.name) == (f"{case.reference}/R1", f"{case.reference}/R2")


ACTS: dict[RequestAction, tuple[str, dict[str, str]]] = {
    A.APPROVE: ("approve", {"confirmed": "pictures"}),
    A.SEND: ("sent", {"by_letter": "yes", "sent_how": "By e-mail"}),
    A.ACKNOWLEDGE: ("reply", {"kind": "acknowledged"}),
    A.RECORD_SILENCE: ("silence", {}),
    A.RECORD_COMPLIED: ("reply", {"kind": "complied"}),
    A.RECORD_PART: ("reply", {"kind": "part_complied"}),
    A.RECORD_REFUSED: ("reply", {"kind": "refused", "words": "No"}),
    A.RECORD_DISPUTED: ("reply", {"kind": "disputed", "words": "No"}),
    A.VERIFY_REMOVED: ("finding", {"finding": "verify_removed"}),
    A.FIND_AVAILABLE: ("finding", {"finding": "find_available"}),
    A.FIND_CHANGED: ("finding", {"finding": "find_changed"}),
    A.FIND_INCONCLUSIVE: ("finding", {"finding": "find_inconclusive", "reason": "Cannot be seen"}),
    A.FIND_REPORTED: ("finding", {"finding": "find_reported", "reason": "A closed group"}),
    A.MONITOR: ("monitor", {"reason": "It came back before"}),
    A.CLOSE: ("close", {"reason": "Done"}),
    A.CANCEL: ("cancel", {"reason": "Not needed"}),
    A.WITHDRAW: ("withdraw", {"reason": "Settled", "recipient_told": "By e-mail"}),
    A.CALL_FOR_LOOK: ("look", {"seen": "available", "means": "logged_out"}),
}


@pytest.mark.parametrize("status", list(S))
def test_nothing_that_the_table_forbids_can_be_posted(status: S, client: Browserless) -> None:
    request = standing_in(status)
    client.sign_in(make_officer(Role.DEPUTY))
    at = f"/removal-requests/{request.id}"
    post_id = queries.posts_in(request)[0].id
    for action, (path, data) in ACTS.items():
        if (status, action) in TRANSITIONS or (action is A.CALL_FOR_LOOK and status in LOOKED_AT_IN):
            continue
        where = f"{at}/posts/{post_id}/look" if path == "look" else f"{at}/{path}"
        dates = {**day("sent_on"), **day("received_on"), **moment("seen_at"), **later("until")}
        response = client.http.post(where, data={"csrf_token": client.token, **dates, **data})
        assert response.status_code in {409, 422}, (action, response.status_code)
        assert now(request).status is status, action


@pytest.mark.parametrize("status", list(S))
def test_the_page_offers_what_the_table_allows_and_nothing_else(status: S, client: Browserless) -> None:
    request = standing_in(status)
    page = client.sign_in(make_officer(Role.DEPUTY)).get(f"/removal-requests/{request.id}")
    offered = {href.rpartition("/")[2] for href in page.links().values() if f"/{request.id}/" in href}
    offered |= {(form.get("action") or "").rpartition("/")[2] for form in page.root.iter("form")} & {
        "silence"
    }
    allowed = {ACTS[action][0] for (start, action) in TRANSITIONS if start is status and action in ACTS}
    if status in LOOKED_AT_IN:
        allowed.add("look")
    assert offered & {path for path, _ in ACTS.values()} == allowed


@pytest.mark.parametrize("action", [action for action in ACTS if action is not A.CALL_FOR_LOOK])
def test_a_form_that_is_sent_twice_does_its_work_once(
    action: RequestAction, client: Browserless, monitoring_officer: Officer
) -> None:
    status = next(start for (start, act) in TRANSITIONS if act is action)
    request = standing_in(status)
    if action is A.VERIFY_REMOVED:
        see_gone_twice(request, monitoring_officer)
    if action is A.FIND_REPORTED:
        be_kept_out(request, monitoring_officer)
    if action is A.FIND_CHANGED:
        look(request, monitoring_officer, seen=Seen.EDITED)
    if action is A.RECORD_SILENCE:
        date_back(request, 10)
    client.sign_in(make_officer(Role.DEPUTY))
    path, data = ACTS[action]
    at = f"/removal-requests/{request.id}/{path}"
    shown = {} if action is A.RECORD_SILENCE else client.get(at).fields()
    form = {**shown, **day("received_on"), **later("until"), **data}
    client.post(at, form)
    assert now(request).status is TRANSITIONS[status, action]
    version = now(request).version
    again = client.http.post(at, data={"csrf_token": client.token, **form})
    assert again.status_code in {409, 422}, again.status_code
    assert now(request).version == version


def now(request: RemovalRequest) -> RemovalRequest:
    """Return the request as the database has it."""
    db.session.refresh(request)
    return request
