"""Decisions on a case, and who was consulted on the way."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework import clock
from casework.cases.workflow import AssessmentKind, OutcomeKind
from casework.database import Audited, Base, enum_type
from casework.procedure.workflow import ConsultationKind, ReferralTo


class Decided:
    """What every decision has: its case, its days, who made it and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    decided_on: Mapped[date]
    recorded_on: Mapped[date] = mapped_column(
        default=clock.today, comment="when it was entered; reports count by this day"
    )
    decision_maker: Mapped[str]
    reasons: Mapped[str]


class AssessmentDecision(Decided, Audited, Base):
    """What was decided at assessment. A later decision replaces it; both stay on the record."""

    __tablename__ = "assessment_decisions"
    __table_args__ = (Index("ix_assessment_decisions_case_id", "case_id", "id"),)

    decision: Mapped[AssessmentKind] = mapped_column(enum_type(AssessmentKind, "decision"))


class FinalOutcome(Decided, Audited, Base):
    """How the case ended. A later outcome replaces it, a reopening undoes it; each stays on the record.

    The one in force is `Case.outcome`; of a day in the past, `casework.reports.facts.CaseFact.outcome`.
    """

    __tablename__ = "final_outcomes"
    __table_args__ = (Index("ix_final_outcomes_case_id", "case_id", "id"),)

    outcome: Mapped[OutcomeKind] = mapped_column(enum_type(OutcomeKind, "outcome"))
    recorded_at: Mapped[datetime] = mapped_column(
        default=clock.now, comment="tells whether a reopening of the same day undid it"
    )


class Consultation(Audited, Base):
    """An Independent Person was asked (Localism Act 2011 s.28(7)); their view, and how it was taken into account."""

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("(view = '') = (view_on IS NULL)", name="view_dated"),
        Index("ix_consultations_case_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[ConsultationKind] = mapped_column(enum_type(ConsultationKind, "kind"))
    person: Mapped[str]
    asked_on: Mapped[date]
    material: Mapped[str] = mapped_column(default="", comment="what they were sent")
    view: Mapped[str] = mapped_column(default="")
    view_on: Mapped[date | None]
    taken_into_account: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class Referral(Audited, Base):
    """A matter passed to the police, to safeguarding or to data protection: beside the decisions, not one of them."""

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint("(reply = '') = (replied_on IS NULL)", name="reply_dated"),
        Index("ix_referrals_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    to: Mapped[ReferralTo] = mapped_column(enum_type(ReferralTo, "referred_to"))
    referred_on: Mapped[date]
    reason: Mapped[str]
    their_reference: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    replied_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration
