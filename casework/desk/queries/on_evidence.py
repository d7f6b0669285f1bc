"""What evidence wants of an officer."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, func, literal, null, or_, select, union_all

from casework.cases.models import Case
from casework.cases.queries import sees, unfinished
from casework.council.models import CouncilSettings
from casework.desk.queries.items import Desk, Item
from casework.desk.queries.on_cases import is_mine
from casework.evidence.models import DestructionProposal, Exhibit, Redaction
from casework.evidence.workflow import CapturedBy, RedactionStatus, Standing
from casework.permissions import Permission


def exhibits(desk: Desk) -> Iterator[Item]:
    """My cases with exhibits of which nobody has said what they show, nor who took them."""
    if not desk.may(Permission.CASE_EDIT):
        return
    unsaid = (
        select(func.count())
        .where(
            Exhibit.case_id == Case.id,
            Exhibit.captured_by == CapturedBy.NOT_KNOWN,
            Exhibit.title == "",
            Exhibit.destroyed_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = desk.first(
        select(Case.id, Case.reference, unsaid)
        .where(unfinished(), is_mine(desk.officer), unsaid > 0, sees(desk.officer, Case.id))
        .order_by(Case.due_order, Case.id)
    )
    for case_id, reference, count in rows:
        them = (
            "an exhibit shows, and who took it" if count == 1 else f"{count} exhibits show, and who took them"
        )
        yield Item(
            f"Say what {them}",
            reference or f"Draft {case_id}",
            "evidence.index",
            {"case_id": case_id},
        )


def seconding(desk: Desk) -> Iterator[Item]:
    """Redacted copies that wait for the officer's approval or came back to them, and proposals to destroy an upload.

    One SELECT: of either there are few.
    """
    wanted = [*_redactions(desk), *_destructions(desk)]
    if not wanted:
        return
    these = union_all(*wanted).subquery()
    rows = desk.first(
        select(Redaction, Exhibit, Case)
        .select_from(these)
        .join(Exhibit, Exhibit.id == these.c.exhibit_id)
        .join(Case, Case.id == Exhibit.case_id)
        .outerjoin(Redaction, Redaction.id == these.c.redaction_id)
        .order_by(these.c.since.nulls_last(), these.c.redaction_id, Exhibit.id)
    )
    for redaction, exhibit, case in rows:
        if redaction is None:
            what = f"Decide whether exhibit {exhibit.label} is to be destroyed"
            yield Item(what, case.name, "evidence.destruction", {"exhibit_id": exhibit.id})
            continue
        waits = redaction.standing is Standing.WAITING
        named = f"redacted copy {redaction.number} of exhibit {exhibit.label}"
        yield Item(
            f"Approve {named}, or send it back" if waits else f"Mend {named}: it came back",
            case.name,
            "evidence.approve_redaction" if waits else "evidence.redaction",
            {"redaction_id": redaction.id},
        )


def _redactions(desk: Desk) -> Iterator[Select[*tuple[Any, ...]]]:
    approves, draws = desk.may(Permission.REDACTION_APPROVE), desk.may(Permission.CASE_EDIT)
    if not (approves or draws):
        return
    mine = Redaction.drafted_by_id == desk.officer.id
    own = select(CouncilSettings.self_approval).scalar_subquery()
    asked = and_(literal(approves), Redaction.asked_at.is_not(None), ~Redaction.checking, or_(~mine, own))
    yield select(
        Redaction.id.label("redaction_id"), Redaction.exhibit_id, Redaction.asked_at.label("since")
    ).where(
        Redaction.status == RedactionStatus.DRAFT,
        or_(asked, and_(literal(draws), Redaction.sent_back_at.is_not(None), mine)),
        sees(desk.officer, Redaction.case_id),
    )


def _destructions(desk: Desk) -> Iterator[Select[*tuple[Any, ...]]]:
    """Yield the select of what waits for a second officer."""
    if not desk.may(Permission.EVIDENCE_DESTROY):
        return
    yield select(
        cast(null(), Integer).label("redaction_id"),
        DestructionProposal.exhibit_id,
        DestructionProposal.proposed_at.label("since"),
    ).where(
        DestructionProposal.decided_at.is_(None),
        DestructionProposal.proposed_by_id != desk.officer.id,
        sees(desk.officer, DestructionProposal.case_id),
    )
