"""Letters by e-mail: into the outbox, out of it again, and what became of them.

A letter that is on its way stays “prepared” and can be neither changed, discarded nor marked as sent. It is sent on the
day when a mail server took it; until then nothing says that it is.
"""

from collections.abc import Sequence
from datetime import date

from casework import clock
from casework.accounts.models import Officer
from casework.accounts.queries import officers_with
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Wall
from casework.correspondence import service
from casework.correspondence.models import Letter
from casework.correspondence.templates.documents import enclosures_of
from casework.correspondence.workflow import LetterStatus, unchangeable
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.outbox import posting
from casework.outbox import queries as outbox
from casework.outbox.addresses import addresses_in
from casework.outbox.bounces import read_bounce
from casework.outbox.contents import FrozenLetter
from casework.outbox.models import Message
from casework.outbox.service import notify
from casework.outbox.workflow import ASTRAY, MessageStatus
from casework.permissions import Permission


@command
def mail(
    letter: Letter,
    addresses: Sequence[str],
    *,
    actor: Officer,
    not_after: date | None = None,
    version: int | None = None,
) -> Message:
    """Freeze the letter and put it into the outbox; again, where it went astray.

    `addresses`: checked ones. Raises NotPossible where it is on its way, was sent or discarded, Stale, and DomainError
    where the letter, or an address, would give away a complainant.
    """
    check_mailable(lock(letter))
    service.expect_unchanged(letter, version, "it is sent", {"To": ", ".join(addresses)})
    service.check(letter, actor=actor, addresses=addresses)
    content = FrozenLetter(
        letter.id,
        letter.case_id,
        letter.subject,
        letter.body,
        letter.sha256 or service.digest(letter),
        reply_to=reply_to(),
        enclosures=enclosures_of(letter),
    )
    message = posting.post(content, addresses, made_by_id=actor.id, not_after=not_after)
    record(
        Verb.LETTER_QUEUED,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        kind=letter.kind.label.lower(),
        sha256=content.sha256,
        document_sha256=letter.document_sha256,
        to=list(addresses),
        message_id=message.message_id,
    )
    return message


def check_mailable(letter: Letter) -> None:
    """Raise NotPossible for a letter that is on its way, was discarded, or was sent and did not come back."""
    last = outbox.last_message(letter.id)
    if last is not None and last.live:
        raise NotPossible("This letter is on its way by e-mail already.")
    came_back = last is not None and last.status is MessageStatus.BOUNCED
    objection = unchangeable(letter.status)
    if objection and not (letter.status is LetterStatus.SENT and came_back):
        raise NotPossible(objection)


@command
def take_back(letter: Letter, *, actor: Officer | None) -> None:
    """Take the letter out of the outbox. Raises NotPossible once the server may have it."""
    message = outbox.last_message(letter.id)
    if message is None:
        raise NotPossible("This letter is not on its way by e-mail.")
    posting.take_back(message)
    record(
        Verb.LETTER_TAKEN_BACK,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        kind=letter.kind.label.lower(),
    )


@command
def record_bounce(letter: Letter, *, actor: Officer, why: str = "", returned: bytes = b"") -> bool:
    """Record that the letter came back: `returned` is the message that says so, or `why` what it said.

    Return whether it reached nobody; False where it came back from some of its addresses and not from others.
    Raises DomainError where it is about another message, NotPossible where none came back.
    """
    message = outbox.last_message(letter.id)
    if message is None:
        raise NotPossible("This letter never went out by e-mail.")
    if returned:
        bounce = read_bounce(returned)
        if message.message_id not in bounce.message_ids:
            raise DomainError(
                "This message is about another e-mail, not about this letter. Nothing was recorded.", "file"
            )
        why = bounce.why
        missed = [each for each in _reached(message) if each.lower() in bounce.missed]
        if missed and len(missed) < len(_reached(message)):
            return _missed(letter, message, missed, why, actor)
    if not why.strip():
        raise DomainError("Drop the message that came back, or say what it said.", "why")
    posting.record_bounce(message, f"It came back: {' '.join(why.split())}")
    record(
        Verb.LETTER_BOUNCED,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        kind=letter.kind.label.lower(),
        why=message.error,
    )
    return True


