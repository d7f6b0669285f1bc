"""What is so of each route: what it needs, who acts on what, whether it is offered, and how long it has."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.correspondence.models import Letter
from casework.council import queries as settings
from casework.council import service as council
from casework.database import db
from casework.errors import DomainError, NotPossible, Stale
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.route_facts import (
    A_MONTH,
    ANSWERED,
    MEND,
    NAMES,
    OF_GROUND,
    ROUTE_FACTS,
    Need,
    acts_on,
    needs,
    not_acted_on,
)
from casework.takedowns.workflow import (
    Confirmation,
    DeadlineBasis,
    Ground,
    PoliceAnswer,
    RequestedAction,
    Route,
)
from casework.takedowns.workflow import RequestStatus as S
from casework.words import YesNo
from casework.working_days import add_working_days
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.forms import day
from tests.support.request_factories import approve, make_clauses, make_post, make_request, request_in

# A ground on which somebody acts, by route; everywhere else the council's Code will do.
GROUND = {
    route: next(ground for ground in Ground if ground in facts.acted_on)
    for route, facts in ROUTE_FACTS.items()
    if facts.acted_on
}


def asked_for(route: Route, actor: Officer, **values: Any) -> RemovalRequest:
    """Draft a request on a route, on a ground on which somebody there acts."""
    grounds = [GROUND.get(route, Ground.CODE).value]
    return make_request(
        actor, **{"route": route, "grounds": grounds, "ground_detail": "Its rule 4", **values}
    )


# The table


def test_every_route_has_its_facts_and_every_need_says_how_to_mend_it() -> None:
    assert list(ROUTE_FACTS) == list(Route)
    assert set(MEND) == set(NAMES) == set(Need)
    used = {need for facts in ROUTE_FACTS.values() for need in facts.needs}
    assert used | {need for more in OF_GROUND.values() for need in more} == set(Need)
    for route, facts in ROUTE_FACTS.items():
        assert facts.source, route
        assert 0 <= facts.remind_day < facts.days, route
        assert route not in facts.follows, route
        assert facts.recipient or route is Route.COUNCILLOR, route


def test_only_erasure_claims_that_a_statute_sets_its_time() -> None:
    statute = {route for route, facts in ROUTE_FACTS.items() if facts.basis is DeadlineBasis.STATUTE}
    assert statute == {Route.ERASURE}


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_erasure_is_never_chased_before_the_month_that_the_law_gives_is_over(asked_on: date) -> None:
    year, month = divmod(asked_on.year * 12 + asked_on.month, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - date.resolution).day
    a_month_on = date(year, month + 1, min(asked_on.day, last))
    assert add_working_days(asked_on, A_MONTH) >= a_month_on


@pytest.mark.parametrize("route", list(Route))
def test_a_breach_of_the_code_is_said_to_be_no_ground_wherever_nobody_acts_on_it(route: Route) -> None:
    facts = ROUTE_FACTS[route]
    assert bool(not_acted_on(route, [Ground.CODE])) == bool(acts_on(route)) == (facts.acted_on is not None)


# What a route needs


@pytest.mark.parametrize(
    ("route", "need"), [(route, need) for route in Route for need in needs(route, []) if need in ANSWERED]
)
def test_what_a_route_needs_is_answered_before_approval(
    route: Route, need: Need, monitoring_officer: Officer
) -> None:
    answers = {each.value: "As it should be" for each in ANSWERED if each is not need}
    request = asked_for(route, monitoring_officer, needed=answers)
    with pytest.raises(NotPossible, match="Not answered") as error:
        approve(request, actor=make_officer(Role.DEPUTY))
    assert MEND[need] in str(error.value)


def test_a_right_is_its_owners_and_a_claim_of_defamation_the_persons_on_whatever_route() -> None:
    assert set(needs(Route.COUNCILLOR, [Ground.DEFAMATION])) == {Need.PRINCIPAL, Need.AGREED}
    assert Need.GOOD_FAITH in needs(Route.COUNCILLOR, [Ground.RIGHTS])


def test_an_exact_address_is_wanted_where_nobody_looks_for_the_post(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor(group="Independent"))
    request = asked_for(Route.PLATFORM, monitoring_officer, case=case)
    post = make_post(case, monitoring_officer, "")
    service.change_request(request, actor=monitoring_officer, posts=[*queries.posts_in(request), post])
    with pytest.raises(NotPossible, match="No address is recorded"):
        approve(request, actor=make_officer(Role.DEPUTY))


def test_what_the_chosen_route_does_not_need_is_not_kept_for_the_letter(monitoring_officer: Officer) -> None:
    request = asked_for(
        Route.RIGHTS_OWNER, monitoring_officer, needed={"principal": "Dee Photographer", "search": "bins"}
    )
    assert request.needed == {"principal": "Dee Photographer"}
    service.change_request(
        request,
        actor=monitoring_officer,
        posts=queries.posts_in(request),
        clauses=make_clauses()[:0],
        route=Route.PLATFORM,
        grounds=[Ground.PLATFORM_RULE.value],
    )
    assert request.needed == {}


def test_the_letter_says_for_whom_it_is_asked_and_what_is_believed(monitoring_officer: Officer) -> None:
    answers = {"principal": "Dee Photographer", "agreed": "By e-mail", "good_faith": "The picture is hers."}
    request = asked_for(Route.RIGHTS_OWNER, monitoring_officer, needed=answers)
    approve(request, actor=make_officer(Role.DEPUTY))
    letter = db.session.get_one(Letter, request.letter_id).body
    assert "on behalf of Dee Photographer, who has agreed" in letter
    assert "In good faith: The picture is hers." in letter
    assert "By e-mail" not in letter


def test_a_complainant_is_not_named_as_the_person_for_whom_it_is_asked(monitoring_officer: Officer) -> None:
    with pytest.raises(DomainError, match="the person whose address is shown") as error:
        asked_for(
            Route.ERASURE, monitoring_officer, needed={"principal": "Robin Resident", "agreed": "By letter"}
        )
    assert error.value.field == "need_principal"


def test_a_member_without_a_group_has_no_group_leader_to_ask(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    with pytest.raises(DomainError, match="No group is recorded") as error:
        asked_for(Route.GROUP_LEADER, monitoring_officer, case=case)
    assert error.value.field == "route"


# Correction


def test_a_correction_says_what_the_post_should_say_and_so_does_its_letter(
    monitoring_officer: Officer,
) -> None:
    correct = RequestedAction.CORRECT
    with pytest.raises(NotPossible, match="what the post should say instead"):
        approve(make_request(monitoring_officer, requested_action=correct), actor=make_officer(Role.DEPUTY))
    request = make_request(
        monitoring_officer, requested_action=correct, wanted_words="The meeting was on 3 May."
    )
    approve(request, actor=make_officer(Role.DEPUTY))
    letter = db.session.get_one(Letter, request.letter_id).body
    assert "WHAT WE ASK IT TO SAY INSTEAD\n\nThe meeting was on 3 May." in letter


def test_words_to_put_instead_are_kept_for_a_correction_alone(monitoring_officer: Officer) -> None:
    request = make_request(monitoring_officer, wanted_words="The meeting was on 3 May.")
    assert request.wanted_words == ""


@pytest.mark.parametrize("ground", [Ground.PERSONAL_DATA, Ground.CONFIDENTIAL])
def test_nobody_is_asked_to_keep_a_copy_of_what_nobody_should_hold(
    ground: Ground, monitoring_officer: Officer
) -> None:
    with pytest.raises(DomainError, match="keep a copy") as error:
        make_request(
            monitoring_officer,
            requested_action=RequestedAction.KEEP_THEN_REMOVE,
            grounds=[Ground.CODE.value, ground.value],
        )
    assert error.value.field == "requested_action"


# Before approval


def test_where_the_police_are_involved_their_answer_is_waited_for_and_an_objection_stops_it(
    monitoring_officer: Officer,
) -> None:
    deputy, case = make_officer(Role.DEPUTY), make_case(monitoring_officer, councillor=make_councillor())
    cases.change_case(case, actor=monitoring_officer, police_involved=YesNo.YES)
    request, today = make_request(monitoring_officer, case=case), clock.today()

    def say(answer: PoliceAnswer | None, words: str = "") -> None:
        service.record_police(
            request,
            actor=monitoring_officer,
            asked_on=today,
            asked_of="DC Example",
            answer=answer,
            answered_on=today if answer else None,
            words=words,
        )

    for answer, words, why in (
        (None, "", "have not answered"),
        (PoliceAnswer.OBJECTS, "It would warn him.", "It would warn him"),
    ):
        say(answer, words)
        with pytest.raises(NotPossible, match=why):
            approve(request, actor=deputy)
    say(PoliceAnswer.WITHDRAWN, "Go ahead, 4 May.")
    approve(request, actor=deputy)
    say(PoliceAnswer.OBJECTS, "Wait after all.")
    with pytest.raises(NotPossible, match="Wait after all"):
        service.send(request, actor=monitoring_officer, sent_on=today, sent_how="By e-mail")
    with pytest.raises(DomainError, match="their words"):
        say(PoliceAnswer.OBJECTS)


@pytest.mark.parametrize("status", [S.DRAFT, S.AUTHORISED])
def test_an_objection_of_the_police_stands_until_they_withdraw_it(
    status: S, client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(status, monitoring_officer)
    here, today = f"/removal-requests/{request.id}/police", clock.today()
    client.sign_in(monitoring_officer)
    unread = {**client.get(here).fields(), "asked_of": "DC Example"}
    said: dict[str, Any] = {"asked_on": today, "asked_of": "DC Example", "answered_on": today}
    service.record_police(
        request, actor=monitoring_officer, answer=PoliceAnswer.OBJECTS, words="It would warn him.", **said
    )
    assert "It would warn him." in client.post(here, unread, status=409).words
    for answer in ("", "no_objection"):
        wiped = {**client.get(here).fields(), "answer": answer}
        assert any("until they withdraw it" in each for each in client.post(here, wiped, status=422).errors)
    client.post(here, {**client.get(here).fields(), "answer": "withdrawn", "words": "Go ahead, 4 May."})
    assert db.session.get_one(RemovalRequest, request.id).police_answer is PoliceAnswer.WITHDRAWN


def test_a_member_who_is_not_written_to_has_heard_of_the_independent_person(
    monitoring_officer: Officer,
) -> None:
    deputy = make_officer(Role.DEPUTY)
    request = asked_for(Route.PLATFORM, monitoring_officer, person_told=False)
    with pytest.raises(NotPossible, match="Independent Person"):
        approve(request, actor=deputy)
    to_them = make_request(monitoring_officer, person_told=False)
    approve(to_them, actor=deputy)
    assert "Independent Person" in db.session.get_one(Letter, to_them.letter_id).body


@pytest.mark.parametrize("candidate", [YesNo.YES, YesNo.NO])
def test_near_an_election_the_approver_says_why_and_nothing_else_is_stopped(
    candidate: YesNo, monitoring_officer: Officer
) -> None:
    deputy, today = make_officer(Role.DEPUTY), clock.today()
    request = make_request(monitoring_officer, candidate=candidate)
    if candidate is YesNo.NO:
        period = council.add_election(
            election="County election", first_day=today, last_day=today, actor=monitoring_officer
        )
    with pytest.raises(DomainError, match="taking sides") as error:
        approve(request, actor=deputy)
    assert error.value.field == "election_note"
    approve(request, actor=deputy, election_note="A home address is shown.")
    assert request.election_note == "A home address is shown."
    if candidate is YesNo.NO:
        council.remove_election(period.id, actor=monitoring_officer)
        other = make_request(monitoring_officer, candidate=candidate)
        approve(other, actor=deputy, election_note="Not wanted now")
        assert other.election_note == ""


def test_the_approver_confirms_in_person_what_no_software_can_see(monitoring_officer: Officer) -> None:
    deputy = make_officer(Role.DEPUTY)
    request = asked_for(Route.GROUP_LEADER, monitoring_officer)
    for said in ((), (Confirmation.PICTURES,), (Confirmation.DISCLOSURE,)):
        with pytest.raises(DomainError, match="Confirm this") as error:
            service.approve(request, actor=deputy, confirmed=said)
        assert error.value.field == "confirmed"
    service.approve(request, actor=deputy, confirmed=tuple(Confirmation))
    assert set(request.confirmed) == {"pictures", "disclosure"}


# The council's own rows


def test_a_council_says_which_routes_it_offers_and_how_long_they_have(monitoring_officer: Officer) -> None:
    values = {"basis": DeadlineBasis.PROCEDURE, "remind_day": 4, "note": "Through the liaison officer."}

    def change(route: Route, *, offered: bool, days: int = 8, version: int = 0) -> None:
        service.change_route(
            route,
            actor=monitoring_officer,
            offered=offered,
            days=days,
            version=version,
            **values,  # type: ignore[arg-type]
        )

    change(Route.PLATFORM, offered=True)
    request = asked_for(Route.PLATFORM, monitoring_officer)
    assert (request.deadline_days, request.deadline_basis) == (8, DeadlineBasis.PROCEDURE)
    with pytest.raises(Stale):
        change(Route.PLATFORM, offered=False, days=9)
    change(Route.PLATFORM, offered=False, version=1)
    with pytest.raises(DomainError, match="not offer this route"):
        asked_for(Route.PLATFORM, monitoring_officer)
    service.change_request(
        request, actor=monitoring_officer, posts=queries.posts_in(request), reasons="A draft keeps its route"
    )
    with pytest.raises(NotPossible, match="can always be asked"):
        change(Route.COUNCILLOR, offered=False)
    with pytest.raises(DomainError, match="before the last day"):
        change(Route.POLICE, offered=True, days=4)


def test_the_settings_pages_change_a_route_and_a_pre_election_period(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    at = "/removal-routes/helpline"
    assert "ss. 21 and 32" in client.get("/removal-routes").words
    shown = client.get(at).fields()
    assert "smaller number" in client.post(at, {**shown, "remind_day": "9"}, status=422).errors[0]
    client.post(at, {**shown, "days": "7", "note": "Ask Dee."})
    assert queries.settled(Route.HELPLINE).days == 7
    assert "Ask Dee." in client.get("/removal-routes").words
    assert client.http.get("/removal-routes/pigeon").status_code == 404
    period = {"election": "By-election", **day("first_day", date(2027, 4, 1))}
    wrong = {**period, **day("last_day", date(2027, 3, 1))}
    assert "before the first" in client.post("/council/elections", wrong, status=422).errors[0]
    client.post("/council/elections", {**period, **day("last_day", date(2027, 5, 6))})
    page = client.get("/council/elections")
    assert "By-election" in page.words
    [row] = settings.election_periods()
    client.post(f"/council/elections/{row.id}/remove", {})
    assert "No pre-election period" in client.get("/council/elections").words


def test_the_form_says_before_sending_who_acts_on_what_and_why_there_is_no_leader(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    make_post(case, monitoring_officer)
    words = client.sign_in(monitoring_officer).get(f"/cases/{case.id}/removal-requests/new").words
    assert "a breach of a council’s Code is no ground here" in words
    assert "Cannot be chosen here. No group is recorded" in words
    assert "a council cannot sue for it" in words


def test_a_draft_keeps_of_the_form_what_its_route_and_ground_use(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    post, clause = make_post(case, monitoring_officer), make_clauses()[0]
    new = f"/cases/{case.id}/removal-requests/new"
    proposed = client.sign_in(monitoring_officer).get(new).fields()
    entered = {
        "posts": post.id, "route": "platform", "recipient": "", "requested_action": "remove", "grounds": "unlawful",
        "clauses": clause.id, "need_search": "Not asked of a platform", "recipient_contact": "",
    }  # fmt: skip
    client.post(new, {**proposed, **entered})
    (request,) = db.session.scalars(select(RemovalRequest))
    assert request.recipient == ROUTE_FACTS[Route.PLATFORM].recipient
    assert queries.clauses_in(request) == []
    assert request.needed == {}
    typed = {"route": "councillor", "recipient": "", "why_target": "An officer"}
    refused = client.post(new, {**proposed, **typed}, status=422)
    assert "asked about the same post already" not in client.get(f"/removal-requests/{request.id}").words
    again = client.get(client.post(new, {**proposed, **entered})).words
    assert f"asked about the same post already: {request.name}" in again
    idle = client.post(new, {**proposed, **entered, "grounds": ["code", "unlawful"]}, status=422)
    assert idle.errors[0].startswith(
        "On the route “Platform, under its own terms” nobody acts on “The council’s"
    )
    assert refused.errors == ["Say to whom the request goes."]
    assert "1 of 6 answered" in refused.words


def test_what_is_confirmed_and_acknowledged_on_the_page_is_kept_on_record(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor(group="Independent"))
    request = asked_for(Route.GROUP_LEADER, monitoring_officer, candidate=YesNo.YES, case=case)
    client.sign_in(make_officer(Role.DEPUTY))
    at = f"/removal-requests/{request.id}"
    shown = client.get(f"{at}/approve")
    assert "candidate in an election" in shown.words
    fields = {**shown.fields(), "election_note": "A home address is shown."}
    page = client.post(f"{at}/approve", {**fields, "confirmed": "pictures"}, status=422)
    assert "may learn of the matter" in page.errors[0]
    assert "A home address is shown." in page.text
    client.post(f"{at}/approve", {**fields, "confirmed": ["pictures", "disclosure"]})
    words = client.get(at).words
    assert "A home address is shown." in words
    assert "may learn of the matter by this letter" in words
