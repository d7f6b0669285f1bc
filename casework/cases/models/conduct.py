"""What was done: posts, or an act without one."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cases.hosts import host_warning
from casework.cases.models.case import Case
from casework.cases.models.subject import SubjectMember
from casework.cases.workflow import Attribution, Audience, ConductKind, Live, PostKind
from casework.database import Audited, Base, enum_type
from casework.members.workflow import Platform


class Conduct(Audited, Base):
    """One course of conduct. Posts carry their own dates; an act without a post has its dates here."""

    __tablename__ = "conducts"
    __table_args__ = (
        CheckConstraint("to_day IS NULL OR from_day IS NULL OR to_day >= from_day", name="period"),
        Index("ix_conducts_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[ConductKind] = mapped_column(enum_type(ConductKind, "kind"), default=ConductKind.POSTS)
    description: Mapped[str] = mapped_column(default="")
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="conducts", lazy="raise")
    posts: Mapped[list["Post"]] = relationship(back_populates="conduct", order_by="Post.id", lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class Post(Audited, Base):
    """One thing published. Its date is kept as displayed ("3h") and as understood: a range of days, or unknown."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint(
            "posted_to IS NULL OR posted_from IS NULL OR posted_to >= posted_from", name="period"
        ),
        Index("ix_posts_case_id", "case_id"),
        Index("ix_posts_platform_case_id", "platform", "case_id", "taken_out_reason"),
        Index("ix_posts_address_key", "address_key"),
        Index("ix_posts_handle_key", "handle_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    conduct_id: Mapped[int] = mapped_column(ForeignKey("conducts.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject_members.id"), index=True)
    platform: Mapped[Platform | None] = mapped_column(enum_type(Platform, "platform"))
    platform_name: Mapped[str] = mapped_column(
        default="", comment="in words, where the platform is another one"
    )
    kind: Mapped[PostKind] = mapped_column(enum_type(PostKind, "kind"), default=PostKind.POST)
    address: Mapped[str] = mapped_column(default="", comment="as received")
    address_key: Mapped[str] = mapped_column(default="", comment="folded, to find the same post again")
    handle: Mapped[str] = mapped_column(default="")
    handle_key: Mapped[str] = mapped_column(default="")
    display_name: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="", comment="word for word")
    attribution: Mapped[Attribution] = mapped_column(
        enum_type(Attribution, "attribution"), default=Attribution.NOT_ESTABLISHED
    )
    posted_displayed: Mapped[str] = mapped_column(default="")
    posted_from: Mapped[date | None]
    posted_to: Mapped[date | None]
    audience: Mapped[Audience] = mapped_column(enum_type(Audience, "audience"), default=Audience.NOT_KNOWN)
    how_reached: Mapped[str] = mapped_column(default="", comment="how private content reached the office")
    live: Mapped[Live] = mapped_column(enum_type(Live, "live"), default=Live.NOT_LOOKED)
    standing_since: Mapped[date | None]
    member_told_on: Mapped[date | None]
    member_told_by: Mapped[str] = mapped_column(default="")
    taken_out_reason: Mapped[str] = mapped_column(
        default="", comment="not empty: taken out of the record, never deleted"
    )
    answered: Mapped[list[str]] = mapped_column(
        default=list, comment="questions to which “not known” or “not looked” is an answer, and was given"
    )
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="posts", lazy="raise")
    conduct: Mapped[Conduct] = relationship(back_populates="posts", lazy="raise")
    subject: Mapped[SubjectMember | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def host_warning(self) -> str:
        """What is not as it seems with the host of its address, in words; "" for nothing."""
        return host_warning(self.address)
