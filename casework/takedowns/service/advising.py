"""The Monitoring Officer's advice on a look that nobody had announced."""

from datetime import date, timedelta

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Wall
from casework.clock import long_date
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox.service import notify
from casework.permissions import Permission, can
from casework.takedowns import queries
from casework.takedowns.models import LookAdvice, RemovalRequest
from casework.takedowns.repeating import LONGEST_MONITORING
from casework.takedowns.service.looks import held_for_a_look
from casework.takedowns.service.moving import need, next_look_on
from casework.takedowns.workflow import Advice


@command
def ask_advice(request: RemovalRequest, question: str, *, actor: Officer) -> LookAdvice:
    """Ask the Monitoring Officer and deputies whether the posts may be looked at again. One question at a time.

    Raises NotPossible where the request is not looked at any more, or a question waits for its answer already.
    """
    held_for_a_look(request)
    if queries.standing(request).asked is not None:
        raise NotPossible("The Monitoring Officer was asked already. Wait for the answer.")
    advice = LookAdvice(
        case_id=request.case_id,
        request_id=request.id,
        question=need(question, "Say why another look is needed, and what else was considered.", "question"),
        asked_by_id=actor.id,
        asked_at=clock.now(),
    )
    db.session.add(advice)
    db.session.flush()
    record(
        Verb.LOOK_ADVICE_ASKED,
        actor=actor,
        subject=request,
        case=request.case_id,
        also=[advice],
        name=request.name,
        question=advice.question,
    )
    for officer in accounts.officers_with(Permission.TAKEDOWN_APPROVE):
        if officer.id != actor.id and not _walled(officer, request.case_id):
            text = f"Your advice is asked on another look for removal request {request.name}."
            notify(officer.id, text, f"/look-advice/{advice.id}", request.case_id)
    return advice


def _walled(officer: Officer, case_id: int) -> bool:
    return db.session.get(Wall, (case_id, officer.id)) is not None


def may_advise(advice: LookAdvice, actor: Officer) -> bool:
    """Say whether `actor` may answer: an approver who did not ask, unless the settings allow approvals of one's own."""
    other = advice.asked_by_id != actor.id or council.settings().self_approval
    return can(actor, Permission.TAKEDOWN_APPROVE) and other


@command
def answer_advice(
    request: RemovalRequest,
    advice: LookAdvice,
    *,
    actor: Officer,
    answer: Advice,
    words: str,
    until: date | None = None,
) -> None:
    """Say whether another look is allowed: once at each post, until a day, or not; always with reasons.

    Raises NotAllowed, NotPossible once it was answered, DomainError.
    """
    lock(request)
    lock(advice)
    if not may_advise(advice, actor):
        raise NotAllowed("A Monitoring Officer or deputy who did not ask gives this advice.")
    if advice.answer is not None:
        raise NotPossible("Another officer has answered this question.")
    words = need(
        words, "Give your reasons: whether it is necessary, proportionate, and not surveillance.", "words"
    )
    last = clock.today() + timedelta(days=LONGEST_MONITORING)
    if answer is not Advice.UNTIL:
        until = None
    elif until is None or not clock.today() <= until <= last:
        raise DomainError(f"Give a last day between today and {long_date(last)}.", "until")
    changes_of(
        advice, answer=answer, until_day=until, words=words, answered_by_id=actor.id, answered_at=clock.now()
    )
    record(
        Verb.LOOK_ADVISED,
        actor=actor,
        subject=request,
        case=request.case_id,
        also=[advice],
        changes=_reckoned(request),
        name=request.name,
        answer=answer.label.lower(),
        until=until,
        words=words,
    )
    if advice.asked_by_id != actor.id:
        text = f"Your question on another look for removal request {request.name} is answered."
        given = request.given_to_id == advice.asked_by_id
        path = f"/my-requests/{request.id}" if given else f"/removal-requests/{request.id}"
        notify(advice.asked_by_id, text, path, request.case_id)


def _reckoned(request: RemovalRequest) -> dict[str, tuple[object, object]]:
    """Let the request want the look that was allowed, and return what changed."""
    with db.session.no_autoflush:
        wanted = next_look_on(request, request.status)
    return changes_of(request, next_look_on=wanted)
