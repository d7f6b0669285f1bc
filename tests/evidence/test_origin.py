"""Where an exhibit comes from, what keeps it, and where it went: declared beside it, and told in its custody."""

import pytest

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import Attribution
from casework.database import db
from casework.errors import NotPossible, Stale
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.origin.models import Origin
from casework.evidence.origin.service import declare_origin, hold, lift_hold
from casework.evidence.origin.workflow import Method
from casework.evidence.workflow import CapturedBy
from casework.permissions import Role
from casework.words import YesNo
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer


@pytest.fixture
def exhibit(client: Browserless, monitoring_officer: Officer) -> Exhibit:
    client.sign_in(monitoring_officer)
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id)


def entered(client: Browserless, exhibit: Exhibit, **values: object) -> dict[str, object]:
    fields: dict[str, object] = dict(client.get(f"/exhibits/{exhibit.id}/origin").fields())
    return fields | values


def test_what_is_declared_stands_beside_what_was_seen_and_contradictions_are_said(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    said = entered(
        client,
        exhibit,
        **{"captured_on-day": "1", "captured_on-month": "2", "captured_on-year": "2020"},
        captured_at="9.05",
        zone="uk",
        method="screenshot",
        context=["address", "date"],
        statement="I took it on the bus.",
    )
    client.post(f"/exhibits/{exhibit.id}/origin", said)
    words = client.get(f"/exhibits/{exhibit.id}").words
    for each in ("1 February 2020", "09:05", "UK time", "Screenshot", "I took it on the bus."):
        assert each in words
    assert "The address of the page; The date and time of the post" in words
    service.describe(exhibit, actor=monitoring_officer, obtained_on=None)
    post = cases.add_post(
        db.session.get_one(Case, exhibit.case_id),
        actor=monitoring_officer,
        posted_from=exhibit.received_at.date(),
    )
    service.describe(exhibit, actor=monitoring_officer, posts=[post.id])
    assert "do not agree" in client.get(f"/exhibits/{exhibit.id}").words


def test_a_time_needs_its_day_and_two_figures(client: Browserless, exhibit: Exhibit) -> None:
    for time in ("9.05", "quarter past"):
        page = client.post(
            f"/exhibits/{exhibit.id}/origin", entered(client, exhibit, captured_at=time), status=422
        )
        assert page.errors
    assert db.session.get(Origin, exhibit.id) is None


def test_an_empty_form_says_nothing(client: Browserless, exhibit: Exhibit) -> None:
    client.post(f"/exhibits/{exhibit.id}/origin", entered(client, exhibit))
    assert db.session.get(Origin, exhibit.id) is None


def test_the_second_of_two_officers_overwrites_nothing(exhibit: Exhibit, monitoring_officer: Officer) -> None:
    declare_origin(exhibit, actor=monitoring_officer, version=0, device="A phone")
    with pytest.raises(Stale):
        declare_origin(exhibit, actor=monitoring_officer, version=0, device="A tablet")
    declare_origin(exhibit, actor=monitoring_officer, version=1, method=Method.SCREENSHOT)


def test_the_tier_follows_from_the_answers(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    def tier() -> str:
        return client.get(f"/exhibits/{exhibit.id}").words.partition(" of 4")[0][-6:]

    assert tier() == "Tier 1"
    service.describe(exhibit, actor=monitoring_officer, captured_by=CapturedBy.OFFICER, seen_live=YesNo.YES)
    assert tier() == "Tier 2"
    declare_origin(exhibit, actor=monitoring_officer, outside_timestamp="The county’s authority, 4 June")
    assert tier() == "Tier 3"
    case = db.session.get_one(Case, exhibit.case_id)
    post = cases.add_post(case, actor=monitoring_officer, attribution=Attribution.ADMITTED)
    service.describe(exhibit, actor=monitoring_officer, posts=[post.id])
    assert tier() == "Tier 4"


def test_a_handover_is_told_in_the_custody_and_never_changed(client: Browserless, exhibit: Exhibit) -> None:
    path = f"/exhibits/{exhibit.id}/handover"
    said = client.get(path).fields() | {
        "how": "disclosed",
        "what": "original_copy",
        "other": "PC Sam Example, Fictional Police",
        "reason": "Their investigation",
    }
    assert client.post(path, said | {"other": " "}, status=422).errors
    client.post(path, said)
    words = client.get(f"/exhibits/{exhibit.id}").words
    assert "was disclosed to PC Sam Example, Fictional Police: Their investigation" in words
    assert "An exact copy of the original, on" in words


def test_what_is_on_hold_is_not_destroyed_until_the_hold_is_lifted(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    path = f"/exhibits/{exhibit.id}"
    client.post(f"{path}/hold", client.get(f"{path}/hold").fields() | {"reason": "A claim is threatened"})
    assert "A claim is threatened" in client.get(path).words
    with pytest.raises(NotPossible, match="on hold"):
        service.propose_destruction(exhibit, actor=monitoring_officer, reason="Wrong file")
    with pytest.raises(NotPossible):
        hold(exhibit, actor=monitoring_officer, reason="Again")
    client.post(f"{path}/hold/end", client.get(f"{path}/hold/end").fields() | {"reason": "It was settled"})
    assert "lifted the hold" in client.get(path).words
    with pytest.raises(NotPossible):
        lift_hold(exhibit, actor=monitoring_officer, reason="Again")
    service.propose_destruction(exhibit, actor=monitoring_officer, reason="Wrong file")


def test_a_hold_that_comes_after_the_proposal_still_keeps_the_file_and_what_was_said_goes_with_it(
    exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    declare_origin(exhibit, actor=monitoring_officer, statement="About a neighbour")
    proposal = service.propose_destruction(exhibit, actor=monitoring_officer, reason="Wrong file")
    hold(exhibit, actor=monitoring_officer, reason="A claim is threatened")
    second = make_officer(Role.MONITORING_OFFICER)
    with pytest.raises(NotPossible, match="on hold"):
        service.approve_destruction(proposal, actor=second)
    lift_hold(exhibit, actor=monitoring_officer, reason="It was settled")
    service.approve_destruction(proposal, actor=second)
    assert db.session.get(Origin, exhibit.id) is None
    with pytest.raises(NotPossible, match="destroyed"):
        declare_origin(exhibit, actor=monitoring_officer, device="A phone")


def test_a_walled_officer_and_one_who_only_reads_say_nothing_of_an_origin(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    walled = make_officer(Role.STANDARDS_OFFICER)
    cases.raise_wall(
        db.session.get_one(Case, exhibit.case_id), walled, actor=monitoring_officer, reason="A relative"
    )
    for officer, status in ((walled, 404), (make_officer(Role.INFORMATION_GOVERNANCE), 403)):
        client.sign_in(officer)
        for part in ("origin", "handover", "hold"):
            client.get(f"/exhibits/{exhibit.id}/{part}", status=status)


def test_a_name_that_promises_another_kind_of_file_is_a_conflict(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    other = make_exhibit(monitoring_officer, exhibit.case_id, files.jpeg(), "post.png")
    assert (
        "Its name ends in .png, but its bytes are a JPEG picture" in client.get(f"/exhibits/{other.id}").words
    )
