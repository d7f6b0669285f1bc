"""What the council settled of a route."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Audited, Base, enum_type
from casework.takedowns.workflow import (
    DeadlineBasis,
    Route,
)


class RouteSetting(Audited, Base):
    """What a council says of a route; without a row the defaults of `route_facts` hold."""

    __tablename__ = "removal_routes"
    __table_args__ = (
        CheckConstraint("days > 0", name="days"),
        CheckConstraint("remind_day >= 0", name="remind_day"),
    )

    route: Mapped[Route] = mapped_column(enum_type(Route, "route"), primary_key=True)
    offered: Mapped[bool] = mapped_column(default=True)
    days: Mapped[int] = mapped_column(comment="working days to answer")
    basis: Mapped[DeadlineBasis] = mapped_column(enum_type(DeadlineBasis, "basis"))
    remind_day: Mapped[int] = mapped_column(comment="working day after sending; 0: no reminder")
    note: Mapped[str] = mapped_column(
        default="", comment="the council's own, shown where the route is chosen"
    )
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration
