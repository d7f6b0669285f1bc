"""The case itself, its reference, who works on it and who must not see it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.cases.workflow import (
    UNFINISHED,
    AssessmentKind,
    AssignmentKind,
    CaseStatus,
    ChangeKind,
    LinkKind,
    Nature,
    OutcomeKind,
)
from casework.database import Audited, Base, enum_type
from casework.members.models import FOLDED
from casework.words import YesNo

if TYPE_CHECKING:
    from casework.cases.models.complaint import Complaint
    from casework.cases.models.conduct import Conduct, Post
    from casework.cases.models.safety import DataExposure, SafetyRecord
    from casework.cases.models.subject import SubjectMember


NEVER = date.max
NOBODY = "\U0010ffff"  # after every name
IS_UNFINISHED = text("status IN ({})".format(", ".join(f"'{status.value}'" for status in UNFINISHED)))


class CaseCounter(Base):
    """The last number given in a year of registration. A row, not a sequence: sequences leave gaps."""

    __tablename__ = "case_counters"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Case(Audited, Base):
    """One matter with one reference. `assessment` and `outcome` repeat the decision in force, for lists."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_cases_year_number"),
        CheckConstraint(
            "(reference IS NULL) = (status IN ('draft', 'discarded'))", name="reference_when_registered"
        ),
        CheckConstraint("(reference IS NULL) = (registered_at IS NULL)", name="registered_with_reference"),
        CheckConstraint("(closed_on IS NOT NULL) = (status = 'closed')", name="closed_when_closed"),
        CheckConstraint("merged_into_id IS NULL OR status = 'closed'", name="merged_is_closed"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_cases_status_due_order", "status", "due_order", "id"),
        Index("ix_cases_status_received_on", "status", "received_on", "id"),
        Index("ix_cases_received_on", "received_on", "id"),
        Index("ix_cases_nature_received_on", "nature", "received_on", "id"),
        Index("ix_cases_due_order", "due_order", "id"),
        Index("ix_cases_status_member_order", "status", "member_order", "id"),
        Index("ix_cases_member_order", "member_order", "id"),
        Index("ix_cases_registered_at", "registered_at", "id"),
        Index("ix_cases_owner_id_status", "owner_id", "status", "due_order"),
        Index("ix_cases_owner_id_received_on", "owner_id", "received_on", "id"),
        Index("ix_cases_owner_id_status_received_on", "owner_id", "status", "received_on", "id"),
        Index(
            "ix_cases_unfinished",
            *("due_order", "id", "status", "owner_id", "assessment", "outcome"),  # all that is asked of many
            sqlite_where=IS_UNFINISHED,
            postgresql_where=IS_UNFINISHED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str | None] = mapped_column(FOLDED, unique=True)
    year: Mapped[int | None]
    number: Mapped[int | None]
    status: Mapped[CaseStatus] = mapped_column(enum_type(CaseStatus, "status"), default=CaseStatus.DRAFT)
    nature: Mapped[Nature] = mapped_column(enum_type(Nature, "nature"), default=Nature.NOT_SORTED)
    description: Mapped[str] = mapped_column(default="", comment="what is said to have happened; internal")
    received_on: Mapped[date]
    acknowledged_on: Mapped[date | None] = mapped_column(
        comment="when the last of its complaints was acknowledged, and none waits; kept by the service, for lists"
    )
    acknowledge_from: Mapped[date | None] = mapped_column(
        comment="when the first of the complaints that wait for an acknowledgement came; kept by the service"
    )
    member_told_on: Mapped[date | None]
    next_update_on: Mapped[date | None]
    next_due_on: Mapped[date | None] = mapped_column(
        comment="earliest of what is due; kept by the service, for lists"
    )
    due_order: Mapped[date] = mapped_column(
        default=NEVER,
        comment="next_due_on, or the end of time: where nothing is due comes last on both databases",
    )
    member_order: Mapped[str] = mapped_column(
        FOLDED, default=NOBODY, comment="the first councillor's name as lists sort it; kept by the service"
    )
    police_involved: Mapped[YesNo] = mapped_column(
        enum_type(YesNo, "police_involved"), default=YesNo.NOT_KNOWN
    )
    personal_data_exposed: Mapped[YesNo] = mapped_column(enum_type(YesNo, "exposed"), default=YesNo.NOT_KNOWN)
    member_not_identified: Mapped[bool] = mapped_column(
        default=False, comment="said to be 'not yet identified'"
    )
    assessment: Mapped[AssessmentKind | None] = mapped_column(enum_type(AssessmentKind, "assessment"))
    outcome: Mapped[OutcomeKind | None] = mapped_column(enum_type(OutcomeKind, "outcome"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime]
    registered_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    imported: Mapped[bool] = mapped_column(default=False)
    answered: Mapped[list[str]] = mapped_column(
        default=list, comment="questions to which “not known” or “not looked” is an answer, and was given"
    )
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Officer | None] = relationship(foreign_keys=[owner_id], lazy="raise")
    created_by: Mapped[Officer] = relationship(foreign_keys=[created_by_id], lazy="raise")
    merged_into: Mapped["Case | None"] = relationship(remote_side="Case.id", lazy="raise")
    complaints: Mapped[list["Complaint"]] = relationship(
        back_populates="case", order_by="Complaint.received_on", lazy="raise"
    )
    conducts: Mapped[list["Conduct"]] = relationship(
        back_populates="case", order_by="Conduct.id", lazy="raise"
    )
    posts: Mapped[list["Post"]] = relationship(back_populates="case", order_by="Post.id", lazy="raise")
    subjects: Mapped[list["SubjectMember"]] = relationship(
        back_populates="case", order_by="SubjectMember.id", lazy="raise"
    )
    exposure: Mapped["DataExposure | None"] = relationship(lazy="raise", viewonly=True)
    safety: Mapped[list["SafetyRecord"]] = relationship(
        order_by="SafetyRecord.id", lazy="raise", viewonly=True
    )
    walls: Mapped[list["Wall"]] = relationship(
        back_populates="case", lazy="raise", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def name(self) -> str:
        """What the case is called: its reference, or that it is a draft."""
        return self.reference or f"Draft {self.id}"


class StatusChange(Audited, Base):
    """One step in the life of a case. The committee's figures for a period are counted from these."""

    __tablename__ = "status_changes"
    __table_args__ = (
        Index("ix_status_changes_on_day", "on_day", "kind"),
        Index("ix_status_changes_case_id_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind, "kind"))
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    reason: Mapped[str] = mapped_column(default="")

    by: Mapped[Officer] = relationship(lazy="raise")


class Assignment(Audited, Base):
    """An officer's place on a case. Investigators and Independent Persons see only what is assigned to them."""

    __tablename__ = "assignments"
    __table_args__ = (Index("ix_assignments_officer_id_ended_on", "officer_id", "ended_on", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    kind: Mapped[AssignmentKind] = mapped_column(enum_type(AssignmentKind, "kind"))
    from_day: Mapped[date]
    ended_on: Mapped[date | None]

    officer: Mapped[Officer] = relationship(lazy="raise")


class Wall(Audited, Base):
    """An officer who must not see the case."""

    __tablename__ = "walls"
    __table_args__ = (Index("ix_walls_officer_id_case_id", "officer_id", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    reason: Mapped[str]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    raised_at: Mapped[datetime]

    case: Mapped[Case] = relationship(back_populates="walls", lazy="raise")
    officer: Mapped[Officer] = relationship(foreign_keys=[officer_id], lazy="raise")


class CaseLink(Audited, Base):
    """That two cases belong together, or that a likely duplicate was judged separate. The lower id comes first."""

    __tablename__ = "case_links"
    __table_args__ = (
        UniqueConstraint("case_id", "other_id", name="uq_case_links_case_id_other_id"),
        CheckConstraint("case_id < other_id", name="ordered"),
        Index("ix_case_links_other_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[LinkKind] = mapped_column(enum_type(LinkKind, "kind"))
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(foreign_keys=[case_id], lazy="raise")
    other: Mapped[Case] = relationship(foreign_keys=[other_id], lazy="raise")
