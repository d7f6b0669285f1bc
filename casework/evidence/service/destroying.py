"""A wrong upload is destroyed by two officers. Its label, its hash and the reason remain."""

from collections.abc import Collection
from contextlib import suppress
from functools import partial

from sqlalchemy import select

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import dispose, record
from casework.audit.verbs import Verb
from casework.cases.queries import may_see
from casework.database import command, current_unit, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.models import Derivative, DestructionProposal, Exhibit
from casework.evidence.origin.service import drop_origin, refuse_where_held
from casework.evidence.queries import is_kept, live_exhibits, open_proposal
from casework.evidence.service.holding import hold_store
from casework.evidence.service.packing import delete_packs_with
from casework.evidence.service.redacting import forget_redactions
from casework.evidence.texts.keeping import drop_reading, drop_texts
from casework.evidence.texts.searchable import feed_exhibit
from casework.evidence.vault import vault
from casework.outbox.service import notify
from casework.permissions import Permission
from casework.storage.store import Missing


@command
def propose_destruction(exhibit: Exhibit, *, actor: Officer, reason: str) -> DestructionProposal:
    """Propose to destroy a wrong upload, and tell those who may decide. Raises NotPossible, DomainError."""
    lock(exhibit)
    reason = _need(reason, "Say why the file should be destroyed.")
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed already.")
    refuse_where_held(exhibit)
    if open_proposal(exhibit.id) is not None:
        raise NotPossible(
            f"It was proposed already to destroy exhibit {exhibit.label}. That waits for an answer."
        )
    proposal = DestructionProposal(
        case_id=exhibit.case_id,
        exhibit_id=exhibit.id,
        reason=reason,
        proposed_by_id=actor.id,
        proposed_at=clock.now(),
    )
    db.session.add(proposal)
    _record(Verb.DESTRUCTION_PROPOSED, proposal, exhibit, actor, reason)
    for officer in accounts.officers_with(Permission.EVIDENCE_DESTROY):
        if officer.id != actor.id and may_see(officer, exhibit.case_id):
            notify(
                officer.id,
                f"It was proposed to destroy exhibit {exhibit.label}. A second officer decides.",
                f"/exhibits/{exhibit.id}/destruction",
                exhibit.case_id,
            )
    return proposal


@command
def refuse_destruction(proposal: DestructionProposal, *, actor: Officer, reason: str) -> None:
    """Keep the exhibit. Raises NotAllowed for the officer who proposed, NotPossible where it is decided."""
    reason = _need(reason, "Say why the file should stay.")
    exhibit = _decide(proposal, actor, approved=False)
    proposal.decision_reason = reason
    _record(Verb.DESTRUCTION_REFUSED, proposal, exhibit, actor, reason)


@command
def approve_destruction(proposal: DestructionProposal, *, actor: Officer) -> None:
    """Destroy the exhibit: its bytes, unless another exhibit is the same file, its pictures, and what was said of it.

    What stays: label, hash, size, who received it and when, and the reason. What events told of it is emptied. Bytes
    in backups go with those backups. Raises NotAllowed for the officer who proposed, NotPossible where it is decided.
    """
    hold_store()
    exhibit = _decide(proposal, actor, approved=True)
    refuse_where_held(exhibit)
    dispose(Exhibit.__tablename__, [exhibit.id])
    said = [*drop_origin(exhibit), *drop_texts(exhibit)]
    exhibit.declared_name = exhibit.title = exhibit.captured_by_name = ""
    exhibit.destroyed_at, exhibit.destroyed_reason = proposal.decided_at, proposal.reason
    redactions, addresses = forget_redactions(exhibit)
    row = exhibit.file
    record(
        Verb.EXHIBIT_DESTROYED,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        also=[proposal, row, *said, *redactions],
        label=exhibit.label,
        sha256=exhibit.sha256,
        reason=proposal.reason,
    )
    feed_exhibit(exhibit)
    delete_packs_with(exhibit, "destroyed")
    db.session.flush()
    if not live_exhibits(exhibit.sha256):
        drop_reading(exhibit.sha256)
        row.destroyed_at, row.warnings = proposal.decided_at, []
        addresses |= {row.sha256, *_drop_pictures(row.sha256)}
    current_unit().after_commit.append(partial(_delete_after, addresses))


def _drop_pictures(sha256: str) -> set[str]:
    pictures = db.session.scalars(select(Derivative).where(Derivative.parent_sha256 == sha256)).all()
    for picture in pictures:
        db.session.delete(picture)
    return {picture.sha256 for picture in pictures}


@command
def delete_unkept(addresses: Collection[str]) -> int:
    """Delete from the store what no row keeps any more, and return how much that was.

    It happens once the rows are safely changed: a crash in between leaves bytes for the nightly sweep, and never a
    row without its bytes.
    """
    hold_store()
    deleted = 0
    for sha256 in addresses:
        if not is_kept(sha256):
            with suppress(Missing):
                vault().delete(sha256)
                deleted += 1
    return deleted


def _delete_after(addresses: Collection[str]) -> None:
    delete_unkept(addresses)


def _decide(proposal: DestructionProposal, actor: Officer, *, approved: bool) -> Exhibit:
    lock(proposal)
    if proposal.decided_at is not None:
        raise NotPossible("This proposal was decided already.")
    if proposal.proposed_by_id == actor.id:
        raise NotAllowed("You proposed it, so another officer must decide whether the file is destroyed.")
    proposal.decided_at, proposal.decided_by_id, proposal.approved = clock.now(), actor.id, approved
    return lock(db.session.get_one(Exhibit, proposal.exhibit_id))


def _record(verb: Verb, proposal: DestructionProposal, exhibit: Exhibit, actor: Officer, reason: str) -> None:
    record(verb, actor=actor, subject=proposal, case=exhibit.case_id, label=exhibit.label, reason=reason)


def _need(reason: str, message: str) -> str:
    if not reason.strip():
        raise DomainError(message, "reason")
    return reason.strip()
