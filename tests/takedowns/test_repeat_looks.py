"""Lawful means, monitoring with an end, advice on repeat looks, reappearance, and when a look is wanted."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case, Post
from casework.cases.workflow import AssignmentKind
from casework.database import db
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import LookAdvice, Observation, RemovalRequest
from casework.takedowns.workflow import (
    Able,
    Advice,
    LookPurpose,
    Means,
    PauseReason,
    ReplyKind,
    RequestAction,
    RequestLink,
    Seen,
)
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.request_factories import (
    be_advised,
    come_back,
    let_monitor,
    look,
    make_exhibit,
    name_account,
    request_in,
    see_gone_twice,
)


def looks_of(request: RemovalRequest) -> list[Observation]:
    return [look for looks in queries.looks_at(request).values() for look in looks]


def test_an_account_that_the_settings_do_not_name_is_no_lawful_means(monitoring_officer: Officer) -> None:
    request = request_in(S.SENT, monitoring_officer)
    post, account = queries.posts_in(request)[0], name_account(monitoring_officer)

    def record(account: str) -> Observation:
        return service.observe(
            request,
            post,
            actor=monitoring_officer,
            seen=Seen.REMOVED,
            means=Means.COUNCIL_ACCOUNT,
            seen_at=clock.now(),
            account=account,
        )

    for wrong in ("", "My own"):
        with pytest.raises(DomainError, match="false one") as error:
            record(wrong)
        assert error.value.field == "account"
    assert record(account).account == account


def test_how_a_means_could_see_is_taken_from_the_record_where_it_tells(monitoring_officer: Officer) -> None:
    request = request_in(S.SENT, monitoring_officer)
    with pytest.raises(DomainError, match="No earlier look"):
        look(request, monitoring_officer, able=Able.EARLIER)
    look(request, monitoring_officer, seen=Seen.AVAILABLE, at=clock.now() - timedelta(hours=3))
    look(request, monitoring_officer, able=Able.NOT_SHOWN)
    assert [each.able for each in looks_of(request)] == [Able.NOT_SHOWN, Able.EARLIER]
    assert looks_of(request)[0].address == "https://social.example/p/1", "the one that the letter named"


def test_an_account_said_to_be_seen_is_told_or_captured(monitoring_officer: Officer) -> None:
    request = request_in(S.SENT, monitoring_officer)
    post = queries.posts_in(request)[0]
    with pytest.raises(DomainError, match="what you saw of the account"):
        service.observe(
            request,
            post,
            actor=monitoring_officer,
            seen=Seen.REMOVED,
            means=Means.LOGGED_OUT,
            seen_at=clock.now(),
            able=Able.ACCOUNT,
        )


def test_each_look_is_in_the_trail_with_its_purpose(monitoring_officer: Officer) -> None:
    request = request_in(S.SENT, monitoring_officer)
    look(request, monitoring_officer)
    body = db.session.scalars(
        select(AuditDetail.body)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.seq)
        .where(AuditEvent.verb == Verb.POST_OBSERVED.value)
    ).one()
    assert body is not None
    assert (body["purpose"], body["address"]) == ("announced", "https://social.example/p/1")


# When a look is wanted


def test_a_look_is_wanted_when_the_day_to_answer_has_passed_or_somebody_says_that_it_is_done(
    monitoring_officer: Officer,
) -> None:
    request = request_in(S.AUTHORISED, monitoring_officer)
    assert request.next_look_on is None
    service.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By e-mail")
    assert request.deadline is not None
    assert request.next_look_on == request.deadline + timedelta(days=1)
    pause = {"kind": PauseReason.THEIR_TIME, "words": "Ill", "from_day": clock.today()}
    service.pause(request, actor=monitoring_officer, **pause)  # type: ignore[arg-type]
    assert request.next_look_on is None
    service.resume(request, actor=monitoring_officer)
    assert request.next_look_on == request.deadline + timedelta(days=1)
    today = clock.today()
    service.record_reply(request, actor=monitoring_officer, kind=ReplyKind.COMPLIED, received_on=today)
    assert request.next_look_on == today
    look(request, monitoring_officer)
    assert request.next_look_on == today + timedelta(days=1)
    service.conclude(request, RequestAction.FIND_REPORTED, actor=monitoring_officer, reason="No time")
    assert request.next_look_on is None


def test_what_is_to_be_looked_at_today_is_told_to_whoever_handles_it(monitoring_officer: Officer) -> None:
    mine, other = make_officer(Role.TAKEDOWN_OFFICER), make_officer(Role.TAKEDOWN_OFFICER)
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=mine.id)
    request_in(S.REFUSED, monitoring_officer, given_to_id=mine.id)
    assert list(db.session.scalars(queries.to_verify(mine))) == [request]
    assert not list(db.session.scalars(queries.to_verify(other)))
    assert list(db.session.scalars(queries.to_verify(monitoring_officer))) == [request]


# Monitoring


def test_monitoring_is_approved_with_a_reason_and_ends_by_itself(monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    today = clock.today()
    with pytest.raises(NotAllowed):
        service.monitor(request, actor=make_officer(Role.STANDARDS_OFFICER), reason="So", until=today)
    for until in (today + timedelta(days=6), today + timedelta(days=101)):
        with pytest.raises(DomainError, match="last day"):
            service.monitor(request, actor=monitoring_officer, reason="So", until=until)
    with pytest.raises(DomainError, match="necessary"):
        service.monitor(request, actor=monitoring_officer, reason=" ", until=today + timedelta(days=30))
    let_monitor(request, monitoring_officer, days=30)
    assert request.next_look_on == today + timedelta(days=7)
    with pytest.raises(NotPossible, match="surveillance"):
        look(request, monitoring_officer)
    with clock.telling_of(clock.now() + timedelta(days=8)):
        look(request, monitoring_officer)
        assert request.status is S.MONITORING
        assert request.next_look_on == today + timedelta(days=30)
        assert looks_of(request)[-1].purpose is LookPurpose.MONITORING
        assert service.end_monitoring() == 0
    with clock.telling_of(clock.now() + timedelta(days=31)):
        assert [service.end_monitoring() for _ in range(2)] == [1, 0]
    ended = db.session.get_one(RemovalRequest, request.id, populate_existing=True)
    assert ended.status is S.VERIFIED_REMOVED
    assert ended.next_look_on is None


# Advice


def test_a_repeat_look_waits_for_advice_by_somebody_else(monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    with pytest.raises(NotPossible, match="Ask for advice"):
        look(request, monitoring_officer)
    advice = service.ask_advice(request, "A resident saw it", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="asked already"):
        service.ask_advice(request, "Again", actor=monitoring_officer)
    with pytest.raises(NotAllowed, match="did not ask"):
        service.answer_advice(request, advice, actor=monitoring_officer, answer=Advice.ONCE, words="Yes")
    deputy = make_officer(Role.DEPUTY)
    with pytest.raises(DomainError, match="reasons"):
        service.answer_advice(request, advice, actor=deputy, answer=Advice.ONCE, words=" ")
    service.answer_advice(request, advice, actor=deputy, answer=Advice.ONCE, words="Necessary")
    with pytest.raises(NotPossible, match="answered"):
        service.answer_advice(request, advice, actor=deputy, answer=Advice.NO, words="No")
    look(request, monitoring_officer)
    made = looks_of(request)[-1]
    assert (made.purpose, made.advice_id) == (LookPurpose.ADVISED, advice.id)
    with pytest.raises(NotPossible, match="surveillance"):
        look(request, monitoring_officer)


def test_advice_may_allow_looks_until_a_day_or_none(monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    be_advised(request, monitoring_officer, Advice.NO)
    with pytest.raises(NotPossible):
        look(request, monitoring_officer)
    be_advised(request, monitoring_officer, Advice.UNTIL)
    look(request, monitoring_officer)
    look(request, monitoring_officer)
    with clock.telling_of(clock.now() + timedelta(days=1)), pytest.raises(NotPossible):
        look(request, monitoring_officer)


@pytest.mark.parametrize("answer", [Advice.ONCE, Advice.UNTIL])
def test_advice_excuses_no_look_that_was_made_before_it(answer: Advice, monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    be_advised(request, monitoring_officer, answer)
    with pytest.raises(DomainError, match="made before is not covered"):
        look(request, monitoring_officer, at=clock.now() - timedelta(minutes=5))
    look(request, monitoring_officer)


def test_the_officer_asks_on_the_page_that_stops_them_and_the_monitoring_officer_answers_on_my_work(
    client: Browserless, monitoring_officer: Officer
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    request = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    see_gone_twice(request, monitoring_officer)
    see_page = f"/removal-requests/{request.id}/posts/{queries.posts_in(request)[0].id}/look"
    client.sign_in(takedown)
    stopped = client.get(see_page)
    assert stopped.heading == "Do not look again yet"
    assert "Regulation of Investigatory Powers Act 2000" in stopped.words
    refused = client.post(f"{see_page}/advice", {"question": ""}, status=422)
    assert refused.errors == ["Say why another look is needed, and what else was considered."]
    client.post(f"{see_page}/advice", {"question": "A resident says that it is back"})
    assert "was asked on" in client.get(see_page).words
    assert "whether anybody may look again" in client.get(f"/my-requests/{request.id}").words
    advice = db.session.scalars(select(LookAdvice)).one()
    client.sign_in(monitoring_officer)
    assert (
        client.get("/").links()[f"Advise on another look at a post, {request.name}"]
        == f"/look-advice/{advice.id}"
    )
    shown = client.get(f"/removal-requests/{request.id}")
    assert shown.links()["Advise on another look"] == f"/look-advice/{advice.id}"
    assert "A resident says that it is back" in client.get(f"/look-advice/{advice.id}").words
    client.post(f"/look-advice/{advice.id}", {"answer": "once", "words": "One look, at the address alone"})
    assert "Advise on another look" not in client.get(f"/removal-requests/{request.id}").links()
    told = db.session.scalars(select(Notice.text).where(Notice.officer_id == takedown.id)).all()
    assert f"Your question on another look for removal request {request.name} is answered." in told
    client.sign_in(takedown)
    assert "One look, at the address alone" in client.get(see_page).words


def test_a_question_on_a_case_that_is_walled_off_is_not_found(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    deputy = make_officer(Role.DEPUTY)
    cases.raise_wall(db.session.get_one(Case, request.case_id), deputy, "A friend", actor=monitoring_officer)
    advice = service.ask_advice(request, "It may be back", actor=monitoring_officer)
    assert client.sign_in(deputy).http.get(f"/look-advice/{advice.id}").status_code == 404
    assert not db.session.scalars(select(Notice).where(Notice.officer_id == deputy.id)).all()


# Reappearance


@pytest.mark.parametrize("status", [S.VERIFIED_REMOVED, S.MONITORING])
def test_a_post_that_is_there_again_is_asked_about_anew_in_a_linked_draft(
    status: S, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer)
    draft = come_back(request, monitoring_officer)
    assert request.status is S.REAPPEARED
    assert (draft.parent_id, draft.link, draft.status) == (request.id, RequestLink.REAPPEARED, S.DRAFT)
    assert (draft.grounds, draft.reasons) == (request.grounds, request.reasons)
    made = looks_of(request)[-1]
    assert made.purpose is LookPurpose.REAPPEARED
    assert made.captured
    assert made.noticed == "The person named in it rang us"


def test_a_check_that_finds_a_post_there_again_is_told_to_the_office_which_asks_anew(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.MONITORING, monitoring_officer)
    case, takedown = db.session.get_one(Case, request.case_id), make_officer(Role.TAKEDOWN_OFFICER)
    cases.assign(case, monitoring_officer, AssignmentKind.OWNER, actor=monitoring_officer)
    service.give(request, takedown, actor=monitoring_officer)
    with clock.telling_of(clock.now() + timedelta(days=8)):
        with pytest.raises(DomainError, match="there again, send a capture"):
            look(request, takedown, seen=Seen.AVAILABLE, captured=False)
        capture = make_exhibit(case, monitoring_officer, size=(77, 30))
        service.observe(
            request,
            queries.posts_in(request)[0],
            actor=takedown,
            seen=Seen.AVAILABLE,
            means=Means.LOGGED_OUT,
            seen_at=clock.now(),
            exhibit=capture,
        )
    again = db.session.get_one(RemovalRequest, request.id, populate_existing=True)
    assert again.status is S.REAPPEARED
    told = db.session.scalars(select(Notice.text).where(Notice.officer_id == monitoring_officer.id)).all()
    assert f"A post of removal request {request.name} is there again." in told
    client.sign_in(monitoring_officer)
    assert "Draft a request that asks anew" in client.get(f"/removal-requests/{request.id}").text
    at = client.post(f"/removal-requests/{request.id}/ask-anew")
    draft = db.session.get_one(RemovalRequest, int(at.rpartition("/")[2]))
    assert (draft.parent_id, draft.link) == (request.id, RequestLink.REAPPEARED)
    assert "Draft a request that asks anew" not in client.get(f"/removal-requests/{request.id}").text
    with pytest.raises(NotPossible, match="asked anew already"):
        service.ask_anew(again, actor=monitoring_officer)


def test_a_reappearance_is_recorded_on_its_page(client: Browserless, monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    path = f"/removal-requests/{request.id}/posts/{queries.posts_in(request)[0].id}/reappeared"
    client.sign_in(monitoring_officer)
    entered = {
        **client.get(path).fields(),
        "same": "same",
        "noticed": "A resident rang",
        "means": "logged_out",
    }
    without = client.post(path, entered, status=422)
    assert without.errors == ["Send a capture that shows it: without one it cannot be said to be there."]
    file = (BytesIO(png((52, 33))), "again.png")
    at = client.post(path, {**entered, "file": file}, content_type="multipart/form-data")
    assert "Draft" in client.get(at).words
    assert client.http.get(path).status_code == 409


def test_monitoring_is_approved_on_its_page_with_a_last_day(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}"
    form = client.get(f"{at}/monitor").fields()
    refused = client.post(f"{at}/monitor", {**form, "reason": "It came back before"}, status=422)
    assert refused.errors == ["Give the last day."]
    last = clock.today() + timedelta(days=40)
    day = {"until-day": str(last.day), "until-month": str(last.month), "until-year": str(last.year)}
    client.post(f"{at}/monitor", {**form, "reason": "It came back before", **day})
    assert "Monitored" in client.get(at).words
    assert "It came back before" in client.get(at).words


@pytest.mark.parametrize("status", [S.VERIFIED_REMOVED, S.MONITORING])
def test_a_post_is_there_again_only_after_it_was_seen_to_be_gone(
    status: S, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer)
    before = clock.now() - timedelta(days=2)
    with pytest.raises(DomainError, match="seen to be gone at"):
        come_back(request, monitoring_officer, seen_at=before)
    be_advised(request, monitoring_officer)
    with pytest.raises(DomainError, match="seen to be gone at"):
        look(request, monitoring_officer, seen=Seen.AVAILABLE, at=before)
    assert db.session.get_one(RemovalRequest, request.id, populate_existing=True).status is status


def test_a_closed_request_stays_closed_when_its_post_is_there_again(monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    service.close(request, "Gone", actor=monitoring_officer)
    draft = come_back(request, monitoring_officer)
    assert (request.status, request.outcome) == (S.CLOSED, S.VERIFIED_REMOVED)
    with pytest.raises(NotPossible, match=f"asked anew already: {draft.name}"):
        come_back(request, monitoring_officer)


def test_what_was_never_verified_cannot_be_there_again(monitoring_officer: Officer) -> None:
    request = request_in(S.CLOSED, monitoring_officer)
    with pytest.raises(NotPossible, match="without the post being verified"):
        come_back(request, monitoring_officer)


def test_a_copy_elsewhere_becomes_a_post_of_the_case(monitoring_officer: Officer) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    with pytest.raises(DomainError, match="address of the post itself"):
        come_back(request, monitoring_officer, copy_address="https://social.example/p/1")
    draft = come_back(request, monitoring_officer, copy_address="https://other.example/copy")
    copy = queries.posts_in(draft)[0]
    assert copy.address == "https://other.example/copy"
    assert copy.id != queries.posts_in(request)[0].id
    assert db.session.get_one(Post, copy.id).case_id == request.case_id


@pytest.mark.parametrize(("missing", "why"), [("exhibit", "Send a capture"), ("noticed", "came to notice")])
def test_a_reappearance_comes_with_a_capture_and_how_it_came_to_notice(
    missing: str, why: str, monitoring_officer: Officer
) -> None:
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer)
    with pytest.raises(DomainError, match=why):
        come_back(request, monitoring_officer, **{missing: None if missing == "exhibit" else " "})
    assert request.status is S.VERIFIED_REMOVED


def test_a_request_ends_as_reported_where_it_cannot_be_verified(monitoring_officer: Officer) -> None:
    request = request_in(S.COMPLIED, monitoring_officer)
    with pytest.raises(DomainError, match="why it cannot be verified"):
        service.conclude(request, RequestAction.FIND_REPORTED, actor=monitoring_officer)
    service.conclude(
        request, RequestAction.FIND_REPORTED, actor=monitoring_officer, reason="A group that we cannot join"
    )
    service.close(request, "Nothing more can be had", actor=monitoring_officer)
    assert request.outcome is S.REPORTED_REMOVED
    assert request.ended_on == date.fromordinal(clock.today().toordinal())
