"""Removal requests that tests need, made through the commands that the software itself uses."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO

from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case, Post
from casework.codes.models import Clause, Code, CodeVersion
from casework.codes.workflow import ClauseKind, CodeFamily, VersionStatus
from casework.council import service as council
from casework.database import db, unit_of_work
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.evidence.workflow import Arrival
from casework.members.workflow import Platform
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.route_facts import ANSWERED
from casework.takedowns.workflow import (
    Able,
    Advice,
    Confirmation,
    Means,
    ProportionalityQuestion,
    ReplyKind,
    RequestAction,
    Route,
    Seen,
)
from casework.takedowns.workflow import RequestStatus as S
from tests.support.case_factories import make_case, make_councillor
from tests.support.factories import make_officer
from tests.support.files import png

TO: dict[object, str] = {route: "Whoever it goes to" for route in Route if route is not Route.COUNCILLOR}
ANSWERS = {question.value: "Considered." for question in ProportionalityQuestion}


def make_clauses() -> Sequence[Clause]:
    """Make a Social Media Code in force for a long time, with two obligations and one item of guidance."""
    with unit_of_work():
        code = Code(title=f"Social Media Code {clock.now().timestamp()}", family=CodeFamily.SOCIAL_MEDIA)
        kinds = {"A3": ClauseKind.OBLIGATION, "A4": ClauseKind.OBLIGATION, "G2": ClauseKind.GUIDANCE}
        clauses = [
            Clause(
                reference=reference,
                position=place,
                section="Practices to avoid",
                title=f"Clause {reference}",
                kind=kind,
                keywords=[],
                paragraphs=[],
            )
            for place, (reference, kind) in enumerate(kinds.items())
        ]
        version = CodeVersion(
            code=code,
            label="2024",
            status=VersionStatus.PUBLISHED,
            in_force_from=date(2024, 1, 1),
            clauses=clauses,
        )
        db.session.add(version)
        record(Verb.VERSION_PUBLISHED, actor=None, subject=version, also=[code, *clauses], name="2024")
    return clauses


def make_exhibit(case: Case, actor: Officer, *posts: Post, size: tuple[int, int] = (40, 30)) -> Exhibit:
    """Make an exhibit of `case` that shows `posts`."""
    receipt = evidence.receive(
        BytesIO(png(size)), actor=actor, case_id=case.id, declared_name="shot.png", arrival=Arrival.CHOSEN
    )
    assert receipt.exhibit is not None, receipt.message
    if posts:
        evidence.describe(receipt.exhibit, actor=actor, posts=[post.id for post in posts])
    return receipt.exhibit


def make_post(
    case: Case, actor: Officer, address: str = "https://social.example/p/1", **values: object
) -> Post:
    """Make a post with an address."""
    return cases.add_post(
        case,
        actor=actor,
        address=address,
        platform=Platform.FACEBOOK,
        handle="@joexample",
        words="Words of the post",
        **values,  # type: ignore[arg-type]
    )


def make_request(
    actor: Officer, *, case: Case | None = None, posts: int = 1, exhibits: bool = True, **values: object
) -> RemovalRequest:
    """Make a draft that lacks nothing for its approval by somebody else."""
    with unit_of_work():
        case = case or make_case(actor, councillor=make_councillor(group="Independent"))
        if case.member_told_on is None and "member_told_by_letter" not in values:
            cases.change_case(case, actor=actor, member_told_on=clock.today())
        asked = [make_post(case, actor, f"https://social.example/p/{number + 1}") for number in range(posts)]
    if exhibits:
        make_exhibit(case, actor, *asked)
    defaults = {
        "recipient": TO.get(values.get("route"), "Councillor Jo Example"),
        "reasons": "It exposes somebody.",
        "proportionality": ANSWERS,
        "needed": {need.value: "As it should be" for need in ANSWERED},
        "person_told": True,
    }
    with unit_of_work():
        clauses = values.pop("clauses", None) or make_clauses()[:1]
        return service.draft_request(
            case,
            actor=actor,
            posts=asked,
            clauses=clauses,  # type: ignore[arg-type]
            **{**defaults, **values},  # type: ignore[arg-type]
        )


def approve(request: RemovalRequest, *, actor: Officer, **more: object) -> None:
    """Approve a request, confirming all that whoever approves confirms in person."""
    service.approve(request, actor=actor, **{"confirmed": tuple(Confirmation), **more})  # type: ignore[arg-type]


def _of_its_own() -> tuple[int, int]:
    """Return a size that no other capture has: no two are the same picture."""
    return 41 + (db.session.scalar(select(func.count()).select_from(Exhibit)) or 0), 29


def look(
    request: RemovalRequest,
    actor: Officer,
    *,
    seen: Seen = Seen.REMOVED,
    means: Means = Means.LOGGED_OUT,
    at: datetime | None = None,
    captured: bool = True,
    able: Able = Able.ACCOUNT,
) -> None:
    """Record the same look at every post of `request`; unless said otherwise its means saw the account."""
    from casework.takedowns import queries

    account = name_account(actor) if means is Means.COUNCIL_ACCOUNT else ""

    case, moment = db.session.get_one(Case, request.case_id), at or clock.now()
    for post in queries.posts_in(request):
        with clock.telling_of(moment):  # a capture is received when somebody looks
            exhibit = make_exhibit(case, actor, size=_of_its_own()) if captured else None
        service.observe(
            request,
            post,
            actor=actor,
            seen=seen,
            means=means,
            seen_at=moment,
            exhibit=exhibit,
            account=account,
            able=able,
            able_words="Its newest post, of today" if able is Able.ACCOUNT else "",
        )


def name_account(actor: Officer) -> str:
    """Let the council's settings name an account by which officers may look, and return it."""
    account = "The council’s page on Facebook"
    council.change_settings(actor=actor, looking_accounts=account)
    return account


def see_gone_twice(request: RemovalRequest, actor: Officer) -> None:
    """Let them have said that it is done, and two looks a day apart find it gone.

    An answer of the day of a look, or of a later one, announces two more. So they said it on the day of the look that
    there was; where there was none, before the first.
    """
    from casework.takedowns import queries

    looks = queries.looks_at(request, queries.posts_in(request))
    days = [clock.london_date(each.seen_at) for at_post in looks.values() for each in at_post]
    said = min(days, default=clock.today() - timedelta(days=3))
    service.record_reply(request, actor=actor, kind=ReplyKind.COMPLIED, received_on=said)
    look(request, actor, at=clock.now() - timedelta(hours=25))
    look(request, actor)


def be_kept_out(request: RemovalRequest, actor: Officer) -> None:
    """Let them say that it is done, and a look meet a demand to sign in."""
    service.record_reply(request, actor=actor, kind=ReplyKind.COMPLIED, received_on=clock.today())
    look(request, actor, seen=Seen.LOGIN_REQUIRED, captured=False)


def be_advised(request: RemovalRequest, actor: Officer, answer: Advice = Advice.ONCE) -> None:
    """Ask for advice on another look, and let a deputy answer."""
    advice = service.ask_advice(request, "They say that it is back", actor=actor)
    until = clock.today() if answer is Advice.UNTIL else None
    deputy = make_officer(Role.DEPUTY)
    service.answer_advice(request, advice, actor=deputy, answer=answer, words="Necessary", until=until)


def come_back(request: RemovalRequest, actor: Officer, **values: object) -> RemovalRequest:
    """Record that the post of `request` is there again, and return the draft that asks anew."""
    from casework.takedowns import queries

    case, post = db.session.get_one(Case, request.case_id), queries.posts_in(request)[0]
    defaults = {
        "means": Means.LOGGED_OUT,
        "seen_at": clock.now(),
        "exhibit": make_exhibit(case, actor, size=_of_its_own()),
        "noticed": "The person named in it rang us",
    }
    return service.reappear(request, post, actor=actor, **{**defaults, **values})  # type: ignore[arg-type]


def date_back(request: RemovalRequest, days: int) -> None:
    """Let the request have been approved and sent `days` ago, with its deadline: a test cannot wait."""
    with unit_of_work():
        row = db.session.get_one(RemovalRequest, request.id)
        if row.approved_at:
            row.approved_at -= timedelta(days=days)
        if row.sent_on:
            row.sent_on -= timedelta(days=days)
        if row.deadline:
            row.deadline -= timedelta(days=days)
        record(Verb.REQUEST_CHANGED, actor=None, subject=row, case=row.case_id, name=row.name)


