"""The letters of a case over HTTP."""

import hashlib

import pytest

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Complaint
from casework.cases.workflow import ComplainantCategory
from casework.database import db
from casework.permissions import Role
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.factories import make_officer


def test_an_acknowledgement_is_prepared_corrected_sent_and_downloaded(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    complaint = db.session.query(Complaint).filter_by(case_id=case.id).one()
    client.sign_in(monitoring_officer)
    at = client.post(f"/cases/{case.id}/complaints/{complaint.id}/acknowledgement")
    edit = client.get(f"{at}/edit").fields()
    client.post(f"{at}/edit", {**edit, "body": edit["body"] + "\nOne more line."})
    stale = client.post(f"{at}/edit", {**edit, "body": "Mine"}, status=409)
    assert "Mine" in stale.words
    assert "One more line." in stale.words
    sent = client.get(f"{at}/sent").fields()
    assert "Say how it was sent" in client.post(f"{at}/sent", sent, status=422).errors[0]
    client.post(f"{at}/sent", {**sent, "sent_how": "By e-mail"})
    db.session.refresh(case)
    assert case.acknowledged_on == clock.today()
    response = client.http.get(f"{at}/letter.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    assert "Robin" not in response.headers["Content-Disposition"]
    page = client.get(at)
    assert hashlib.sha256(response.data).hexdigest() in page.words
    assert "Correct the text" not in page.links()
    client.post(f"{at}/edit", {**edit, "body": "Too late"}, status=409)
    assert "One more line." in client.get(f"{at}/print").words


def test_a_prepared_letter_is_discarded_with_a_reason(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    complaint = db.session.query(Complaint).filter_by(case_id=case.id).one()
    client.sign_in(monitoring_officer)
    at = client.post(f"/cases/{case.id}/complaints/{complaint.id}/acknowledgement")
    form = client.get(f"{at}/discard").fields()
    assert "Say why" in client.post(f"{at}/discard", form, status=422).errors[0]
    client.post(f"{at}/discard", {**form, "reason": "Prepared twice"})
    page = client.get(at)
    assert "Prepared twice" in page.words
    assert not {"Mark as sent", "Correct the text", "Discard the letter"} & page.links().keys()
    client.post(f"{at}/discard", {**form, "reason": "Again"}, status=409)
    assert "Send the acknowledgement" not in client.get(f"/cases/{case.id}").words


def test_what_names_a_protected_complainant_is_not_saved_and_not_lost(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    complaint = db.session.query(Complaint).filter_by(case_id=case.id).one()
    cases.change_complaint(complaint, actor=monitoring_officer, asks_confidentiality=True)
    client.sign_in(monitoring_officer)
    at = client.post(f"/cases/{case.id}/complaints/{complaint.id}/acknowledgement")
    for path in (at, f"{at}/letter.txt", f"{at}/print", f"{at}/edit"):
        assert "Robin Resident" not in client.http.get(path).get_data(as_text=True), path
    edit = client.get(f"{at}/edit").fields()
    page = client.post(f"{at}/edit", {**edit, "body": "Dear Robin Resident"}, status=422)
    assert "name or contact" in page.errors[0]
    assert page.fields()["body"] == "Dear Robin Resident"


@pytest.mark.parametrize("role", [Role.TAKEDOWN_OFFICER, Role.CLERK, Role.ADMINISTRATOR, Role.DEPUTY])
def test_letters_are_for_those_who_may_see_the_case(
    role: Role, client: Browserless, monitoring_officer: Officer
) -> None:
    case, viewer = make_case(monitoring_officer), make_officer(role)
    complaint = db.session.query(Complaint).filter_by(case_id=case.id).one()
    at = client.sign_in(monitoring_officer).post(
        f"/cases/{case.id}/complaints/{complaint.id}/acknowledgement"
    )
    if role is Role.DEPUTY:
        cases.raise_wall(case, viewer, "A witness", actor=monitoring_officer)
    client.sign_in(viewer)
    for path in (at, f"{at}/letter.txt", f"{at}/print", f"{at}/edit", f"/cases/{case.id}/letters"):
        assert client.http.get(path).status_code in {403, 404}, path


def test_the_acknowledgement_of_one_complaint_leaves_the_other_to_do(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    second = cases.add_complaint(case, actor=monitoring_officer, complainant_name="Ash Neighbour")
    client.sign_in(monitoring_officer)
    at = client.post(f"/cases/{case.id}/complaints/{second.id}/acknowledgement")
    client.post(f"{at}/sent", {**client.get(f"{at}/sent").fields(), "sent_how": "By e-mail"})
    overview = client.get(f"/cases/{case.id}").words
    assert "Still to be told that it came: Robin Resident." in overview
    letters = client.get(f"/cases/{case.id}/letters").words
    assert letters.count("Not acknowledged yet.") == 1
    assert letters.count("Acknowledged on") == 1


def test_the_office_is_not_asked_to_write_to_itself(client: Browserless, monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    [complaint] = db.session.query(Complaint).filter_by(case_id=case.id)
    client.sign_in(monitoring_officer)
    assert "Acknowledge the complaint" in client.get(f"/cases/{case.id}").words
    cases.change_complaint(
        complaint, actor=monitoring_officer, category=ComplainantCategory.MONITORING_OFFICER
    )
    overview = client.get(f"/cases/{case.id}").words
    assert "Acknowledge the complaint" not in overview
    assert "Nobody to write to" in overview
    assert "There is nobody to write to." in client.get(f"/cases/{case.id}/letters").words
    client.post(f"/cases/{case.id}/complaints/{complaint.id}/acknowledgement", status=409)
