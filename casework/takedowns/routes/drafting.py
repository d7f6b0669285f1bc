"""Drafting a request, and changing the draft."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.council import queries as council
from casework.errors import DomainError, NotPossible
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import RequestForm, need_name, question_name
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place_in_full, platform_of
from casework.takedowns.route_facts import ANSWERED, ROUTE_FACTS
from casework.takedowns.routes.blueprint import SECTION, bp, of_staff
from casework.takedowns.routes.hints import asked_twice, ground_hints, need_hints, route_facts, route_hints
from casework.takedowns.service import RequestValues
from casework.takedowns.workflow import Ground, ProportionalityQuestion, RequestStatus, Route, UrgentKind
from casework.web.guard import requires
from casework.words import YesNo

ANSWERS = ("reasons", *(question_name(each) for each in ProportionalityQuestion))
FOLDS = {"proportionate": ANSWERS, "time": ("candidate", "deadline_days", "deadline_basis")}


@bp.route("/cases/<int:case_id>/removal-requests/new", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def new(case_id: int) -> ResponseReturnValue:
    """Draft a request about posts of a case."""
    case = open_case(case_id)
    form = RequestForm(**_proposed(case))
    _offer(form, case)
    if form.submitted():
        with form.catching():
            request = service.draft_request(case, actor=current_officer(), **_entered(form, case))
            flash(f"Removal request {request.name} is drafted.", "success")
            if twice := asked_twice(request):
                flash(twice, "warning")
            return redirect(url_for(".show", request_id=request.id))
    return _page(form, case, None)


@bp.route("/removal-requests/<int:request_id>/edit", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_DRAFT)
def edit(request_id: int) -> ResponseReturnValue:
    """Change a draft."""
    request, case = of_staff(request_id, *queries.ASKED)
    if request.status is not RequestStatus.DRAFT:
        raise NotPossible("This removal request is no longer a draft.")
    form = RequestForm(**_recorded(request))
    _offer(form, case)
    if form.submitted():
        with form.catching():
            service.change_request(
                request, actor=current_officer(), version=form.version.data, **_entered(form, case)
            )
            flash("The draft is saved.", "success")
            return redirect(url_for(".show", request_id=request_id))
    return _page(form, case, request_id)


def _page(form: RequestForm, case: Case, request_id: int | None) -> ResponseReturnValue:
    back = url_for(".show", request_id=request_id) if request_id else url_for(".of_case", case_id=case.id)
    return case_page(
        "takedowns/edit.html",
        case,
        SECTION,
        form=form,
        back=back,
        new=request_id is None,
        answers=[form[name] for name in ANSWERS],
        unfolded={
            name
            for name, fields in FOLDS.items()
            if request_id or any(_entered_in(form[each]) for each in fields)
        },
        needs=need_hints(),
        elections=council.elections_near(clock.today()),
        proposals=_recipients(case),
        other_routes=" ".join(f"route={route}" for route in Route if route is not Route.COUNCILLOR),
        other_grounds=" ".join(f"grounds={ground}" for ground in Ground if ground is not Ground.CODE),
        more_clauses=_folded_clauses(form, case),
        route_hints=route_hints(case.id),
        route_facts=route_facts(),
        ground_hints=ground_hints(),
    )


def _entered_in(field: Field) -> bool:
    """Tell whether a field was answered, or refused."""
    return bool(field.errors or (field.raw_data and field.data not in (None, "", YesNo.NOT_KNOWN)))


def _folded_clauses(form: RequestForm, case: Case) -> list[str]:
    """Return those clauses that no allegation engages and nobody chose; none where that would be all of them."""
    first = queries.engaged_clauses(case.id) | set(form.clauses.data or ())
    folded = [str(clause) for clause in form.clauses.choices if clause not in first]
    return folded if len(folded) < len(form.clauses.choices) else []


def _recipients(case: Case) -> dict[str, dict[str, str]]:
    """Return {route: {field: what is proposed}} for the page's script."""
    platforms = {platform_of(post) for post in queries.posts_of(case.id)}
    named = platforms.pop() if len(platforms) == 1 and all(platforms) else "the platform"
    found = {
        route.value: {"recipient": facts.recipient.replace("the platform", named)}
        for route, facts in ROUTE_FACTS.items()
    }
    return found | {Route.COUNCILLOR.value: _the_councillor(case)}


