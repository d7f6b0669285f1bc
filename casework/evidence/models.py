"""Frozen files, the exhibits that they are, and what was derived from them."""

from datetime import date, datetime
from textwrap import shorten
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, column_property, mapped_column, query_expression, relationship

from casework.accounts.models import Officer
from casework.cases.models import Case, Post
from casework.database import Audited, Base, enum_type
from casework.evidence.workflow import (
    MOST_TRIES,
    Arrival,
    CapturedBy,
    IntakeStatus,
    PreviewState,
    Reader,
    RedactionStatus,
    Scan,
    Standing,
)
from casework.words import YesNo

MOST_OF_ALTERNATIVE = 400  # letters: all of the words stand on the exhibit's page


class StoredFile(Audited, Base):
    """One frozen run of bytes by its content address. Several exhibits may be the same bytes."""

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(comment="from the bytes, never from the name")
    width: Mapped[int | None]
    height: Mapped[int | None]
    pages: Mapped[int | None]
    warnings: Mapped[list[str]]
    preview: Mapped[PreviewState] = mapped_column(enum_type(PreviewState, "preview"))
    intake: Mapped[IntakeStatus] = mapped_column(
        enum_type(IntakeStatus, "intake"), default=IntakeStatus.ACCEPTED
    )
    intake_reason: Mapped[str] = mapped_column(
        default="", comment="what the officer was told of it when it was received"
    )
    scan: Mapped[Scan] = mapped_column(enum_type(Scan, "scan"), default=Scan.OFF)
    scan_said: Mapped[str] = mapped_column(default="", comment="the scanner's own words")
    sealed_at: Mapped[datetime | None] = mapped_column(
        comment="an indecent or intimate image: no picture, and two roles only"
    )
    stored_at: Mapped[datetime]
    checked_at: Mapped[datetime]
    intact: Mapped[bool] = mapped_column(
        default=True, comment="False: the bytes no longer match; serving stops"
    )
    found_sha256: Mapped[str | None] = mapped_column(
        comment="what the bytes hash to, where they no longer match"
    )
    destroyed_at: Mapped[datetime | None]

    derivatives: Mapped[list["Derivative"]] = relationship(lazy="raise")

    @property
    def held(self) -> bool:
        """Whether it is kept back: in quarantine, or until the virus scanner has looked at it."""
        return self.intake is IntakeStatus.QUARANTINED or self.scan in {Scan.WAITING, Scan.INFECTED}


class Derivative(Base):
    """Made from a frozen file: names its parent's hash and its recipe. Can be deleted and made again."""

    __tablename__ = "derivatives"
    __table_args__ = (UniqueConstraint("parent_sha256", "kind", name="uq_derivatives_parent_sha256_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    kind: Mapped[str] = mapped_column(comment="preview or thumbnail")
    recipe: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    size: Mapped[int]
    made_at: Mapped[datetime]
    likeness: Mapped[str] = mapped_column(
        default="", comment="of a thumbnail: what the whole picture looks like, in hexadecimal digits"
    )


class ExhibitCounter(Base):
    """The last exhibit number that an officer's prefix has given."""

    __tablename__ = "exhibit_counters"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Exhibit(Audited, Base):
    """One evidence item. Its label is never reused, whatever becomes of it."""

    __tablename__ = "exhibits"
    __table_args__ = (
        UniqueConstraint("prefix", "number", name="uq_exhibits_prefix_number"),
        CheckConstraint("(destroyed_at IS NULL) = (destroyed_reason = '')", name="destroyed_with_reason"),
        CheckConstraint("(released_at IS NULL) = (release_reason = '')", name="released_with_reason"),
        CheckConstraint("released_by_id <> received_by_id", name="released_by_another"),
        Index("ix_exhibits_case_id_id", "case_id", "id"),
        Index("ix_exhibits_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    prefix: Mapped[str]
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_files.sha256"))
    declared_name: Mapped[str] = mapped_column(comment="as the browser named it; shown, never trusted")
    title: Mapped[str] = mapped_column(
        default="", comment="what it shows: also the text alternative of its picture"
    )
    arrival: Mapped[Arrival] = mapped_column(enum_type(Arrival, "arrival"))
    received_at: Mapped[datetime]
    received_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    captured_by: Mapped[CapturedBy] = mapped_column(
        enum_type(CapturedBy, "captured_by"), default=CapturedBy.NOT_KNOWN
    )
    captured_by_name: Mapped[str] = mapped_column(default="")
    obtained_on: Mapped[date | None] = mapped_column(comment="when the office got it")
    seen_live: Mapped[YesNo] = mapped_column(enum_type(YesNo, "seen_live"), default=YesNo.NOT_KNOWN)
    answered: Mapped[list[str]] = mapped_column(
        default=list, comment="the questions that somebody answered: “not known” is an answer too"
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("exhibits.id"), comment="what it was taken out of: a ZIP file, an e-mail"
    )
    released_at: Mapped[datetime | None] = mapped_column(comment="let out of quarantine")
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    release_reason: Mapped[str] = mapped_column(default="")
    destroyed_at: Mapped[datetime | None]
    destroyed_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(lazy="raise")
    file: Mapped[StoredFile] = relationship(lazy="joined")
    received_by: Mapped[Officer] = relationship(foreign_keys=[received_by_id], lazy="raise")
    released_by: Mapped[Officer | None] = relationship(foreign_keys=[released_by_id], lazy="raise")
    posts: Mapped[list[Post]] = relationship(secondary="exhibit_posts", lazy="raise")
    parent: Mapped["Exhibit | None"] = relationship(remote_side=[id], lazy="raise", viewonly=True)
    unpacking: Mapped["Unpacking | None"] = relationship(lazy="raise", viewonly=True)
    transcribed: Mapped[str | None] = query_expression()  # as last written down, where a query asks for it
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def text_alternative(self) -> str:
        """What stands for its picture where that is not seen: what it shows, else its words as written down."""
        said = self.title or self.transcribed or f"Exhibit {self.label}, not described yet"
        return shorten(said, MOST_OF_ALTERNATIVE, placeholder=" …")

    @property
    def label(self) -> str:
        """The exhibit's label, such as MO/7."""
        return f"{self.prefix}/{self.number}"

    @property
    def sealed(self) -> bool:
        """Whether it is kept as an indecent or intimate image: its label and its hash are all that is told of it."""
        return self.file.sealed_at is not None and self.destroyed_at is None

    @property
    def held(self) -> bool:
        """Whether its bytes are kept back until a second officer releases them."""
        return self.file.held and (self.released_at is None or self.file.scan is Scan.WAITING)


class RefusedFile(Base):
    """What came and was not kept: every run of bytes that was received leaves a record."""

    __tablename__ = "refused_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    name: Mapped[str] = mapped_column(comment="as the browser named it; shown, never trusted")
    size: Mapped[int] = mapped_column(BigInteger, comment="bytes that came, or came before it was cut off")
    whole: Mapped[bool] = mapped_column(comment="False: more may have come than was counted")
    sha256: Mapped[str | None] = mapped_column(comment="of all of it, where all of it came")
    reason: Mapped[str]
    refused_at: Mapped[datetime]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("exhibits.id"), comment="what it would have been taken out of"
    )

    officer: Mapped[Officer] = relationship(lazy="raise")


class Unpacking(Base):
    """How far the files in an exhibit have been taken out of it: every one becomes an exhibit or a refused file."""

    __tablename__ = "unpackings"
    __table_args__ = (CheckConstraint("taken >= 0 AND tries >= 0", name="counted_up"),)

    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), primary_key=True)
    taken: Mapped[int] = mapped_column(
        default=0, comment="files in it of which there is a record, kept or not"
    )
    tries: Mapped[int] = mapped_column(default=0, comment="how often somebody set about it")
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    @property
    def given_up(self) -> bool:
        """Whether it was begun so often without coming to its end that it is not begun again."""
        return self.finished_at is None and self.tries >= MOST_TRIES


class ExhibitPost(Base):
    """Which posts an exhibit shows."""

    __tablename__ = "exhibit_posts"

    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)


class PostProposal(Base):
    """That an exhibit may show a post, as the software proposed: it counts for nothing until an officer says so.

    A table of its own, so that nothing which counts what officers said can count this by mistake.
    """

    __tablename__ = "post_proposals"
    __table_args__ = (
        CheckConstraint(
            "(answered_at IS NULL) = (accepted IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name="answered_by_somebody",
        ),
    )

    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)
    proposed_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))


class DestructionProposal(Audited, Base):
    """A wrong upload that one officer proposes, and another approves, to destroy."""

    __tablename__ = "destruction_proposals"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_officers"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"), index=True)
    reason: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    decision_reason: Mapped[str] = mapped_column(default="")

    exhibit: Mapped[Exhibit] = relationship(lazy="raise")
    proposed_by: Mapped[Officer] = relationship(foreign_keys=[proposed_by_id], lazy="raise")


class RedactionCheck(Base):
    """An approval that the worker is to carry out: a copy of many pages takes longer than anybody waits for a page.

    There as long as it is under way. No event tells of each step: what came of it is told by the copy's own.
    """

    __tablename__ = "redaction_checks"
    __table_args__ = (CheckConstraint("done >= 0 AND tries >= 0", name="counted_up"),)

    redaction_id: Mapped[int] = mapped_column(ForeignKey("redactions.id"), primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), comment="who approves it")
    seen: Mapped[int] = mapped_column(comment="version of the plan that they looked at")
    approval: Mapped[dict[str, Any]] = mapped_column(JSON(), comment="what they said of it")
    done: Mapped[int] = mapped_column(default=0, comment="readings of pages")
    whole: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0, comment="how often the worker set about it")
    touched_at: Mapped[datetime | None] = mapped_column(comment="when it last got on")


