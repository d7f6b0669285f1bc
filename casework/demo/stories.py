"""Thirty matters in every state. Words, handles and dates are invented; none is anybody's."""

from dataclasses import dataclass

from casework.cases.workflow import AssessmentKind, ComplainantCategory, Nature, OutcomeKind
from casework.members.workflow import Platform
from casework.takedowns.workflow import RequestStatus


@dataclass(frozen=True)
class Story:
    """One matter, received `days_ago`. `clauses`: of the Social Media Code; `paragraph`: of the Members' Code."""

    councillors: tuple[str, ...]
    days_ago: int
    platform: Platform
    words: str
    nature: Nature
    by: tuple[ComplainantCategory, ...] = (ComplainantCategory.PUBLIC,)
    clauses: tuple[str, ...] = ()
    paragraph: str = ""
    assessment: AssessmentKind | None = None
    outcome: OutcomeKind | None = None
    removal: RequestStatus | None = None
    urgent: bool = False
    reopened: bool = False
    confidential: bool = False
    consulted: bool = False
    draft: bool = False
    discarded: bool = False
    walled: str = ""
    merged_with_previous: bool = False
    late_by: int = 0
    exposed: bool = False
    mailed: bool = False  # its request waits in the outbox, where e-mail is set up
    proved: bool = False  # its evidence is read, redacted and packed


A, C, N, E, P, R = AssessmentKind, ComplainantCategory, Nature, OutcomeKind, Platform, RequestStatus
FB, X, IG, WA, YT, BS, ND, TT = (
    P.FACEBOOK, P.X, P.INSTAGRAM, P.WHATSAPP, P.YOUTUBE, P.BLUESKY, P.NEXTDOOR, P.TIKTOK,
)  # fmt: skip

STORIES = [
    Story(("quill",), 410, FB, "Anyone who opposes the bypass is a paid stooge. You know who you are, Heron Lane.",
          N.DISRESPECT_PUBLIC, clauses=("A8", "G2a"), paragraph="1.1", assessment=A.INFORMAL, outcome=E.RESOLVED,
          removal=R.VERIFIED_REMOVED),
    Story(("hale",), 395, X, "Officers in highways could not fill a pothole if it came with a manual.",
          N.DISRESPECT_OFFICER, (C.OFFICER,), ("G2a",), "1.2", A.NO_ACTION, E.NO_BREACH),
    Story(("marlowe",), 371, FB, "I have made up my mind on the quarry. It will be refused on my watch.",
          N.PREDETERMINATION, (C.PUBLIC, C.PUBLIC), ("A3",), "5.1", A.INVESTIGATE, E.BREACH, R.CLOSED, consulted=True),
    Story(("teal",), 352, TT, "Leaked: page 4 of the care homes report they did not want you to see.",
          N.CONFIDENTIAL, (C.OFFICER,), ("A4", "R7"), "4.1", A.INVESTIGATE, E.NO_DETERMINATION, R.VERIFIED_REMOVED,
          consulted=True),
    Story(("rook",), 340, IG, "Photo of the new library, credit: somebody else, probably.",
          N.INTELLECTUAL_PROPERTY, clauses=("A2", "R8"), paragraph="5.1", assessment=A.INFORMAL, outcome=E.RESOLVED,
          removal=R.CLOSED),
    Story(("partridge",), 322, FB, "Comment by another, still up: “burn the village hall down and start again”.",
          N.COMMENTS_LEFT, (C.CLERK,), ("G2a",), "1.1", A.INFORMAL, E.RESOLVED, R.VERIFIED_REMOVED),
    Story(("thorn",), 301, BS, "If the district had a brain it would be lonely.",
          N.DISRESPECT_MEMBER, (C.COUNCILLOR,), ("G2a",), "1.1", A.OUTSIDE_CODE, E.NO_BREACH),
    Story(("fernsby",), 290, X, "Proud of our county logo on my new consultancy's page.",
          N.COUNCIL_RESOURCES, clauses=("R12", "A9"), paragraph="6.1", assessment=A.INVESTIGATE, outcome=E.BREACH,
          removal=R.VERIFIED_REMOVED, consulted=True),
    Story(("winslow",), 274, ND, "Number 14 Mill Lane has been claiming everything. Ask them yourselves.",
          N.PERSONAL_DATA, (C.PUBLIC,), ("A1", "R5"), "4.1", A.INVESTIGATE, E.BREACH, R.VERIFIED_REMOVED,
          urgent=True, consulted=True, exposed=True),
    Story(("quill",), 255, FB, "The council thinks this and so do I: vote Lantern.", N.COUNCIL_RESOURCES,
          (C.COUNCILLOR,), ("A7", "R10"), "5.1", A.NO_ACTION, E.NO_BREACH),
    Story(("hale",), 240, YT, "Video: a walk through everything the chief planner gets wrong, part 3 of 9.",
          N.BULLYING, (C.OFFICER,), ("G2b", "R9"), "2.1", A.INVESTIGATE, E.BREACH, R.REFUSED, consulted=True,
          confidential=True),
    Story(("sedge",), 226, WA, "Can everyone stop minuting what I say in this group please.",
          N.OTHER, (C.ANONYMOUS,), (), "", A.OUTSIDE_CODE, E.NO_BREACH),
    Story(("teal",), 215, TT, "Duet with a resident who did not ask to be in a duet.",
          N.DISRESPECT_PUBLIC, clauses=("A8",), paragraph="1.1", assessment=A.INFORMAL, outcome=E.WITHDRAWN),
    Story(("marlowe",), 199, FB, "Deleted every comment on the cycle lane. Life is too short.",
          N.BLOCKING, (C.PUBLIC, C.PUBLIC, C.COUNCILLOR), ("G2c",), "5.1", A.NO_ACTION, E.NO_BREACH, late_by=9),
    Story(("hale",), 180, X, "Same story, different resident.", N.DISRESPECT_PUBLIC, clauses=("G2a",), paragraph="1.1",
          assessment=A.INFORMAL),
    Story(("hale",), 178, X, "Same story, different resident.", N.DISRESPECT_PUBLIC, (C.COUNCILLOR,), ("G2a",), "1.1",
          merged_with_previous=True),
    Story(("rook",), 160, IG, "Guess which officer failed the eye test on the budget.", N.DISRESPECT_OFFICER,
          (C.OFFICER,), ("G2a",), "1.2", A.INFORMAL, E.RESOLVED, reopened=True),
    Story(("thorn",), 141, BS, "They would say that, wouldn't they. They always do, those people.",
          N.DISCRIMINATION, (C.PUBLIC,), ("G2b",), "2.3", A.INVESTIGATE, removal=R.VERIFICATION_DUE, consulted=True,
          proved=True),
    Story(("partridge", "sedge"), 120, FB, "A long argument about the allotments, in public, at midnight.",
          N.DISRESPECT_MEMBER, (C.CLERK, C.PUBLIC), ("G2a", "R9"), "1.1", A.INFORMAL,
          removal=R.REAPPEARED),
    Story(("winslow",), 101, ND, "I hear the surgery is closing. I have seen the paper that says so.",
          N.CONFIDENTIAL, (C.OFFICER,), ("A4", "G2d"), "4.1", A.INVESTIGATE, removal=R.COMPLIED),
    Story(("fernsby",), 84, X, "An election is coming and the county's account agrees with me.",
          N.COUNCIL_RESOURCES, (C.COUNCILLOR,), ("G13",), "7.2", A.NO_ACTION, E.NO_BREACH),
    Story(("quill",), 66, FB, "Dr Nobody of Saltmarket is a quack and a thief.", N.FALSE_STATEMENT,
          clauses=("A8", "R9"), paragraph="1.1", assessment=A.INVESTIGATE, removal=R.NO_RESPONSE, consulted=True),
    Story(("hale",), 49, X, "Her home address, since she asked for openness: 1 Nowhere Street.", N.PERSONAL_DATA,
          (C.PUBLIC,), ("R5", "A1"), "4.1", A.INVESTIGATE, removal=R.SENT, urgent=True, exposed=True),
    Story(("rook",), 37, IG, "Council staff party! Tagged: everyone who will vote my way.", N.OTHER,
          (C.MONITORING_OFFICER,), ("A7",), "3.1", A.INFORMAL, walled="investigator"),
    Story(("thorn",), 26, BS, "Reposting: ‘the leader is a liar and here is his wife’s number’.", N.PERSONAL_DATA,
          (C.COUNCILLOR,), ("R5", "G2a"), "4.1", A.INFORMAL, removal=R.AUTHORISED, confidential=True),
    Story(("partridge",), 19, FB, "Parish clerk seen napping. Photo attached.", N.DISRESPECT_OFFICER, (C.CLERK,),
          ("G2a",), "1.2", removal=R.DRAFT),
    Story(("marlowe",), 12, FB, "I know how I shall vote on Thursday and so should you.", N.PREDETERMINATION,
          clauses=("A3",), paragraph="5.1", removal=R.MONITORING),
    Story(("quill",), 6, FB, "Seen at the tip: a certain neighbour's entire kitchen.", N.DISRESPECT_PUBLIC,
          clauses=("A8",), paragraph="1.1", removal=R.AUTHORISED, mailed=True),
    Story(("hale",), 4, X, "More soon about the chief planner.", N.NOT_SORTED, draft=True),
    Story((), 1, FB, "A blurry picture of a screen, sent by a resident.", N.NOT_SORTED, draft=True, exposed=True),
    Story(("winslow",), 30, ND, "A post that turned out to be somebody else's.", N.NOT_SORTED, discarded=True),
]  # fmt: skip
