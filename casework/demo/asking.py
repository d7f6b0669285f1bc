"""How the office asked for a post to come down, step by step, until the story's state is reached."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from casework import clock
from casework.cases.models import Case, Post
from casework.correspondence.workflow import LetterKind
from casework.database import db
from casework.demo.cast import Cast, hold
from casework.demo.people import COUNCILLORS
from casework.demo.stories import Story
from casework.evidence import service as evidence
from casework.outbox.server import is_on
from casework.takedowns import queries
from casework.takedowns import service as takedowns
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import (
    FINAL,
    Able,
    Confirmation,
    Ground,
    Means,
    ProportionalityQuestion,
    ReplyKind,
    RequestAction,
    RequestedAction,
    RequestStatus,
    Route,
    Seen,
)

S = RequestStatus
ANSWERS = {
    ProportionalityQuestion.POLITICAL: "In part: it touches council business.",
    ProportionalityQuestion.TARGET: "A named private person.",
    ProportionalityQuestion.FACT_OR_OPINION: "It states something as fact.",
    ProportionalityQuestion.HARM: "It is being shared, and the person is being approached in the street.",
    ProportionalityQuestion.LESS_INTRUSIVE: "An edit was considered; nothing would be left worth keeping.",
}


def ask(story: Story, cast: Cast, case: Case, post: Post) -> Iterator[timedelta]:
    """Ask for the post's removal, and follow the request as far as the story goes."""
    if story.removal is None:
        return
    request = _draft(story, cast, case, post)
    if story.removal is S.DRAFT:
        return
    yield timedelta(hours=3)
    takedowns.approve(request, actor=cast.officers["deputy"], confirmed=tuple(Confirmation))
    if story.removal is S.AUTHORISED:
        if story.mailed and is_on():
            takedowns.send_by_mail(request, [request.recipient_contact], actor=cast.officers["takedown"])
        return
    yield timedelta(hours=1)
    takedowns.send(
        request, actor=cast.officers["takedown"], sent_on=clock.today(), sent_how="By e-mail to the member"
    )
    if story.removal is S.SENT:
        return
    if story.removal is S.NO_RESPONSE:
        yield timedelta(days=3)
        reminder = takedowns.prepare_letter(request, LetterKind.REMINDER, actor=cast.officers["takedown"])
        takedowns.send_letter(
            request,
            reminder,
            actor=cast.officers["takedown"],
            sent_on=clock.today(),
            sent_how="By e-mail to the member",
        )
        while request.deadline and request.deadline >= clock.today():
            yield timedelta(days=1)
        takedowns.record_silence(request, actor=cast.officers["takedown"])
        takedowns.take_further(request, Route.GROUP_LEADER, actor=cast.standards)
        return
    yield timedelta(days=1)
    _answer(story, cast, request)
    if story.removal in {S.COMPLIED, S.REFUSED}:
        yield from _close(story, cast, request)
        return
    yield from _look(story, cast, request, post)
    if story.removal is S.MONITORING:
        yield from _monitor(cast, request)
    yield from _close(story, cast, request)


def ask_again(story: Story, cast: Cast, case: Case, post: Post) -> Iterator[timedelta]:
    """Find the post there again, long after it was verified removed, and ask for its removal anew."""
    if story.removal is not S.REAPPEARED:
        return
    yield timedelta(days=95)
    first = db.session.scalars(select(RemovalRequest).where(RemovalRequest.case_id == case.id)).one()
    anew = takedowns.reappear(
        first,
        post,
        actor=cast.standards,
        means=Means.LOGGED_OUT,
        seen_at=clock.now(),
        exhibit=hold(story, cast, case.id, seen="again"),
        noticed="The parish clerk wrote that it can be read again, and sent the address.",
    )
    yield timedelta(days=1)
    takedowns.approve(anew, actor=cast.officers["deputy"], confirmed=tuple(Confirmation))
    yield timedelta(hours=1)
    takedowns.send(
        anew, actor=cast.officers["takedown"], sent_on=clock.today(), sent_how="By e-mail to the member"
    )


def _monitor(cast: Cast, request: RemovalRequest) -> Iterator[timedelta]:
    """Let it be checked from time to time; then somebody asks whether to look before the first of these days."""
    yield timedelta(hours=1)
    takedowns.monitor(
        request,
        actor=cast.mo,
        reason="It was posted anew once before, on the eve of a vote; a look after each vote is enough.",
        until=clock.today() + timedelta(days=60),
    )
    yield timedelta(days=1)
    takedowns.ask_advice(
        request,
        "A resident says that it is to be posted again tonight. May I look tomorrow, before the first check?",
        actor=cast.officers["takedown"],
    )


def _draft(story: Story, cast: Cast, case: Case, post: Post) -> RemovalRequest:
    clauses = [clause for clause in queries.ground_clauses(case) if clause.reference in story.clauses]
    personal = story.exposed or not clauses
    return takedowns.draft_request(
        case,
        actor=cast.standards,
        posts=[post],
        clauses=[] if personal else clauses,
        route=Route.COUNCILLOR,
        recipient=f"Councillor {COUNCILLORS[story.councillors[0]].name}",
        recipient_contact=cast.councillors[story.councillors[0]].email,
        requested_action=RequestedAction.REMOVE,
        grounds=[Ground.PERSONAL_DATA if personal else Ground.CODE],
        reasons="It names a private person beside something that was not shown to be true.",
        proportionality={question.value: answer for question, answer in ANSWERS.items()},
        given_to_id=cast.officers["takedown"].id,
    )


def _answer(story: Story, cast: Cast, request: RemovalRequest) -> None:
    refused = story.removal is S.REFUSED
    takedowns.record_reply(
        request,
        actor=cast.officers["takedown"],
        kind=ReplyKind.REFUSED if refused else ReplyKind.COMPLIED,
        received_on=clock.today(),
        words="I stand by every word of it." if refused else "Gone. I was tired, and I am sorry.",
    )


def _look(story: Story, cast: Cast, request: RemovalRequest, post: Post) -> Iterator[timedelta]:
    """Look once, and where the story needs it a second time a day later; each look with a capture."""
    looks = 1 if story.removal is S.VERIFICATION_DUE else 2
    for _ in range(looks):
        yield timedelta(days=1, hours=2)
        capture = hold(story, cast, request.case_id, seen="after")
        evidence.describe(capture, actor=cast.standards, title="What was shown at the post’s address")
        takedowns.observe(
            request,
            post,
            actor=cast.officers["takedown"],
            seen=Seen.REMOVED,
            means=Means.LOGGED_OUT,
            seen_at=clock.now(),
            wording="This content isn't available",
            able=Able.ACCOUNT,
            able_words="The page of the account, with its other posts",
            exhibit=capture,
        )
    if looks > 1:
        yield timedelta(hours=1)
        takedowns.conclude(request, RequestAction.VERIFY_REMOVED, actor=cast.mo)


def _close(story: Story, cast: Cast, request: RemovalRequest) -> Iterator[timedelta]:
    """A case that ended has no request open."""
    if story.outcome is None and story.removal is not S.CLOSED:
        return
    yield timedelta(hours=2)
    if request.status not in FINAL:
        takedowns.close(request, "Nothing is left to ask for.", actor=cast.mo)
