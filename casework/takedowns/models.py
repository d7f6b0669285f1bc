"""Removal requests, the replies to them, and what was seen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import Officer
from casework.cases.models import Case, Post
from casework.codes.models import Clause
from casework.correspondence.models import Letter
from casework.database import Audited, Base, enum_type
from casework.evidence.models import Exhibit
from casework.takedowns.workflow import (
    AWAITED,
    FINAL,
    Able,
    Advice,
    DeadlineBasis,
    LookPurpose,
    Means,
    PauseReason,
    PoliceAnswer,
    ReplyKind,
    RequestedAction,
    RequestLink,
    RequestStatus,
    Route,
    Seen,
    UrgentKind,
)
from casework.words import YesNo

OPEN_PAUSE = text("ended_on IS NULL")
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


class RouteSetting(Audited, Base):
    """What a council says of a route; without a row the defaults of `route_facts` hold."""

    __tablename__ = "removal_routes"
    __table_args__ = (
        CheckConstraint("days > 0", name="days"),
        CheckConstraint("remind_day >= 0", name="remind_day"),
    )

    route: Mapped[Route] = mapped_column(enum_type(Route, "route"), primary_key=True)
    offered: Mapped[bool] = mapped_column(default=True)
    days: Mapped[int] = mapped_column(comment="working days to answer")
    basis: Mapped[DeadlineBasis] = mapped_column(enum_type(DeadlineBasis, "basis"))
    remind_day: Mapped[int] = mapped_column(comment="working day after sending; 0: no reminder")
    note: Mapped[str] = mapped_column(
        default="", comment="the council's own, shown where the route is chosen"
    )
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy's own declaration


class Pause(Audited, Base):
    """A time in which the time to answer does not run. `ended_on`: the first day on which it runs again."""

    __tablename__ = "removal_pauses"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= from_day", name="in_order"),
        Index(
            "ix_removal_pauses_open",
            "request_id",
            unique=True,
            sqlite_where=OPEN_PAUSE,
            postgresql_where=OPEN_PAUSE,
        ),
        Index("ix_removal_pauses_request_id", "request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))
    kind: Mapped[PauseReason] = mapped_column(enum_type(PauseReason, "kind"))
    words: Mapped[str] = mapped_column(comment="who asked, and why")
    from_day: Mapped[date]
    until_day: Mapped[date | None] = mapped_column(comment="its last day, where that is known")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))

    recorded_by: Mapped[Officer] = relationship(foreign_keys=[recorded_by_id], lazy="raise")
    ended_by: Mapped[Officer | None] = relationship(foreign_keys=[ended_by_id], lazy="raise")


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


class Reply(Audited, Base):
    """What the recipient answered, and when."""

    __tablename__ = "removal_replies"
    __table_args__ = (Index("ix_removal_replies_request_id", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("removal_requests.id"))
    kind: Mapped[ReplyKind] = mapped_column(enum_type(ReplyKind, "kind"))
    received_on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    exhibit_id: Mapped[int | None] = mapped_column(ForeignKey("exhibits.id"), comment="the answer as it came")

    recorded_by: Mapped[Officer] = relationship(lazy="raise")
    exhibit: Mapped[Exhibit | None] = relationship(lazy="raise")


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
