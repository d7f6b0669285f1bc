"""What officers write down. A note is never edited: another one corrects it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.database import Audited, Base


class Note(Audited, Base):
    """An internal note. Nothing ever sends it."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_case_id_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]
    body: Mapped[str]

    author: Mapped[Officer] = relationship(lazy="raise")
