"""Two cases are one matter: what whoever complained is owed goes on with the case that goes on."""

from datetime import timedelta

import pytest

from casework import clock
from casework.accounts.models import Officer
from casework.cases import queries, service
from casework.cases.models import Case
from casework.cases.queries import may_see
from casework.correspondence import service as letters
from casework.database import db
from casework.desk.queries.work import work_of
from casework.errors import DomainError, NotPossible
from casework.intake.duplicates import likely_duplicates
from casework.permissions import Role
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer

EARLIER = timedelta(days=40)


def acknowledge(case: Case, actor: Officer) -> None:
    for complaint in queries.complaints_of(case.id):
        service.change_complaint(complaint, actor=actor, acknowledged_on=clock.today())


@pytest.fixture
def target(monitoring_officer: Officer) -> Case:
    case = make_case(monitoring_officer)
    acknowledge(case, monitoring_officer)
    return case


@pytest.fixture
def merged(target: Case, monitoring_officer: Officer) -> Case:
    """A case of which nobody acknowledged the complaint, merged into `target`."""
    case = make_case(monitoring_officer, received_on=clock.today() - EARLIER)
    (complaint,) = queries.complaints_of(case.id)
    service.change_complaint(complaint, actor=monitoring_officer, complainant_name="Tom Wye")
    service.merge_into(case, target, "One matter", actor=monitoring_officer)
    return case


def test_the_complaint_of_a_merged_case_is_still_to_be_acknowledged(
    client: Browserless, target: Case, merged: Case, monitoring_officer: Officer
) -> None:
    assert (target.acknowledge_from, target.acknowledged_on) == (merged.received_on, None)
    assert target.next_due_on is not None
    assert target.next_due_on < clock.today()
    assert ("Acknowledge the complaint", target.name) in [
        (item.what, item.case) for item in work_of(monitoring_officer).overdue
    ]
    client.sign_in(monitoring_officer)
    page = client.get(f"/cases/{target.id}").words
    assert "Still to be told that it came: Tom Wye." in page
    for path in ("", "/print"):
        assert f"{merged.name}, merged into this case" in client.get(f"/cases/{target.id}{path}").words
    letter = client.get(
        client.post(
            f"/cases/{target.id}/complaints/{queries.complaints_of(merged.id)[0].id}/acknowledgement", {}
        )
    )
    assert target.name in letter.words
    assert "Tom Wye" in letter.words


def test_sending_the_acknowledgement_settles_it_on_the_case_that_goes_on(
    target: Case, merged: Case, monitoring_officer: Officer
) -> None:
    (complaint,) = queries.complaints_of(merged.id)
    letter = letters.prepare_acknowledgement(target, complaint, actor=monitoring_officer)
    letters.mark_sent(letter, sent_on=clock.today(), sent_how="By e-mail", actor=monitoring_officer)
    assert (target.acknowledge_from, target.acknowledged_on) == (None, clock.today())


def test_what_was_merged_before_goes_on_too(target: Case, merged: Case, monitoring_officer: Officer) -> None:
    last = make_case(monitoring_officer)
    acknowledge(last, monitoring_officer)
    service.merge_into(target, last, "One matter", actor=monitoring_officer)
    assert last.acknowledge_from == merged.received_on
    acknowledge(merged, monitoring_officer)
    assert last.acknowledge_from is None


def test_a_case_that_is_taken_apart_again_takes_its_complaint_with_it(
    target: Case, merged: Case, monitoring_officer: Officer
) -> None:
    service.reopen_case(merged, "They differ after all", actor=monitoring_officer)
    assert target.acknowledge_from is None
    assert merged.acknowledge_from == merged.received_on
    with pytest.raises(DomainError, match="another case"):
        letters.prepare_acknowledgement(target, queries.complaints_of(merged.id)[0], actor=monitoring_officer)


def test_the_member_is_not_told_while_a_merged_complainant_waits_for_confidentiality(
    client: Browserless, target: Case, merged: Case, monitoring_officer: Officer
) -> None:
    (complaint,) = queries.complaints_of(merged.id)
    service.change_complaint(complaint, actor=monitoring_officer, asks_confidentiality=True)
    with pytest.raises(DomainError, match="asked for confidentiality"):
        service.change_case(target, actor=monitoring_officer, member_told_on=clock.today())
    assert "Decide on confidentiality" in client.sign_in(monitoring_officer).get(f"/cases/{target.id}").words
    work = work_of(monitoring_officer)
    assert any(item.what.startswith("Decide on confidentiality") for item in [*work.coming, *work.undated])


def test_whoever_is_kept_from_a_case_is_kept_from_the_one_that_it_is_merged_into(
    target: Case, monitoring_officer: Officer
) -> None:
    case, kept, later = make_case(monitoring_officer), make_officer(Role.DEPUTY), make_officer(Role.DEPUTY)
    service.raise_wall(case, kept, "Is the complainant", actor=monitoring_officer)
    service.merge_into(case, target, "One matter", actor=monitoring_officer)
    service.raise_wall(case, later, "Is her husband", actor=monitoring_officer)
    assert not may_see(kept, target.id)
    assert not may_see(later, target.id)
    with pytest.raises(NotPossible, match="Let them see that one first"):
        service.lift_wall(target, kept, "Asked to", actor=monitoring_officer)
    service.lift_wall(case, kept, "Was somebody else", actor=monitoring_officer)
    service.lift_wall(target, kept, "Was somebody else", actor=monitoring_officer)
    assert may_see(kept, target.id)


def test_two_cases_that_were_merged_are_not_asked_about_again(monitoring_officer: Officer) -> None:
    councillor = make_councillor()
    first, second, third = (make_case(monitoring_officer, councillor=councillor) for _ in range(3))
    service.merge_into(second, first, "One matter", actor=monitoring_officer)
    db.session.flush()

    def asked(case: Case) -> list[Case]:
        return [each.case for each in likely_duplicates(monitoring_officer, case)]

    assert asked(first) == [third]
    assert asked(second) == [third]
    assert asked(third) == [second, first], "what is alike with the merged case alone is still found"
