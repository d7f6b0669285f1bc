"""Officers, their roles and their sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Audited, Base, enum_type
from casework.permissions import Role


class Officer(Audited, Base):
    """Somebody who signs in. The exhibit prefix is theirs for good."""

    __tablename__ = "officers"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    exhibit_prefix: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    must_choose_password: Mapped[bool] = mapped_column(
        default=False, comment="somebody else set the password, and knows it"
    )
    active: Mapped[bool] = mapped_column(default=True)
    notices_by_mail: Mapped[bool] = mapped_column(default=True, comment="where e-mail is on at all")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    role_rows: Mapped[list["OfficerRole"]] = relationship(
        back_populates="officer",
        lazy="selectin",
        cascade="all, delete-orphan",
        foreign_keys="OfficerRole.officer_id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)


class OfficerRole(Audited, Base):
    """One role of one officer, and who granted it."""

    __tablename__ = "officer_roles"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(enum_type(Role, "role"), primary_key=True)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    granted_at: Mapped[datetime]

    officer: Mapped[Officer] = relationship(back_populates="role_rows", foreign_keys=[officer_id])
    granted_by: Mapped[Officer | None] = relationship(foreign_keys=[granted_by_id], lazy="raise")


class OfficerSession(Base):
    """A signed-in browser. The cookie holds a token; only its hash is kept here."""

    __tablename__ = "officer_sessions"
    __table_args__ = (Index("ix_officer_sessions_officer_id_ended_at", "officer_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str]
    agent: Mapped[str]

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class HeldForm(Base):
    """What an officer had typed when their session had expired; given back to the same officer after sign-in."""

    __tablename__ = "held_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    fields: Mapped[dict[str, Any]]
    files: Mapped[list[str]] = mapped_column(comment="names of files that came with it; they were not kept")
    created_at: Mapped[datetime]


class Installation(Base):
    """The one row that says what this database is: set up, and how; or a demonstration."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    demo_loaded_at: Mapped[datetime | None]
    setup_token_hash: Mapped[str | None]
    setup_done_at: Mapped[datetime | None]
