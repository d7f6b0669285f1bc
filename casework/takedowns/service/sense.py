"""What makes no sense in a draft, and is said at once. What may wait is looked at before approval (`checks`)."""

from collections.abc import Mapping, Sequence

from casework.accounts.models import Officer
from casework.audit.service import changes_of
from casework.cases.models import Case, Post
from casework.codes.models import Clause
from casework.correspondence import queries as correspondence
from casework.correspondence.naming import gives_away, names_somebody
from casework.errors import DomainError, NotAllowed
from casework.outbox.addresses import addresses_in
from casework.permissions import Permission, can
from casework.takedowns import queries
from casework.takedowns.deadlines import LONGEST_DAYS
from casework.takedowns.models import RemovalRequest
from casework.takedowns.route_facts import ANSWERED, needs, not_acted_on, told_for_nothing
from casework.takedowns.service.moving import need
from casework.takedowns.workflow import KEEP_NO_COPY, Ground, RequestedAction, Route


def keep_wanted(request: RemovalRequest, given: Mapping[str, str]) -> dict[str, tuple[object, object]]:
    """Keep of what was given what route, grounds and wish need, and nothing else: the letter would give it away.

    Returns what it changed, as `changes_of` does.
    """
    wanted = [each for each in needs(request.route, request.grounds) if each in ANSWERED]
    corrects = request.requested_action is RequestedAction.CORRECT
    return changes_of(
        request,
        needed={each.value: given[each].strip() for each in wanted if given.get(each, "").strip()},
        wanted_words=request.wanted_words.strip() if corrects else "",
    )


def check_sense(
    request: RemovalRequest,
    case: Case,
    posts: Sequence[Post],
    clauses: Sequence[Clause],
    *,
    was: Route | None = None,
    carried: bool = False,
) -> None:
    """Raise DomainError naming the field that makes no sense.

    `was`: the route that a changed draft had, which it may keep when it is no longer offered. `carried`: the draft
    is made out of an earlier request, and its ground may still have to be given.
    """
    if not posts:
        raise DomainError("Choose at least one post of this case.", "posts")
    if any(post.case_id != case.id or post.taken_out_reason for post in posts):
        raise DomainError("One of these posts is not in the record of this case. Choose again.", "posts")
    request.recipient = need(request.recipient, "Say to whom the request goes.", "recipient")
    _check_route(request, was)
    _check_recipient(request)
    if request.grounds or not carried:
        _check_ground(request, case, clauses, carried=carried)
    if not 1 <= request.deadline_days <= LONGEST_DAYS:
        raise DomainError(f"Give between 1 and {LONGEST_DAYS} working days to answer.", "deadline_days")
    _check_telling(request)
    if request.urgent and (request.urgent_kind is None or not request.urgent_reason.strip()):
        missing = "urgent_kind" if request.urgent_kind is None else "urgent_reason"
        raise DomainError("Say what makes it urgent, and why it cannot wait.", missing)
    if request.given_to_id is not None and request.given_to_id not in {
        officer.id for officer in queries.handlers(case.id)
    }:
        raise DomainError(
            "This officer cannot be given the request. Choose one from the list.", "given_to_id"
        )
    _check_names_nobody(request)


def _check_route(request: RemovalRequest, was: Route | None) -> None:
    if request.route is not was and not queries.settled(request.route).offered:
        raise DomainError("The council’s settings do not offer this route. Choose another.", "route")
    if request.route is Route.GROUP_LEADER and not queries.groups_of(request.case_id):
        raise DomainError(queries.NO_GROUP, "route")


def _check_telling(request: RemovalRequest) -> None:
    if request.member_told_by_letter and request.route is not Route.COUNCILLOR:
        raise DomainError(
            "Only a letter to the councillor can tell the councillor. Tell them in another way first.",
            "member_told_by_letter",
        )
    if request.requested_action is RequestedAction.KEEP_THEN_REMOVE and KEEP_NO_COPY & set(request.grounds):
        raise DomainError(
            "Nobody is asked to keep a copy of personal data or confidential information. Ask that it is removed.",
            "requested_action",
        )


def _check_names_nobody(request: RemovalRequest) -> None:
    secrets = correspondence.secrets_of(request.case_id, every=True)
    read_by_them = {
        "recipient": "\n".join((request.recipient, request.recipient_contact)),
        "ground_detail": request.ground_detail,
        "wanted_words": request.wanted_words,
        **{f"need_{key}": words for key, words in request.needed.items()},
    }
    for field, words in read_by_them.items():
        if names_somebody(words, secrets):
            raise DomainError(
                "This would give the recipient the name or contact of a complainant. Take it out, and say it in other "
                "words, such as “the person whose address is shown”.",
                field,
            )


def _check_recipient(request: RemovalRequest) -> None:
    """Raise DomainError where a request that goes to somebody else is addressed to the councillor concerned."""
    if request.route is Route.COUNCILLOR:
        return
    for member in queries.members_of(request.case_id):
        if names_somebody(request.recipient, gives_away(member.name, "")):
            field = "recipient"
        elif names_somebody(request.recipient_contact, gives_away("", member.email)):
            field = "recipient_contact"
        else:
            continue
        raise DomainError(
            f"This is {member.name}, whom the request is about, but its route is: {request.route.label.lower()}. Give "
            "the name and address of whoever it goes to, or choose the councillor’s own route.",
            field,
        )


def check_not_the_member(request: RemovalRequest, addresses: Sequence[str]) -> None:
    """Raise DomainError where a request that goes to somebody else would be e-mailed to the councillor concerned."""
    if request.route is Route.COUNCILLOR:
        return
    for member in queries.members_of(request.case_id):
        theirs = {each.casefold() for each in (member.email, *addresses_in(member.email)) if each}
        if theirs & {each.casefold() for each in addresses}:
            raise DomainError(
                f"This is the address of {member.name}, whom the request is about, but its route is: "
                f"{request.route.label.lower()}.",
                "addresses",
            )


def _check_ground(request: RemovalRequest, case: Case, clauses: Sequence[Clause], *, carried: bool) -> None:
    grounds = [ground for ground in Ground if ground in request.grounds]
    if not grounds:
        raise DomainError("Say on what ground the request rests.", "grounds")
    useless = not_acted_on(request.route, grounds)
    if not useless and not carried:
        useless = told_for_nothing(request.route, grounds)
    if useless:
        raise DomainError(useless, "grounds")
    if Ground.CODE in grounds and not clauses:
        raise DomainError("Choose the clauses of the Code on which the request rests.", "clauses")
    if Ground.PLATFORM_RULE in grounds and not request.ground_detail.strip():
        raise DomainError(
            "Say which of the platform’s rules it breaks, in the platform’s own words.", "ground_detail"
        )
    allowed = {clause.id for clause in queries.ground_clauses(case)} if clauses else set()
    if any(clause.id not in allowed for clause in clauses):
        raise DomainError(
            "A request rests on obligations of the version of the Code that governs this case. Choose from the list.",
            "clauses",
        )


def check_addresses(request: RemovalRequest, addresses: Sequence[str], actor: Officer) -> None:
    """Raise NotAllowed or DomainError for addresses to which this officer may not send a letter of the request."""
    new = set(addresses) - set(addresses_in(request.recipient_contact))
    if new and not can(actor, Permission.TAKEDOWN_APPROVE):
        raise NotAllowed(
            "Only those who may approve a removal request send its letter to another address than it gives. Ask one of "
            "them."
        )
    check_not_the_member(request, addresses)
