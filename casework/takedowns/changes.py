"""What a removal request says, field by field: how each is called, and what others changed since it was read."""

from typing import Any

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.since import Told, changed_since
from casework.cases.models import Post
from casework.codes.models import Clause
from casework.database import db
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place
from casework.takedowns.route_facts import Need
from casework.takedowns.workflow import Ground, ProportionalityQuestion

LABELS = {
    "route": "Route",
    "recipient": "To",
    "recipient_contact": "How to reach them",
    "requested_action": "What is asked",
    "grounds": "Ground",
    "ground_detail": "Which rule or law",
    "wanted_words": "What it should say instead",
    "needed": "What the route needs",
    "reasons": "Reasons",
    "proportionality": "Why it is proportionate",
    "deadline_days": "Working days to answer",
    "deadline_basis": "What the time rests on",
    "member_told_by_letter": "The letter tells the member",
    "person_told": "The member knows of the Independent Person",
    "candidate": "The member stands in an election",
    "given_to_id": "Given to",
    "urgent": "Urgent",
    "urgent_kind": "Why it is urgent",
    "urgent_reason": "Why it cannot wait",
}
FACTS = {
    "given_to_id",
    "candidate",
    "person_told",
}  # whoever approves may set these: no word of the request is theirs
STATE = {"status": "State"}
POLICE = {
    "police_asked_on": "The police were asked on",
    "police_asked_of": "Who was asked",
    "police_answer": "What the police answered",
    "police_answered_on": "Day of their answer",
    "police_words": "Their words",
}
DRAFTED = LABELS | STATE | POLICE | {"posts": "Posts", "clauses": "Clauses"}


def what_changed(request: RemovalRequest, version: int, *, of_draft: bool) -> Told:
    """Return what of the request others changed since it was `version`: as it is now, and as it was read.

    `of_draft`: what was read was a draft. Once approved only its state moves, and those who handle it see no more.
    """
    told = {
        "posts": lambda ids: "; ".join(place(post) for post in _rows(Post, ids)),
        "clauses": lambda ids: "; ".join(clause.reference for clause in _rows(Clause, ids)),
        "given_to_id": lambda number: (
            "; ".join(officer.name for officer in _rows(Officer, [number])) or "Nobody"
        ),
        "grounds": lambda values: "; ".join(Ground.of(value).label for value in values),
        "needed": lambda answers: " ".join(
            f"{Need.of(need).label} {answer}" for need, answer in answers.items()
        ),
        "proportionality": lambda answers: " ".join(
            f"{ProportionalityQuestion.of(question).label} {answer}" for question, answer in answers.items()
        ),
    }
    return changed_since(request, version, DRAFTED if of_draft else STATE, told)


def _rows(model: Any, ids: list[int | None]) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id)))
