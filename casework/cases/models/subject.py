"""The councillor whose conduct a case is about."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cases.models.case import Case
from casework.database import Audited, Base
from casework.members.models import Authority, Councillor, Office


class SubjectMember(Audited, Base):
    """One councillor in one case, with office and authority. `capacity_facts`: {CapacityFact: YesNo}."""

    __tablename__ = "subject_members"
    __table_args__ = (
        Index("uq_subject_members_case_id_councillor_id", "case_id", "councillor_id", unique=True),
        Index("ix_subject_members_councillor_id", "councillor_id", "case_id"),
        Index("ix_subject_members_authority_id", "authority_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillors.id"))
    office_id: Mapped[int | None] = mapped_column(
        ForeignKey("offices.id"), comment="in which office, if known"
    )
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authorities.id"))
    capacity_facts: Mapped[dict[str, str]]
    capacity_notes: Mapped[str] = mapped_column(default="")
    removed_reason: Mapped[str] = mapped_column(default="", comment="not empty: found not to be concerned")
    answered: Mapped[list[str]] = mapped_column(
        default=list, comment="questions to which “not known” or “not looked” is an answer, and was given"
    )
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="subjects", lazy="raise")
    councillor: Mapped[Councillor] = relationship(lazy="raise")
    office: Mapped[Office | None] = relationship(lazy="raise")
    authority: Mapped[Authority | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration
