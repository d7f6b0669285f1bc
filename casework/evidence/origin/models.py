"""What officers declare of an exhibit's origin: a row beside it, made when somebody first says more of it."""

from datetime import date
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Audited, Base, enum_type
from casework.evidence.origin.workflow import Marking, Method, ReceivedVia, Zone
from casework.words import YesNo


class Origin(Audited, Base):
    """Source, collection and handling of one exhibit, as declared. What the software saw is not here."""

    __tablename__ = "exhibit_origins"
    __table_args__ = (
        CheckConstraint("captured_at = '' OR captured_on IS NOT NULL", name="time_of_a_day"),
        CheckConstraint("captured_at = '' OR captured_at LIKE '__:__'", name="time_as_hours_and_minutes"),
    )

    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), primary_key=True)
    edited_shown: Mapped[YesNo] = mapped_column(enum_type(YesNo, "edited_shown"), default=YesNo.NOT_KNOWN)
    engagement: Mapped[str] = mapped_column(default="", comment="likes, shares and replies as displayed")
    captured_on: Mapped[date | None]
    captured_at: Mapped[str] = mapped_column(default="", comment="hours and minutes by `zone`, or empty")
    zone: Mapped[Zone] = mapped_column(enum_type(Zone, "zone"), default=Zone.NOT_KNOWN)
    method: Mapped[Method] = mapped_column(enum_type(Method, "method"), default=Method.NOT_KNOWN)
    device: Mapped[str] = mapped_column(default="")
    context: Mapped[list[str]] = mapped_column(default=list)
    received_from: Mapped[str] = mapped_column(default="")
    received_via: Mapped[ReceivedVia] = mapped_column(
        enum_type(ReceivedVia, "received_via"), default=ReceivedVia.NOT_KNOWN
    )
    statement: Mapped[str] = mapped_column(default="", comment="the collector's own words")
    lawfulness: Mapped[str] = mapped_column(default="", comment="how the officer came to see it lawfully")
    outside_timestamp: Mapped[str] = mapped_column(default="")
    independent_copy: Mapped[str] = mapped_column(default="")
    marking: Mapped[Marking] = mapped_column(enum_type(Marking, "marking"), default=Marking.NOT_KNOWN)
    third_parties: Mapped[YesNo] = mapped_column(enum_type(YesNo, "third_parties"), default=YesNo.NOT_KNOWN)
    special_category: Mapped[YesNo] = mapped_column(
        enum_type(YesNo, "special_category"), default=YesNo.NOT_KNOWN
    )
    child_involved: Mapped[YesNo] = mapped_column(enum_type(YesNo, "child_involved"), default=YesNo.NOT_KNOWN)
    held_reason: Mapped[str] = mapped_column(default="", comment="not empty: it must not be destroyed")
    answered: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @classmethod
    def blank(cls, exhibit_id: int) -> Self:
        """Return a row in which nothing is said yet: a change is then seen against it, as against any other."""
        said = {
            column.name: column.default.arg
            for column in cls.__table__.columns
            if column.default is not None and column.default.is_scalar and column.name != "version"
        }
        return cls(exhibit_id=exhibit_id, context=[], answered=[], **said)
