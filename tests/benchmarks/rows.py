"""What the rows of a measured case are made of."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from casework import clock
from casework.cases.models import (
    Action,
    Case,
    Complaint,
    Conduct,
    Note,
    Post,
    StatusChange,
    SubjectMember,
)
from casework.cases.models.case import NEVER
from casework.cases.workflow import (
    AssessmentKind,
    CaseStatus,
    ChangeKind,
    Channel,
    ComplainantCategory,
    Confidentiality,
    Nature,
    OutcomeKind,
)
from casework.database import Base
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.workflow import Arrival, CapturedBy, PreviewState
from casework.members.workflow import Platform
from casework.takedowns.models import RemovalRequest, RemovalRequestPost
from casework.takedowns.workflow import DeadlineBasis, Ground, RequestedAction, RequestStatus, Route

if TYPE_CHECKING:
    from tests.benchmarks.load import Loader

WORDS = "council road letter meeting clerk library hedge bypass budget planning quarry school bus bridge market".split()
PREFIX = "ZZ"  # of exhibits that nobody took in
RARE_PLATFORM = Platform.GAMING  # the one on which the rare posts stand, and no other


def _case(loader: "Loader", key: int) -> dict[str, Any]:
    day, closed, chance = loader.day(key), loader.closed(key), loader.chance
    due = None if closed else day + timedelta(days=28)
    return {
        "id": key,
        "reference": f"BEN/{day.year}/{key:06d}",
        "year": day.year,
        "number": 1_000_000 + key,
        "status": CaseStatus.CLOSED if closed else CaseStatus.OPEN,
        "nature": chance.choice(list(Nature)),
        "description": " ".join(chance.choices(WORDS, k=12)),
        "received_on": day,
        "acknowledged_on": day + timedelta(days=2),
        "member_told_on": day + timedelta(days=5) if closed else None,
        "next_due_on": due,
        "due_order": due or NEVER,
        "member_order": loader.councillor(key)[1],
        "assessment": AssessmentKind.INFORMAL if closed else None,
        "outcome": chance.choice(list(OutcomeKind)) if closed else None,
        "owner_id": chance.choice(loader.officers),
        "created_by_id": chance.choice(loader.officers),
        "created_at": clock.now(),
        "registered_at": clock.now(),
        "closed_on": day + timedelta(days=20) if closed else None,
        "answered": [],
        "version": 1,
    }


def _change(loader: "Loader", key: int) -> dict[str, Any]:
    return {
        "case_id": key,
        "kind": ChangeKind.REGISTERED,
        "on_day": loader.day(key),
        "at": clock.now(),
        "by_id": loader.officers[0],
        "reason": "",
    }


def _complaint(loader: "Loader", key: int) -> dict[str, Any]:
    return {
        "id": key,
        "case_id": key,
        "received_on": loader.day(key),
        "logged_on": loader.day(key),
        "channel": loader.chance.choice(list(Channel)),
        "category": loader.chance.choice(list(ComplainantCategory)),
        "complainant_name": f"Somebody {key}",
        "acknowledged_on": loader.day(key) + timedelta(days=2),
        "confidentiality": Confidentiality.NOT_ASKED,
        "version": 1,
    }


def _conduct(_loader: "Loader", key: int) -> dict[str, Any]:
    return {"id": key, "case_id": key, "version": 1}


def _subject(loader: "Loader", key: int) -> dict[str, Any]:
    return {
        "id": key,
        "case_id": key,
        "councillor_id": loader.councillor(key)[0],
        "authority_id": loader.chance.choice(loader.authorities),
        "capacity_facts": {},
        "answered": [],
        "version": 1,
    }


def _post(loader: "Loader", key: int) -> dict[str, Any]:
    common = [each for each in Platform if each is not RARE_PLATFORM]
    return {
        "id": key,
        "case_id": key,
        "conduct_id": key,
        "platform": RARE_PLATFORM if key in loader.rare else loader.chance.choice(common),
        "address": f"https://posts.example/{key}",
        "address_key": f"posts.example/{key}",
        "handle": f"@handle{key % 500}",
        "handle_key": f"handle{key % 500}",
        "words": loader.words(key),
        "posted_from": loader.day(key),
        "posted_to": loader.day(key),
        "answered": [],
        "version": 1,
    }


def _note(loader: "Loader", key: int) -> dict[str, Any]:
    return {
        "id": key,
        "case_id": key,
        "body": "Rang back.",
        "author_id": loader.officers[0],
        "at": clock.now(),
    }


def _action(loader: "Loader", key: int) -> dict[str, Any]:
    day = loader.day(key)
    return {
        "case_id": key,
        "what": "Ring the clerk.",
        "officer_id": loader.chance.choice(loader.officers),
        "set_on": day,
        "due_on": day + timedelta(days=7),
        "done_on": day + timedelta(days=6) if loader.closed(key) else None,
        "version": 1,
    }


def _file(_loader: "Loader", key: int) -> dict[str, Any]:
    return {
        "sha256": f"{key:064x}",
        "size": 200_000,
        "mime": "image/png",
        "width": 1080,
        "height": 1900,
        "warnings": [],
        "preview": PreviewState.NONE,
        "stored_at": clock.now(),
        "checked_at": clock.now(),
    }


def _exhibit(loader: "Loader", key: int) -> dict[str, Any]:
    return {
        "id": key,
        "case_id": key,
        "prefix": PREFIX,
        "number": key,
        "sha256": f"{key:064x}",
        "declared_name": "screenshot.png",
        "title": "The post, as sent in",
        "arrival": Arrival.CHOSEN,
        "received_at": clock.now(),
        "received_by_id": loader.officers[0],
        "captured_by": CapturedBy.COMPLAINANT,
        "version": 1,
    }


MAKERS: list[tuple[type[Base], Any]] = [
    (Case, _case),
    (StatusChange, _change),
    (Complaint, _complaint),
    (Conduct, _conduct),
    (SubjectMember, _subject),
    (Post, _post),
    (Note, _note),
    (Action, _action),
    (StoredFile, _file),
    (Exhibit, _exhibit),
]


def _request(loader: "Loader", key: int) -> dict[str, Any]:
    day, ended = loader.day(key), loader.ended(key)
    under_way = (RequestStatus.SENT, RequestStatus.ACKNOWLEDGED, RequestStatus.VERIFICATION_DUE)
    deadline = day + timedelta(days=14)
    return {
        "id": key,
        "case_id": key,
        "number": 1,
        "name": f"BEN/{day.year}/{key:06d}/T1",
        "status": RequestStatus.CLOSED if ended else loader.chance.choice(under_way),
        "route": loader.chance.choice(list(Route)),
        "recipient": "Whoever wrote it",
        "requested_action": RequestedAction.REMOVE,
        "grounds": [Ground.CODE.value],
        "proportionality": {},
        "drafted_by_id": loader.officers[0],
        "drafted_at": clock.now(),
        "approved_by_id": loader.officers[0],
        "approved_at": clock.now(),
        "given_to_id": _handler(loader, key),
        "deadline_days": 10,
        "deadline": deadline,
        "remind_on": day + timedelta(days=7),
        "next_look_on": None if ended else deadline + timedelta(days=1),
        "deadline_basis": DeadlineBasis.COURTESY,
        "sent_on": day,
        "outcome": RequestStatus.VERIFIED_REMOVED if ended else None,
        "ended_on": day + timedelta(days=15) if ended else None,
        "version": 1,
    }


def _handler(loader: "Loader", key: int) -> int:
    """Return who handles a request: anybody, but one in three of the first that are open whoever looks at the lists."""
    theirs = key in loader.first and not key % 30
    return loader.officers[0] if theirs else loader.chance.choice(loader.officers)


def _request_post(_loader: "Loader", key: int) -> dict[str, Any]:
    return {"request_id": key, "post_id": key}


REQUEST_MAKERS: list[tuple[type[Base], Any]] = [
    (RemovalRequest, _request),
    (RemovalRequestPost, _request_post),
]
