"""Looks at the posts of a removal request, and advice on whether anybody may look again."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.cases.models import Post
from casework.database import Audited, Base, enum_type
from casework.evidence.models import Exhibit
from casework.takedowns.workflow import (
    Able,
    Advice,
    LookPurpose,
    Means,
    Seen,
)


class LookAdvice(Audited, Base):
    """What the Monitoring Officer was asked, and said, of another look that nobody had announced."""

    __tablename__ = "look_advice"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_time"),
        CheckConstraint("(until_day IS NOT NULL) = (answer = 'until')", name="until_a_day"),
        Index(
            "uq_look_advice_open",
            "request_id",
            unique=True,
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
        Index("ix_look_advice_request_id", "request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))
    question: Mapped[str] = mapped_column(comment="why another look is needed")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[Advice | None] = mapped_column(enum_type(Advice, "answer"))
    until_day: Mapped[date | None]
    words: Mapped[str] = mapped_column(default="", comment="the advice")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    answered_at: Mapped[datetime | None]

    asked_by: Mapped[Officer] = relationship(foreign_keys=[asked_by_id], lazy="raise")
    answered_by: Mapped[Officer | None] = relationship(foreign_keys=[answered_by_id], lazy="raise")


class Observation(Audited, Base):
    """What was seen of one post in one request: at which address, by what means, by whom, when, the exact words.

    `account`: of the council, as its settings name it. `address`: the one that the letter named, or, where a copy was
    found elsewhere, that of the copy. `noticed`: how that came to notice.
    """

    __tablename__ = "observations"
    __table_args__ = (
        CheckConstraint("(means IS NULL) = (seen = 'not_checked')", name="looked_by_some_means"),
        CheckConstraint("(purpose = 'advised') = (advice_id IS NOT NULL)", name="advised_by_advice"),
        Index("ix_observations_request_id_post_id", "request_id", "post_id", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    seen: Mapped[Seen] = mapped_column(enum_type(Seen, "seen"))
    means: Mapped[Means | None] = mapped_column(enum_type(Means, "means"))
    account: Mapped[str] = mapped_column(default="", comment="which one of the council")
    device: Mapped[str] = mapped_column(default="")
    able: Mapped[Able] = mapped_column(enum_type(Able, "able"), default=Able.NOT_SHOWN)
    able_words: Mapped[str] = mapped_column(default="", comment="what was seen of the account at this look")
    address: Mapped[str] = mapped_column(default="", comment="where it was looked")
    purpose: Mapped[LookPurpose] = mapped_column(
        enum_type(LookPurpose, "purpose"), default=LookPurpose.ANNOUNCED
    )
    noticed: Mapped[str] = mapped_column(default="")
    advice_id: Mapped[int | None] = mapped_column(ForeignKey("look_advice.id"))
    seen_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    wording: Mapped[str] = mapped_column(default="", comment="the exact words shown")
    exhibit_id: Mapped[int | None] = mapped_column(ForeignKey("exhibits.id"), comment="the capture")

    post: Mapped[Post] = relationship(lazy="raise")
    exhibit: Mapped[Exhibit | None] = relationship(lazy="raise")
    by: Mapped[Officer] = relationship(lazy="raise")

    @property
    def captured(self) -> bool:
        """Whether a capture of it is held, and was not destroyed since. The exhibit must be loaded."""
        return self.exhibit is not None and self.exhibit.destroyed_at is None
