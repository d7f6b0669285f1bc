"""Several posts looked at in one form: each row by itself, none lost by another, nothing twice."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence.models import Exhibit
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.workflow import Means, Seen
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.request_factories import look, request_in

HERE = "/my-requests/to-verify/looks"


@pytest.fixture
def takedown() -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


def row_of(request: RemovalRequest, place: int = 0) -> str:
    return f"r{request.id}p{queries.posts_in(request)[place].id}-"


def picture(width: int) -> tuple[BytesIO, str]:
    return BytesIO(png((width, 30))), "seen.png"


def looks() -> list[Observation]:
    return list(db.session.scalars(select(Observation).order_by(Observation.id)))


def exhibits() -> int:
    return db.session.scalar(select(func.count()).select_from(Exhibit)) or 0


def filled(page: Any, **rows: Any) -> dict[str, Any]:
    """Return what the form would send, logged out, with these values besides."""
    return {**page.fields(), "means": "logged_out", **rows}


def test_several_looks_are_recorded_in_one_form_each_by_itself(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    gone, there, unseen = (
        request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id) for _ in range(3)
    )
    client.sign_in(takedown)
    assert HERE in client.get("/my-requests/to-verify").links().values()
    data = filled(client.get(HERE))
    data |= {
        f"{row_of(gone)}seen": "removed",
        f"{row_of(gone)}wording": "This content isn’t available right now.",
        f"{row_of(gone)}able": "account",
        f"{row_of(gone)}able_words": "Its newest post, of today",
        f"{row_of(gone)}file": picture(71),
        f"{row_of(there)}seen": "available",
        f"{row_of(there)}file": picture(72),
    }
    done = client.post(HERE, data, status=200)
    first, second = looks()
    assert [look.request_id for look in (first, second)] == [gone.id, there.id]
    assert first.seen_at == second.seen_at
    assert (first.wording, first.able_words) == (
        "This content isn’t available right now.",
        "Its newest post, of today",
    )
    assert first.exhibit_id is not None
    shown = db.session.get_one(Exhibit, second.exhibit_id)
    assert queries.shows_any(shown), "a capture of a post that was there shows the post"
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == Verb.POST_OBSERVED)).all()
    assert len(events) == 2, "each is a line of its own in the trail"
    assert "Gone, not said by whom" in done.words
    assert "Wait until" in done.words
    assert unseen.name not in done.words, "a row left at “Not looked at” records nothing"
    assert unseen.name in client.get(HERE).words


def test_a_refused_row_loses_neither_the_others_nor_its_own_file(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    good, bad = (request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id) for _ in range(2))
    client.sign_in(takedown)
    data = filled(client.get(HERE))
    data |= {
        f"{row_of(bad)}wording": "Sorry, this page is not here",
        f"{row_of(bad)}file": picture(73),
        f"{row_of(good)}seen": "removed",
        f"{row_of(good)}file": picture(74),
    }
    refused = client.post(HERE, data, status=422)
    assert any(bad.name in each and "Say what you saw" in each for each in refused.errors)
    assert "1 look could not be recorded." in refused.errors
    assert [look.request_id for look in looks()] == [good.id]
    kept = refused.fields()
    assert not any(name.startswith(row_of(good)) for name in kept), "what is recorded does not come back"
    assert kept[f"{row_of(bad)}wording"] == "Sorry, this page is not here"
    assert kept[f"{row_of(bad)}exhibit"], "the file stays chosen"
    assert kept["means"] == ["logged_out"]
    assert "stays chosen below" in refused.words
    held = exhibits()
    client.post(HERE, {**kept, f"{row_of(bad)}seen": "removed"}, status=200)
    assert looks()[-1].exhibit_id == int(kept[f"{row_of(bad)}exhibit"])
    assert exhibits() == held, "nothing was taken in twice"


def test_what_is_wrong_for_all_is_said_once_and_keeps_every_file(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    pair = [request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id) for _ in range(2)]
    client.sign_in(takedown)
    data = client.get(HERE).fields()
    for number, request in enumerate(pair):
        data |= {f"{row_of(request)}seen": "removed", f"{row_of(request)}file": picture(75 + number)}
    refused = client.post(HERE, data, status=422)
    assert sum("Say how you looked" in each for each in refused.errors) == 1
    kept = refused.fields()
    assert all(kept[f"{row_of(request)}exhibit"] for request in pair)
    client.post(HERE, {**kept, "means": "logged_out"}, status=200)
    assert len(looks()) == 2


def test_looks_that_were_sent_twice_are_recorded_once(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    data = filled(client.get(HERE)) | {f"{row_of(request)}seen": "removed"}
    for _ in range(2):
        done = client.post(HERE, {**data, f"{row_of(request)}file": picture(77)}, status=200)
        held = exhibits()
    assert len(looks()) == 1
    assert "It was recorded already." in done.words
    assert exhibits() == held == 2, "the exhibit of the request, and one capture"


def test_a_row_that_is_no_longer_the_officers_says_so_without_telling_more(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    given_away, walled, mine = (
        request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id) for _ in range(3)
    )
    never = request_in(S.COMPLIED, monitoring_officer, recipient="Councillor Never Seen")
    client.sign_in(takedown)
    data = filled(client.get(HERE))
    for number, request in enumerate((given_away, walled, mine, never)):
        data |= {f"{row_of(request)}seen": "removed", f"{row_of(request)}file": picture(81 + number)}
    data |= {f"{row_of(given_away)}wording": "Not found, it says"}
    service.give(given_away, make_officer(Role.TAKEDOWN_OFFICER), actor=monitoring_officer)
    cases.raise_wall(db.session.get_one(Case, walled.case_id), takedown, "A friend", actor=monitoring_officer)
    held = exhibits()
    done = client.post(HERE, data, status=200)
    assert [look.request_id for look in looks()] == [mine.id]
    assert done.words.count("It is not yours to handle any more") == 3
    assert "Not found, it says" in done.words, "what was typed can be copied"
    assert never.name not in done.text
    assert exhibits() == held + 1
    for request in (given_away, walled, never):
        client.post(f"/my-requests/to-verify/{request.id}/captures", {"arrival": "pasted"}, status=404)


def test_a_look_that_waits_for_advice_is_refused_in_its_row_and_keeps_no_file(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    data = filled(client.get(HERE)) | {f"{row_of(request)}seen": "available"}
    post = queries.posts_in(request)[0]
    for minutes in (4, 3, 2, 1):
        service.observe(
            request,
            post,
            actor=monitoring_officer,
            seen=Seen.AVAILABLE,
            means=Means.LOGGED_OUT,
            seen_at=clock.now() - timedelta(minutes=minutes),
        )
        if queries.standing(request).purpose(post.id, clock.today()) is None:
            break
    held, made = exhibits(), len(looks())
    refused = client.post(HERE, {**data, f"{row_of(request)}file": picture(88)}, status=422)
    assert any("neither announced nor advised" in each for each in refused.errors)
    assert (exhibits(), len(looks())) == (held, made)


def test_staff_record_looks_for_all_their_cases(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    theirs = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(monitoring_officer)
    data = filled(client.get(HERE)) | {f"{row_of(theirs)}seen": "removed"}
    stored = client.post(
        f"/my-requests/to-verify/{theirs.id}/captures",
        {"arrival": "pasted", f"{row_of(theirs)}file": picture(89)},
        status=200,
        headers={"Accept": "application/json"},
    ).response.get_json()["files"][0]
    assert stored["url"] == "", "no way into the case"
    assert str(stored["id"]) in client.get(HERE).text, "offered again after the page was loaded anew"
    client.post(HERE, {**data, f"{row_of(theirs)}exhibit": str(stored["id"])}, status=200)
    assert looks()[0].exhibit_id == stored["id"]


@pytest.mark.parametrize("value", ["zzz", "not_checked"])
def test_a_forged_row_is_refused(
    client: Browserless, monitoring_officer: Officer, takedown: Officer, value: str
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    data = filled(client.get(HERE))
    client.post(HERE, {**data, f"{row_of(request)}seen": value}, status=422)
    client.post(HERE, {**data, "r999999999p999999999-seen": "removed"}, status=200)
    client.post(HERE, data, status=422)
    assert looks() == []


def test_a_post_that_a_first_look_found_gone_is_there_for_its_second(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    look(request, monitoring_officer, at=clock.now() - timedelta(hours=25))
    client.sign_in(takedown)
    asked = filled(client.get(HERE))
    shown = {f"{row_of(request)}able": "account", f"{row_of(request)}able_words": "Its newest post, of today"}
    data = {f"{row_of(request)}seen": "removed", **shown, f"{row_of(request)}file": picture(73)}
    client.post(HERE, asked | data, status=200)
    assert [each.seen for each in looks()] == [Seen.REMOVED, Seen.REMOVED]