REPLIES = {S.COMPLIED: ReplyKind.COMPLIED, S.PART_COMPLIED: ReplyKind.PART_COMPLIED, S.REFUSED: ReplyKind.REFUSED,
           S.DISPUTED: ReplyKind.DISPUTED, S.ACKNOWLEDGED: ReplyKind.ACKNOWLEDGED}  # fmt: skip


def request_in(status: S, actor: Officer, **values: object) -> RemovalRequest:
    """Make a request in this state, by the steps that lead to it."""
    request = make_request(actor, **values)  # type: ignore[arg-type]
    if status is S.DRAFT:
        return request
    if status is S.CANCELLED:
        service.cancel(request, "Not needed", actor=actor)
        return request
    approve(request, actor=make_officer(Role.DEPUTY))
    if status is S.AUTHORISED:
        return request
    service.send(request, actor=actor, sent_on=clock.today(), sent_how="By e-mail")
    today = clock.today()
    left = (request.deadline - today).days if request.deadline else 0
    date_back(request, max(10, left + 1))  # at Christmas and at Easter the working days take longer to pass
    if status in REPLIES:
        service.record_reply(
            request, actor=actor, kind=REPLIES[status], received_on=today, words="Their words"
        )
    elif status is S.NO_RESPONSE:
        service.record_silence(request, actor=actor)
    elif status is not S.SENT:
        _beyond(status, request, actor)
    return request


def reminder_due(actor: Officer, **values: object) -> RemovalRequest:
    """Make a request that was sent yesterday, with time left to answer, and whose reminder is due today."""
    request = request_in(S.AUTHORISED, actor, **values)
    service.send(request, actor=actor, sent_on=clock.today(), sent_how="By e-mail")
    with unit_of_work():
        row = db.session.get_one(RemovalRequest, request.id)
        row.sent_on, row.remind_on = clock.today() - timedelta(days=1), clock.today()
        record(Verb.REQUEST_CHANGED, actor=None, subject=row, case=row.case_id, name=row.name)
    return request


def let_monitor(request: RemovalRequest, actor: Officer, days: int = 30) -> None:
    """Let a verified removal be monitored for so many days."""
    until = clock.today() + timedelta(days=days)
    service.monitor(request, actor=actor, reason="It came back twice before", until=until)


def _beyond(status: S, request: RemovalRequest, actor: Officer) -> None:
    if status is S.WITHDRAWN:
        service.withdraw(request, "Settled", recipient_told="By e-mail", actor=actor)
        return
    if status in {S.VERIFIED_REMOVED, S.MONITORING, S.REAPPEARED}:
        look(request, actor, at=clock.now() - timedelta(hours=25))
        look(request, actor)
        service.conclude(request, RequestAction.VERIFY_REMOVED, actor=actor)
        if status is S.MONITORING:
            let_monitor(request, actor)
        if status is S.REAPPEARED:
            come_back(request, actor)
        return
    if status is S.REPORTED_REMOVED:
        service.record_reply(request, actor=actor, kind=ReplyKind.COMPLIED, received_on=clock.today())
        service.conclude(request, RequestAction.FIND_REPORTED, actor=actor, reason="A closed group")
        return
    seen = Seen.EDITED if status is S.CHANGED else Seen.AVAILABLE
    look(request, actor, seen=seen, at=clock.now() - timedelta(days=2))
    finding = {
        S.STILL_AVAILABLE: RequestAction.FIND_AVAILABLE,
        S.ESCALATED: RequestAction.FIND_AVAILABLE,
        S.CLOSED: RequestAction.FIND_AVAILABLE,
        S.CHANGED: RequestAction.FIND_CHANGED,
        S.INCONCLUSIVE: RequestAction.FIND_INCONCLUSIVE,
    }.get(status)
    if finding:
        service.conclude(request, finding, actor=actor, reason="Cannot be seen")
    if status is S.ESCALATED:
        service.take_further(request, Route.PAGE_ADMIN, actor=actor)
        service.escalate(request, actor=actor)
    if status is S.CLOSED:
        service.close(request, "Declined", actor=actor)
