"""What follows from a request: the next route is proposed with its reason, and drafted with one press, never sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.chain import Link, chain_of, chains
from casework.takedowns.models import RemovalRequest
from casework.takedowns.next_routes import WHY_NEXT, proposals
from casework.takedowns.route_facts import ROUTE_FACTS
from casework.takedowns.workflow import Ground, Means, RequestAction, RequestLink, RequestStatus, Route, Seen
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import approve, look, request_in

S = RequestStatus


def grouped(actor: Officer) -> Case:
    return make_case(actor, councillor=make_councillor(group="Independent"))


@pytest.mark.parametrize("status", [*WHY_NEXT, S.CLOSED])
def test_after_silence_refusal_or_a_post_that_stands_the_next_route_is_drafted_and_not_sent(
    status: RequestStatus, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer, case=grouped(monitoring_officer))
    draft = service.take_further(request, Route.GROUP_LEADER, actor=monitoring_officer)
    assert (draft.status, draft.parent_id, draft.link) == (S.DRAFT, request.id, RequestLink.NEXT_ROUTE)
    assert {post.id for post in queries.posts_in(draft)} == {post.id for post in queries.posts_in(request)}
    assert (draft.grounds, draft.reasons, draft.proportionality) == (
        request.grounds,
        request.reasons,
        request.proportionality,
    )
    assert draft.person_told, "the letter to the councillor told them"
    db.session.refresh(request)
    assert request.status is status
    with pytest.raises(NotPossible, match="is on this route already"):
        service.take_further(request, Route.GROUP_LEADER, actor=monitoring_officer)


@pytest.mark.parametrize(
    "status", [status for status in S if status not in WHY_NEXT and status is not S.CLOSED]
)
def test_no_route_is_taken_while_nothing_calls_for_one(
    status: RequestStatus, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer, case=grouped(monitoring_officer))
    with pytest.raises(NotPossible, match="Nothing calls for"):
        service.take_further(request, Route.GROUP_LEADER, actor=monitoring_officer)


def test_a_ground_on_which_nobody_there_acts_is_not_carried_over_and_wanted_before_approval(
    monitoring_officer: Officer,
) -> None:
    request = request_in(S.REFUSED, monitoring_officer)
    draft = service.take_further(request, Route.PLATFORM, actor=monitoring_officer)
    assert (draft.grounds, draft.recipient) == ([], ROUTE_FACTS[Route.PLATFORM].recipient)
    with pytest.raises(NotPossible, match="no ground on which anybody acts"):
        approve(draft, actor=make_officer(Role.DEPUTY))


def test_what_is_shown_to_be_gone_is_not_asked_about_on_the_next_route(monitoring_officer: Officer) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, posts=2)
    gone, there = queries.posts_in(request)
    look(request, monitoring_officer, at=clock.now() - timedelta(hours=25))
    look(request, monitoring_officer)
    service.observe(
        request,
        there,
        actor=monitoring_officer,
        seen=Seen.AVAILABLE,
        means=Means.LOGGED_OUT,
        seen_at=clock.now(),
    )
    service.conclude(request, RequestAction.FIND_AVAILABLE, actor=monitoring_officer)
    draft = service.take_further(request, Route.PAGE_ADMIN, actor=monitoring_officer)
    assert [post.id for post in queries.posts_in(draft)] == [there.id]
    assert gone.id != there.id


def test_a_request_is_escalated_only_once_there_is_one_on_the_next_route(monitoring_officer: Officer) -> None:
    request = request_in(S.REFUSED, monitoring_officer)
    with pytest.raises(NotPossible, match="next route first"):
        service.escalate(request, actor=monitoring_officer)
    draft = service.take_further(request, Route.PAGE_ADMIN, actor=monitoring_officer)
    service.cancel(draft, "Not now", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="next route first"):
        service.escalate(request, actor=monitoring_officer)
    service.take_further(request, Route.PAGE_ADMIN, actor=monitoring_officer)
    service.escalate(request, actor=monitoring_officer)
    assert request.status is S.ESCALATED


def test_a_route_that_is_not_offered_or_does_not_follow_is_not_taken(monitoring_officer: Officer) -> None:
    request = request_in(S.REFUSED, monitoring_officer)
    held = queries.settled(Route.HELPLINE)
    service.change_route(
        Route.HELPLINE,
        actor=monitoring_officer,
        offered=False,
        days=held.days,
        basis=held.basis,
        remind_day=held.remind_day,
        note="",
    )
    for route in (Route.HELPLINE, Route.COUNCILLOR):
        with pytest.raises(DomainError, match="does not follow"):
            service.take_further(request, route, actor=monitoring_officer)


@pytest.mark.parametrize("has_group", [True, False])
def test_a_group_leader_is_proposed_as_a_disclosure_and_only_where_there_is_a_group(
    *, has_group: bool
) -> None:
    found = {
        each.route: each
        for each in proposals(
            Route.COUNCILLOR, [Ground.CODE], offered=list(Route), has_group=has_group, opened={}
        )
    }
    leader = found[Route.GROUP_LEADER]
    assert "whoever approves decides" in leader.words
    assert bool(leader.objection) is not has_group
    assert "Another ground" in found[Route.PLATFORM].words


@st.composite
def forests(draw: st.DrawFn) -> list[Link]:
    """Requests of a case, each perhaps following from an earlier one."""
    links: list[Link] = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        parent = draw(st.one_of(st.none(), st.integers(1, number - 1))) if number > 1 else None
        follows = draw(st.sampled_from(RequestLink)) if parent else None
        links.append(Link(number, number, draw(st.sampled_from(Route)), S.SENT, None, parent, follows))
    return links


@given(forests())
def test_every_request_that_follows_or_is_followed_stands_once_in_one_chain_after_its_parent(
    links: list[Link],
) -> None:
    found = chains(links)
    placed = [each.it.id for chain in found for each in chain]
    joined = {number for each in links if each.parent_id for number in (each.id, each.parent_id)}
    assert sorted(placed) == sorted(joined)
    for chain in found:
        for each in chain:
            if each.parent_row is not None:
                assert chain[each.parent_row].it.id == each.it.parent_id
                assert each.parent_row < each.row
                assert each.depth == chain[each.parent_row].depth + 1
            assert chain_of(each.it.id, links) == chain


def test_one_press_opens_the_draft_and_the_chain_is_a_picture_and_a_list(
    client: Browserless, monitoring_officer: Officer, count_selects: list[str]
) -> None:
    request = request_in(S.REFUSED, monitoring_officer, case=grouped(monitoring_officer))
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}"
    page = client.get(at)
    assert "They declined, which is their right" in page.words
    assert "Record that it was taken further" not in page.words
    edit = client.post(f"{at}/next", {"route": "group_leader"})
    assert "The leader of the group" in client.get(edit).text
    again = client.http.post(f"{at}/next", data={"csrf_token": client.token, "route": "group_leader"})
    assert again.status_code == 409
    assert client.http.post(f"{at}/next", data={"csrf_token": client.token, "route": "x"}).status_code == 400
    for path in (at, f"/cases/{request.case_id}/removal-requests", f"/cases/{request.case_id}/print"):
        words = client.get(path).words
        assert "Taken further on another route, after R1" in words, path
        assert "<svg" in client.get(path).text, path
    client.get(at)  # what is read once a minute is read now
    count_selects.clear()
    assert "R2 is on this route already" in client.get(at).words
    assert len(count_selects) <= 12
    client.post(f"{at}/escalate", {})
    assert "R2 is on this route already" not in client.get(at).words


FITS: dict[str, tuple[dict[str, str], set[RequestStatus]]] = {
    "next": ({"route": "page_admin"}, {*WHY_NEXT, S.CLOSED}),
    "escalate": ({}, set()),
    "pause": ({"kind": "illness", "words": "In hospital"}, {S.SENT, S.ACKNOWLEDGED}),
    "resume": ({}, set()),
    "reminder": ({"how": "By telephone"}, {S.SENT, S.ACKNOWLEDGED}),
    "police": ({"asked_of": "DC Example"}, {S.DRAFT, S.AUTHORISED}),
}


@pytest.mark.parametrize("status", list(S))
def test_what_does_not_fit_the_state_is_refused_on_its_page_and_changes_nothing(
    status: RequestStatus, client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer)
    client.sign_in(monitoring_officer)
    today = clock.today()
    for path, (data, fits) in FITS.items():
        if status in fits:
            continue
        dates = {
            f"{name}-{part}": str(getattr(today, part))
            for name in ("from_day", "runs_again_on", "reminded_on", "asked_on")
            for part in ("day", "month", "year")
        }
        form = {"csrf_token": client.token, **dates, **data}
        before = request.version
        answer = client.http.post(f"/removal-requests/{request.id}/{path}", data=form)
        assert answer.status_code in {409, 422}, (path, answer.status_code)
        db.session.refresh(request)
        assert (request.status, request.version) == (status, before), path


@pytest.mark.committed
def test_of_officers_who_take_it_further_at_once_one_does(app: Flask, monitoring_officer: Officer) -> None:
    request_id, actor_id = request_in(S.REFUSED, monitoring_officer).id, monitoring_officer.id
    db.session.remove()

    def press(_: int) -> bool:
        with app.app_context():
            try:
                request = db.session.get_one(RemovalRequest, request_id)
                service.take_further(request, Route.PAGE_ADMIN, actor=db.session.get_one(Officer, actor_id))
            except NotPossible:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [False, False, False, True]


def test_a_group_leader_is_asked_by_name(monitoring_officer: Officer) -> None:
    request = request_in(S.REFUSED, monitoring_officer, case=grouped(monitoring_officer))
    draft = service.take_further(request, Route.GROUP_LEADER, actor=monitoring_officer)
    with pytest.raises(NotPossible, match="who the leader of the group is"):
        approve(draft, actor=make_officer(Role.DEPUTY))