class Redaction(Audited, Base):
    """A plan of boxes over an exhibit and, once it was approved and passed every check, the copy made by it."""

    __tablename__ = "redactions"
    __table_args__ = (
        UniqueConstraint("exhibit_id", "number", name="uq_redactions_exhibit_id_number"),
        CheckConstraint("status <> 'released' OR approved_by_id IS NOT NULL", name="released_by_somebody"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_and_dated"),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> drafted_by_id OR self_approval_reason <> ''",
            name="two_officers_or_a_reason",
        ),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_reason <> '')", name="withdrawn_with_reason"),
        CheckConstraint("(asked_at IS NULL) = (asked_by_id IS NULL)", name="asked_by_somebody"),
        CheckConstraint("(sent_back_at IS NULL) = (sent_back_reason = '')", name="sent_back_with_reason"),
        Index("ix_redactions_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibits.id"))
    number: Mapped[int] = mapped_column(comment="within its exhibit")
    status: Mapped[RedactionStatus] = mapped_column(
        enum_type(RedactionStatus, "status"), default=RedactionStatus.DRAFT
    )
    sizes: Mapped[list[list[int]]] = mapped_column(JSON(), comment="width and height of each page, upright")
    regions: Mapped[list[dict[str, Any]]] = mapped_column(JSON(), default=list)
    earlier: Mapped[list[list[dict[str, Any]]]] = mapped_column(
        JSON(), default=list, comment="regions before each change, for undoing"
    )
    description: Mapped[str] = mapped_column(default="", comment="what the copy shows, for its readers")
    must_not_show: Mapped[str] = mapped_column(default="", comment="words looked for in the copy, one a line")
    may_stay: Mapped[str] = mapped_column(default="", comment="covered words that may stand elsewhere")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    drafted_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    approved_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None] = mapped_column(
        comment="when approval was asked of the boxes as they are"
    )
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    sent_back_at: Mapped[datetime | None]
    sent_back_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("officers.id"), comment="none: the checks did"
    )
    sent_back_reason: Mapped[str] = mapped_column(default="")
    readers: Mapped[list[str]] = mapped_column(default=list, comment="Reader: for whom it was approved")
    public_reason: Mapped[str] = mapped_column(
        default="", comment="why the public may see what “may stay” in it"
    )
    remark: Mapped[str] = mapped_column(default="", comment="of the approver, on their answers")
    self_approval_reason: Mapped[str] = mapped_column(default="")
    review_due_on: Mapped[date | None] = mapped_column(comment="of an approval of one's own")
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    answers: Mapped[dict[str, str]] = mapped_column(
        default=dict, comment="{Question: Answer} of the approver"
    )
    report: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON(), default=list, comment="what the eight checks found when it was last put to them"
    )
    recipe: Mapped[dict[str, Any]] = mapped_column(default=dict)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    exhibit: Mapped[Exhibit] = relationship(lazy="raise")
    drafted_by: Mapped[Officer] = relationship(foreign_keys=[drafted_by_id], lazy="raise")
    approved_by: Mapped[Officer | None] = relationship(foreign_keys=[approved_by_id], lazy="raise")
    reviewed_by: Mapped[Officer | None] = relationship(foreign_keys=[reviewed_by_id], lazy="raise")
    asked_by: Mapped[Officer | None] = relationship(foreign_keys=[asked_by_id], lazy="raise")
    sent_back_by: Mapped[Officer | None] = relationship(foreign_keys=[sent_back_by_id], lazy="raise")
    pages: Mapped[list["RedactedPage"]] = relationship(lazy="raise", order_by="RedactedPage.page")
    checking: Mapped[bool] = column_property(
        exists().where(RedactionCheck.redaction_id == id).correlate_except(RedactionCheck)
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    def name_for(self, exhibit: Exhibit) -> str:
        """Return the name of the redacted copy of its exhibit, which is also that of its file: MO-7-redacted-1."""
        return f"{exhibit.prefix}-{exhibit.number}-redacted-{self.number}"

    @property
    def standing(self) -> Standing:
        """Where it stands: a draft may wait for an approver, or have come back to who drew it."""
        if self.status is not RedactionStatus.DRAFT:
            return Standing.of(self.status.value)
        if self.checking:
            return Standing.CHECKING
        if self.asked_at is not None:
            return Standing.WAITING
        return Standing.DRAWN if self.sent_back_at is None else Standing.SENT_BACK

    @property
    def reader_labels(self) -> list[str]:
        """For whom it was approved, in words."""
        return [Reader.of(reader).label for reader in self.readers]

    @property
    def review_due(self) -> bool:
        """Whether somebody is still to look at an approval of one's own."""
        return self.review_due_on is not None and self.reviewed_at is None


class RedactedPage(Base):
    """One page of a redacted copy that passed: a PNG in the store. One that has not passed is nowhere."""

    __tablename__ = "redacted_pages"
    __table_args__ = (UniqueConstraint("redaction_id", "page", name="uq_redacted_pages_redaction_id_page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    redaction_id: Mapped[int] = mapped_column(ForeignKey("redactions.id"))
    page: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    checked_at: Mapped[datetime]
    intact: Mapped[bool] = mapped_column(default=True, comment="False: no longer what passed the checks")
