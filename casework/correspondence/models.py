"""Letters, frozen when they are marked as sent; one that is not wanted is discarded, and stays to be read."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from casework.accounts.models import Officer
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import Addressee, LetterKind, LetterStatus
from casework.database import Audited, Base, enum_type


class LetterDocument(Audited, Base):
    """The Word document of a letter, made from a council's template when the letter was prepared. It never changes."""

    __tablename__ = "letter_documents"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("letter_templates.id"))
    content: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(comment="of the content")


class Letter(Audited, Base):
    """A plain-text letter. Once sent its text and hash never change."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("(status = 'sent') = (sha256 IS NOT NULL)", name="sent_is_hashed"),
        CheckConstraint("(status = 'sent') = (sent_on IS NOT NULL)", name="sent_is_dated"),
        CheckConstraint("(status = 'discarded') = (discarded_reason <> '')", name="discarded_with_reason"),
        Index("ix_letters_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[LetterKind] = mapped_column(enum_type(LetterKind, "kind"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"))
    recipient: Mapped[str]
    recipient_contact: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    body: Mapped[str]
    status: Mapped[LetterStatus] = mapped_column(
        enum_type(LetterStatus, "status"), default=LetterStatus.PREPARED
    )
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(default="")
    discarded_reason: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None] = mapped_column(comment="of the text as frozen")
    version: Mapped[int] = mapped_column(default=1)
    document_sha256: Mapped[str | None] = column_property(
        select(LetterDocument.sha256)
        .where(LetterDocument.letter_id == id)
        .correlate_except(LetterDocument)
        .scalar_subquery()
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class LetterTemplate(Audited, Base):
    """A council's own template of a letter to one kind of addressee, or to anybody.

    It never changes: a new one is a new version. In use from its day until another one, or the built-in letter, is.
    """

    __tablename__ = "letter_templates"
    __table_args__ = (
        CheckConstraint("kind <> 'acknowledgement'", name="of_removals"),
        CheckConstraint("length(content) <= 1048576", name="at_most_a_megabyte"),
        CheckConstraint("in_use_until IS NULL OR in_use_from IS NOT NULL", name="used_before_it_ended"),
        UniqueConstraint("kind", "addressee", "number", name="uq_letter_templates_number"),
        Index(
            "uq_letter_templates_in_use",
            "kind",
            "addressee",
            unique=True,
            sqlite_where=text("in_use_from IS NOT NULL AND in_use_until IS NULL"),
            postgresql_where=text("in_use_from IS NOT NULL AND in_use_until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(enum_type(LetterKind, "kind"))
    addressee: Mapped[str] = mapped_column(comment="one of the addressees of letters, or '' for any")
    number: Mapped[int] = mapped_column(comment="its version, among those of its kind and addressee")
    form: Mapped[TemplateForm] = mapped_column(enum_type(TemplateForm, "form"))
    content: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(comment="of the content")
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    in_use_from: Mapped[datetime | None]
    in_use_until: Mapped[datetime | None]

    uploaded_by: Mapped[Officer] = relationship(lazy="raise")

    @property
    def in_use(self) -> bool:
        """Whether letters are made from it now."""
        return self.in_use_from is not None and self.in_use_until is None

    @property
    def to(self) -> str:
        """To whom letters made from it go, in words."""
        return Addressee.of(self.addressee).label if self.addressee else "Anybody"
