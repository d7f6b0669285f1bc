"""What is to be done on a case."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models.case import Case
from casework.database import Audited, Base


class Action(Audited, Base):
    """What, who, due, done. `who` is an officer, or somebody else in words."""

    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint("officer_id IS NOT NULL OR who <> ''", name="somebody"),
        Index("ix_actions_case_id", "case_id"),
        Index("ix_actions_done_on", "done_on", "due_on", "id"),
        Index("ix_actions_officer_id_done_on", "officer_id", "done_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    what: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    who: Mapped[str] = mapped_column(default="")
    set_on: Mapped[date] = mapped_column(default=clock.today)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(lazy="raise")
    officer: Mapped[Officer | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration
