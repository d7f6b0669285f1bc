"""Reminders, thanks and the last letter: prepared from the request, corrected by few, frozen when they went out."""

import hashlib

import pytest

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Complaint
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import db
from casework.errors import DomainError, NotFound, NotPossible
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.route_facts import ROUTE_FACTS
from casework.takedowns.wording import ENDINGS, HEARD
from casework.takedowns.workflow import TRANSITIONS, Ground, PauseReason, ReplyKind, RequestAction, Route
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import approve, make_request, request_in

K = LetterKind


def just_sent(actor: Officer, **values: object) -> RemovalRequest:
    """Make a request that went out today."""
    request = make_request(actor, **values)  # type: ignore[arg-type]
    approve(request, actor=make_officer(Role.DEPUTY))
    service.send(request, actor=actor, sent_on=clock.today(), sent_how="By e-mail")
    return request


def flat(letter: Letter) -> str:
    return " ".join(letter.body.split())


def test_a_reminder_asks_for_no_more_than_the_request_and_names_its_day(monitoring_officer: Officer) -> None:
    request = just_sent(monitoring_officer)
    text = flat(service.prepare_letter(request, K.REMINDER, actor=monitoring_officer))
    assert request.deadline is not None
    assert f"by {request.deadline.day} {request.deadline:%B %Y}" in text
    for said in (
        request.name,
        "https://social.example/p/1",
        "asks for nothing that our request did not ask",
        "claims none",
        "without prejudice to any finding",
        "Declining is not itself a breach",
        "We hold a copy",
        "at least 24 hours later",
        "section 28(7)",
        "Silence will be recorded as no reply, and as nothing else",
    ):
        assert said in text, said


def test_a_reminder_that_is_marked_as_sent_is_frozen_and_counts_as_one(monitoring_officer: Officer) -> None:
    request = just_sent(monitoring_officer)
    letter = service.prepare_letter(request, K.REMINDER, actor=monitoring_officer)
    service.send_letter(
        request, letter, actor=monitoring_officer, sent_on=clock.today(), sent_how="By e-mail to them"
    )
    assert letter.sha256 == hashlib.sha256(letter.body.encode()).hexdigest()
    assert (request.reminded_on, request.reminded_how) == (clock.today(), "By e-mail to them")
    with pytest.raises(NotPossible, match="frozen"):
        service.discard_letter(request, letter, "No", actor=monitoring_officer)


@pytest.mark.parametrize("end", [ReplyKind.REFUSED, None])
def test_a_reminder_that_waits_is_dropped_once_no_answer_is_awaited_or_its_day_moves(
    end: ReplyKind | None, monitoring_officer: Officer
) -> None:
    request = just_sent(monitoring_officer)
    letter = service.prepare_letter(request, K.REMINDER, actor=monitoring_officer)
    today = clock.today()
    if end:
        service.record_reply(request, actor=monitoring_officer, kind=end, received_on=today, words="No")
    else:
        service.pause(
            request, actor=monitoring_officer, kind=PauseReason.ILLNESS, words="She asked", from_day=today
        )
    assert letter.status is LetterStatus.DISCARDED
    with pytest.raises(NotPossible):
        service.send_letter(request, letter, actor=monitoring_officer, sent_on=today, sent_how="Post")
    with pytest.raises(NotPossible):
        service.prepare_letter(request, K.REMINDER, actor=monitoring_officer)


@pytest.mark.parametrize(
    "status", [S.DRAFT, S.AUTHORISED, S.SENT, S.NO_RESPONSE, S.DISPUTED, S.WITHDRAWN, S.CLOSED]
)
def test_each_kind_of_letter_can_be_prepared_in_the_states_that_it_fits(
    status: S, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer)
    db.session.refresh(request, ["replies"])
    for kind in (K.THANKS, K.CLOSING):
        fits = bool(request.replies) if kind is K.THANKS else status in {S.CLOSED, S.WITHDRAWN}
        if fits:
            assert service.prepare_letter(request, kind, actor=monitoring_officer).kind is kind
        with pytest.raises(NotPossible, match="prepared already" if fits else None):
            service.prepare_letter(request, kind, actor=monitoring_officer)


def test_every_answer_and_every_end_has_its_words() -> None:
    assert set(HEARD) == set(ReplyKind)
    ends = {start for start, action in TRANSITIONS if action is RequestAction.CLOSE}
    assert set(ENDINGS) == ends


