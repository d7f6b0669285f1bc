"""Codes, their versions and their clauses."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.codes.workflow import ClauseKind, CodeFamily, VersionStatus
from casework.database import Audited, Base, enum_type


class Code(Audited, Base):
    """A Code, adopted by one or several authorities."""

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    family: Mapped[CodeFamily] = mapped_column(enum_type(CodeFamily, "family"))

    versions: Mapped[list["CodeVersion"]] = relationship(
        back_populates="code", order_by="CodeVersion.in_force_from", lazy="raise"
    )
    adoptions: Mapped[list["CodeAdoption"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class CodeAdoption(Audited, Base):
    """That an authority has adopted a Code."""

    __tablename__ = "code_adoptions"

    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"), primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authorities.id"), primary_key=True)


class CodeVersion(Audited, Base):
    """One version. Published: its references and wording never change (absent wording may be filled once)."""

    __tablename__ = "code_versions"
    __table_args__ = (
        CheckConstraint("status = 'draft' OR in_force_from IS NOT NULL", name="published_has_start"),
        CheckConstraint("in_force_to IS NULL OR in_force_to >= in_force_from", name="period"),
        Index("ix_code_versions_code_id_in_force_from", "code_id", "in_force_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"))
    label: Mapped[str]
    status: Mapped[VersionStatus] = mapped_column(
        enum_type(VersionStatus, "status"), default=VersionStatus.DRAFT
    )
    in_force_from: Mapped[date | None]
    in_force_to: Mapped[date | None]
    irregularity: Mapped[str] = mapped_column(
        default="", comment="why a gap or overlap with another version is right"
    )
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))

    code: Mapped[Code] = relationship(back_populates="versions", lazy="joined")
    clauses: Mapped[list["Clause"]] = relationship(
        back_populates="code_version", order_by="Clause.position", lazy="raise", cascade="all, delete-orphan"
    )


class Clause(Audited, Base):
    """One item of one version. Title and summary are our own words; `wording` is the official text, if loaded."""

    __tablename__ = "clauses"
    __table_args__ = (Index("uq_clauses_version_id_reference", "version_id", "reference", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("code_versions.id"))
    reference: Mapped[str]
    parent_reference: Mapped[str | None]
    position: Mapped[int]
    section: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    kind: Mapped[ClauseKind] = mapped_column(enum_type(ClauseKind, "kind"))
    advice: Mapped[str] = mapped_column(
        default="", comment="what an officer should do, e.g. advise before the meeting"
    )
    keywords: Mapped[list[str]]
    paragraphs: Mapped[list[str]] = mapped_column(
        comment="references of Members' Code paragraphs that it maps to"
    )
    wording: Mapped[str | None]
    wording_filled_at: Mapped[datetime | None] = mapped_column(
        comment="when absent wording was filled from an import"
    )
    version: Mapped[int] = mapped_column(
        default=1, comment="counts changes; `version_id` is the Code's version"
    )

    code_version: Mapped[CodeVersion] = relationship(back_populates="clauses", lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class CodeImport(Base):
    """A file being looked through before anything of it is saved as a version: no Code yet, and gone once it is one."""

    __tablename__ = "code_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    at: Mapped[datetime]
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes]
