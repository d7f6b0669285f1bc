"""Matters that stand beside a breach: a councillor under threat, and personal data exposed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Audited, Base, enum_type
from casework.members.models import Councillor
from casework.words import YesNo


class SafetyRecord(Audited, Base):
    """A councillor who is the victim of threats. Welfare and the police, not the Code."""

    __tablename__ = "safety_records"
    __table_args__ = (Index("ix_safety_records_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillors.id"))
    threat: Mapped[str]
    police_told: Mapped[YesNo] = mapped_column(enum_type(YesNo, "police_told"), default=YesNo.NOT_KNOWN)
    police_reference: Mapped[str] = mapped_column(default="")
    contacts_told: Mapped[str] = mapped_column(
        default="", comment="which of the council's contacts were told, and when"
    )
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    councillor: Mapped[Councillor] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class DataExposure(Audited, Base):
    """Personal or confidential data exposed by a post: when we became aware starts 72 hours (UK GDPR art. 33(1))."""

    __tablename__ = "data_exposures"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    what: Mapped[str] = mapped_column(default="")
    aware_at: Mapped[datetime]
    officer_told_at: Mapped[datetime | None] = mapped_column(
        comment="when the data protection officer was told"
    )
    regulator_decision: Mapped[str] = mapped_column(
        default="", comment="whether reported to the regulator, and why"
    )
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration
