"""Who sees which case. A wall always wins."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.accounts.models import Officer
from casework.cases import service
from casework.cases.models import Wall
from casework.cases.queries import get_visible, may_see, visible_cases
from casework.cases.workflow import AssignmentKind
from casework.database import db
from casework.errors import DomainError, NotAllowed, NotFound, NotPossible
from casework.permissions import Permission, Role, can
from tests.support.case_factories import make_case
from tests.support.factories import make_officer


def seen_by(viewer: Officer) -> int:
    return db.session.scalar(select(func.count()).select_from(visible_cases(viewer).subquery())) or 0


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_every_case_or_those_assigned_or_none(role: Role, monitoring_officer: Officer) -> None:
    make_case(monitoring_officer)
    case = make_case(monitoring_officer)
    viewer = make_officer(role)
    sees_all = can(viewer, Permission.CASE_VIEW_ALL)
    assert seen_by(viewer) == (2 if sees_all else 0)
    if can(viewer, Permission.CASE_VIEW_SOME) and role is not Role.INFORMATION_GOVERNANCE:
        kind = AssignmentKind.INVESTIGATOR
        if role is Role.INDEPENDENT_PERSON:
            kind = AssignmentKind.INDEPENDENT_PERSON
        service.assign(case, viewer, kind, actor=monitoring_officer)
        assert seen_by(viewer) == (2 if sees_all else 1)
        assert may_see(viewer, case.id)


def test_a_wall_wins_over_every_role(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    deputy = make_officer(Role.DEPUTY)
    service.raise_wall(case, deputy, "Is the complainant", actor=monitoring_officer)
    assert not may_see(deputy, case.id)
    with pytest.raises(NotFound):
        get_visible(deputy, case.id)


def test_hidden_and_absent_are_the_same_answer(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    clerk = make_officer(Role.CLERK)
    with pytest.raises(NotFound) as hidden:
        get_visible(clerk, case.id)
    with pytest.raises(NotFound) as absent:
        get_visible(clerk, case.id + 1_000)
    assert hidden.value.message == absent.value.message


def test_an_ended_assignment_closes_the_case_again(monitoring_officer: Officer) -> None:
    case, investigator = make_case(monitoring_officer), make_officer(Role.INVESTIGATOR)
    place = service.assign(case, investigator, AssignmentKind.INVESTIGATOR, actor=monitoring_officer)
    service.unassign(place, actor=monitoring_officer)
    assert not may_see(investigator, case.id)


def test_a_wall_ends_the_place_that_an_officer_had(monitoring_officer: Officer) -> None:
    case, owner = make_case(monitoring_officer), make_officer(Role.STANDARDS_OFFICER)
    service.assign(case, owner, AssignmentKind.OWNER, actor=monitoring_officer)
    service.raise_wall(case, owner, "Is a witness", actor=monitoring_officer)
    assert case.owner_id is None
    with pytest.raises(DomainError, match="must not see"):
        service.assign(case, owner, AssignmentKind.OWNER, actor=monitoring_officer)


def test_a_case_is_never_left_with_nobody_who_can_decide_it(monitoring_officer: Officer) -> None:
    case, deputy = make_case(monitoring_officer), make_officer(Role.DEPUTY)
    service.raise_wall(case, monitoring_officer, "Is the complainant", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="Nobody would be left"):
        service.raise_wall(case, deputy, "Is a witness", actor=deputy)
    service.raise_wall(case, make_officer(Role.STANDARDS_OFFICER), "Is a witness", actor=deputy)


def test_nobody_lifts_a_wall_around_themselves(monitoring_officer: Officer) -> None:
    case, deputy = make_case(monitoring_officer), make_officer(Role.DEPUTY)
    service.raise_wall(case, deputy, "Is the complainant", actor=monitoring_officer)
    with pytest.raises(NotAllowed):
        service.lift_wall(case, deputy, "I am not", actor=deputy)
    service.lift_wall(case, deputy, "Somebody else of that name", actor=monitoring_officer)
    assert may_see(deputy, case.id)
    assert db.session.scalars(select(Wall)).all() == []


def test_what_is_of_no_case_is_not_reached_through_a_case(app: Flask, monitoring_officer: Officer) -> None:
    assert seen_by(monitoring_officer) == 0
