"""The states of a removal request, and what may follow what.

The council may ask; it has no power to order (see Robinson [2021] EWHC 2014 on Article 10). So a refusal is an outcome,
never a new breach, and "they say it is gone" is never "we saw that it is gone".
"""

from typing import Protocol

from casework.errors import NotPossible
from casework.words import Choice


class RequestStatus(Choice):
    """Where a removal request stands."""

    DRAFT = "draft", "Draft"
    AUTHORISED = "authorised", "Approved, not yet sent"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    NO_RESPONSE = "no_response", "No response"
    COMPLIED = "complied", "Said to be done"
    PART_COMPLIED = "part_complied", "Said to be partly done"
    REFUSED = "refused", "Refused"
    DISPUTED = "disputed", "Disputed"
    VERIFICATION_DUE = "verification_due", "To be verified"
    VERIFIED_REMOVED = "verified_removed", "Verified removed"
    STILL_AVAILABLE = "still_available", "Still there"
    CHANGED = "changed", "Changed"
    INCONCLUSIVE = "inconclusive", "Inconclusive"
    REPORTED_REMOVED = "reported_removed", "Reported removed: cannot verify"
    ESCALATED = "escalated", "Escalated"
    MONITORING = "monitoring", "Monitored"
    REAPPEARED = "reappeared", "Reappeared"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RequestAction(Choice):
    """What moves a request from one state to the next."""

    APPROVE = "approve", "Approve"
    SEND = "send", "Mark as sent"
    ACKNOWLEDGE = "acknowledge", "Record that they acknowledged it"
    RECORD_SILENCE = "record_silence", "Record that no reply came"
    RECORD_COMPLIED = "record_complied", "Record that they say it is done"
    RECORD_PART = "record_part", "Record that they say it is partly done"
    RECORD_REFUSED = "record_refused", "Record a refusal"
    RECORD_DISPUTED = "record_disputed", "Record that they dispute it"
    CALL_FOR_LOOK = "call_for_look", "Put it down to be verified"
    VERIFY_REMOVED = "verify_removed", "Confirm that it was removed"
    FIND_AVAILABLE = "find_available", "Confirm that it is still there"
    FIND_CHANGED = "find_changed", "Confirm that it was changed"
    FIND_INCONCLUSIVE = "find_inconclusive", "Record that the looks settle nothing"
    FIND_REPORTED = "find_reported", "Record that they say it is removed, and that it cannot be verified"
    ESCALATE = "escalate", "Escalate"
    MONITOR = "monitor", "Let it be monitored"
    END_MONITORING = "end_monitoring", "End the monitoring"
    REAPPEAR = "reappear", "Record that it reappeared"
    CLOSE = "close", "Close the request"
    CANCEL = "cancel", "Cancel the request"
    WITHDRAW = "withdraw", "Withdraw the request"


S, A = RequestStatus, RequestAction
_REPLY = {
    A.RECORD_COMPLIED: S.COMPLIED,
    A.RECORD_PART: S.PART_COMPLIED,
    A.RECORD_REFUSED: S.REFUSED,
    A.RECORD_DISPUTED: S.DISPUTED,
}
_WAITING = (S.SENT, S.ACKNOWLEDGED, S.NO_RESPONSE)
_REPLIED = tuple(_REPLY.values())
_UNPROVEN = (S.STILL_AVAILABLE, S.CHANGED, S.INCONCLUSIVE, S.REPORTED_REMOVED)
_SEEN = (S.VERIFIED_REMOVED, *_UNPROVEN)
_UNSETTLED = (*_WAITING, *_REPLIED, S.VERIFICATION_DUE, *_UNPROVEN)
SAID_DONE = (S.COMPLIED, S.PART_COMPLIED)
AWAITED = (S.SENT, S.ACKNOWLEDGED)  # an answer is asked for by a day, and the time runs
FINAL = frozenset({S.CLOSED, S.CANCELLED, S.WITHDRAWN})
UNDER_WAY = tuple(status for status in RequestStatus if status not in FINAL)

# A reply may come, and somebody may look, at any time until it is settled. "Said to be done", "partly" and silence
# lead to closing only through a look, or by saying that it was reported and cannot be verified: nothing is closed as
# gone on somebody's word. Monitoring ends by itself, and leaves what was verified before it.
TRANSITIONS: dict[tuple[RequestStatus, RequestAction], RequestStatus] = {
    (S.DRAFT, A.APPROVE): S.AUTHORISED,
    (S.AUTHORISED, A.SEND): S.SENT,
    (S.SENT, A.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.NO_RESPONSE, A.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.SENT, A.RECORD_SILENCE): S.NO_RESPONSE,
    (S.ACKNOWLEDGED, A.RECORD_SILENCE): S.NO_RESPONSE,
    **{(start, action): end for start in _UNSETTLED for action, end in _REPLY.items() if start is not end},
    **{(start, A.CALL_FOR_LOOK): S.VERIFICATION_DUE for start in (*_WAITING, *_REPLIED, *_SEEN)},
    (S.VERIFICATION_DUE, A.VERIFY_REMOVED): S.VERIFIED_REMOVED,
    (S.VERIFICATION_DUE, A.FIND_AVAILABLE): S.STILL_AVAILABLE,
    (S.VERIFICATION_DUE, A.FIND_CHANGED): S.CHANGED,
    (S.VERIFICATION_DUE, A.FIND_INCONCLUSIVE): S.INCONCLUSIVE,
    **{(start, A.FIND_REPORTED): S.REPORTED_REMOVED for start in (S.VERIFICATION_DUE, *SAID_DONE)},
    **{(start, A.ESCALATE): S.ESCALATED for start in (S.NO_RESPONSE, S.REFUSED, S.STILL_AVAILABLE)},
    (S.VERIFIED_REMOVED, A.MONITOR): S.MONITORING,
    (S.MONITORING, A.END_MONITORING): S.VERIFIED_REMOVED,
    **{(start, A.REAPPEAR): S.REAPPEARED for start in (S.VERIFIED_REMOVED, S.MONITORING)},
    **{
        (start, A.CLOSE): S.CLOSED
        for start in (S.REFUSED, S.DISPUTED, *_SEEN, S.ESCALATED, S.MONITORING, S.REAPPEARED)
    },
    (S.DRAFT, A.CANCEL): S.CANCELLED,
    (S.AUTHORISED, A.CANCEL): S.CANCELLED,
    **{
        (start, A.WITHDRAW): S.WITHDRAWN
        for start in (*_UNSETTLED, S.VERIFIED_REMOVED, S.ESCALATED, S.MONITORING, S.REAPPEARED)
    },
}
BY_ITSELF = frozenset(
    {A.CALL_FOR_LOOK, A.END_MONITORING}
)  # when somebody looks; when its last day has passed
LOOKED_AT_IN = frozenset(
    {start for start, action in TRANSITIONS if action is A.CALL_FOR_LOOK} | {S.VERIFICATION_DUE, S.MONITORING}
)


class Ended(Protocol):
    """A request as these words need it."""

    status: RequestStatus
    outcome: RequestStatus | None


def was_verified(request: Ended) -> bool:
    """Say whether its posts were verified removed, so that one of them can be there again."""
    return (request.outcome or request.status) in {S.VERIFIED_REMOVED, S.MONITORING}


WERE_VERIFIED = frozenset(
    {S.VERIFIED_REMOVED, S.MONITORING, S.REAPPEARED}
)  # as they stand, or stood in the end


def next_status(status: RequestStatus, action: RequestAction) -> RequestStatus:
    """Return the state that `action` leads to; raise NotPossible where it is not allowed in this one."""
    end = TRANSITIONS.get((status, action))
    if end is None:
        raise NotPossible(
            f"“{action.label}” cannot be done while this removal request is “{status.label.lower()}”. "
            "Look at it again: another officer may have moved it on."
        )
    return end


# Who only handles a request neither approves, finds nor closes: from here on it is for the case's own officers.
FOR_THE_OFFICE = (
    "Nothing more for you to do now. The case’s own officers say what was found, and end the request."
)
WHAT_NEXT = {
    S.DRAFT: "A Monitoring Officer or deputy looks at what it rests on, and approves it.",
    S.AUTHORISED: "Send it, and mark it as sent.",
    S.SENT: "Wait for the answer, and record it when it comes.",
    S.ACKNOWLEDGED: "Wait for the answer, and record it when it comes.",
    S.NO_RESPONSE: "No answer came: what next? Look whether the post is still there, or take it further.",
    S.COMPLIED: "They say that it is done. Look whether the post is gone.",
    S.PART_COMPLIED: "They say that part of it is done. Look at each post.",
    S.REFUSED: "They declined, which is an outcome and not a breach. Look at the post, take it further, or close the "
    "request.",
    S.DISPUTED: "They dispute it. A note was put on the case: consider what they say, then look, or close the request.",
    S.VERIFICATION_DUE: "Look at each post, twice and a day apart where it is gone, then say what was found.",
    S.VERIFIED_REMOVED: "It was seen to be gone. Close the request.",
    S.STILL_AVAILABLE: "It is still there. Take it further, close the request, or record a later answer.",
    S.CHANGED: "It was changed. Close the request, or record a later answer.",
    S.INCONCLUSIVE: "The looks settle nothing. Take it further, close the request, or record a later answer.",
    S.REPORTED_REMOVED: "They say that it is gone; it could not be verified. Close the request, or take it further.",
    S.ESCALATED: "It was taken further. Follow the request on the next route, and close this one.",
    S.MONITORING: "It is looked at on the days that were approved. Close the request when that ends.",
    S.REAPPEARED: "It is there again. A new request asks anew; close this one.",
    S.CLOSED: "Nothing more is to be done.",
    S.CANCELLED: "Nothing more is to be done: it was never sent.",
    S.WITHDRAWN: "Nothing more is to be done: it was taken back.",
}


def next_for_handler(status: RequestStatus) -> str:
    """Return what whoever handles a request is to do next."""
    return (
        FOR_THE_OFFICE if status in (*_SEEN, S.ESCALATED, S.MONITORING, S.REAPPEARED) else WHAT_NEXT[status]
    )


class Route(Choice):
    """To whom, and how, the request goes. What each is and needs is in `route_facts`."""

    COUNCILLOR = "councillor", "The councillor"
    GROUP_LEADER = "group_leader", "The group leader"
    PAGE_ADMIN = "page_admin", "Page or group administrator"
    CHANNEL_TEAM = "channel_team", "The council’s own channel team"
    RIGHTS_OWNER = "rights_owner", "Rights owner’s notice"
    PLATFORM = "platform", "Platform, under its own terms"
    SAFETY_ACT = "safety_act", "Platform, Online Safety Act complaint"
    ERASURE = "erasure", "Data-protection erasure"
    DELISTING = "delisting", "Search engine delisting"
    POLICE = "police", "Police"
    HELPLINE = "helpline", "Helpline"


class Ground(Choice):
    """On what a request rests. A breach of the Members' Code is found by nobody yet, and is none of these.

    Defamation is of a person: a council itself cannot sue for it (Derbyshire CC v Times [1993] AC 534).
    """

    CODE = "code", "The council’s Social Media Code"
    PLATFORM_RULE = "platform_rule", "The platform’s own rules"
    PERSONAL_DATA = "personal_data", "Personal data"
    CONFIDENTIAL = "confidential", "Confidential information"
    DEFAMATION = "defamation", "Defamation of an individual"
    RIGHTS = "rights", "Copyright, a trade mark or another right of its owner"
    UNLAWFUL = "unlawful", "Content that may be unlawful, such as a threat"


KEEP_NO_COPY = frozenset({Ground.PERSONAL_DATA, Ground.CONFIDENTIAL})


class RequestLink(Choice):
    """How a request follows from an earlier one."""

    NEXT_ROUTE = "next_route", "Taken further on another route"
    REAPPEARED = "reappeared", "Asked anew, as it reappeared"


class RequestedAction(Choice):
    """What is asked for."""

    REMOVE = "remove", "Remove"
    EDIT = "edit", "Edit"
    CORRECT = "correct", "Correct"
    RESTRICT = "restrict", "Restrict who can see it"
    UNTAG = "untag", "Remove a tag"
    STOP_RESHARING = "stop_resharing", "Stop resharing"
    KEEP_THEN_REMOVE = "keep_then_remove", "Keep a copy, then remove"


class DeadlineBasis(Choice):
    """On what the deadline rests."""

    STATUTE = "statute", "Statute"
    PROCEDURE = "procedure", "The council’s procedure"
    COURTESY = "courtesy", "Courtesy"


class PoliceAnswer(Choice):
    """What the police say to a request being made, where they are involved."""

    NO_OBJECTION = "no_objection", "They have no objection"
    OBJECTS = "objects", "They object"
    WITHDRAWN = "withdrawn", "They objected, and withdrew it"


class PauseReason(Choice):
    """Why the time to answer does not run."""

    POLICE = "police", "The police asked for it"
    ILLNESS = "illness", "Illness"
    THEIR_TIME = "their_time", "They asked for time"
    OTHER = "other", "Another reason"


