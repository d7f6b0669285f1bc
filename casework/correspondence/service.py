"""Preparing letters, changing or discarding them while they are prepared, and freezing them when they have gone out."""

import hashlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case, Complaint
from casework.cases.queries import complaint_about
from casework.cases.workflow import CaseStatus
from casework.correspondence import queries, texts
from casework.correspondence.models import Letter
from casework.correspondence.naming import names_somebody
from casework.correspondence.templates.documents import check_document, document_of
from casework.correspondence.workflow import OF_REMOVALS, LetterKind, LetterStatus, unchangeable
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible, Stale
from casework.outbox import queries as outbox
from casework.permissions import Permission, can
from casework.versions import expect_version
from casework.working_days import add_working_days

LABELS = {
    "recipient": "To",
    "recipient_contact": "How it reaches them",
    "subject": "Subject",
    "body": "Text",
    "sent_how": "How it was sent",
    "sent_on": "Sent on",
}
UNNAMED = "The complainant"
TAKE_IT_OUT = "Take it out; nothing was saved."
HELD_BACK = (
    "This letter is held back: something was recorded of the case that it must not tell. Ask a Monitoring Officer, "
    "a deputy or a standards officer to correct it."
)


@command
def prepare_acknowledgement(case: Case, complaint: Complaint, *, actor: Officer) -> Letter:
    """Prepare an acknowledgement to one complainant from what the case says.

    A complainant whose confidentiality was granted or is undecided is not named in it, nor on it. Raises NotPossible
    where the case has no reference yet, DomainError where nobody can be reached.
    """
    if case.status not in {CaseStatus.OPEN, CaseStatus.CLOSED} or case.reference is None:
        raise NotPossible("Register the case first: an acknowledgement gives the complainant its reference.")
    if (
        db.session.scalar(select(Complaint.id).where(Complaint.id == complaint.id, complaint_about(case.id)))
        is None
    ):
        raise DomainError("This complaint belongs to another case. Go back to this case and choose again.")
    if not complaint.can_be_acknowledged:
        raise NotPossible(
            "This complaint cannot be acknowledged: the office raised it itself, or it is anonymous and gives no way "
            "to reply."
        )
    protected = complaint.confidentiality in queries.PROTECTED
    settings = council.settings()
    body = texts.acknowledgement(
        texts.Acknowledgement(
            office=queries.office(),
            reference=case.reference,
            written_on=clock.today(),
            name="" if protected else complaint.complainant_name,
            received_on=complaint.received_on,
            assess_by=add_working_days(complaint.received_on, settings.assess_days, council.closures()),
            confidentiality=complaint.confidentiality,
        )
    )
    return prepare(
        case,
        LetterKind.ACKNOWLEDGEMENT,
        recipient=UNNAMED if protected else complaint.complainant_name or UNNAMED,
        contact="" if protected else complaint.complainant_contact,
        subject=f"Your complaint: {case.reference}",
        body=body,
        complaint=complaint,
        actor=actor,
    )


@command
def prepare(
    case: Case,
    kind: LetterKind,
    *,
    recipient: str,
    contact: str,
    subject: str,
    body: str,
    actor: Officer,
    complaint: Complaint | None = None,
) -> Letter:
    """Put a letter with the case, to be read, corrected and sent. Raises DomainError where it names a complainant."""
    letter = Letter(
        case_id=case.id,
        kind=kind,
        complaint_id=complaint.id if complaint else None,
        recipient=recipient,
        recipient_contact=contact,
        subject=subject,
        body=body,
        prepared_at=clock.now(),
        prepared_by_id=actor.id,
    )
    check(letter, actor=actor)
    db.session.add(letter)
    record(Verb.LETTER_PREPARED, actor=actor, subject=letter, case=case, kind=kind.label.lower())
    db.session.flush()
    return letter


@command
def change_letter(
    letter: Letter, *, subject: str, body: str, actor: Officer, version: int | None = None
) -> None:
    """Change a prepared letter. Raises Stale, NotPossible once it was sent, DomainError where it names somebody."""
    _prepared(letter)
    check_is_text(letter)
    body = body.replace("\r\n", "\n").strip() + "\n"
    values = {"subject": subject.strip(), "body": body}
    expect_version(letter, version, values, LABELS)
    changes = changes_of(letter, **values)
    check(letter, actor=actor)
    if changes:
        record(
            Verb.LETTER_CHANGED,
            actor=actor,
            subject=letter,
            case=letter.case_id,
            changes=changes,
            kind=letter.kind.label.lower(),
        )


@command
def mark_sent(
    letter: Letter, *, sent_on: date, sent_how: str, actor: Officer, version: int | None = None
) -> None:
    """Freeze the letter as it went out, with the hash of its text.

    An acknowledgement sets the date of its complaint, unless an earlier one did. A removal request's letter
    is marked by its request, which joins this command.
    """
    _prepared(letter)
    expect_unchanged(letter, version, "it is marked as sent", {LABELS["sent_how"]: sent_how})
    if not sent_how.strip():
        raise DomainError("Say how it was sent, such as by e-mail to which address.", "sent_how")
    if sent_on > clock.today():
        raise DomainError("The day of sending cannot be after today. Check the year.", "sent_on")
    if sent_on < clock.london_date(letter.prepared_at):
        raise DomainError("The letter was not prepared until after that day. Check the date.", "sent_on")
    check(letter, actor=actor)
    freeze(letter, sent_on=sent_on, sent_how=sent_how, actor=actor)


def freeze(letter: Letter, *, sent_on: date, sent_how: str, actor: Officer) -> None:
    """Freeze a held letter that went out, whatever may be thought of it by now; part of a command."""
    letter.status, letter.sent_on, letter.sent_how = LetterStatus.SENT, sent_on, sent_how.strip()
    letter.sha256 = digest(letter)
    record(
        Verb.LETTER_SENT,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        kind=letter.kind.label.lower(),
        sha256=letter.sha256,
        document_sha256=letter.document_sha256,
        sent_on=sent_on,
        how=letter.sent_how,
    )
    if letter.kind is LetterKind.ACKNOWLEDGEMENT and letter.complaint_id is not None:
        complaint = db.session.get_one(Complaint, letter.complaint_id)
        if complaint.acknowledged_on is None:
            cases.change_complaint(complaint, actor=actor, acknowledged_on=sent_on)


@command
def discard(letter: Letter, reason: str, *, actor: Officer | None, version: int | None = None) -> None:
    """Put a prepared letter aside for good: it stays to be read, with the reason, and is never sent.

    A removal request's letter is discarded by its request, which joins this command. Raises NotPossible once it was
    sent or discarded, Stale where another officer changed it meanwhile.
    """
    _prepared(letter)
    reason = reason.strip()
    if not reason:
        raise DomainError("Say why it is discarded.", "reason")
    expect_unchanged(letter, version, "it is discarded", {"Reason": reason})
    letter.status, letter.discarded_reason = LetterStatus.DISCARDED, reason
    record(
        Verb.LETTER_DISCARDED,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        kind=letter.kind.label.lower(),
        reason=reason,
    )


def content(letter: Letter) -> bytes:
    """Return the letter as a file of plain text: the very bytes that its hash is of."""
    return letter.body.encode()


def digest(letter: Letter) -> str:
    """Return the SHA-256 of the letter's text as it stands."""
    return hashlib.sha256(content(letter)).hexdigest()


def _prepared(letter: Letter) -> None:
    objection = unchangeable(lock(letter).status)
    if objection:
        raise NotPossible(objection)
    if outbox.is_on_its_way(letter.id):
        raise NotPossible("This letter is on its way by e-mail. Take it back first.")


def check_is_text(letter: Letter) -> None:
    """Raise NotPossible where the letter is a Word document, whose words nobody changes here."""
    if letter.document_sha256:
        raise NotPossible(
            "This letter is a Word document, whose text cannot be corrected here. Write it as plain text first."
        )


def expect_unchanged(letter: Letter, version: int | None, act: str, yours: dict[str, str]) -> None:
    """Raise Stale where the letter is not the one that was read; part of a command."""
    if version is not None and version != letter.version:
        raise Stale(
            f"This letter was changed after you had read it. Read it again before {act}.",
            {LABELS["body"]: letter.body},
            yours,
        )


def check(letter: Letter, *, actor: Officer, addresses: Sequence[str] = ()) -> None:
    """Raise DomainError for a letter without subject or text, and where it, or an address, gives away a complainant.

    Who may not correct it may not know either that somebody complained, and is told of neither.
    """
    if not letter.subject.strip():
        raise DomainError("Give the letter a subject.", "subject")
    if not letter.body.strip():
        raise DomainError("The letter has no text.", "body")
    try:
        _check_names(letter, addresses)
    except DomainError:
        if can(actor, Permission.CASE_EDIT):
            raise
        raise NotPossible(HELD_BACK) from None


def _check_names(letter: Letter, addresses: Sequence[str]) -> None:
    secrets = queries.protected_from(letter)
    text = "\n".join((letter.recipient, letter.recipient_contact, letter.subject, letter.body))
    if names_somebody(text, secrets):
        removal = letter.kind in OF_REMOVALS
        whom = (
            "a complainant" if removal else "a complainant whose name is to be kept confidential, or may be"
        )
        raise DomainError(f"The letter would give the name or contact of {whom}. {TAKE_IT_OUT}", "body")
    document = document_of(letter.id) if letter.document_sha256 else None
    if document is not None:
        check_document(document.content, letter.case_id)
    if names_somebody("\n".join(addresses), secrets):
        raise DomainError(
            "One of these addresses belongs to a complainant, whom this letter must not reach or name.",
            "addresses",
        )
