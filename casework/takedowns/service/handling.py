"""What the officer who has the request does: send it, and record what is answered, or that nothing is."""

from datetime import date

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.clock import long_date
from casework.correspondence import service as correspondence
from casework.correspondence.mailing import how
from casework.correspondence.models import Letter
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.outbox.service import notify
from casework.outbox.workflow import MessageStatus as S
from casework.takedowns import deadlines, queries
from casework.takedowns.messages import heard
from casework.takedowns.models import RemovalRequest, Reply
from casework.takedowns.service.moving import held, held_exhibit, move, need
from casework.takedowns.service.reminding import tell_handler
from casework.takedowns.workflow import REPLY_ACTION, PoliceAnswer, ReplyKind, RequestAction


@command
def send(
    request: RemovalRequest,
    *,
    actor: Officer,
    sent_on: date,
    sent_how: str,
    by_letter: bool = True,
    platform_reference: str = "",
    deadline: date | None = None,
    version: int | None = None,
    letter_version: int | None = None,
) -> None:
    """Mark the request as sent: its letter is frozen, or `by_letter` is False and it went in other words.

    `deadline`: as the letter gives it, unless said otherwise; without a letter reckoned from the day of sending. A
    letter that tells the member dates that on the case. Raises Stale where the letter was corrected after it was read.
    """
    held(request, RequestAction.SEND, version)
    sent_how = need(
        sent_how, "Say how it was sent, such as by e-mail or on the platform’s own form.", "sent_how"
    )
    approved = clock.london_date(request.approved_at or clock.now())
    if not approved <= sent_on <= clock.today():
        raise DomainError("The day of sending lies between its approval and today.", "sent_on")
    check_police(request)
    day = answer_by(request, sent_on, deadline, by_letter=by_letter)
    if by_letter:
        _freeze_letter(request, actor, sent_on, sent_how, letter_version)
    else:
        _drop_letter(request, actor, sent_how)
    went_out(
        request,
        actor=actor,
        sent_on=sent_on,
        sent_how=sent_how,
        answer_by=day,
        platform_reference=platform_reference.strip(),
    )


def check_police(request: RemovalRequest) -> None:
    """Raise NotPossible where the police object."""
    if request.police_answer is PoliceAnswer.OBJECTS:
        raise NotPossible(f"The police object, so it does not go out. They say: {request.police_words}")


def went_out(
    request: RemovalRequest,
    *,
    actor: Officer,
    sent_on: date,
    sent_how: str,
    answer_by: date,
    platform_reference: str = "",
) -> None:
    """Move a held request to "sent", and date on the case what its letter told the member; part of a command."""
    move(
        request,
        RequestAction.SEND,
        actor=actor,
        sent_on=sent_on,
        sent_how=sent_how,
        platform_reference=platform_reference,
        deadline=answer_by,
        remind_on=deadlines.reminder_day(
            sent_on, answer_by, queries.settled(request.route).remind_day, council.closures()
        ),
    )
    case = db.session.get_one(Case, request.case_id)
    if request.member_told_by_letter and case.member_told_on is None:
        cases.change_case(case, actor=actor, member_told_on=sent_on)


def answer_by(request: RemovalRequest, sent_on: date, given: date | None, *, by_letter: bool) -> date:
    """Return by when an answer is asked for: as given, as the letter says, or reckoned from the day of sending."""
    own = request.deadline if by_letter else None
    day = given or own or deadlines.deadline(sent_on, request.deadline_days, council.closures())
    if by_letter and day == own and day <= sent_on:
        raise DomainError(
            f"The letter asks for an answer by {long_date(day)}, which has come. Whoever may approve the request "
            "corrects the letter, or lets it be written anew, and gives a later day there.",
            "deadline",
        )
    check_answer_by(day, sent_on)
    return day


def check_answer_by(day: date, sent_on: date | None = None) -> None:
    """Raise DomainError unless an answer can be asked for by `day` of what goes on `sent_on`, or today."""
    sent_on = sent_on or clock.today()
    if day <= sent_on:
        raise DomainError(
            "An answer is asked for by a day after that of sending. Give a later one.", "deadline"
        )
    last = deadlines.deadline(sent_on, deadlines.LONGEST_DAYS, council.closures())
    if day > last:
        raise DomainError(
            f"The day by which an answer is asked for is more than {deadlines.LONGEST_DAYS} working days after the day "
            "of sending. Give it as the letter says it.",
            "deadline",
        )


def _freeze_letter(
    request: RemovalRequest, actor: Officer, sent_on: date, sent_how: str, version: int | None
) -> None:
    letter = db.session.get_one(Letter, request.letter_id)
    correspondence.mark_sent(letter, sent_on=sent_on, sent_how=sent_how, actor=actor, version=version)


def _drop_letter(request: RemovalRequest, actor: Officer, sent_how: str) -> None:
    if request.member_told_by_letter:
        raise DomainError(
            "This letter also tells the member, so the letter itself has to be sent.", "by_letter"
        )
    letter = db.session.get_one(Letter, request.letter_id)
    correspondence.discard(letter, f"The request went out in other words: {sent_how}", actor=actor)


@command
def record_reply(
    request: RemovalRequest,
    *,
    actor: Officer,
    kind: ReplyKind,
    received_on: date,
    words: str = "",
    exhibit: Exhibit | None = None,
) -> Reply:
    """Record an answer, and what the request is now. What is disputed goes to the case as a note, too.

    `exhibit`: the answer as it came, of the same case.
    """
    action = REPLY_ACTION[kind]
    held(request, action)
    _check_day_of_reply(request, received_on)
    if exhibit is not None and queries.captured_at_a_look(request, exhibit):
        raise DomainError(
            f"Exhibit {exhibit.label} is the very same file as the capture of a look, so it is not what they sent. "
            "Send the answer as it came.",
            "exhibit",
        )
    if exhibit is not None:
        _check_message(exhibit, kind)
    words = words.strip()
    if kind in {ReplyKind.REFUSED, ReplyKind.DISPUTED}:
        words = need(words, "Give their reasons, or say that they gave none.", "words")
    reply = Reply(
        case_id=request.case_id,
        request_id=request.id,
        kind=kind,
        received_on=received_on,
        words=words,
        recorded_by_id=actor.id,
        exhibit_id=held_exhibit(request, exhibit).id if exhibit else None,
    )
    db.session.add(reply)
    record(
        Verb.RESPONSE_RECORDED,
        actor=actor,
        subject=request,
        case=request.case_id,
        also=[reply],
        name=request.name,
        reply=kind.label.lower(),
        received_on=received_on,
        words=words,
        attached=exhibit.label if exhibit else None,
    )
    move(request, action, actor=actor)
    _take_to_case(request, reply, actor)
    db.session.flush()
    return reply


def _check_message(exhibit: Exhibit, kind: ReplyKind) -> None:
    """Raise DomainError for an answer that no person gave (RFC 3834), beyond that they have the request."""
    message = heard(evidence.words_of_message(exhibit))
    if message is None:
        return
    if message.undelivered:
        raise DomainError(
            f"Exhibit {exhibit.label} says that an e-mail could not be delivered, which is no answer. Record that it "
            "came back.",
            "kind",
        )
    if message.answered_by_itself and kind is not ReplyKind.ACKNOWLEDGED:
        raise DomainError(
            f"Exhibit {exhibit.label} was sent by a program, as of somebody who is away. It says no more than that "
            "they have the request.",
            "kind",
        )


def _check_day_of_reply(request: RemovalRequest, received_on: date) -> None:
    if request.sent_on is None or not request.sent_on <= received_on <= clock.today():
        raise DomainError(
            "An answer comes between the day of sending and today. Check the date.", "received_on"
        )


def _take_to_case(request: RemovalRequest, reply: Reply, actor: Officer) -> None:
    case = db.session.get_one(Case, request.case_id)
    if reply.kind is ReplyKind.DISPUTED:
        words = f"Removal request {request.name} is disputed. They say: {reply.words}"
        cases.add_note(case, words, actor=actor)
    tell_owner(request, case, actor, f"A reply to removal request {request.name} was recorded.")


@command
def record_silence(request: RemovalRequest, *, actor: Officer | None) -> None:
    """Record that no answer came. Raises NotPossible while there is still time to answer."""
    held(request, RequestAction.RECORD_SILENCE)
    if came_back(request):
        raise NotPossible("Its letter came back, so nobody was asked yet. Send it again, or another way.")
    if request.deadline is None or request.deadline >= clock.today():
        raise NotPossible("There is still time to answer. Silence can be recorded once the day has passed.")
    if request.paused_on is not None:
        raise NotPossible(
            "The time to answer is paused. Silence can be recorded once it ran, and has passed."
        )
    move(request, RequestAction.RECORD_SILENCE, actor=actor)
    case = db.session.get_one(Case, request.case_id)
    tell_owner(request, case, actor, f"No reply came to removal request {request.name}.")
    if actor is None:
        tell_handler(request, f"No answer came to removal request {request.name}: what next?")


def record_silences() -> int:
    """Record silence wherever the day to answer has passed, and return how often: for the worker, safe to run again."""
    due = db.session.scalars(select(RemovalRequest).where(queries.late())).all()
    done = 0
    for request in due:
        try:
            record_silence(request, actor=None)
        except NotPossible:  # somebody recorded an answer meanwhile
            continue
        done += 1
    return done


@command
def give(request: RemovalRequest, officer: Officer, *, actor: Officer) -> None:
    """Give the request to an officer to send and follow up."""
    lock(request)
    if request.ended:
        raise NotPossible("This removal request has ended, so nobody has to handle it.")
    if officer.id not in {each.id for each in queries.handlers(request.case_id)}:
        raise DomainError(
            "This officer cannot be given the request. Choose one from the list.", "given_to_id"
        )
    changes = changes_of(request, given_to_id=officer.id)
    if changes:
        record(
            Verb.REQUEST_GIVEN,
            actor=actor,
            subject=request,
            case=request.case_id,
            changes=changes,
            name=request.name,
            officer=officer.name,
        )
        if officer.id != actor.id and request.approved_at is not None:  # they see it from its approval on
            text = f"Removal request {request.name} was given to you."
            notify(officer.id, text, f"/my-requests/{request.id}", request.case_id)


def tell_owner(request: RemovalRequest, case: Case, actor: Officer | None, text: str) -> None:
    """Tell the owner of the case, unless it was they who acted; part of a command."""
    if case.owner_id is not None and (actor is None or case.owner_id != actor.id):
        notify(case.owner_id, text, f"/removal-requests/{request.id}", case.id)


def came_back(request: RemovalRequest) -> bool:
    """Say whether the e-mail by which the request was sent came back, and none went there after it."""
    went = (S.SENT, S.BOUNCED)
    gone = (each for each in queries.own_messages(request) if each.status in went)
    return next((each.status is S.BOUNCED for each in gone if how(each) == request.sent_how), False)