class Confirmation(Choice):
    """What whoever approves confirms in person, because no software can."""

    PICTURES = (
        "pictures",
        "I have looked at the pictures: none shows a complainant who is or may be confidential",
    )
    DISCLOSURE = (
        "disclosure",
        "I decide that this recipient, who is not the councillor, may learn of the matter by this letter",
    )


class UrgentKind(Choice):
    """What justifies asking before an exhibit is held."""

    DANGER = "danger", "Danger to life"
    ADDRESS = "address", "An exposed address"
    INTIMATE_IMAGE = "intimate_image", "An intimate image"


class ProportionalityQuestion(Choice):
    """Named questions on why asking is proportionate (Article 10(2) of the Convention)."""

    POLITICAL = "political", "Is it political expression, or on a matter of public interest?"
    TARGET = "target", "Whom is it about?"
    FACT_OR_OPINION = "fact_or_opinion", "Is it fact or opinion?"
    HARM = "harm", "What harm does it do while it stands?"
    LESS_INTRUSIVE = "less_intrusive", "What less intrusive way was considered?"


class ReplyKind(Choice):
    """What a reply says."""

    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    COMPLIED = "complied", "They say it is done"
    PART_COMPLIED = "part_complied", "They say it is partly done"
    REFUSED = "refused", "They refuse"
    DISPUTED = "disputed", "They dispute it"


class Seen(Choice):
    """What somebody saw when they looked. Never the same thing as the request's status."""

    AVAILABLE = "available", "Still there"
    REMOVED_BY_AUTHOR = "removed_by_author", "Removed by its author"
    REMOVED_BY_PLATFORM = "removed_by_platform", "Removed by the platform"
    REMOVED = "removed", "Gone, not said by whom"
    ACCOUNT_UNAVAILABLE = "account_unavailable", "The account is unavailable"
    RESTRICTED = "restricted", "Restricted"
    EDITED = "edited", "Edited"
    CORRECTED = "corrected", "Corrected as asked"
    LOGIN_REQUIRED = "login_required", "Sign-in required"
    REGION_BLOCKED = "region_blocked", "Blocked by region or age"
    ERROR = "error", "An error was shown"
    NOT_CHECKED = "not_checked", "Not looked"


class Means(Choice):
    """By what means it was looked at. Never a personal, and never a false, account."""

    LOGGED_OUT = "logged_out", "Logged out"
    COUNCIL_ACCOUNT = "council_account", "A lawful account of the council"


class Able(Choice):
    """How the means of a look was shown able to see the post or its account: a blocked account sees less."""

    NOT_SHOWN = "not_shown", "Not shown"
    INTAKE = "intake", "It saw the post when the evidence was taken in"
    EARLIER = "earlier", "It saw the post at an earlier look"
    ACCOUNT = "account", "At this look it saw the account, its profile or other posts of it"


class LookPurpose(Choice):
    """What a look was for. What is none of these waits for advice (RIPA 2000, Part II; Home Office code)."""

    ANNOUNCED = "announced", "To see whether it was removed, as the letter says"
    MONITORING = "monitoring", "A check on a day that was approved for monitoring"
    REAPPEARED = "reappeared", "To record that it is there again"
    ADVISED = "advised", "A repeat look that was allowed on advice"
    NOT_RECORDED = "not_recorded", "Not recorded"


class Advice(Choice):
    """What the Monitoring Officer says to an unannounced repeat look."""

    ONCE = "once", "Allowed once"
    UNTIL = "until", "Allowed until a day"
    NO = "no", "Not allowed"


SAYS_DONE = frozenset({ReplyKind.COMPLIED, ReplyKind.PART_COMPLIED})
REPLY_ACTION = {
    ReplyKind.ACKNOWLEDGED: A.ACKNOWLEDGE,
    ReplyKind.COMPLIED: A.RECORD_COMPLIED,
    ReplyKind.PART_COMPLIED: A.RECORD_PART,
    ReplyKind.REFUSED: A.RECORD_REFUSED,
    ReplyKind.DISPUTED: A.RECORD_DISPUTED,
}
FINDINGS = (A.VERIFY_REMOVED, A.FIND_REPORTED, A.FIND_AVAILABLE, A.FIND_CHANGED, A.FIND_INCONCLUSIVE)


def actions_from(status: RequestStatus) -> list[RequestAction]:
    """Return what may be done to a request in this state; pages draw these and no other."""
    return [action for action in RequestAction if (status, action) in TRANSITIONS]
