"""A case is begun, registered, closed, reopened, merged or discarded, and in no other order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import guards, service
from casework.cases.models import Case, StatusChange
from casework.cases.workflow import (
    TRANSITIONS,
    CaseAction,
    CaseStatus,
    ChangeKind,
    Minimum,
    Missing,
    Nature,
    actions_from,
    missing_for_reference,
    next_status,
)
from casework.database import db, unit_of_work
from casework.errors import DomainError, NotPossible
from casework.permissions import Role
from tests.support.case_factories import make_case, make_draft
from tests.support.factories import make_officer

ALLOWED = {
    (CaseStatus.DRAFT, CaseAction.REGISTER): CaseStatus.OPEN,
    (CaseStatus.DRAFT, CaseAction.DISCARD): CaseStatus.DISCARDED,
    (CaseStatus.OPEN, CaseAction.CLOSE): CaseStatus.CLOSED,
    (CaseStatus.OPEN, CaseAction.MERGE): CaseStatus.CLOSED,
    (CaseStatus.CLOSED, CaseAction.REOPEN): CaseStatus.OPEN,
}


def case_in(status: CaseStatus, actor: Officer) -> Case:
    if status is CaseStatus.DRAFT:
        return make_draft(actor)
    if status is CaseStatus.DISCARDED:
        case = make_draft(actor)
        service.discard_case(case, "Logged twice", actor=actor)
        return case
    case = make_case(actor)
    if status is CaseStatus.CLOSED:
        service.close_case(case, "Resolved", actor=actor)
    return case


def do(action: CaseAction, case: Case, actor: Officer) -> None:
    doing: dict[CaseAction, Callable[[], object]] = {
        CaseAction.REGISTER: lambda: service.register_case(case, actor=actor, pictured=False),
        CaseAction.DISCARD: lambda: service.discard_case(case, "Logged twice", actor=actor),
        CaseAction.CLOSE: lambda: service.close_case(case, "Resolved", actor=actor),
        CaseAction.MERGE: lambda: service.merge_into(case, make_case(actor), "One matter", actor=actor),
        CaseAction.REOPEN: lambda: service.reopen_case(case, "New evidence", actor=actor),
    }
    doing[action]()


@pytest.mark.parametrize("status", list(CaseStatus))
@pytest.mark.parametrize("action", list(CaseAction))
def test_only_what_the_table_allows_can_be_done(
    status: CaseStatus, action: CaseAction, monitoring_officer: Officer
) -> None:
    case = case_in(status, monitoring_officer)
    if (status, action) in ALLOWED:
        do(action, case, monitoring_officer)
        assert case.status is ALLOWED[status, action]
    else:
        with pytest.raises(NotPossible):
            do(action, case, monitoring_officer)
        assert case.status is status


def test_the_table_is_the_one_that_the_field_knows() -> None:
    assert TRANSITIONS == ALLOWED
    assert {status: actions_from(status) for status in CaseStatus} == {
        CaseStatus.DRAFT: [CaseAction.REGISTER, CaseAction.DISCARD],
        CaseStatus.OPEN: [CaseAction.CLOSE, CaseAction.MERGE],
        CaseStatus.CLOSED: [CaseAction.REOPEN],
        CaseStatus.DISCARDED: [],
    }


def test_a_refusal_says_what_can_be_done_instead() -> None:
    with pytest.raises(NotPossible, match="“reopen the case”"):
        next_status(CaseStatus.CLOSED, CaseAction.CLOSE)


@given(
    st.builds(
        Minimum,
        pictured=st.booleans(),
        address=st.booleans(),
        described=st.booleans(),
        member=st.booleans(),
        member_not_identified=st.booleans(),
        complaints=st.integers(0, 3),
        received_on=st.none() | st.dates(),
    )
)
def test_a_reference_needs_substance_a_member_an_informant_and_a_date_and_nothing_else(
    facts: Minimum,
) -> None:
    missing = set(missing_for_reference(facts))
    assert (Missing.SUBSTANCE not in missing) == (facts.pictured or facts.address or facts.described)
    assert (Missing.MEMBER not in missing) == (facts.member or facts.member_not_identified)
    assert (Missing.INFORMANT not in missing) == (facts.complaints > 0)
    assert (Missing.RECEIVED not in missing) == (facts.received_on is not None)


def test_a_draft_that_lacks_something_gets_no_reference_and_is_told_what(monitoring_officer: Officer) -> None:
    draft = service.draft_case(actor=monitoring_officer, received_on=clock.today())
    with pytest.raises(DomainError) as refusal:
        service.register_case(draft, actor=monitoring_officer, pictured=True)
    assert refusal.value.message == f"{Missing.MEMBER.label} {Missing.INFORMANT.label}"
    assert draft.reference is None


def test_registering_gives_the_next_number_of_the_year_an_owner_and_a_step(
    monitoring_officer: Officer,
) -> None:
    first, second = make_case(monitoring_officer), make_case(monitoring_officer)
    year = clock.today().year
    assert [first.reference, second.reference] == [f"SMC/{year}/0001", f"SMC/{year}/0002"]
    assert first.owner_id == monitoring_officer.id
    steps = db.session.scalars(select(StatusChange).where(StatusChange.case_id == first.id)).all()
    assert [step.kind for step in steps] == [ChangeKind.REGISTERED]


def test_a_number_that_was_refused_is_given_to_the_next(monitoring_officer: Officer) -> None:
    draft = make_draft(monitoring_officer)
    service.register_case(draft, actor=monitoring_officer, pictured=False)
    with pytest.raises(NotPossible):
        service.register_case(draft, actor=monitoring_officer, pictured=False)
    assert make_case(monitoring_officer).number == 2


def test_a_case_does_not_close_while_a_guard_objects(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    before = list(guards._guards)
    guards.install([lambda _case: "A removal request is open. Close it first."])
    try:
        with pytest.raises(NotPossible, match="removal request is open"):
            service.close_case(case, "Resolved", actor=monitoring_officer)
        with pytest.raises(NotPossible, match="removal request is open"):
            service.merge_into(case, make_case(monitoring_officer), "One matter", actor=monitoring_officer)
    finally:
        guards.install(before)
    assert case.status is CaseStatus.OPEN


@pytest.mark.parametrize("reason", ["", "   "])
def test_closing_needs_a_reason(reason: str, monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    with pytest.raises(DomainError, match="Say why"):
        service.close_case(case, reason, actor=monitoring_officer)


def test_a_merged_case_can_be_taken_apart_again(monitoring_officer: Officer) -> None:
    case, target = make_case(monitoring_officer), make_case(monitoring_officer)
    service.merge_into(case, target, "One matter", actor=monitoring_officer)
    assert (case.status, case.merged_into_id) == (CaseStatus.CLOSED, target.id)
    service.reopen_case(case, "They differ after all", actor=monitoring_officer)
    assert (case.status, case.merged_into_id, case.closed_on) == (CaseStatus.OPEN, None, None)


def test_nothing_is_merged_into_itself_or_into_a_closed_case(monitoring_officer: Officer) -> None:
    case, closed = make_case(monitoring_officer), case_in(CaseStatus.CLOSED, monitoring_officer)
    for target in (case, closed):
        with pytest.raises(DomainError):
            service.merge_into(case, target, "One matter", actor=monitoring_officer)


@pytest.mark.committed
def test_two_officers_who_register_at_once_get_two_numbers_in_a_row(app: Flask) -> None:
    officer = make_officer(Role.STANDARDS_OFFICER)
    actor_id, drafts = officer.id, [make_draft(officer).id for _ in range(8)]

    def register(case_id: int) -> int | None:
        with app.app_context():
            try:
                actor, case = db.session.get_one(Officer, actor_id), db.session.get_one(Case, case_id)
                return service.register_case(case, actor=actor, pictured=False).number
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(register, drafts))
    assert sorted(number or 0 for number in numbers) == list(range(1, 9))


@pytest.mark.committed
def test_one_draft_registered_twice_at_once_gets_one_number(app: Flask) -> None:
    officer = make_officer(Role.STANDARDS_OFFICER)
    actor_id, draft_id = officer.id, make_draft(officer).id

    def register(_: int) -> str:
        with app.app_context():
            try:
                actor, case = db.session.get_one(Officer, actor_id), db.session.get_one(Case, draft_id)
                return service.register_case(case, actor=actor, pictured=False).reference or ""
            except NotPossible:
                return "refused"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(register, range(4)))
    assert sorted(answers) == sorted([f"SMC/{clock.today().year}/0001", "refused", "refused", "refused"])


def test_what_an_outer_command_has_changed_outlives_a_lock_of_the_same_row(
    monitoring_officer: Officer,
) -> None:
    draft = make_draft(monitoring_officer)
    with unit_of_work():
        draft.nature = Nature.BULLYING
        service.change_case(draft, actor=monitoring_officer, description="Another description")
    db.session.expire_all()
    assert draft.nature is Nature.BULLYING
