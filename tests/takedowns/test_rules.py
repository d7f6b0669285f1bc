"""What must be so before a removal request is approved, sent, verified or ended."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case, Complaint, Note
from casework.cases.workflow import Confidentiality
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterStatus
from casework.council import queries as council
from casework.database import db, unit_of_work
from casework.errors import DomainError, NotAllowed, NotFound, NotPossible, Stale
from casework.evidence import vault as evidence_vault
from casework.members import service as members
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.storage.local import LocalStore
from casework.takedowns import queries, service
from casework.takedowns.checks import waits_for_another
from casework.takedowns.deadlines import deadline, default_days, review_day
from casework.takedowns.looking import what_it_shows
from casework.takedowns.models import RemovalRequest
from casework.takedowns.route_facts import ROUTE_FACTS
from casework.takedowns.workflow import (
    Able,
    Ground,
    Means,
    ReplyKind,
    RequestAction,
    RequestStatus,
    Route,
    Seen,
    UrgentKind,
)
from casework.words import YesNo
from casework.working_days import is_working_day, working_days_between
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import (
    ANSWERS,
    approve,
    let_monitor,
    look,
    make_clauses,
    make_exhibit,
    make_post,
    make_request,
    request_in,
)

URGENT: dict[str, Any] = {
    "urgent": True,
    "urgent_kind": UrgentKind.DANGER,
    "urgent_reason": "An address and a threat",
}


def case_of(request: RemovalRequest) -> Case:
    return db.session.get_one(Case, request.case_id)


def let_officers_approve_their_own(actor: Officer) -> None:
    with unit_of_work():
        settings = council.settings()
        settings.self_approval = True
        db.session.add(settings)
        record(Verb.COUNCIL_CHANGED, actor=actor, subject=settings)


def untold_case(actor: Officer) -> Case:
    return make_case(actor, councillor=make_councillor(group="Independent"))


def untold(actor: Officer, **values: object) -> RemovalRequest:
    """Make a request in a case whose member has not been told."""
    case = untold_case(actor)
    post = make_post(case, actor)
    make_exhibit(case, actor, post)
    return service.draft_request(
        case,
        actor=actor,
        posts=[post],
        clauses=make_clauses()[:1],
        **{"recipient": "Councillor Jo Example", "reasons": "So", "proportionality": ANSWERS, **values},  # type: ignore[arg-type]
    )


# Drafting


@pytest.mark.parametrize("route", [Route.PLATFORM, Route.SAFETY_ACT, Route.DELISTING, Route.ERASURE])
def test_a_breach_of_the_code_alone_is_no_ground_for_a_platform(
    route: Route, monitoring_officer: Officer
) -> None:
    with pytest.raises(DomainError, match="not one there") as error:
        make_request(monitoring_officer, route=route)
    assert error.value.field == "grounds"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("recipient", "Councillor Sam O’Second"),
        ("recipient", "The office of Cllr O'SECOND, Sam"),
        ("recipient_contact", "By e-mail: SAM@bücher.example"),
        ("recipient_contact", "sam@xn--bcher-kva.example"),
    ],
)
def test_a_request_by_another_route_is_not_addressed_to_the_councillor(
    field: str, wrong: str, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor("Sam O'Second", group="Independent"))
    member = queries.members_of(case.id)[0]
    members.change_councillor(
        member, actor=monitoring_officer, name=member.name, email="sam@bücher.example", notes=""
    )
    to: dict[str, Any] = {"recipient": "Councillor Lee Leader", "recipient_contact": "lee@council.example"}
    with pytest.raises(DomainError, match="whom the request is about") as error:
        make_request(monitoring_officer, case=case, route=Route.GROUP_LEADER, **{**to, field: wrong})
    assert error.value.field == field
    request = make_request(monitoring_officer, case=case, route=Route.GROUP_LEADER, **to)
    assert request.recipient == "Councillor Lee Leader"


def test_a_platform_rule_is_named(monitoring_officer: Officer) -> None:
    grounds = [Ground.PLATFORM_RULE.value]
    with pytest.raises(DomainError, match="which of the platform"):
        make_request(monitoring_officer, route=Route.PLATFORM, grounds=grounds)
    request = make_request(
        monitoring_officer, route=Route.PLATFORM, grounds=grounds, ground_detail="Harassment policy"
    )
    assert request.deadline_days == 5


def test_a_request_rests_on_obligations_of_the_version_in_force(monitoring_officer: Officer) -> None:
    clauses = make_clauses()
    with pytest.raises(DomainError, match="obligations") as error:
        make_request(monitoring_officer, clauses=[clauses[2]])
    assert error.value.field == "clauses"


def test_a_post_of_another_case_cannot_be_asked_about(monitoring_officer: Officer) -> None:
    other = make_post(make_case(monitoring_officer), monitoring_officer)
    case = make_case(monitoring_officer)
    with pytest.raises(DomainError, match="this case"):
        service.draft_request(
            case, actor=monitoring_officer, posts=[other], clauses=make_clauses()[:1], recipient="Jo"
        )
    with pytest.raises(DomainError, match="at least one post"):
        service.draft_request(
            case, actor=monitoring_officer, posts=[], clauses=make_clauses()[:1], recipient="Jo"
        )


def test_only_an_open_case_has_a_new_request(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    post = make_post(case, monitoring_officer)
    cases.close_case(case, "Resolved", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="not open"):
        service.draft_request(case, actor=monitoring_officer, posts=[post], recipient="Jo")


def test_the_second_of_two_officers_is_shown_both_texts(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer)
    seen, posts, clauses = request.version, queries.posts_in(request), queries.clauses_in(request)

    def change(reasons: str) -> None:
        service.change_request(
            request, actor=monitoring_officer, posts=posts, clauses=clauses, version=seen, reasons=reasons
        )

    change("Theirs")
    with pytest.raises(Stale) as stale:
        change("Mine")
    assert stale.value.theirs == {"Reasons": "Theirs"}


def test_a_complainant_cannot_be_named_in_what_the_recipient_sees(monitoring_officer: Officer) -> None:
    with pytest.raises(DomainError, match="complainant"):
        make_request(monitoring_officer, recipient="Robin Resident")
    with pytest.raises(DomainError, match="complainant"):
        make_request(monitoring_officer, ground_detail="As robin  resident says")


# Approving


def test_a_post_without_an_exhibit_stops_approval_and_the_mend_is_told(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer, exhibits=False)
    with pytest.raises(NotPossible, match=r"no exhibit.*Add a screenshot"):
        approve(request, actor=make_officer(Role.DEPUTY))
    assert request.status is RequestStatus.DRAFT


def test_approval_hashes_the_exhibits_again(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer, exhibits=False)
    exhibit = make_exhibit(case_of(request), monitoring_officer, *queries.posts_in(request), size=(47, 31))
    store = evidence_vault.vault()
    assert isinstance(store, LocalStore)
    path = next(each for each in store.path.rglob(f"*{exhibit.sha256[8:]}*") if each.is_file())
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(NotPossible, match=exhibit.label):
        approve(request, actor=make_officer(Role.DEPUTY))
    db.session.refresh(request)
    assert request.status is RequestStatus.DRAFT


def test_confidentiality_is_decided_first(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer)
    complaint = db.session.scalars(select(Complaint).where(Complaint.case_id == request.case_id)).one()
    cases.change_complaint(complaint, actor=monitoring_officer, asks_confidentiality=True)
    deputy = make_officer(Role.DEPUTY)
    with pytest.raises(NotPossible, match="confidentiality"):
        approve(request, actor=deputy)
    cases.decide_confidentiality(
        complaint, Confidentiality.REFUSED, "No reason given", actor=monitoring_officer
    )
    approve(request, actor=deputy)
    assert request.status is RequestStatus.AUTHORISED


def test_the_member_has_been_told_or_is_told_by_the_letter(monitoring_officer: Officer) -> None:
    deputy = make_officer(Role.DEPUTY)
    with pytest.raises(NotPossible, match="not been told"):
        approve(untold(monitoring_officer), actor=deputy)
    request = untold(monitoring_officer, member_told_by_letter=True)
    approve(request, actor=deputy)
    service.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By e-mail")
    assert case_of(request).member_told_on == clock.today()
    letter = db.session.get_one(Letter, request.letter_id).body
    assert f"recorded as {case_of(request).reference}." in letter, "the matter is the case, not the request"


def test_only_a_letter_to_the_councillor_tells_the_councillor(monitoring_officer: Officer) -> None:
    with pytest.raises(DomainError, match="Only a letter to the councillor"):
        untold(
            monitoring_officer,
            route=Route.GROUP_LEADER,
            recipient="Councillor Lee Leader",
            member_told_by_letter=True,
        )
    request = untold(monitoring_officer, member_told_by_letter=True)
    approve(request, actor=make_officer(Role.DEPUTY))
    with pytest.raises(DomainError, match="letter itself"):
        service.send(
            request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By telephone", by_letter=False
        )


@pytest.mark.parametrize("missing", [{"reasons": ""}, {"proportionality": {**ANSWERS, "harm": " "}}])
def test_reasons_and_every_question_on_proportionality_are_answered(
    missing: dict[str, object], monitoring_officer: Officer
) -> None:
    with pytest.raises(NotPossible, match="Not answered"):
        approve(make_request(monitoring_officer, **missing), actor=make_officer(Role.DEPUTY))  # type: ignore[arg-type]


def test_nobody_approves_their_own_draft_unless_the_council_says_so(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer)
    with pytest.raises(NotPossible, match="yourself"):
        approve(request, actor=monitoring_officer, own_reason="Alone")
    let_officers_approve_their_own(monitoring_officer)
    with pytest.raises(DomainError, match="nobody else"):
        approve(request, actor=monitoring_officer)
    approve(request, actor=monitoring_officer, own_reason="The deputy is on leave")
    assert request.self_approval_reason == "The deputy is on leave"
    assert request.review_due_on == review_day(clock.today(), council.closures())


def test_who_changed_last_what_a_draft_asks_approves_it_as_little_as_who_drafted_it(
    monitoring_officer: Officer,
) -> None:
    drafter, deputy = make_officer(Role.STANDARDS_OFFICER), make_officer(Role.DEPUTY)
    request = make_request(drafter)
    change = partial(
        service.change_request, request, posts=queries.posts_in(request), clauses=queries.clauses_in(request)
    )
    change(actor=deputy, given_to_id=drafter.id, candidate=YesNo.NO)
    assert not waits_for_another(request, deputy), (
        "a fact that an approver finds out is no word of the request"
    )
    change(actor=deputy, reasons="It names a child, and gives the school.")
    with pytest.raises(NotPossible, match="changed the draft last yourself"):
        approve(request, actor=deputy)
    change(actor=drafter, reasons="It names a child and the school.")
    assert not waits_for_another(request, deputy), "the other took it over, so that two have looked"
    change(actor=deputy, reasons="It names a child.")
    approve(request, actor=monitoring_officer)
    assert request.approved_by_id == monitoring_officer.id


@pytest.mark.parametrize(
    "role", [each for each in Role if each not in {Role.MONITORING_OFFICER, Role.DEPUTY}]
)
def test_nobody_but_the_monitoring_officer_or_a_deputy_approves(
    role: Role, monitoring_officer: Officer
) -> None:
    with pytest.raises(NotAllowed):
        approve(make_request(monitoring_officer), actor=make_officer(role))


def test_what_was_changed_after_it_was_read_is_not_approved(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer)
    read = request.version
    service.change_request(
        request,
        actor=monitoring_officer,
        posts=queries.posts_in(request),
        clauses=queries.clauses_in(request),
        recipient="The group leader",
    )
    with pytest.raises(Stale) as stale:
        approve(request, actor=make_officer(Role.DEPUTY), version=read)
    assert stale.value.theirs == {"To": "The group leader"}


def test_a_post_added_to_a_draft_that_was_read_is_not_approved_unseen(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer)
    read, case = request.version, case_of(request)
    added = cases.add_post(case, actor=monitoring_officer, address="https://x.com/other/status/2")
    posts = [*queries.posts_in(request), added]
    service.change_request(
        request, actor=monitoring_officer, posts=posts, clauses=queries.clauses_in(request)
    )
    with pytest.raises(Stale) as stale:
        approve(request, actor=make_officer(Role.DEPUTY), version=read)
    assert added.address in stale.value.theirs["Posts"]
    assert added.address not in stale.value.yours["Posts"]


def test_the_urgent_route_waits_for_no_exhibit_and_is_reviewed_the_next_working_day(
    monitoring_officer: Officer,
) -> None:
    request = make_request(monitoring_officer, exhibits=False, reasons="", proportionality={}, **URGENT)
    approve(request, actor=monitoring_officer)
    assert request.review_due_on == review_day(clock.today(), council.closures())
    assert "We hold a copy" not in db.session.get_one(Letter, request.letter_id).body
    with pytest.raises(NotAllowed):
        service.review(request, "It was right", actor=monitoring_officer)
    with pytest.raises(NotAllowed):
        service.review(request, "It was right", actor=make_officer(Role.STANDARDS_OFFICER))
    service.review(request, "It was right", actor=make_officer(Role.DEPUTY))
    assert not request.review_due
    with pytest.raises(NotPossible):
        service.review(request, "Again", actor=make_officer(Role.DEPUTY))


def test_an_urgent_request_says_why(monitoring_officer: Officer) -> None:
    with pytest.raises(DomainError, match="urgent"):
        make_request(monitoring_officer, **{**URGENT, "urgent_reason": " "})
    with pytest.raises(DomainError, match="urgent"):
        make_request(monitoring_officer, **{**URGENT, "urgent_kind": None})


def test_an_urgent_request_still_waits_for_the_decision_on_confidentiality(
    monitoring_officer: Officer,
) -> None:
    request = make_request(monitoring_officer, **URGENT)
    complaint = db.session.scalars(select(Complaint).where(Complaint.case_id == request.case_id)).one()
    cases.change_complaint(complaint, actor=monitoring_officer, asks_confidentiality=True)
    with pytest.raises(NotPossible, match="confidentiality"):
        approve(request, actor=monitoring_officer)


# The letter


def test_a_copy_is_not_to_be_kept_of_personal_data(monitoring_officer: Officer) -> None:
    deputy = make_officer(Role.DEPUTY)
    for grounds, kept in (
        (["code"], True),
        (["code", "personal_data"], False),
        (["code", "confidential"], False),
    ):
        request = make_request(monitoring_officer, grounds=grounds)
        approve(request, actor=deputy)
        body = " ".join(db.session.get_one(Letter, request.letter_id).body.split())
        assert ("keep a copy of your own" in body) is kept
        assert "https://social.example/p/1" in body


# Sending and answers


def test_sending_freezes_the_letter(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    letter = db.session.get_one(Letter, request.letter_id)
    assert letter.status is LetterStatus.SENT
    assert letter.sha256


def test_without_a_letter_the_deadline_runs_from_the_day_of_sending(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    service.send(
        request,
        actor=monitoring_officer,
        sent_on=clock.today(),
        sent_how="On the form",
        by_letter=False,
        platform_reference="T-1",
    )
    assert request.deadline == deadline(clock.today(), request.deadline_days, council.closures())
    letter = db.session.get_one(Letter, request.letter_id)
    assert letter.status is LetterStatus.DISCARDED
    assert letter.discarded_reason == "The request went out in other words: On the form"


def test_an_answer_is_not_asked_for_so_late_that_silence_is_never_noticed(
    monitoring_officer: Officer,
) -> None:
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    with pytest.raises(DomainError, match="more than 60 working days"):
        service.send(
            request,
            actor=monitoring_officer,
            sent_on=clock.today(),
            sent_how="By e-mail",
            deadline=date(2099, 1, 1),
        )


def test_the_letter_of_a_cancelled_request_is_discarded_with_it(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    service.cancel(request, "It came down by itself", actor=monitoring_officer)
    letter = db.session.get_one(Letter, request.letter_id)
    assert letter.status is LetterStatus.DISCARDED
    assert "It came down by itself" in letter.discarded_reason


def test_a_letter_corrected_after_it_was_read_is_not_marked_as_sent(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    letter = db.session.get_one(Letter, request.letter_id)
    read = letter.version
    correspondence.change_letter(letter, subject="Another", body=letter.body, actor=monitoring_officer)
    with pytest.raises(Stale):
        service.send(
            request,
            actor=monitoring_officer,
            sent_on=clock.today(),
            sent_how="By e-mail",
            letter_version=read,
        )
    assert request.status is RequestStatus.AUTHORISED


def test_silence_is_not_recorded_while_there_is_time_to_answer(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    service.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By e-mail")
    with pytest.raises(NotPossible, match="still time"):
        service.record_silence(request, actor=monitoring_officer)
    assert service.record_silences() == 0


def test_the_worker_records_silence_once(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    assert service.record_silences() == 1
    assert service.record_silences() == 0
    db.session.refresh(request)
    assert request.status is RequestStatus.NO_RESPONSE


@pytest.mark.parametrize("kind", [ReplyKind.REFUSED, ReplyKind.DISPUTED])
def test_a_refusal_or_dispute_comes_with_its_reasons(kind: ReplyKind, monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    with pytest.raises(DomainError, match="reasons"):
        service.record_reply(request, actor=monitoring_officer, kind=kind, received_on=clock.today())


def test_a_dispute_goes_to_the_case(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.DISPUTED, monitoring_officer)
    note = db.session.scalars(select(Note).where(Note.case_id == request.case_id)).one()
    assert "Their words" in note.body


def test_an_answer_does_not_come_before_the_question(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=30)):
        with pytest.raises(DomainError, match="between"):
            service.record_reply(request, actor=monitoring_officer, kind=ReplyKind.COMPLIED, received_on=day)


def test_the_officer_to_whom_it_is_given_is_told_without_content(monitoring_officer: Officer) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer)
    service.give(request, takedown, actor=monitoring_officer)
    notice = db.session.scalars(select(Notice).where(Notice.officer_id == takedown.id)).one()
    assert notice.text == f"Removal request {request.name} was given to you."
    assert notice.case_id == request.case_id
    with pytest.raises(DomainError, match="cannot be given"):
        service.give(request, make_officer(Role.CLERK), actor=monitoring_officer)


# Looking


def verify(request: RemovalRequest, actor: Officer) -> None:
    service.conclude(request, RequestAction.VERIFY_REMOVED, actor=actor)


def test_two_captured_looks_a_day_apart_by_able_means_show_that_it_is_gone(
    monitoring_officer: Officer,
) -> None:
    request = request_in(RequestStatus.COMPLIED, monitoring_officer, posts=2)
    look(request, monitoring_officer, at=clock.now() - timedelta(hours=24), means=Means.COUNCIL_ACCOUNT)
    with pytest.raises(NotPossible, match="1 of 2 looks"):
        verify(request, monitoring_officer)
    look(request, monitoring_officer)
    verify(request, monitoring_officer)
    assert request.status is RequestStatus.VERIFIED_REMOVED


Looks = Callable[[RemovalRequest, Officer], None]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"captured": False}, {}, "has a capture"),
        ({"at": -23}, {}, "24 hours apart"),
        ({"able": Able.NOT_SHOWN}, {}, "1 of 2 looks a day apart was by a means shown able"),
        ({"able": Able.NOT_SHOWN}, {"able": Able.NOT_SHOWN}, "0 of 2 looks"),
        ({}, {"seen": Seen.AVAILABLE}, "still there"),
        ({}, {"seen": Seen.ACCOUNT_UNAVAILABLE}, "account is unavailable"),
        ({}, {"seen": Seen.LOGIN_REQUIRED}, "sign-in required"),
    ],
)
def test_anything_less_does_not_show_that_it_is_gone(
    first: dict[str, object], second: dict[str, object], why: str, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.COMPLIED, monitoring_officer)
    hours = first.pop("at", -25) if "at" in first else -25
    look(request, monitoring_officer, at=clock.now() + timedelta(hours=int(str(hours))), **first)  # type: ignore[arg-type]
    look(request, monitoring_officer, **second)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match=why):
        verify(request, monitoring_officer)
    service.conclude(
        request, RequestAction.FIND_INCONCLUSIVE, actor=monitoring_officer, reason="Cannot see it"
    )
    assert request.status is RequestStatus.INCONCLUSIVE


def test_two_looks_entered_at_one_sitting_verify_a_removal_only_with_the_reason_on_its_proof(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    case, post = db.session.get_one(Case, request.case_id), queries.posts_in(request)[0]
    for ago, width in ((timedelta(days=2), 91), (timedelta(minutes=1), 92)):
        service.observe(
            request,
            post,
            actor=monitoring_officer,
            seen=Seen.REMOVED,
            means=Means.LOGGED_OUT,
            seen_at=clock.now() - ago,
            exhibit=make_exhibit(case, monitoring_officer, size=(width, 30)),
            able=Able.ACCOUNT,
            able_words="Its newest post, of today",
        )
    at = f"/removal-requests/{request.id}"
    asked = client.sign_in(monitoring_officer).get(f"{at}/finding")
    assert "without another look" in asked.words
    refused = client.post(f"{at}/finding", {"finding": "verify_removed"}, status=422)
    assert "Say under Reason why it came late" in refused.words
    reason = "It was on a telephone that was not at hand"
    client.post(f"{at}/finding", {"finding": "verify_removed", "reason": reason})
    db.session.refresh(request)
    assert request.status is RequestStatus.VERIFIED_REMOVED
    let_monitor(request, monitoring_officer)  # which is no other finding
    assert reason in client.get(f"{at}/proof").words
    assert reason not in client.get(f"{at}/proof?edition=public").words


def test_a_capture_that_was_held_for_a_day_needs_no_reason(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    for ago in (timedelta(hours=25), timedelta(0)):
        look(request, monitoring_officer, at=clock.now() - ago)
    assert service.captured_late(queries.standing(request)) is None
    service.conclude(request, RequestAction.VERIFY_REMOVED, actor=monitoring_officer)
    assert request.finding_reason == ""


@pytest.mark.parametrize(
    ("seen", "able", "captured", "missing"),
    [
        (Seen.REMOVED, Able.INTAKE, True, ""),
        (Seen.AVAILABLE, Able.NOT_SHOWN, False, ""),
        (Seen.REMOVED, Able.ACCOUNT, False, "no capture"),
        (Seen.REMOVED, Able.NOT_SHOWN, True, "nothing shows that you would have seen"),
        (Seen.REMOVED, Able.NOT_SHOWN, False, "no capture and nothing shows"),
    ],
)
def test_who_records_a_look_is_told_at_once_what_keeps_it_from_counting(
    seen: Seen, able: Able, captured: bool, missing: str
) -> None:
    words = what_it_shows(seen, able, captured=captured)
    assert missing in words
    assert bool(words) == bool(missing)


def test_one_post_of_two_that_is_gone_is_not_enough(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.COMPLIED, monitoring_officer, posts=2)
    look(request, monitoring_officer, at=clock.now() - timedelta(hours=25))
    look(request, monitoring_officer)
    second = queries.posts_in(request)[1]
    service.observe(
        request,
        second,
        actor=monitoring_officer,
        seen=Seen.AVAILABLE,
        means=Means.LOGGED_OUT,
        seen_at=clock.now(),
    )
    with pytest.raises(NotPossible, match="p/2"):
        verify(request, monitoring_officer)
    service.conclude(request, RequestAction.FIND_AVAILABLE, actor=monitoring_officer)


def test_a_look_is_at_a_post_of_the_request_at_a_possible_time(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.COMPLIED, monitoring_officer)
    with pytest.raises(DomainError, match="still to come"):
        look(request, monitoring_officer, at=clock.now() + timedelta(minutes=5))
    with pytest.raises(DomainError, match="from the day it was sent"):
        look(request, monitoring_officer, at=clock.now() - timedelta(days=30))
    approved = request.approved_at or clock.now()
    if clock.london_date(approved - timedelta(minutes=2)) == request.sent_on:
        with pytest.raises(DomainError, match="not approved yet"):
            look(request, monitoring_officer, at=approved - timedelta(minutes=2))
    other = make_post(case_of(request), monitoring_officer, "https://social.example/else")
    with pytest.raises(DomainError, match="not one of those"):
        service.observe(
            request,
            other,
            actor=monitoring_officer,
            seen=Seen.REMOVED,
            means=Means.LOGGED_OUT,
            seen_at=clock.now(),
        )


def test_not_having_looked_is_an_answer_and_shows_nothing(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.COMPLIED, monitoring_officer)
    look(request, monitoring_officer, seen=Seen.NOT_CHECKED, captured=False)
    with pytest.raises(NotPossible, match="nobody has looked"):
        verify(request, monitoring_officer)


# Ending


def test_a_case_with_an_open_request_cannot_be_closed(app: Flask, monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.REFUSED, monitoring_officer)
    case = case_of(request)
    with pytest.raises(NotPossible, match=request.name):
        cases.close_case(case, "Done", actor=monitoring_officer)
    service.close(request, "They declined", actor=monitoring_officer)
    assert request.outcome is RequestStatus.REFUSED
    cases.close_case(case, "Done", actor=monitoring_officer)


def test_a_withdrawn_request_says_how_the_recipient_was_told(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    with pytest.raises(DomainError, match="recipient was told"):
        service.withdraw(request, "Settled", recipient_told=" ", actor=monitoring_officer)


# Who sees what


def test_a_takedown_officer_sees_what_was_given_to_them_until_a_wall_is_raised(
    monitoring_officer: Officer,
) -> None:
    mine, other = make_officer(Role.TAKEDOWN_OFFICER), make_officer(Role.TAKEDOWN_OFFICER)
    request = make_request(monitoring_officer, given_to_id=mine.id)
    assert list(db.session.scalars(queries.visible_requests(mine))) == []  # a draft is nothing to handle yet
    approve(request, actor=make_officer(Role.DEPUTY))

    def seen_by(viewer: Officer) -> list[RemovalRequest]:
        return list(db.session.scalars(queries.visible_requests(viewer)))

    assert seen_by(mine) == [request]
    assert seen_by(other) == []
    assert seen_by(make_officer(Role.ADMINISTRATOR)) == []
    assert seen_by(make_officer(Role.INVESTIGATOR)) == []
    with pytest.raises(NotFound):
        queries.get_visible(mine, request.id)
    cases.raise_wall(case_of(request), mine, "Is the complainant", actor=monitoring_officer)
    assert seen_by(mine) == []
    with pytest.raises(NotFound):
        queries.get_given(mine, request.id)
    assert queries.is_astray(request), "somebody else has to take it over"
    service.give(request, other, actor=monitoring_officer)
    assert not queries.is_astray(request)


# Deadlines

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
CLOSURES = st.frozensets(DAYS, max_size=5)


@given(DAYS, st.integers(1, 60), CLOSURES)
def test_a_deadline_is_a_working_day_and_leaves_as_many_as_were_given(
    day: date, days: int, closures: frozenset[date]
) -> None:
    end = deadline(day, days, closures)
    assert is_working_day(end, closures)
    assert working_days_between(day, end, closures) == days


@given(DAYS, st.integers(1, 59), CLOSURES)
def test_a_longer_time_ends_later(day: date, days: int, closures: frozenset[date]) -> None:
    assert deadline(day, days, closures) < deadline(day, days + 1, closures)


@pytest.mark.parametrize(
    ("asked_on", "days", "end"),
    [
        (date(2026, 4, 1), 2, date(2026, 4, 7)),  # Good Friday, the weekend and Easter Monday lie between
        (
            date(2026, 12, 23),
            2,
            date(2026, 12, 29),
        ),  # Christmas Day; Boxing Day, a Saturday, is given on Monday
        (date(2026, 12, 24), 5, date(2027, 1, 5)),  # and New Year's Day
        (date(2026, 5, 1), 1, date(2026, 5, 5)),  # the early May bank holiday
    ],
)
def test_bank_holidays_do_not_count(asked_on: date, days: int, end: date) -> None:
    assert deadline(asked_on, days) == end


def test_those_near_to_the_council_answer_an_urgent_request_sooner() -> None:
    near = {Route.COUNCILLOR, Route.GROUP_LEADER, Route.PAGE_ADMIN, Route.CHANNEL_TEAM}
    days = {
        route: (
            default_days(facts, facts.days, 2, urgent=True),
            default_days(facts, facts.days, 2, urgent=False),
        )
        for route, facts in ROUTE_FACTS.items()
    }
    assert {route for route, (urgent, _) in days.items() if urgent == 2} == near
    assert days[Route.COUNCILLOR] == (2, 5)
    assert days[Route.PLATFORM] == (5, 5)
