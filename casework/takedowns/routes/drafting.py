"""Drafting a request, and changing the draft."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.page import case_page, open_case
from casework.errors import DomainError, NotPossible
from casework.members.models import Councillor
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import RequestForm, need_name, question_name
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place_in_full
from casework.takedowns.route_facts import ANSWERED
from casework.takedowns.routes.blueprint import SECTION, bp, of_staff
from casework.takedowns.routes.hints import ground_hints, need_hints, route_hints, sources
from casework.takedowns.service import RequestValues
from casework.takedowns.workflow import ProportionalityQuestion, RequestStatus, Route, UrgentKind
from casework.web.guard import requires
from casework.words import YesNo


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
        questions=[question_name(each) for each in ProportionalityQuestion],
        needs=need_hints(),
        sources=sources(),
        route_hints=route_hints(case.id),
        ground_hints=ground_hints(),
    )


def _offer(form: RequestForm, case: Case) -> None:
    form.posts.choices = {post.id: place_in_full(post) for post in queries.posts_of(case.id)}
    form.clauses.choices = {
        clause.id: f"{clause.reference}: {clause.title} ({clause.code_version.label})"
        for clause in queries.ground_clauses(case)
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
    """Propose the one councillor concerned as the recipient, and the only post there is."""
    posts = queries.posts_of(case.id)
    found: dict[str, Any] = {"posts": [post.id for post in posts] if len(posts) == 1 else []}
    members: list[Councillor] = [each.councillor for each in case.subjects if not each.removed_reason]
    if len(members) == 1:
        found |= {"recipient": f"Councillor {members[0].name}", "recipient_contact": members[0].email}
    return found


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
    chosen_posts, chosen_clauses = set(form.posts.data or ()), set(form.clauses.data or ())
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
        "recipient": form.recipient.data or "",
        "recipient_contact": form.recipient_contact.data or "",
        "requested_action": form.requested_action.data,
        "grounds": list(form.grounds.data or ()),
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
