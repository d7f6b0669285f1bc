"""What others have to do with a request before it is approved: the police, an Independent Person, an election."""

from casework import clock
from casework.cases.models import Case
from casework.council import queries as council
from casework.takedowns.checking import Check
from casework.takedowns.models import RemovalRequest
from casework.takedowns.queries import Asked
from casework.takedowns.route_checks import discloses
from casework.takedowns.workflow import Confirmation, PoliceAnswer, Route
from casework.words import YesNo


def no_objection(request: RemovalRequest, case: Case) -> Check:
    """Where the police are involved they were asked, and do not object: a post may be their evidence."""
    if request.police_answer is PoliceAnswer.OBJECTS:
        return Check(
            "police",
            passed=False,
            words=f"The police object: {request.police_words}",
            mend="Wait until they withdraw it, and record that they did.",
        )
    if request.police_answer is not None:
        return Check("police", passed=True, words=f"The police were asked. {request.police_answer.label}.")
    if case.police_involved is not YesNo.YES:
        known = case.police_involved is YesNo.NO
        words = (
            "The police are not involved." if known else "Nobody has recorded that the police are involved."
        )
        return Check("police", passed=True, words=words)
    if request.route is Route.POLICE:
        return Check("police", passed=True, words="It goes to the police themselves.")
    if request.urgent:
        words = (
            "The police are involved and have not answered. Urgent, so it does not wait; tell them at once."
        )
        return Check("police", passed=True, words=words)
    return Check(
        "police",
        passed=False,
        words="The police are involved, and have not answered whether they object.",
        mend="Ask them, and record whom you asked, when, and what they say.",
    )


def person_told(request: RemovalRequest, asked: Asked) -> Check:
    """The member was told, or is told here, that they may ask an Independent Person (Localism Act 2011 s.28(7))."""
    key = "person"
    if request.route is Route.COUNCILLOR:
        return Check(key, passed=True, words="The letter says that the member may ask an Independent Person.")
    if not asked.member_named:
        return Check(
            key, passed=True, words="No councillor is named yet whom an Independent Person could advise."
        )
    if request.person_told:
        return Check(key, passed=True, words="The member knows that they may ask an Independent Person.")
    if request.urgent:
        words = (
            "The member has not been told of the Independent Person. Urgent, so this does not wait for it."
        )
        return Check(key, passed=True, words=words)
    return Check(
        key,
        passed=False,
        words="Nobody has recorded that the member was told of access to an Independent Person.",
        mend="Tell them (Localism Act 2011 s.28(7)), then say so in the draft.",
    )


def election_near(request: RemovalRequest) -> str:
    """Warn where the member is a candidate or a pre-election period runs; "" where neither. It stops nothing."""
    near = council.elections_near(clock.today())
    told = [f"A pre-election period runs: {', '.join(near)}."] if near else []
    if request.candidate is YesNo.YES:
        told.insert(0, "The member is a candidate in an election.")
    if not told:
        return ""
    return " ".join(
        [
            *told,
            "What a council asks of a candidate may be read as taking sides. Say why it is right to ask now.",
        ]
    )


def to_confirm(request: RemovalRequest, asked: Asked) -> list[Confirmation]:
    """Return what whoever approves this request confirms in person."""
    wanted = [Confirmation.PICTURES] if any(asked.exhibits.values()) else []
    return [*wanted, Confirmation.DISCLOSURE] if discloses(request) else wanted