def _offer(form: RequestForm, case: Case) -> None:
    form.posts.choices = {post.id: place_in_full(post) for post in queries.posts_of(case.id)}
    clauses = queries.ground_clauses(case)
    first = queries.engaged_clauses(case.id) | set(form.clauses.data or ())
    form.clauses.choices = {
        clause.id: f"{clause.reference}: {clause.title} ({clause.code_version.label})"
        for clause in sorted(clauses, key=lambda clause: clause.id not in first)
    }
    form.route.choices = {
        route.value: route.label
        for route, holds in queries.settled_routes().items()
        if holds.offered or route is form.route.object_data
    }
    form.given_to_id.choices = {"": "Nobody yet"} | {
        str(officer.id): officer.name for officer in queries.handlers(case.id)
    }


def _proposed(case: Case) -> dict[str, Any]:
    """Propose the one councillor concerned as the recipient, the only post, and the clauses that are engaged."""
    posts = queries.posts_of(case.id)
    return {
        "posts": [post.id for post in posts] if len(posts) == 1 else [],
        "clauses": sorted(queries.engaged_clauses(case.id)) if len(posts) == 1 else [],
        **_the_councillor(case),
    }


def _the_councillor(case: Case) -> dict[str, str]:
    """Return how the one councillor concerned is addressed and reached; nothing where there are several."""
    members = queries.members_of(case.id)
    if len(members) != 1:
        return {}
    return {"recipient": f"Councillor {members[0].name}", "recipient_contact": members[0].email}


def _recorded(request: RemovalRequest) -> dict[str, Any]:
    return {
        **{name: getattr(request, name) for name in RequestValues.__annotations__},
        "version": request.version,
        "posts": [post.id for post in request.posts],
        "clauses": [clause.id for clause in request.clauses],
        "given_to_id": str(request.given_to_id or ""),
        "urgent_kind": request.urgent_kind or "",
        **{need_name(each): request.needed.get(each, "") for each in ANSWERED},
        **{question_name(each): request.proportionality.get(each, "") for each in ProportionalityQuestion},
    }


def _entered(form: RequestForm, case: Case) -> dict[str, Any]:
    grounds = list(form.grounds.data or ())
    chosen_posts = set(form.posts.data or ())
    chosen_clauses = set(form.clauses.data or ()) if Ground.CODE in grounds else set()
    kind = {each.value: each for each in UrgentKind}.get(form.urgent_kind.data or "")
    urgent = bool(form.urgent.data)
    if form.deadline_days.data is None and form.deadline_days.raw_data and form.deadline_days.raw_data[0]:
        raise DomainError("Give the working days as a number.", "deadline_days")
    route: Route = form.route.data
    holds = queries.settled(route)
    days = form.deadline_days.data
    return {
        "posts": [post for post in queries.posts_of(case.id) if post.id in chosen_posts],
        "clauses": [clause for clause in queries.ground_clauses(case) if clause.id in chosen_clauses],
        "route": route,
        "recipient": form.recipient.data or ROUTE_FACTS[route].recipient,
        "recipient_contact": form.recipient_contact.data or "",
        "requested_action": form.requested_action.data,
        "grounds": grounds,
        "ground_detail": form.ground_detail.data or "",
        "wanted_words": form.wanted_words.data or "",
        "needed": {each.value: form[need_name(each)].data or "" for each in ANSWERED},
        "reasons": form.reasons.data or "",
        "proportionality": {
            each.value: form[question_name(each)].data or "" for each in ProportionalityQuestion
        },
        "deadline_days": holds.days_for(urgent=urgent) if days is None else days,
        "deadline_basis": form.deadline_basis.data or holds.basis,
        "member_told_by_letter": bool(form.member_told_by_letter.data),
        "person_told": bool(form.person_told.data),
        "candidate": form.candidate.data or YesNo.NOT_KNOWN,
        "given_to_id": int(form.given_to_id.data) if form.given_to_id.data else None,
        "urgent": urgent,
        "urgent_kind": kind if urgent else None,
        "urgent_reason": (form.urgent_reason.data or "") if urgent else "",
    }
