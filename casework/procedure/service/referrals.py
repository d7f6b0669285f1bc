"""That a matter was passed on, and what came back."""

from datetime import date

from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.procedure.models import Referral
from casework.procedure.service.checking import past, said, still_worked_on
from casework.procedure.workflow import ReferralTo
from casework.versions import expect_version
from casework.words import YesNo

LABELS = {"their_reference": "Their reference", "reply": "Reply", "replied_on": "Date of the reply"}


@command
def refer(
    case: Case,
    *,
    to: ReferralTo,
    referred_on: date | None,
    reason: str,
    their_reference: str,
    actor: Officer,
) -> Referral:
    """Record that the matter was passed on: beside the decisions, not one of them. The reply may come later.

    Passed to the police, the case says that they are involved: who asks for a removal then asks them first.
    """
    still_worked_on(lock(case))
    row = Referral(
        case_id=case.id,
        to=to,
        referred_on=past(referred_on, "referred_on"),
        reason=said(reason, "reason"),
        their_reference=their_reference.strip(),
    )
    db.session.add(row)
    record(Verb.REFERRAL_MADE, actor=actor, subject=row, case=case, to=to.label)
    if to is ReferralTo.POLICE and case.police_involved is not YesNo.YES:
        cases.change_case(case, actor=actor, police_involved=YesNo.YES)
    return row


@command
def answer_referral(
    referral: Referral,
    *,
    their_reference: str,
    reply: str,
    replied_on: date | None,
    actor: Officer,
    version: int | None = None,
) -> None:
    """Record what came back from a referral: the reference they gave it, or their reply with its date."""
    lock(referral)
    if reply.strip() or replied_on is not None:
        reply = said(reply, "reply")
        replied_on = past(replied_on, "replied_on")
        if replied_on < referral.referred_on:
            raise DomainError("The reply cannot be older than the referral. Check both dates.", "replied_on")
    values = {
        "their_reference": their_reference.strip(),
        "reply": reply.strip(),
        "replied_on": replied_on,
    }
    expect_version(referral, version, values, LABELS)
    changes = changes_of(referral, **values)
    if changes:
        record(
            Verb.REFERRAL_CHANGED,
            actor=actor,
            subject=referral,
            case=referral.case_id,
            changes=changes,
            to=referral.to.label,
        )
