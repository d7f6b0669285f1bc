"""One subject member × conduct × the clauses that it engages."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cases.models.case import Case
from casework.cases.models.conduct import Conduct
from casework.cases.models.subject import SubjectMember
from casework.cases.workflow import Capacity, FindingKind
from casework.codes.models import Clause, CodeVersion
from casework.database import Audited, Base, enum_type


class Allegation(Audited, Base):
    """`paragraph` is the one of the Members' Code that may be breached; `expression`: {ExpressionQuestion: answer}."""

    __tablename__ = "allegations"
    __table_args__ = (
        CheckConstraint(
            "finding = 'not_decided' OR (finding_reasons <> '' AND decision_maker <> '' AND found_on IS NOT NULL"
            " AND (finding = 'not_determined' OR"
            " (capacity NOT IN ('not_considered', 'arguable') AND paragraph <> '')))",
            name="finding_complete",
        ),
        Index("ix_allegations_case_id", "case_id"),
        Index("ix_allegations_subject_id", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    subject_id: Mapped[int | None] = mapped_column(
        ForeignKey("subject_members.id"), comment="empty: not yet identified"
    )
    conduct_id: Mapped[int] = mapped_column(ForeignKey("conducts.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(
        ForeignKey("code_versions.id"), comment="of the Social Media Code"
    )
    version_reason: Mapped[str] = mapped_column(
        default="", comment="why this version, where the date does not decide"
    )
    paragraph: Mapped[str] = mapped_column(default="")
    paragraph_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("code_versions.id"), comment="of the Members' Code"
    )
    gist: Mapped[str] = mapped_column(default="", comment="what is alleged, in a sentence or two")
    capacity: Mapped[Capacity] = mapped_column(
        enum_type(Capacity, "capacity"), default=Capacity.NOT_CONSIDERED
    )
    capacity_reasons: Mapped[str] = mapped_column(default="")
    expression: Mapped[dict[str, str]]
    finding: Mapped[FindingKind] = mapped_column(
        enum_type(FindingKind, "finding"), default=FindingKind.NOT_DECIDED
    )
    finding_reasons: Mapped[str] = mapped_column(default="")
    decision_maker: Mapped[str] = mapped_column(default="")
    authority_to_decide: Mapped[str] = mapped_column(default="")
    minute_reference: Mapped[str] = mapped_column(default="")
    found_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(lazy="raise")
    subject: Mapped[SubjectMember | None] = relationship(lazy="raise")
    conduct: Mapped[Conduct] = relationship(lazy="raise")
    code_version: Mapped[CodeVersion | None] = relationship(foreign_keys=[version_id], lazy="raise")
    clause_rows: Mapped[list["AllegationClause"]] = relationship(
        back_populates="allegation", lazy="raise", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def clauses(self) -> list[Clause]:
        """The clauses engaged, in the order of the Code."""
        return sorted((row.clause for row in self.clause_rows), key=lambda clause: clause.position)

    @property
    def decided(self) -> bool:
        """Whether it was found that there was a breach, or none."""
        return self.finding in {FindingKind.BREACH, FindingKind.NO_BREACH}


class AllegationClause(Audited, Base):
    """A clause that the conduct engages."""

    __tablename__ = "allegation_clauses"

    allegation_id: Mapped[int] = mapped_column(ForeignKey("allegations.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), primary_key=True, index=True)

    allegation: Mapped[Allegation] = relationship(back_populates="clause_rows", lazy="raise")
    clause: Mapped[Clause] = relationship(lazy="raise")


class ClauseMark(Audited, Base):
    """A suggested clause that an officer accepted or set aside, with the words that had suggested it."""

    __tablename__ = "clause_marks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), primary_key=True)
    accepted: Mapped[bool]
    words: Mapped[list[str]]
