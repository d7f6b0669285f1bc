"""What the police say to a request being made: whom we asked, when, and their answer."""

from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.correspondence import mailing
from casework.correspondence.models import Letter
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.outbox import queries as outbox
from casework.outbox.workflow import MessageStatus
from casework.takedowns.models import RemovalRequest
from casework.takedowns.service.moving import expect_read, need
from casework.takedowns.workflow import PoliceAnswer, RequestStatus

UNSENT = frozenset({RequestStatus.DRAFT, RequestStatus.AUTHORISED})


@command
def record_police(
    request: RemovalRequest,
    *,
    actor: Officer,
    asked_on: date,
    asked_of: str,
    answer: PoliceAnswer | None = None,
    answered_on: date | None = None,
    words: str = "",
    version: int | None = None,
) -> None:
    """Record that the police were asked, and what they say once they have answered. An objection stops the request.

    It stands until they withdraw it. `version`: what the officer read before. Raises NotPossible once it was sent,
    Stale, DomainError for dates that cannot be, words that are wanting, or an objection that would merely vanish.
    """
    lock(request)
    if request.status not in UNSENT:
        raise NotPossible("It was sent already. Tell the police, and withdraw it if they object.")
    expect_read(request, version, of_draft=True)
    _check_objection_stands(request, answer)
    asked_of = need(asked_of, "Say who was asked: a name, a rank or number, a force.", "asked_of")
    if asked_on > clock.today():
        raise DomainError("The day on which they were asked is still to come.", "asked_on")
    words = words.strip()
    if answer is None:
        if answered_on is not None or words:
            raise DomainError("Say what they answered, or leave the day and the words empty.", "answer")
    elif answered_on is None:
        raise DomainError("Give the day of their answer.", "answered_on")
    elif not asked_on <= answered_on <= clock.today():
        raise DomainError("They answered between the day of asking and today. Check the date.", "answered_on")
    elif answer is not PoliceAnswer.NO_OBJECTION:
        words = need(words, "Give their words: what they object to, or how they withdrew it.", "words")
    if answer is PoliceAnswer.OBJECTS:
        _stop_mail(request, actor)
    changes = changes_of(
        request,
        police_asked_on=asked_on,
        police_asked_of=asked_of,
        police_answer=answer,
        police_answered_on=answered_on,
        police_words=words,
    )
    if changes:
        record(
            Verb.POLICE_ASKED,
            actor=actor,
            subject=request,
            case=request.case_id,
            changes=changes,
            name=request.name,
            answer=answer.label.lower() if answer else "asked, no answer yet",
        )


def _check_objection_stands(request: RemovalRequest, answer: PoliceAnswer | None) -> None:
    """Raise DomainError where an objection would be overwritten by something else than its withdrawal."""
    if request.police_answer is not PoliceAnswer.OBJECTS:
        return
    if answer not in {PoliceAnswer.OBJECTS, PoliceAnswer.WITHDRAWN}:
        raise DomainError(
            "They object, and that stands until they withdraw it. Choose that they did, with their words; where the "
            "objection was recorded in error, say so there.",
            "answer",
        )


def _stop_mail(request: RemovalRequest, actor: Officer) -> None:
    """Take the letter out of the outbox, where it still waits there."""
    message = outbox.last_message(request.letter_id) if request.letter_id else None
    if message is not None and message.status is MessageStatus.QUEUED:
        mailing.take_back(db.session.get_one(Letter, request.letter_id), actor=actor)
