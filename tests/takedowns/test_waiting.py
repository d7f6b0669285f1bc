"""While an answer is awaited: pauses, reminders, and the dates that they move, over Easter, Christmas and closures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.council import service as council
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.deadlines import A_DAY, deadline, moved, reminder_day
from casework.takedowns.models import Pause, RemovalRequest
from casework.takedowns.workflow import PauseReason, ReplyKind, RequestStatus
from casework.working_days import is_working_day, working_days_between
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import approve, make_request, request_in

NEAR_HOLIDAYS = st.one_of(
    *(
        st.dates(date(year, month, 10), date(year, month, 28))
        for year in range(2024, 2036)
        for month in (3, 4, 12)
    )
)
DAYS = st.one_of(NEAR_HOLIDAYS, st.dates(date(2024, 1, 1), date(2035, 12, 31)))
CLOSURES = st.frozensets(DAYS, max_size=8)


def left(on: date, answer_by: date, closures: frozenset[date]) -> int:
    """Return the working days from a day on, itself among them, to the day to answer."""
    return working_days_between(on - A_DAY, answer_by, closures)


@given(DAYS, st.integers(1, 30), st.integers(0, 40), st.integers(0, 60), CLOSURES)
def test_a_paused_deadline_does_not_run(
    sent_on: date, days: int, after: int, paused: int, closures: frozenset[date]
) -> None:
    answer_by = deadline(sent_on, days, closures)
    from_day = min(sent_on + timedelta(after), answer_by)
    again = from_day + timedelta(paused)
    now = moved(answer_by, sent_on, from_day, again, closures)
    first = max(from_day, sent_on + A_DAY)  # the day of sending never counts
    assert left(max(again, first), now, closures) == left(first, answer_by, closures)
    assert is_working_day(now, closures)
    assert now >= answer_by


@given(
    DAYS, st.integers(1, 30), st.lists(st.tuples(st.integers(1, 9), st.integers(0, 20)), max_size=4), CLOSURES
)
def test_several_pauses_give_no_day_away_and_take_none(
    sent_on: date, days: int, pauses: list[tuple[int, int]], closures: frozenset[date]
) -> None:
    answer_by, day, ran = deadline(sent_on, days, closures), sent_on, 0
    for run, paused in pauses:
        from_day = day + timedelta(run)
        if from_day > answer_by:
            break
        again = from_day + timedelta(paused)
        ran += working_days_between(day, from_day - A_DAY, closures)
        answer_by, day = moved(answer_by, sent_on, from_day, again, closures), again - A_DAY
    ran += working_days_between(day, answer_by, closures)
    assert ran == days


@given(DAYS, st.integers(1, 30), st.integers(0, 30), CLOSURES)
def test_a_reminder_lies_between_sending_and_the_last_day_on_a_working_day(
    sent_on: date, days: int, day: int, closures: frozenset[date]
) -> None:
    answer_by = deadline(sent_on, days, closures)
    remind = reminder_day(sent_on, answer_by, day, closures)
    if day == 0 or days == 1:
        assert remind is None
    else:
        assert remind is not None
        assert sent_on < remind < answer_by
        assert is_working_day(remind, closures)
        assert working_days_between(sent_on, remind, closures) == min(day, days - 1)


@pytest.mark.parametrize(
    ("answer_by", "from_day", "again", "now"),
    [
        (date(2026, 4, 7), date(2026, 4, 2), date(2026, 4, 8), date(2026, 4, 9)),  # Thursday and Tuesday: two
        (date(2026, 12, 24), date(2026, 12, 23), date(2026, 12, 30), date(2026, 12, 31)),  # 23, 24 and 29
        (
            date(2026, 5, 20),
            date(2026, 5, 16),
            date(2026, 5, 18),
            date(2026, 5, 20),
        ),  # a weekend costs nothing
        (date(2026, 5, 20), date(2026, 5, 19), date(2026, 5, 19), date(2026, 5, 20)),  # ended as it began
    ],
)
def test_a_pause_moves_the_day_by_the_working_days_that_it_took(
    answer_by: date, from_day: date, again: date, now: date
) -> None:
    assert moved(answer_by, from_day - timedelta(7), from_day, again) == now


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def pause(request: RemovalRequest, actor: Officer, *, until: date | None = None, days_ago: int = 0) -> Pause:
    return service.pause(
        request,
        actor=actor,
        kind=PauseReason.THEIR_TIME,
        words="They asked by telephone.",
        from_day=clock.today() - timedelta(days_ago),
        until_day=until,
    )


def sent(actor: Officer) -> RemovalRequest:
    """Make a request that was sent today."""
    request = make_request(actor)
    approve(request, actor=make_officer(Role.DEPUTY))
    service.send(request, actor=actor, sent_on=clock.today(), sent_how="By e-mail")
    return request


def is_paused(request: RemovalRequest) -> bool:
    return request.paused_on is not None


def notices(officer: Officer) -> list[str]:
    return list(db.session.scalars(select(Notice.text).where(Notice.officer_id == officer.id)))


def test_over_easter_the_reminder_and_silence_come_on_their_days_once_and_a_pause_moves_both(
    monitoring_officer: Officer,
) -> None:
    with clock.telling_of(at(date(2027, 3, 22))):  # the Monday before Easter; Friday and Monday are holidays
        council.add_closure(first_day=date(2027, 3, 30), reason="Training", actor=monitoring_officer)
        request = sent(monitoring_officer)
        assert (request.deadline, request.remind_on) == (date(2027, 4, 1), date(2027, 3, 25))
    with clock.telling_of(at(date(2027, 3, 24))):
        pause(request, monitoring_officer, until=date(2027, 4, 1))
        assert service.record_silences() == service.prompt_reminders() == service.resume_paused() == 0
    with clock.telling_of(at(date(2027, 4, 1))):  # the last day of the pause
        assert service.record_silences() == service.prompt_reminders() == service.resume_paused() == 0
    with clock.telling_of(at(date(2027, 4, 2))):  # paused were 24, 25 and 31 March and 1 April
        assert service.resume_paused() == 1
        assert service.resume_paused() == 0
        db.session.refresh(request)
        assert (request.deadline, request.remind_on) == (date(2027, 4, 7), date(2027, 4, 5))
        assert not is_paused(request)
        assert service.prompt_reminders() == 0
    with clock.telling_of(at(date(2027, 4, 5))):
        assert service.prompt_reminders() == 1
        assert service.prompt_reminders() == 0
        service.record_reminder(
            request, actor=monitoring_officer, reminded_on=clock.today(), how="By telephone"
        )
    with clock.telling_of(at(date(2027, 4, 7))):
        assert service.record_silences() == 0
    with clock.telling_of(at(date(2027, 4, 8))):
        assert service.record_silences() == 1
        assert service.record_silences() == 0
    db.session.refresh(request)
    assert request.status is RequestStatus.NO_RESPONSE
    told = [text for text in notices(monitoring_officer) if request.name in text]
    assert sum("reminder" in text for text in told) == sum("what next?" in text for text in told) == 1


def test_an_answer_that_ends_the_waiting_ends_the_pause(monitoring_officer: Officer) -> None:
    request = sent(monitoring_officer)
    row = pause(request, monitoring_officer)

    def answer(kind: ReplyKind) -> None:
        service.record_reply(
            request, actor=monitoring_officer, kind=kind, received_on=clock.today(), words="So"
        )

    answer(ReplyKind.ACKNOWLEDGED)
    assert is_paused(request), "an acknowledgement ends no waiting"
    answer(ReplyKind.REFUSED)
    db.session.refresh(request)
    assert not is_paused(request)
    assert row.ended_on == clock.today()


def test_only_a_time_that_runs_is_paused_and_only_for_days_that_can_be(monitoring_officer: Officer) -> None:
    draft = make_request(monitoring_officer)
    with pytest.raises(NotPossible, match="while an answer is awaited"):
        pause(draft, monitoring_officer)
    request = sent(monitoring_officer)
    for values, why in (
        ({"days_ago": 1}, "between the day of sending and today"),
        ({"days_ago": -1}, "between the day of sending and today"),
        ({"until": clock.today() - A_DAY}, "has passed"),
        ({"until": clock.today() + timedelta(400)}, "a year at most"),
    ):
        with pytest.raises(DomainError, match=why):
            pause(request, monitoring_officer, **values)
    pause(request, monitoring_officer)
    with pytest.raises(NotPossible, match="already"):
        pause(request, monitoring_officer)
    with pytest.raises(NotPossible, match="paused"):
        service.record_reminder(request, actor=monitoring_officer, reminded_on=clock.today(), how="By e-mail")
    service.resume(request, actor=monitoring_officer)
    with pytest.raises(NotPossible, match="runs already"):
        service.resume(request, actor=monitoring_officer)
    assert db.session.scalar(select(func.count()).select_from(Pause)) == 1


def test_silence_is_not_recorded_while_the_time_is_paused(monitoring_officer: Officer) -> None:
    request = sent(monitoring_officer)
    pause(request, monitoring_officer)
    assert request.deadline is not None
    with clock.telling_of(at(request.deadline + timedelta(30))):
        with pytest.raises(NotPossible, match="paused"):
            service.record_silence(request, actor=monitoring_officer)
        assert service.record_silences() == 0


def test_a_day_that_has_passed_leaves_no_time_to_pause(monitoring_officer: Officer) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    with pytest.raises(DomainError, match="no time is left"):
        pause(request, monitoring_officer)


def test_a_pause_and_a_reminder_are_recorded_on_their_pages_and_shown_as_date_and_words(
    app: Flask, client: Browserless, monitoring_officer: Officer
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    request = make_request(
        monitoring_officer, case=make_case(monitoring_officer, councillor=make_councillor())
    )
    approve(request, actor=make_officer(Role.DEPUTY))
    service.give(request, takedown, actor=monitoring_officer)
    service.send(request, actor=takedown, sent_on=clock.today(), sent_how="By e-mail")
    at = f"/removal-requests/{request.id}"
    remind_on = request.remind_on
    assert remind_on is not None
    with clock.telling_of(datetime(remind_on.year, remind_on.month, remind_on.day, 12, tzinfo=UTC)):
        client.sign_in(takedown)
        assert f"Remind {request.recipient}." in client.get("/my-requests").words
        assert "Remind them of the removal request" in client.get("/").words
    client.sign_in(takedown)
    client.post(f"{at}/reminder", {**client.get(f"{at}/reminder").fields(), "how": "By telephone"})
    assert "Reminded" in client.get(f"/my-requests/{request.id}").words
    client.sign_in(monitoring_officer)
    form = {**client.get(f"{at}/pause").fields(), "kind": "illness", "words": "The member is in hospital."}
    assert "Say who asked" in client.post(f"{at}/pause", {**form, "words": " "}, status=422).errors[0]
    client.post(f"{at}/pause", form)
    for path in (at, "/removal-requests", f"/cases/{request.case_id}/removal-requests"):
        assert "paused from" in client.get(path).words, path
    assert "in hospital" in client.get(f"/cases/{request.case_id}/print").words
    client.post(f"{at}/resume", client.get(f"{at}/resume").fields())
    words = client.get(at).words
    assert "the time ran again from" in words
    assert "paused from" not in words
    client.sign_in(takedown)
    assert "in hospital" not in client.get(f"/my-requests/{request.id}").words
