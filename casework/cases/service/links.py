"""Cases that belong together, and likely duplicates that were judged separate."""

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.models import Case, CaseLink
from casework.cases.queries import may_see
from casework.cases.service.editing import need_reason
from casework.cases.workflow import LinkKind
from casework.database import command, db
from casework.errors import DomainError, NotFound


@command
def link_cases(case: Case, other: Case, kind: LinkKind, reason: str, *, actor: Officer) -> CaseLink:
    """Say how two cases that the actor can see belong together, or that they do not; the last word stands.

    Recorded on both. Raises NotFound for a case that is hidden from the actor.
    """
    if case.id == other.id:
        raise DomainError("A case cannot be linked to itself. Choose the other case.", "other")
    if not (may_see(actor, case.id) and may_see(actor, other.id)):
        raise NotFound
    reason = need_reason(reason, "they are separate" if kind is LinkKind.SEPARATE else "they belong together")
    first, second = sorted((case.id, other.id))
    link = db.session.scalar(
        select(CaseLink).where(CaseLink.case_id == first, CaseLink.other_id == second).with_for_update()
    )
    if link is None:
        link = CaseLink(case_id=first, other_id=second)
        db.session.add(link)
    changes_of(link, kind=kind, reason=reason, by_id=actor.id, at=clock.now())
    _record_on_both(
        Verb.CASE_JUDGED_SEPARATE if kind is LinkKind.SEPARATE else Verb.CASE_LINKED,
        case,
        other,
        link,
        actor,
        reason,
    )
    db.session.flush()
    return link


@command
def unlink_cases(link: CaseLink, *, actor: Officer) -> None:
    """Remove a link, or the judgement that two cases are separate. Both timelines keep that it was there."""
    first, second = db.session.get_one(Case, link.case_id), db.session.get_one(Case, link.other_id)
    if not (may_see(actor, first.id) and may_see(actor, second.id)):
        raise NotFound
    db.session.delete(link)
    _record_on_both(Verb.CASE_UNLINKED, first, second, link, actor, link.reason)


def _record_on_both(verb: Verb, case: Case, other: Case, link: CaseLink, actor: Officer, reason: str) -> None:
    record(verb, actor=actor, subject=link, case=case, reference=other.name, other_id=other.id, reason=reason)
    record(verb, actor=actor, subject=link, case=other, reference=case.name, other_id=case.id, reason=reason)