@pytest.mark.parametrize("route", list(Route))
def test_the_letters_to_each_kind_of_addressee_claim_no_power_and_find_nothing(
    route: Route, monitoring_officer: Officer
) -> None:
    acted_on = ROUTE_FACTS[route].acted_on
    ground = next(each for each in Ground if each in acted_on) if acted_on else Ground.CODE
    request = just_sent(
        monitoring_officer, route=route, grounds=[ground.value], ground_detail="Its rule 4", recipient="Them"
    )
    letters = [service.prepare_letter(request, K.REMINDER, actor=monitoring_officer)]
    service.record_reply(
        request, actor=monitoring_officer, kind=ReplyKind.REFUSED, received_on=clock.today(), words="No"
    )
    letters.append(service.prepare_letter(request, K.THANKS, actor=monitoring_officer))
    service.close(request, "They declined", actor=monitoring_officer)
    letters.append(service.prepare_letter(request, K.CLOSING, actor=monitoring_officer))
    for letter in letters:
        text = flat(letter)
        assert "without prejudice to any" in text
        assert request.name in text
        for claim in ("must", "require", "order you", "breached the"):
            assert f" {claim} " not in text
    keep = "please keep a copy" in flat(letters[0])
    assert keep is (route is Route.COUNCILLOR and ground not in {Ground.PERSONAL_DATA, Ground.CONFIDENTIAL})


def test_no_complainant_can_be_named_in_any_of_these_letters(monitoring_officer: Officer) -> None:
    request = just_sent(monitoring_officer)
    complaint = db.session.query(Complaint).filter_by(case_id=request.case_id).one()
    cases.change_complaint(complaint, actor=monitoring_officer, complainant_name="Perdita Quillfeather")
    letter = service.prepare_letter(request, K.REMINDER, actor=monitoring_officer)
    before = letter.body
    with pytest.raises(DomainError, match="name or contact"):
        correspondence.change_letter(
            letter, subject="Hello", body="perdita QUILLFEATHER told us", actor=monitoring_officer
        )
    assert letter.body == before


def test_a_letter_of_another_request_is_not_found_under_this_one(monitoring_officer: Officer) -> None:
    one, other = just_sent(monitoring_officer), just_sent(monitoring_officer)
    letter = service.prepare_letter(one, K.REMINDER, actor=monitoring_officer)
    with pytest.raises(NotFound):
        service.discard_letter(other, letter, "Mistaken", actor=monitoring_officer)


def test_a_reminder_is_prepared_corrected_by_an_approver_and_sent_over_http(
    client: Browserless, monitoring_officer: Officer
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = just_sent(monitoring_officer, given_to_id=handler.id)
    client.sign_in(handler)
    mine = f"/my-requests/{request.id}"
    assert "Prepare a reminder" in client.get(mine).words
    at = client.post(f"/removal-requests/{request.id}/letters/reminder")
    assert "Prepare a reminder" not in client.get(mine).words
    assert "Reminder of" in client.get(mine).words
    assert "Correct the letter" not in client.get(at).links()
    client.get(f"{at}/edit", status=403)
    client.post(f"/removal-requests/{request.id}/letters/reminder", status=409)
    stale = client.get(f"{at}/sent").fields()

    client.sign_in(monitoring_officer)
    edit = client.get(f"{at}/edit").fields()
    client.post(f"{at}/edit", {**edit, "body": edit["body"] + "\nOne more line."})

    client.sign_in(handler)
    client.post(f"{at}/sent", {**stale, "sent_how": "By post"}, status=409)
    form = client.get(f"{at}/sent").fields()
    assert "Say how it was sent" in client.post(f"{at}/sent", form, status=422).errors[0]
    client.post(f"{at}/sent", {**form, "sent_how": "By post"})
    response = client.http.get(f"{at}/letter.txt")
    page = client.get(at)
    assert hashlib.sha256(response.data).hexdigest() in page.words
    assert "One more line." in client.get(f"{at}/print").words
    assert "Mark as sent" not in page.links()
    client.get(f"{at}/sent", status=409)
    assert "Reminded" in client.get(mine).words


def test_the_last_letter_is_prepared_from_the_closed_request_and_can_be_discarded(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.CLOSED, monitoring_officer)
    client.sign_in(monitoring_officer)
    shown = f"/removal-requests/{request.id}"
    assert "Prepare the closing letter" in client.get(shown).words
    at = client.post(f"{shown}/letters/closing")
    assert "nothing more is asked of you" in client.get(at).words
    form = client.get(f"{at}/discard").fields()
    assert "Say why" in client.post(f"{at}/discard", form, status=422).errors[0]
    client.post(f"{at}/discard", {**form, "reason": "They were rung"})
    assert "They were rung" in client.get(at).words
    assert "Prepare the closing letter" in client.get(shown).words


def test_behind_a_wall_and_for_others_these_letters_are_absent(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = just_sent(monitoring_officer)
    letter = service.prepare_letter(request, K.REMINDER, actor=monitoring_officer)
    at = f"/removal-requests/{request.id}/letters/{letter.id}"
    client.sign_in(make_officer(Role.TAKEDOWN_OFFICER))
    for path in (at, f"{at}/letter.txt", f"{at}/print", f"{at}/sent", f"{at}/discard"):
        client.get(path, status=404)
    client.post(f"/removal-requests/{request.id}/letters/thanks", status=404)
    other = just_sent(monitoring_officer)
    client.sign_in(monitoring_officer)
    client.get(f"/removal-requests/{other.id}/letters/{letter.id}", status=404)
