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
from casework.takedowns import service
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
from tests.support.factories import make_officer
from tests.support.request_factories import (
    approve,
    be_advised,
    be_kept_out,
    come_back,
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
    request = request_in(status, monitoring_officer)
    assert request.status is status
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
    request = request_in(status, monitoring_officer)
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
    with clock.telling_of(clock.now() + timedelta(days=31)):
        if service.end_monitoring() != 1:
            raise NotPossible("The worker found no monitoring that has ended.")


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
