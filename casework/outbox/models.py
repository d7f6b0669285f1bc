"""Messages to officers. They hold a reference and a link, and no content of a case."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base


class Notice(Base):
    """Something that an officer is told; shown on their own page until they have read it."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_officer_id_read_at", "officer_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    case_id: Mapped[int | None] = mapped_column(comment="cases.id; a wall raised later hides the notice")
    text: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
