"""A takedown officer sees the redacted copy that passed, and no other picture."""

import pytest
from flask import Flask

from casework.accounts.models import Officer
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.queries import of_case
from casework.evidence.redaction.regions import Reason, Region
from casework.permissions import Role
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit, make_redaction, release
from tests.support.factories import make_officer
from tests.support.request_factories import request_in

BOX = Region(1, 0, 0, 10, 10, Reason.THIRD_PARTY)


@pytest.fixture
def handler(app: Flask) -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


@pytest.fixture
def request_given(handler: Officer, monitoring_officer: Officer) -> RemovalRequest:
    return request_in(RequestStatus.SENT, monitoring_officer, given_to_id=handler.id)


def drawn(request: RemovalRequest, actor: Officer) -> tuple[Exhibit, Redaction]:
    exhibit = of_case(request.case_id)[0]
    return exhibit, make_redaction(exhibit, actor, BOX)


def test_a_takedown_officer_sees_the_copy_that_passed_and_only_it(
    client: Browserless, request_given: RemovalRequest, handler: Officer, monitoring_officer: Officer
) -> None:
    exhibit, redaction = drawn(request_given, make_officer(Role.DEPUTY))
    mine = f"/my-requests/{request_given.id}"
    copy = f"{mine}/copies/{redaction.id}/1.png"
    client.sign_in(handler)
    assert "No redacted copy was released" in client.get(mine).words
    client.get(copy, status=404)
    release(redaction, monitoring_officer)
    client.sign_in(handler)
    page = client.get(mine)
    assert f'src="{copy}"' in page.text
    assert 'alt="A post about bins."' in page.text
    assert client.get(copy).response.mimetype == "image/png"
    for path in (
        f"/exhibits/{exhibit.id}",
        f"/exhibits/{exhibit.id}/preview.png",
        f"/exhibits/{exhibit.id}/original",
        f"/redactions/{redaction.id}",
        f"/redactions/{redaction.id}/original/1.png",
        f"/redactions/{redaction.id}/pages/1.png",
        f"/redactions/{redaction.id}/certificate",
    ):
        assert client.http.get(path).status_code in {403, 404}, path
    evidence.withdraw_redaction(redaction, actor=monitoring_officer, reason="A face was overlooked")
    client.get(copy, status=404)
    assert "No redacted copy was released" in client.get(mine).words


def test_a_copy_of_another_exhibit_is_not_reached_through_a_request(
    client: Browserless, request_given: RemovalRequest, handler: Officer, monitoring_officer: Officer
) -> None:
    other = make_exhibit(monitoring_officer, request_given.case_id)
    redaction = release(make_redaction(other, make_officer(Role.DEPUTY), BOX), monitoring_officer)
    client.sign_in(handler)
    client.get(f"/my-requests/{request_given.id}/copies/{redaction.id}/1.png", status=404)
