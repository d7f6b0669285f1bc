"""Authorities, councillors, the offices that they hold and their known accounts."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Audited, Base, enum_type
from casework.members.workflow import AccountUse, OfficeKind, Platform, Tier

# Folded words are compared byte by byte on every database, so that an index serves "begins with".
FOLDED = Text().with_variant(Text(collation="C"), "postgresql")


class Authority(Audited, Base):
    """A council whose members this office deals with.

    Localism Act 2011 s.28(6): principal authorities handle parishes.
    """

    __tablename__ = "authorities"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    tier: Mapped[Tier] = mapped_column(enum_type(Tier, "tier"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class Councillor(Audited, Base):
    """An elected or co-opted member."""

    __tablename__ = "councillors"
    __table_args__ = (Index("ix_councillors_sort_name", "sort_name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(FOLDED, comment="surname first, folded, for lists and type-ahead")
    email: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    offices: Mapped[list["Office"]] = relationship(
        back_populates="councillor",
        order_by="Office.held_from.desc()",
        lazy="raise",
        cascade="all, delete-orphan",
    )
    accounts: Mapped[list["SocialAccount"]] = relationship(
        back_populates="councillor", order_by="SocialAccount.id", lazy="raise", cascade="all, delete-orphan"
    )
    name_parts: Mapped[list["NamePart"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    def offices_on(self, day: date) -> list["Office"]:
        """Return the offices held on `day`, of those that were loaded."""
        return [office for office in self.offices if office.held_at(day)]


class NamePart(Base):
    """One word of a councillor's name, folded: what a type-ahead looks up. Made anew with each change of the name."""

    __tablename__ = "name_parts"

    part: Mapped[str] = mapped_column(FOLDED, primary_key=True)
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillors.id"), primary_key=True, index=True)


class Office(Audited, Base):
    """A seat or office held from–to. A change of group or ward ends one row and begins another."""

    __tablename__ = "offices"
    __table_args__ = (
        CheckConstraint("held_to IS NULL OR held_from IS NULL OR held_to >= held_from", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillors.id"), index=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authorities.id"), index=True)
    kind: Mapped[OfficeKind] = mapped_column(enum_type(OfficeKind, "kind"))
    title: Mapped[str]
    ward: Mapped[str] = mapped_column(default="")
    group_name: Mapped[str] = mapped_column(default="")
    held_from: Mapped[date | None]
    held_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    councillor: Mapped[Councillor] = relationship(back_populates="offices", lazy="raise")
    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def in_words(self) -> str:
        """Title, ward and authority."""
        return ", ".join(filter(None, (self.title, self.ward, self.authority.name)))

    def held_at(self, day: date) -> bool:
        """Say whether the office was held on `day`. An end that is not known is open."""
        return (self.held_from is None or self.held_from <= day) and (
            self.held_to is None or self.held_to >= day
        )


class SocialAccount(Audited, Base):
    """A known account. Disclaimer, biography and privacy are as seen on one day."""

    __tablename__ = "social_accounts"
    __table_args__ = (Index("ix_social_accounts_handle_key", "handle_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    councillor_id: Mapped[int] = mapped_column(ForeignKey("councillors.id"), index=True)
    platform: Mapped[Platform] = mapped_column(enum_type(Platform, "platform"))
    handle: Mapped[str]
    handle_key: Mapped[str] = mapped_column(FOLDED, comment="handle folded for matching: no @, lower case")
    address: Mapped[str] = mapped_column(default="")
    use: Mapped[AccountUse] = mapped_column(enum_type(AccountUse, "use"))
    disclaimer: Mapped[str] = mapped_column(default="")
    biography: Mapped[str] = mapped_column(default="")
    privacy: Mapped[str] = mapped_column(default="")
    seen_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    councillor: Mapped[Councillor] = relationship(back_populates="accounts", lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration
