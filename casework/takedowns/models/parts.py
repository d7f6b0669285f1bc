"""What a removal request holds: its posts, its clauses, and the letters that followed it."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base


class RemovalLetter(Base):
    """A letter that followed a request: a reminder, thanks or the last one. Its own letter is its `letter_id`."""

    __tablename__ = "removal_letters"
    __table_args__ = (Index("ix_removal_letters_request_id", "request_id"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))


class RemovalRequestPost(Base):
    """Which posts a request asks about."""

    __tablename__ = "removal_request_posts"

    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)


class RemovalRequestClause(Base):
    """On which clauses a request rests."""

    __tablename__ = "removal_request_clauses"

    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), primary_key=True)
