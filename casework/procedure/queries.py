"""Reading the decisions on a case."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select

from casework.abreast import Listed
from casework.accounts.models import Officer
from casework.cases.models import Allegation, Wall
from casework.cases.workflow import AssessmentKind
from casework.database import db
from casework.procedure.models import AssessmentDecision, Consultation, FinalOutcome, Referral
from casework.procedure.workflow import ConsultationKind, Standing


def assessments(case_id: int) -> Listed[AssessmentDecision]:
    """The assessment decisions, the one in force last."""
    return Listed(AssessmentDecision, AssessmentDecision.case_id == case_id, (AssessmentDecision.id,))


def outcomes(case_id: int) -> Listed[FinalOutcome]:
    """The outcomes, the one in force last."""
    return Listed(FinalOutcome, FinalOutcome.case_id == case_id, (FinalOutcome.id,))


def consultations(case_id: int) -> Listed[Consultation]:
    """The consultations of Independent Persons, oldest first."""
    return Listed(Consultation, Consultation.case_id == case_id, (Consultation.asked_on, Consultation.id))


def referrals(case_id: int) -> Listed[Referral]:
    """The referrals, oldest first."""
    return Listed(Referral, Referral.case_id == case_id, (Referral.referred_on, Referral.id))


def was_to_be_investigated(case_id: int) -> bool:
    """Say whether an investigation was ever decided on: the duty to consult stays even if another decision followed."""
    return db.session.scalar(_investigated(case_id).limit(1)) is not None


def person_was_consulted(case_id: int, by: date | None = None) -> bool:
    """Say whether an Independent Person's dated view is on record, with how it was taken into account.

    `by`: the day of the decision; a view that came later was not taken into account in it.
    """
    query = _consulted(case_id)
    if by is not None:
        query = query.where(Consultation.view_on <= by)
    return db.session.scalar(query.limit(1)) is not None


def _investigated(case_id: int) -> Select[int]:
    return select(AssessmentDecision.id).where(
        AssessmentDecision.case_id == case_id, AssessmentDecision.decision == AssessmentKind.INVESTIGATE
    )


def _consulted(case_id: int) -> Select[int]:
    return select(Consultation.id).where(
        Consultation.case_id == case_id,
        Consultation.kind == ConsultationKind.STATUTORY,
        Consultation.view_on.is_not(None),
        Consultation.taken_into_account != "",
    )


def gates(case_id: int) -> tuple[bool, bool]:
    """Return whether an investigation was ever decided on, and whether an Independent Person's view is there.

    One SELECT, for pages; see was_to_be_investigated and person_was_consulted.
    """
    row = db.session.execute(select(_investigated(case_id).exists(), _consulted(case_id).exists())).one()
    return bool(row[0]), bool(row[1])


def standing(case_id: int) -> list[Standing]:
    """Return the allegations that were not withdrawn, as decisions see them."""
    rows = db.session.execute(
        select(Allegation.capacity, Allegation.finding)
        .where(Allegation.case_id == case_id, Allegation.withdrawn_reason == "")
        .order_by(Allegation.id)
    )
    return [Standing(row.capacity, row.finding) for row in rows]


def walled_names(case_id: int) -> Sequence[str]:
    """Return the names of the officers who must not see the case."""
    return db.session.scalars(
        select(Officer.name).join(Wall, Wall.officer_id == Officer.id).where(Wall.case_id == case_id)
    ).all()
