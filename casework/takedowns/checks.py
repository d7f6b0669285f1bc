"""What is looked at before a request is approved, each with how to mend it. One list for the page and the command."""

from collections.abc import Sequence

from casework.accounts.models import Officer
from casework.cases.models import Case, Post
from casework.council import queries as council
from casework.evidence.models import Exhibit
from casework.permissions import Permission, can
from casework.takedowns.checking import Check
from casework.takedowns.models import RemovalRequest
from casework.takedowns.outside_checks import no_objection, person_told
from casework.takedowns.places import place
from casework.takedowns.queries import Asked
from casework.takedowns.route_checks import of_route
from casework.takedowns.workflow import ProportionalityQuestion, Route


def checks(request: RemovalRequest, asked: Asked, case: Case, actor: Officer) -> list[Check]:
    """Return every check before `actor` approves the request."""
    return [
        *_exhibits(request, asked),
        _confidentiality(asked),
        no_objection(request, case),
        _member_told(request, asked, case),
        person_told(request, asked),
        *of_route(request, asked),
        _reasons(request),
        _second_officer(request, actor),
    ]


def needs_own_reason(request: RemovalRequest, actor: Officer) -> bool:
    """Say whether `actor` would approve their own draft under the council's setting, and must say why."""
    return is_own(request, actor) and not request.urgent and council.settings().self_approval


def waits_for_another(request: RemovalRequest, actor: Officer) -> bool:
    """Say whether only another officer may approve what `actor` drafted, or changed last."""
    return is_own(request, actor) and not request.urgent and not council.settings().self_approval


def is_own(request: RemovalRequest, actor: Officer) -> bool:
    """Say whether what the request asks is in words of `actor`, who drafted it or changed it last."""
    return actor.id in {request.drafted_by_id, request.changed_by_id}


def _exhibits(request: RemovalRequest, asked: Asked) -> list[Check]:
    found = []
    for post in asked.posts:
        labels = ", ".join(exhibit.label for exhibit in asked.exhibits[post.id])
        if labels:
            words = f"{place(post)}: exhibit {labels}. It is hashed again when you approve."
            found.append(Check("exhibit", passed=True, words=words))
        elif request.urgent:
            words = f"{place(post)}: no exhibit. Urgent, so it need not wait for one."
            found.append(Check("exhibit", passed=True, words=words))
        elif asked.proposed.get(post.id):
            found.append(_only_proposed(post, asked.proposed[post.id]))
        else:
            mend = (
                "Add a screenshot under “Posts and evidence” and say there that it shows this post; once the post "
                "is gone it is too late."
            )
            found.append(Check("exhibit", passed=False, words=f"{place(post)}: no exhibit.", mend=mend))
    return found


def _only_proposed(post: Post, exhibits: Sequence[Exhibit]) -> Check:
    labels, them = (
        ", ".join(exhibit.label for exhibit in exhibits),
        "it shows" if len(exhibits) == 1 else "they show",
    )
    return Check(
        "exhibit",
        passed=False,
        words=f"{place(post)}: no exhibit yet. Of {labels} Casework proposes that {them} this post, and nobody has "
        "answered.",
        mend="Look at it, and answer there: “Yes, it shows it”, or “No”.",
        exhibits=exhibits,
    )


def _confidentiality(asked: Asked) -> Check:
    if asked.undecided:
        return Check(
            "confidentiality",
            passed=False,
            words="A complainant has asked for confidentiality, and it is not decided.",
            mend="Decide it first, under the complaint: what a request gives away cannot be taken back.",
        )
    return Check("confidentiality", passed=True, words="No decision on confidentiality is open.")


def _member_told(request: RemovalRequest, asked: Asked, case: Case) -> Check:
    if case.member_told_on:
        return Check("told", passed=True, words="The member has been told.")
    if request.member_told_by_letter:
        return Check("told", passed=True, words="The member is told by this letter.")
    if not asked.member_named:
        return Check("told", passed=True, words="No councillor is named yet, so there is nobody to tell.")
    if request.urgent and request.route is not Route.COUNCILLOR:
        words = "The member has not been told. Urgent, so this does not wait for it; tell them as soon as it is safe."
        return Check("told", passed=True, words=words)
    return Check(
        "told",
        passed=False,
        words="The member has not been told.",
        mend="Tell the member and record the date on the case, or, in a request to the councillor, say that this "
        "letter tells them.",
    )


def _reasons(request: RemovalRequest) -> Check:
    if request.urgent:
        return Check("reasons", passed=True, words=f"Urgent: {request.urgent_reason}")
    missing = [
        each.label for each in ProportionalityQuestion if not request.proportionality.get(each, "").strip()
    ]
    if not request.reasons.strip():
        missing.insert(0, "Reasons for asking.")
    if missing:
        words = f"Not answered: {' '.join(missing)}"
        return Check("reasons", passed=False, words=words, mend="Change the draft and answer there.")
    return Check(
        "reasons", passed=True, words="The reasons and every question on proportionality are answered."
    )


def _second_officer(request: RemovalRequest, actor: Officer) -> Check:
    if not can(actor, Permission.TAKEDOWN_APPROVE):
        return Check(
            "officer",
            passed=False,
            words="Only a Monitoring Officer or a deputy approves.",
            mend="Ask one of them.",
        )
    if not is_own(request, actor):
        return Check("officer", passed=True, words="It is in the words of another officer.")
    did = "drafted it" if request.drafted_by_id == actor.id else "changed the draft last"
    if request.urgent:
        return Check(
            "officer", passed=True, words=f"You {did}. Urgent, so it is reviewed the next working day."
        )
    if council.settings().self_approval:
        words = f"You {did}. The council’s settings allow that, with a reason and a later review."
        return Check("officer", passed=True, words=words)
    return Check(
        "officer",
        passed=False,
        words=f"You {did} yourself.",
        mend="Ask another Monitoring Officer or deputy, or let the council’s settings allow approvals of one’s own.",
    )
