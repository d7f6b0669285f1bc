"""The council's own settings. What may differ between councils is data, not code."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Audited, Base

DEFAULT_COLOUR = "#123f46"  # the one in which the pages were drawn


class CouncilSettings(Audited, Base):
    """The one row of settings."""

    __tablename__ = "council_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("small_number >= 3", name="small_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    council_name: Mapped[str] = mapped_column(default="Our council")
    committee_name: Mapped[str] = mapped_column(default="Standards Committee")
    reference_prefix: Mapped[str] = mapped_column(default="SMC")
    accent_colour: Mapped[str] = mapped_column(default=DEFAULT_COLOUR)
    contact_name: Mapped[str] = mapped_column(default="The Monitoring Officer")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    police_contact: Mapped[str] = mapped_column(default="999 in an emergency, otherwise 101")
    data_protection_contact: Mapped[str] = mapped_column(default="")
    member_services_contact: Mapped[str] = mapped_column(default="")
    helpline_contact: Mapped[str] = mapped_column(default="")
    image_procedure: Mapped[str] = mapped_column(
        default="", comment="what the council does about an indecent or intimate image"
    )
    looking_accounts: Mapped[str] = mapped_column(
        default="", comment="lawful accounts by which officers may look at posts, a line each"
    )
    acknowledge_days: Mapped[int] = mapped_column(default=5, comment="working days")
    assess_days: Mapped[int] = mapped_column(default=15, comment="working days")
    update_days: Mapped[int] = mapped_column(default=20, comment="working days")
    removal_days: Mapped[int] = mapped_column(default=2, comment="working days")
    duplicate_days: Mapped[int] = mapped_column(default=14, comment="calendar days either side")
    small_number: Mapped[int] = mapped_column(default=3)
    self_approval: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class Closure(Audited, Base):
    """A weekday on which the council is closed."""

    __tablename__ = "closures"

    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str]


class ElectionPeriod(Audited, Base):
    """A time before an election, in which what a council publishes is watched (Local Government Act 1986 s.2)."""

    __tablename__ = "election_periods"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    election: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
