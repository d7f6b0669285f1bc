"""Saying where an exhibit comes from, holding it, and recording where it or a copy of it went."""

import re
from datetime import date
from typing import TypedDict, Unpack

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.cases.service.editing import apply, need_reason, not_in_future
from casework.database import command, db, lock
from casework.errors import DomainError, NotPossible
from casework.evidence.models import Exhibit
from casework.evidence.origin.models import Origin
from casework.evidence.origin.queries import origin_of
from casework.evidence.origin.workflow import Form, Handover, Marking, Method, ReceivedVia, Zone
from casework.evidence.seals import refuse_unless_unsealed_for, refuse_where_sealed
from casework.versions import expect_version
from casework.words import YesNo

TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
LABELS = {
    "edited_shown": "Does it say that the post was edited",
    "engagement": "Likes, shares and replies as displayed",
    "captured_on": "Day of capture",
    "captured_at": "Time of capture",
    "zone": "By which clock",
    "method": "How it was captured",
    "device": "Device and browser or app",
    "context": "What it shows around the post",
    "received_from": "Who gave it to us",
    "received_via": "How it reached us",
    "statement": "What the collector says of it",
    "lawfulness": "How we came to see it lawfully",
    "outside_timestamp": "Timestamp from outside the council",
    "independent_copy": "Independent copy",
    "marking": "Marking",
    "third_parties": "Does it show other people",
    "special_category": "Does it show special category data",
    "child_involved": "Does it concern a child",
}
ASKED = {
    "edited_shown", "zone", "method", "received_via", "marking", "third_parties", "special_category", "child_involved",
}  # fmt: skip
VERBS = {
    Handover.TRANSFERRED: Verb.EXHIBIT_TRANSFERRED,
    Handover.DISCLOSED: Verb.EXHIBIT_DISCLOSED,
    Handover.RETURNED: Verb.EXHIBIT_RETURNED,
}


class OriginValues(TypedDict, total=False):
    """What may be declared of an exhibit's origin; every one may be left for later."""

    edited_shown: YesNo
    engagement: str
    captured_on: date | None
    captured_at: str
    zone: Zone
    method: Method
    device: str
    context: list[str]
    received_from: str
    received_via: ReceivedVia
    statement: str
    lawfulness: str
    outside_timestamp: str
    independent_copy: str
    marking: Marking
    third_parties: YesNo
    special_category: YesNo
    child_involved: YesNo


@command
def declare_origin(
    exhibit: Exhibit, *, actor: Officer, version: int | None = None, **values: Unpack[OriginValues]
) -> None:
    """Say more of where an exhibit comes from. `version` is 0 where the officer was shown nothing yet.

    Raises Stale where another officer said otherwise first, DomainError for a time that is none or a day to come,
    NotPossible where it is sealed.
    """
    origin = _open(exhibit)
    refuse_where_sealed(exhibit)
    fresh = origin in db.session.new
    if version is not None and not fresh:
        expect_version(origin, version, values, LABELS)
    if "captured_at" in values:
        values["captured_at"] = _time(values["captured_at"])
    changes = apply(origin, values, ASKED)
    not_in_future(origin.captured_on, clock.today(), "The day of capture", "captured_on")
    if origin.captured_at and origin.captured_on is None:
        raise DomainError("Enter the day of capture too, or leave the time empty.", "captured_on")
    if changes:
        _record(Verb.EXHIBIT_DESCRIBED, exhibit, origin, actor, changes=changes)
    elif fresh:
        db.session.expunge(origin)  # an empty form says nothing


@command
def hold(exhibit: Exhibit, *, actor: Officer, reason: str) -> None:
    """Keep an exhibit from being destroyed until the hold is lifted. Raises DomainError without a reason."""
    origin = _open(exhibit)
    if origin.held_reason:
        raise NotPossible(f"Exhibit {exhibit.label} is on hold already.")
    reason = need_reason(reason, "the exhibit must be kept")
    changes_of(origin, held_reason=reason)
    _record(Verb.HOLD_SET, exhibit, origin, actor, reason=reason)


@command
def lift_hold(exhibit: Exhibit, *, actor: Officer, reason: str) -> None:
    """Let an exhibit be destroyed again, where two officers find so. Raises DomainError without a reason."""
    origin = _open(exhibit)
    if not origin.held_reason:
        raise NotPossible(f"Exhibit {exhibit.label} is not on hold.")
    reason = need_reason(reason, "the hold ends")
    changes_of(origin, held_reason="")
    _record(Verb.HOLD_LIFTED, exhibit, origin, actor, reason=reason)


@command
def record_handover(
    exhibit: Exhibit, *, actor: Officer, how: Handover, what: Form, on: date, other: str, reason: str
) -> None:
    """Record that an exhibit or a copy went to, or came back from, `other` (a person and their office).

    Raises DomainError for a day to come, or where nobody or no reason is named; NotAllowed where it is sealed, and the
    actor in neither of the two roles that reach it.
    """
    lock(exhibit)
    refuse_unless_unsealed_for(exhibit, actor)
    if not other.strip():
        raise DomainError("Say who: a name, and the office or body.", "other")
    not_in_future(on, clock.today(), "The day", "on")
    record(
        VERBS[how],
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        label=exhibit.label,
        other=other.strip(),
        what=what.label,
        on=on,
        sha256=exhibit.sha256,
        reason=need_reason(reason, "this was done"),
    )


def refuse_where_held(exhibit: Exhibit) -> None:
    """Raise NotPossible where an exhibit must be kept."""
    origin = origin_of(exhibit.id)
    if origin is not None and origin.held_reason:
        raise NotPossible(
            f"Exhibit {exhibit.label} is on hold, so it cannot be destroyed: {origin.held_reason} "
            "Have the hold lifted first."
        )


def drop_origin(exhibit: Exhibit) -> list[Origin]:
    """Delete what was declared of an exhibit, part of its destruction; return the row, to be accounted for."""
    origin = origin_of(exhibit.id)
    if origin is None:
        return []
    db.session.delete(origin)
    return [origin]


def _open(exhibit: Exhibit) -> Origin:
    """Return the exhibit's row, made where there is none; others wait at the exhibit."""
    lock(exhibit)
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed. What remains of it cannot be changed.")
    origin = db.session.get(Origin, exhibit.id, populate_existing=True)
    if origin is None:
        origin = Origin.blank(exhibit.id)
        db.session.add(origin)
    return origin


def _record(verb: Verb, exhibit: Exhibit, origin: Origin, actor: Officer, **told: object) -> None:
    record(
        verb,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        also=[origin],
        label=exhibit.label,
        **told,  # type: ignore[arg-type]  # changes, or facts
    )


def _time(text: str) -> str:
    """Return a time as hours and minutes with two digits each; "" stays. Raises DomainError."""
    if not text.strip():
        return ""
    found = TIME.fullmatch(text.strip())
    if found is None:
        raise DomainError(
            "Enter the time as hours and minutes by the 24-hour clock, like 21:05.", "captured_at"
        )
    return f"{int(found[1]):02}:{found[2]}"
