"""One approach by one complainant."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cases.models.case import Case
from casework.cases.workflow import Channel, ComplainantCategory, Confidentiality, can_be_acknowledged
from casework.database import Audited, Base, enum_type


class Complaint(Audited, Base):
    """Who complained, when, how, what they want, and what was decided on confidentiality."""

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint(
            "confidentiality IN ('not_asked', 'undecided') OR confidentiality_decided_on IS NOT NULL",
            name="decision_dated",
        ),
        Index("ix_complaints_case_id", "case_id"),
        Index("ix_complaints_confidentiality", "confidentiality", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    received_on: Mapped[date]
    logged_on: Mapped[date] = mapped_column(comment="when it was entered here, by which reports count it")
    channel: Mapped[Channel] = mapped_column(enum_type(Channel, "channel"))
    category: Mapped[ComplainantCategory] = mapped_column(enum_type(ComplainantCategory, "category"))
    complainant_name: Mapped[str] = mapped_column(default="")
    complainant_contact: Mapped[str] = mapped_column(default="")
    wants: Mapped[str] = mapped_column(default="", comment="what the complainant wants to happen")
    confidentiality: Mapped[Confidentiality] = mapped_column(
        enum_type(Confidentiality, "confidentiality"), default=Confidentiality.NOT_ASKED
    )
    confidentiality_reasons: Mapped[str] = mapped_column(default="")
    confidentiality_decided_on: Mapped[date | None]
    confidentiality_decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    acknowledged_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="complaints", lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def only_begun(self) -> bool:
        """Whether it was logged in a hurry: how it came, and whether they ask for confidentiality, nobody said yet."""
        return self.channel is Channel.NOT_KNOWN and self.confidentiality is Confidentiality.NOT_ASKED

    @property
    def can_be_acknowledged(self) -> bool:
        """Whether there is somebody to write to."""
        return can_be_acknowledged(self.category, self.complainant_contact)

    @property
    def waits_for_acknowledgement(self) -> bool:
        """Whether whoever complained is still to be told that it came."""
        return self.acknowledged_on is None and self.withdrawn_on is None and self.can_be_acknowledged
