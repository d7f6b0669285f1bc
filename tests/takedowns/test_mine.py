"""The one screen of whoever handles a request: what is to be done, done there; and who may not."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import db
from casework.evidence.models import Exhibit
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import Observation, RemovalRequest, Reply
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless, form_values
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.request_factories import make_exhibit, request_in

LIMIT = 12


@pytest.fixture
def takedown() -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


def state(request_id: int) -> S:
    return db.session.get_one(RemovalRequest, request_id, populate_existing=True).status


def count(kind: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_my_requests_stand_in_groups_the_most_pressing_first(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    for status in (S.CLOSED, S.REFUSED, S.NO_RESPONSE, S.SENT, S.AUTHORISED):
        request_in(status, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    words = client.get("/my-requests").words
    groups = ["To send (1)", "To chase (1)", "To look at today (1)", "Waiting (1)", "Ended"]
    places = [words.index(each) for each in groups]
    assert places == sorted(places)
    for said in (
        "Send the letter to Councillor Jo Example, and mark it as sent.",
        "The day to answer has passed",
        "No answer came. Look whether the post is still there.",
        "They declined, which is an outcome and not a breach.",
        "1 request that you handled",
    ):
        assert said in words


def test_the_whole_of_a_request_is_done_on_one_screen(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.AUTHORISED, monitoring_officer, given_to_id=takedown.id)
    here = f"/my-requests/{request.id}"
    client.sign_in(takedown)
    page = client.get(here)
    assert "Dear " in page.words
    assert 'rel="noreferrer noopener"' in page.text
    sent = {**fields(page, "send"), "send-sent_how": "By e-mail"}
    assert client.post(f"{here}?do=send", sent) == here
    assert state(request.id) is S.SENT
    page = client.get(here)
    assert "Wait for the answer" in page.words
    answer = {**fields(page, "answer"), "answer-kind": "complied", "answer-words": "Done this morning"}
    assert client.post(f"{here}?do=answer", answer) == here
    page = client.get(here)
    assert "They say that it is done. Look whether the post is gone." in page.words
    post = queries.posts_in(request)[0]
    look = {
        **fields(page, "look"),
        "look-seen": "removed",
        "look-means": "logged_out",
        "look-file": (BytesIO(png((77, 30))), "gone.png"),
    }
    assert client.post(f"{here}?do=look&post={post.id}", look) == here
    seen = db.session.scalars(select(Observation)).one()
    assert seen.exhibit_id is not None
    assert state(request.id) is S.VERIFICATION_DUE
    assert "Wait until" in client.get(here).words


def fields(page: Any, part: str) -> dict[str, Any]:
    """Return what the form of one part of the screen would send as it stands."""
    forms = [each for each in page.root.iter("form") if f"do={part}" in (each.get("action") or "")]
    return form_values(next(each for each in forms if len(list(each.iter("input"))) > 1))


def test_a_pasted_capture_goes_with_the_look_and_outlives_a_refusal(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    post = queries.posts_in(request)[0]
    here = f"/my-requests/{request.id}"
    client.sign_in(takedown)
    page = client.get(here)
    stored = client.post(
        f"{here}/captures?do=look",
        {"arrival": "pasted", "look-file": (BytesIO(png((78, 30))), "image.png")},
        status=200,
        headers={"Accept": "application/json"},
    ).response.get_json()["files"][0]
    assert stored["ok"]
    assert stored["url"] == "", "no way into the case"
    look = {**fields(page, "look"), "look-means": "logged_out", "look-exhibit": str(stored["id"])}
    refused = client.post(f"{here}?do=look&post={post.id}", look, status=422)
    assert any("Say what you saw" in each for each in refused.errors)
    assert fields(refused, "look")["look-exhibit"] == str(stored["id"])
    client.post(f"{here}?do=look&post={post.id}", {**look, "look-seen": "available"})
    seen = db.session.scalars(select(Observation)).one()
    exhibit = db.session.get_one(Exhibit, stored["id"])
    assert (seen.exhibit_id, exhibit.arrival.value) == (exhibit.id, "pasted")
    assert queries.shows_any(exhibit), "a capture of the post shows the post"


def test_a_file_that_came_with_a_refused_form_is_kept(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    here = f"/my-requests/{request.id}"
    client.sign_in(takedown)
    answer = {
        **fields(client.get(here), "answer"),
        "answer-words": "No, and why should I",
        "answer-file": (BytesIO(png((79, 30))), "answer.png"),
    }
    refused = client.post(f"{here}?do=answer", answer, status=422)
    kept = fields(refused, "answer")
    assert kept["answer-words"] == "No, and why should I"
    assert kept["answer-exhibit"]
    assert "stays chosen below" in refused.words
    client.post(f"{here}?do=answer", {**kept, "answer-kind": "refused"})
    assert db.session.scalars(select(Reply)).one().exhibit_id == int(kept["answer-exhibit"])


def test_a_form_sent_twice_records_once(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    post = queries.posts_in(request)[0]
    here = f"/my-requests/{request.id}"
    client.sign_in(takedown)
    look = {**fields(client.get(here), "look"), "look-means": "logged_out", "look-seen": "available"}
    for _ in range(2):
        assert client.post(f"{here}?do=look&post={post.id}", look) == here
    assert count(Observation) == 1


def test_what_another_officer_moved_on_is_told_and_not_done_again(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.AUTHORISED, monitoring_officer, given_to_id=takedown.id)
    here = f"/my-requests/{request.id}"
    client.sign_in(takedown)
    sent = {**fields(client.get(here), "send"), "send-sent_how": "By e-mail"}
    service.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By post")
    refused = client.post(f"{here}?do=send", sent, status=409)
    assert "another officer may have moved it on" in refused.words


def test_a_request_of_somebody_else_walled_or_given_away_is_not_there(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    other = make_officer(Role.TAKEDOWN_OFFICER)
    theirs = request_in(S.SENT, monitoring_officer, given_to_id=other.id)
    walled = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    open_now = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    answer = {**fields(client.get(f"/my-requests/{open_now.id}"), "answer"), "answer-kind": "complied"}
    case = db.session.get_one(Case, walled.case_id)
    cases.raise_wall(case, takedown, "A friend of the member", actor=monitoring_officer)
    service.give(open_now, other, actor=monitoring_officer)
    for request in (theirs, walled, open_now):
        here = f"/my-requests/{request.id}"
        assert client.get(here, status=404).status == 404
        refused = client.post(f"{here}?do=answer", answer, status=404)
        assert "it may have been given to another officer since" in refused.words
        client.post(f"{here}/captures?do=look", {"arrival": "pasted"}, status=404)
    assert count(Reply) == 0


def test_a_sealed_picture_is_not_on_the_screen(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    from casework.evidence import service as evidence

    request = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    case = db.session.get_one(Case, request.case_id)
    exhibit = make_exhibit(case, monitoring_officer, *queries.posts_in(request), size=(80, 30))
    evidence.seal(exhibit, actor=monitoring_officer)
    client.sign_in(takedown)
    page = client.get(f"/my-requests/{request.id}")
    assert "/copies/" not in page.text
    assert "No redacted copy was released to show you" in page.words


@pytest.mark.parametrize("many", [1, 4])
def test_the_screen_and_the_list_are_read_in_a_fixed_number_of_selects(
    client: Browserless, monitoring_officer: Officer, takedown: Officer, count_selects: list[str], many: int
) -> None:
    for status in (S.AUTHORISED, S.SENT, S.VERIFICATION_DUE, S.COMPLIED):
        request = request_in(status, monitoring_officer, given_to_id=takedown.id, posts=many)
    client.sign_in(takedown)
    for path in ("/my-requests", f"/my-requests/{request.id}"):
        count_selects.clear()
        client.get(path)
        assert len(count_selects) <= LIMIT, (path, "\n".join(count_selects))


def test_what_is_to_be_verified_today_stands_by_platform_for_its_handler_and_for_staff(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    client.sign_in(takedown)
    assert "when they say that it is done" in client.get("/my-requests/to-verify").words
    mine = request_in(S.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    theirs = request_in(S.COMPLIED, monitoring_officer)
    request_in(S.REFUSED, monitoring_officer, given_to_id=takedown.id)
    words = client.get("/my-requests/to-verify").words
    assert mine.name in words
    assert "1 request " in words
    assert theirs.name not in words
    client.sign_in(monitoring_officer)
    words = client.get("/my-requests/to-verify").words
    assert mine.name in words
    assert theirs.name in words


def test_the_reply_form_says_no_more_than_the_letter(
    client: Browserless, monitoring_officer: Officer, takedown: Officer
) -> None:
    request = request_in(S.SENT, monitoring_officer, given_to_id=takedown.id)
    at = f"/removal-requests/{request.id}/reply-form"
    client.sign_in(takedown)
    words = client.get(at).words
    assert f"{at}.txt" in client.get(at).links().values()
    text = client.http.get(f"{at}.txt")
    assert "attachment" in text.headers["Content-Disposition"]
    for said in (
        request.name,
        "https://social.example/p/1",
        "declining is not itself a breach",
        "I dispute it",
    ):
        assert said in words
        assert said in text.text
    assert request.reasons not in words + text.text
    client.sign_in(make_officer(Role.TAKEDOWN_OFFICER))
    client.get(at, status=404)
    assert client.http.get(f"{at}.txt").status_code == 404
