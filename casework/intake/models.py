"""What an officer has typed on the quick page and not sent yet."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base


class Jotting(Base):
    """One opening of the quick page, by a key made with it: whatever comes from that page belongs to one draft.

    Pictures, words and the finished page may arrive in any order, or twice. `fields` are the words as typed; they go
    once the draft itself holds them. Nobody acts on them, so they are no part of the audit trail.
    """

    __tablename__ = "jottings"

    key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("cases.id"), unique=True, comment="empty only while it is being begun"
    )
    fields: Mapped[dict[str, str]]
    sent_at: Mapped[datetime | None] = mapped_column(
        comment="when the page was sent; the draft holds it since"
    )
