"""A removal request: what it asks, of whom, and where it stands."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.cases.models import Case, Post
from casework.codes.models import Clause
from casework.correspondence.models import Letter
from casework.database import Audited, Base, enum_type
from casework.takedowns.workflow import (
    AWAITED,
    FINAL,
    DeadlineBasis,
    PoliceAnswer,
    RequestedAction,
    RequestLink,
    RequestStatus,
    Route,
    UrgentKind,
)
from casework.words import YesNo

if TYPE_CHECKING:
    from casework.takedowns.models.answering import Pause, Reply
    from casework.takedowns.models.looking import Observation

ENDED = text("outcome IS NOT NULL")
TO_REVIEW = text("review_due_on IS NOT NULL AND reviewed_at IS NULL")


class RemovalRequest(Audited, Base):
    """A request to take posts down: a request, never a power.

    `proportionality`: {ProportionalityQuestion: answer}. `needed`: {Need: what was answered to it}.
    """

    __tablename__ = "removal_requests"
    __table_args__ = (
        UniqueConstraint("case_id", "number", name="uq_removal_requests_case_id_number"),
        CheckConstraint(
            "status IN ('draft', 'cancelled') OR approved_at IS NOT NULL", name="approved_before_anything"
        ),
        CheckConstraint(
            "sent_on IS NOT NULL OR status IN ('draft', 'authorised', 'cancelled')", name="sent_is_dated"
        ),
        CheckConstraint(
            "NOT urgent OR (urgent_kind IS NOT NULL AND urgent_reason <> '')", name="urgent_with_reason"
        ),
        CheckConstraint(
            "(outcome IS NOT NULL) = (status IN ('closed', 'cancelled', 'withdrawn'))",
            name="ended_with_outcome",
        ),
        CheckConstraint("deadline_days > 0", name="days_to_answer"),
        CheckConstraint("(parent_id IS NULL) = (link IS NULL)", name="linked_to_a_parent"),
        CheckConstraint("(police_answer IS NULL) = (police_answered_on IS NULL)", name="police_answer_dated"),
        CheckConstraint("monitored_until IS NULL OR monitored_until > monitored_from", name="monitored_for"),
        Index("ix_removal_requests_deadline", "deadline", "id"),
        Index("ix_removal_requests_sent_on", "sent_on", "id"),
        Index("ix_removal_requests_status", "status", "id"),
        Index("ix_removal_requests_status_deadline", "status", "deadline"),
        Index("ix_removal_requests_given_to_id_status", "given_to_id", "status", "deadline"),
        Index("ix_removal_requests_parent_id", "parent_id"),
        Index(
            "ix_removal_requests_ended_of",
            "given_to_id",
            "ended_on",
            "id",
            sqlite_where=ENDED,
            postgresql_where=ENDED,
        ),
        Index(
            "ix_removal_requests_to_review",
            "review_due_on",
            sqlite_where=TO_REVIEW,
            postgresql_where=TO_REVIEW,
        ),
        Index(
            "ix_removal_requests_next_look_on", "next_look_on", "id", "case_id", "given_to_id", "approved_at"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int] = mapped_column(comment="within its case")
    name: Mapped[str] = mapped_column(
        unique=True, comment="the case's reference and the number; never changes"
    )
    status: Mapped[RequestStatus] = mapped_column(
        enum_type(RequestStatus, "status"), default=RequestStatus.DRAFT
    )
    route: Mapped[Route] = mapped_column(enum_type(Route, "route"))
    recipient: Mapped[str]
    recipient_contact: Mapped[str] = mapped_column(default="")
    requested_action: Mapped[RequestedAction] = mapped_column(enum_type(RequestedAction, "requested_action"))
    grounds: Mapped[list[str]] = mapped_column(comment="values of Ground")
    ground_detail: Mapped[str] = mapped_column(default="", comment="which rule or law, for the recipient")
    wanted_words: Mapped[str] = mapped_column(default="", comment="what a correction is to say instead")
    needed: Mapped[dict[str, str]] = mapped_column(default=dict, comment="what its route and grounds need")
    reasons: Mapped[str] = mapped_column(default="", comment="for our record, not for the recipient")
    proportionality: Mapped[dict[str, str]]
    urgent: Mapped[bool] = mapped_column(default=False)
    urgent_kind: Mapped[UrgentKind | None] = mapped_column(enum_type(UrgentKind, "urgent_kind"))
    urgent_reason: Mapped[str] = mapped_column(default="")
    review_due_on: Mapped[date | None] = mapped_column(
        comment="of an urgent request, or of an approval of one's own"
    )
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    review_note: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    drafted_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("officers.id"), comment="who last changed what the draft asks; None: who drafted it"
    )
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    approved_at: Mapped[datetime | None]
    self_approval_reason: Mapped[str] = mapped_column(default="")
    member_told_by_letter: Mapped[bool] = mapped_column(default=False, comment="this letter tells the member")
    person_told: Mapped[bool] = mapped_column(
        default=False, comment="the member knows that they may ask an Independent Person"
    )
    candidate: Mapped[YesNo] = mapped_column(
        enum_type(YesNo, "candidate"), default=YesNo.NOT_KNOWN, comment="the member stands in an election now"
    )
    election_note: Mapped[str] = mapped_column(
        default="", comment="why it was approved although an election was near"
    )
    confirmed: Mapped[list[str]] = mapped_column(
        default=list, comment="values of Confirmation, by whoever approved"
    )
    police_asked_on: Mapped[date | None]
    police_asked_of: Mapped[str] = mapped_column(default="")
    police_answer: Mapped[PoliceAnswer | None] = mapped_column(enum_type(PoliceAnswer, "police_answer"))
    police_answered_on: Mapped[date | None]
    police_words: Mapped[str] = mapped_column(default="")
    given_to_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    deadline_days: Mapped[int] = mapped_column(comment="working days to answer")
    deadline: Mapped[date | None]
    deadline_basis: Mapped[DeadlineBasis] = mapped_column(enum_type(DeadlineBasis, "deadline_basis"))
    remind_on: Mapped[date | None] = mapped_column(comment="when a reminder is due; kept by the service")
    remind_told_on: Mapped[date | None] = mapped_column(
        comment="when whoever handles it was told that one is"
    )
    reminded_on: Mapped[date | None]
    reminded_how: Mapped[str] = mapped_column(default="")
    paused_on: Mapped[date | None] = mapped_column(
        comment="since when the time does not run; kept by the service"
    )
    paused_until: Mapped[date | None] = mapped_column(comment="its last day, where that is known")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(default="")
    platform_reference: Mapped[str] = mapped_column(default="")
    next_look_on: Mapped[date | None] = mapped_column(
        comment="from which day on a post of it is to be looked at; reckoned by every command that bears on it"
    )
    monitored_from: Mapped[date | None]
    monitored_until: Mapped[date | None] = mapped_column(comment="its last day; never without one")
    monitoring_reason: Mapped[str] = mapped_column(default="")
    monitoring_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    finding_reason: Mapped[str] = mapped_column(
        default="", comment="why the looks were found to say so; until somebody looks again"
    )
    outcome: Mapped[RequestStatus | None] = mapped_column(
        enum_type(RequestStatus, "outcome"), comment="how it stood when it was closed, cancelled or withdrawn"
    )
    outcome_reason: Mapped[str] = mapped_column(default="")
    recipient_told: Mapped[str] = mapped_column(
        default="", comment="how, where it was withdrawn after sending"
    )
    ended_on: Mapped[date | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("removal_requests.id"))
    link: Mapped[RequestLink | None] = mapped_column(
        enum_type(RequestLink, "link"), comment="how it follows from its parent"
    )
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(lazy="raise")
    given_to: Mapped[Officer | None] = relationship(foreign_keys=[given_to_id], lazy="raise")
    drafted_by: Mapped[Officer] = relationship(foreign_keys=[drafted_by_id], lazy="raise")
    changed_by: Mapped[Officer | None] = relationship(foreign_keys=[changed_by_id], lazy="raise")
    approved_by: Mapped[Officer | None] = relationship(foreign_keys=[approved_by_id], lazy="raise")
    reviewed_by: Mapped[Officer | None] = relationship(foreign_keys=[reviewed_by_id], lazy="raise")
    monitoring_by: Mapped[Officer | None] = relationship(foreign_keys=[monitoring_by_id], lazy="raise")
    letter: Mapped[Letter | None] = relationship(lazy="raise")
    posts: Mapped[list[Post]] = relationship(secondary="removal_request_posts", lazy="raise")
    clauses: Mapped[list[Clause]] = relationship(secondary="removal_request_clauses", lazy="raise")
    replies: Mapped[list["Reply"]] = relationship(lazy="raise", order_by="Reply.id")
    observations: Mapped[list["Observation"]] = relationship(lazy="raise", order_by="Observation.seen_at")
    pauses: Mapped[list["Pause"]] = relationship(lazy="raise", order_by="Pause.id")
    later_letters: Mapped[list[Letter]] = relationship(
        secondary="removal_letters", lazy="raise", order_by="Letter.id", viewonly=True
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration

    @property
    def ended(self) -> bool:
        """Whether nothing more can be done to it."""
        return self.status in FINAL

    def has_lapsed(self, today: date) -> bool:
        """Whether its letter, not sent yet, asks for an answer by a day that has come."""
        return (
            self.status is RequestStatus.AUTHORISED and self.deadline is not None and self.deadline <= today
        )

    def to_remind(self, today: date) -> bool:
        """Whether the recipient is to be reminded: the day came, there is time to answer, and nobody did."""
        return (
            self.status in AWAITED
            and self.remind_on is not None
            and self.remind_on <= today
            and self.deadline is not None
            and self.deadline >= today
            and self.reminded_on is None
            and self.paused_on is None
        )

    @property
    def review_due(self) -> bool:
        """Whether somebody is still to review it."""
        return self.review_due_on is not None and self.reviewed_at is None