def _reached(message: Message) -> list[str]:
    """Return those for whom a server took it, and from whom it is not known to have come back."""
    taken = message.recipients if message.status is MessageStatus.SENT else ()
    return [each for each in taken if each not in message.refused]


def _missed(letter: Letter, message: Message, missed: Sequence[str], why: str, actor: Officer) -> bool:
    posting.record_missed(message, dict.fromkeys(missed, f"It came back: {why}"))
    record(
        Verb.LETTER_BOUNCED,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        kind=letter.kind.label.lower(),
        why=f"It came back from {', '.join(missed)} alone: {why}",
    )
    return False


@command
def settle(
    message: Message, letter: Letter, *, page: str, about: str, also_tell: Sequence[int | None] = ()
) -> None:
    """Record what became of a letter: sent on the day when the server took it, or gone astray, and tell its people.

    `page`: where they find it; `about`: what it is called there. Part of the settling of a request, or whole by itself.
    """
    if message.status is MessageStatus.SENT and letter.status is LetterStatus.PREPARED:
        service.freeze(letter, sent_on=sent_on(message), sent_how=how(message), actor=maker(message))
    if message.status in ASTRAY:
        record(
            Verb.LETTER_ASTRAY,
            actor=None,
            subject=letter,
            case=letter.case_id,
            kind=letter.kind.label.lower(),
            why=message.error,
        )
    if message.status in ASTRAY or message.refused:
        owner = db.session.get_one(Case, letter.case_id).owner_id
        held = message.error == service.HELD_BACK
        mending = _those_who_correct(letter.case_id) if held else ()
        fate = _fate(message, held=held)
        for officer_id in dict.fromkeys((message.made_by_id, owner, *also_tell, *mending)):
            if officer_id is not None:
                notify(officer_id, f"{about}: its e-mail {fate}.", page, letter.case_id)
    posting.settle(message)


def _fate(message: Message, *, held: bool) -> str:
    if held:
        return "was held back and not sent"
    return "did not reach everybody" if message.status is MessageStatus.SENT else "has gone astray"


def _those_who_correct(case_id: int) -> list[int]:
    """Return the ids of the Monitoring Officer and deputies who may see this case."""
    able = officers_with(Permission.TAKEDOWN_APPROVE)
    return [each.id for each in able if db.session.get(Wall, (case_id, each.id)) is None]


def why_held(letter: Letter, viewer: Officer) -> str:
    """Say, in words for `viewer`, why a prepared letter may not go out as things stand now; "" where it may."""
    if letter.status is not LetterStatus.PREPARED:
        return ""
    try:
        service.check(letter, actor=viewer)
    except NotPossible as error:
        return error.message
    except DomainError as error:
        why = error.message.removesuffix(service.TAKE_IT_OUT)
        return f"Do not send the letter as it stands. {why}Correct it first."
    return ""


def held_back(message: Message) -> str:
    """Return why a letter that waits may not go out any more: by now it, or an address, would give away a complainant.

    In words that do not say so: who handles a removal request may not know that there is one.
    """
    letter = db.session.get(Letter, message.letter_id) if message.letter_id else None
    if letter is None:
        return ""
    try:
        service.check(letter, actor=maker(message), addresses=message.recipients)
    except DomainError:
        return service.HELD_BACK
    return ""


def reply_to() -> str:
    """Return the address to which answers go: the office's own, or "" for the one that e-mail comes from."""
    return next(iter(addresses_in(council.settings().contact_email)), "")


def sent_on(message: Message) -> date:
    """Return the day, in London, on which the server took a message."""
    return clock.london_date(message.accepted_at or clock.now())


def how(message: Message) -> str:
    """Return how a letter was sent by a message: to those who were not refused."""
    return f"By e-mail to {', '.join(each for each in message.recipients if each not in message.refused)}"


def maker(message: Message) -> Officer:
    """Return who had the message sent."""
    return db.session.get_one(Officer, message.made_by_id)
