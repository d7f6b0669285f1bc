"""The fixed lists and the pure rules of a case: states, what may follow what, and what a finding needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.errors import NotPossible
from casework.words import Choice

MERGED = "Merged into another case"


class CaseStatus(Choice):
    """A draft has no reference yet; a discarded draft never gets one, and keeps its exhibits."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    DISCARDED = "discarded", "Discarded"


UNFINISHED = (CaseStatus.DRAFT, CaseStatus.OPEN)  # a shut case is reopened before it is worked on


class CaseAction(Choice):
    """What an officer does to a case as a whole."""

    REGISTER = "register", "Register"
    DISCARD = "discard", "Discard the draft"
    CLOSE = "close", "Close the case"
    MERGE = "merge", "Merge into another case"
    REOPEN = "reopen", "Reopen the case"


TRANSITIONS: dict[tuple[CaseStatus, CaseAction], CaseStatus] = {
    (CaseStatus.DRAFT, CaseAction.REGISTER): CaseStatus.OPEN,
    (CaseStatus.DRAFT, CaseAction.DISCARD): CaseStatus.DISCARDED,
    (CaseStatus.OPEN, CaseAction.CLOSE): CaseStatus.CLOSED,
    (CaseStatus.OPEN, CaseAction.MERGE): CaseStatus.CLOSED,
    (CaseStatus.CLOSED, CaseAction.REOPEN): CaseStatus.OPEN,
}


def actions_from(status: CaseStatus) -> list[CaseAction]:
    """Return what may be done to a case in this state; the page draws these and no other."""
    return [action for (start, action) in TRANSITIONS if start is status]


class Nature(Choice):
    """What a case is about, from a fixed list: the only words on its nature that a public report may print."""

    DISRESPECT_PUBLIC = "disrespect_public", "Disrespect towards a member of the public"
    DISRESPECT_MEMBER = "disrespect_member", "Disrespect towards another councillor"
    DISRESPECT_OFFICER = "disrespect_officer", "Disrespect towards an officer or partner"
    BULLYING = "bullying", "Bullying, harassment or intimidation"
    DISCRIMINATION = "discrimination", "Equality or discrimination"
    CONFIDENTIAL = "confidential", "Confidential or exempt information"
    PERSONAL_DATA = "personal_data", "Personal data"
    FALSE_STATEMENT = "false_statement", "Untrue or damaging statement"
    PREDETERMINATION = "predetermination", "Predetermination or bias"
    COUNCIL_RESOURCES = "council_resources", "Use of the council’s name, logo, accounts or equipment"
    PERSONAL_INTEREST = "personal_interest", "Personal or financial interest"
    INTELLECTUAL_PROPERTY = "intellectual_property", "Copyright or other intellectual property"
    COMMENTS_LEFT = "comments_left", "Comments by others left standing"
    BLOCKING = "blocking", "Deleting or blocking critics"
    DISREPUTE = "disrepute", "Conduct said to bring the council into disrepute"
    OTHER = "other", "Other conduct on social media"
    NOT_SORTED = "not_sorted", "Not yet sorted"


class Channel(Choice):
    """How a complaint reached the office."""

    EMAIL = "email", "E-mail"
    FORM = "form", "Web form"
    LETTER = "letter", "Letter"
    PHONE = "phone", "Telephone"
    IN_PERSON = "in_person", "In person"
    NOTICED = "noticed", "Noticed by an officer or member"
    OTHER = "other", "Another way"
    NOT_KNOWN = "not_known", "Not recorded yet"


class ComplainantCategory(Choice):
    """Who complained, by kind. Anonymous complaints are recorded; whether they go on is the council's decision."""

    PUBLIC = "public", "Member of the public"
    COUNCILLOR = "councillor", "Councillor"
    OFFICER = "officer", "Council officer"
    CLERK = "clerk", "Parish or town clerk"
    MONITORING_OFFICER = "monitoring_officer", "Raised by the Monitoring Officer"
    ANONYMOUS = "anonymous", "Anonymous"


def can_be_acknowledged(category: ComplainantCategory, contact: str) -> bool:
    """Say whether there is somebody to write to: the office does not write to itself, nor where it knows no way."""
    if category is ComplainantCategory.ANONYMOUS:
        return bool(contact.strip())
    return category is not ComplainantCategory.MONITORING_OFFICER


class Confidentiality(Choice):
    """The decision on a request for confidentiality; it comes before the member is told."""

    NOT_ASKED = "not_asked", "Not asked for"
    UNDECIDED = "undecided", "Asked for, not yet decided"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"


class ConductKind(Choice):
    """Posts, or an act without one."""

    POSTS = "posts", "One or more posts"
    DELETING = "deleting", "Deleting or blocking critics"
    BEFRIENDING = "befriending", "Befriending staff or contractors"
    BROWSING = "browsing", "Browsing or downloading unsuitable material"
    OTHER_ACT = "other_act", "Another act without a post"


class PostKind(Choice):
    """What sort of thing was published."""

    POST = "post", "Post"
    COMMENT = "comment", "Comment or reply"
    LEFT_STANDING = "left_standing", "Comment by another, left standing"
    RESHARE = "reshare", "Reshare"
    LIKE = "like", "Like or reaction"
    PROFILE = "profile", "Profile or biography"
    STORY = "story", "Story"
    MESSAGE = "message", "Message"
    VIDEO = "video", "Video"


class Attribution(Choice):
    """On what basis a post is tied to the member."""

    ADMITTED = "admitted", "Admitted by the member"
    VERIFIED_PROFILE = "verified_profile", "Verified profile"
    KNOWN_ACCOUNT = "known_account", "Account known to the office"
    INFERRED = "inferred", "Inferred"
    DISPUTED = "disputed", "Disputed: said to be hacked, shared or impersonated"
    NOT_ESTABLISHED = "not_established", "Not established"


class Audience(Choice):
    """Who could see a post."""

    PUBLIC = "public", "Anybody"
    FOLLOWERS = "followers", "Friends or followers"
    CLOSED_GROUP = "closed_group", "Members of a closed group"
    PRIVATE_MESSAGE = "private_message", "The people in a private message"
    NOT_KNOWN = "not_known", "Not known"


class Live(Choice):
    """Is it still there? Not looking is an answer, and is not 'no'."""

    YES = "yes", "Yes, still there"
    NO = "no", "No, gone"
    NOT_LOOKED = "not_looked", "Not looked"


class Capacity(Choice):
    """Whether the member was acting, or perceived to be acting, as a councillor (Localism Act 2011 s.27(2))."""

    NOT_CONSIDERED = "not_considered", "Not considered yet"
    OFFICIAL = "official", "Acting as a councillor"
    IMPRESSION = "impression", "Gave the impression of acting as a councillor"
    PRIVATE = "private", "Private capacity"
    MIXED = "mixed", "Partly as a councillor, partly private"
    ARGUABLE = "arguable", "Arguable: needs investigation"


class CapacityFact(Choice):
    """Facts that bear on capacity; each is answered yes, no or not known."""

    TITLE_SHOWN = "title_shown", "“Councillor” or “Cllr” in the handle or display name"
    BIOGRAPHY = "biography", "The biography says that they are a councillor"
    DISCLAIMER = "disclaimer", "The profile says that views are personal"
    COUNCIL_IMAGES = "council_images", "Official pictures or the council’s logo"
    COUNCIL_BUSINESS = "council_business", "The subject is council business"
    MEMBER_INFORMATION = "member_information", "Uses information that only a member has"
    TAGS = "tags", "Tags the council or its officers"
    OFFICIAL_USE_BEFORE = "official_use_before", "The account was used for council matters before"
    PARTY_CONTEXT = "party_context", "Party political context"
    SENIOR = "senior", "Holds a senior or well-known office"
    COUNCIL_EQUIPMENT = "council_equipment", "Made with council equipment or on its network"


class ExpressionQuestion(Choice):
    """What Article 10 asks before a finding: see Heesom [2014] EWHC 1504 and Robinson [2021] EWHC 2014."""

    POLITICAL = "political", "Is it political expression, or on a matter of public interest?"
    TARGET = "target", "Whom is it about: a politician, an officer, a member of the public?"
    FACT_OR_OPINION = "fact_or_opinion", "Does it state fact, or give an opinion?"
    BASIS = "basis", "What factual basis does it have?"
    ABUSE = "abuse", "Is there gratuitous personal abuse?"
    MANNER = "manner", "In what manner, and how often?"
    LESS_INTRUSIVE = "less_intrusive", "Would something less intrusive do?"
    JUSTIFIED = "justified", "Would a finding be a justified and proportionate interference?"


class FindingKind(Choice):
    """The finding on one allegation."""

    NOT_DECIDED = "not_decided", "Not decided"
    BREACH = "breach", "Breach"
    NO_BREACH = "no_breach", "No breach"
    NOT_DETERMINED = "not_determined", "Not determined"


class LinkKind(Choice):
    """How two cases belong together, or do not."""

    RELATED = "related", "Related"
    SAME_CONDUCT = "same_conduct", "About the same conduct"
    SEPARATE = "separate", "Looked like a duplicate; judged separate"


class ChangeKind(Choice):
    """A step in the life of a case, as the committee's figures count it."""

    REGISTERED = "registered", "Registered"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    MERGED = "merged", "Merged"
    DISCARDED = "discarded", "Discarded"


class AssessmentKind(Choice):
    """What was decided at assessment. It is not an outcome."""

    OUTSIDE_CODE = "outside_code", "Outside the Code"
    NO_ACTION = "no_action", "No further action"
    INFORMAL = "informal", "Informal resolution"
    INVESTIGATE = "investigate", "Investigate"


class OutcomeKind(Choice):
    """How the case ended."""

    NO_BREACH = "no_breach", "No breach"
    BREACH = "breach", "Breach"
    RESOLVED = "resolved", "Resolved informally"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NO_DETERMINATION = "no_determination", "No determination"


class AssignmentKind(Choice):
    """Why an officer is on a case."""

    OWNER = "owner", "Case owner"
    INVESTIGATOR = "investigator", "Investigator"
    INDEPENDENT_PERSON = "independent_person", "Independent Person"


@dataclass(frozen=True)
class Minimum:
    """What a suspected breach must have before it gets a reference. `pictured`: there is an exhibit of it."""

    pictured: bool
    address: bool
    described: bool
    member: bool
    member_not_identified: bool
    complaints: int
    received_on: date | None


class Missing(Choice):
    """What a draft still lacks, in words that say what to do."""

    SUBSTANCE = "substance", "Add a picture, the address of a post, or a description."
    MEMBER = "member", "Name the councillor, or say that they are not yet identified."
    INFORMANT = "informant", "Say who told us."
    RECEIVED = "received", "Say when it was received."


def missing_for_reference(facts: Minimum) -> list[Missing]:
    """Return what is wanting before a reference can be given; everything else may follow later."""
    wanting = {
        Missing.SUBSTANCE: not (facts.pictured or facts.address or facts.described),
        Missing.MEMBER: not (facts.member or facts.member_not_identified),
        Missing.INFORMANT: facts.complaints < 1,
        Missing.RECEIVED: facts.received_on is None,
    }
    return [item for item, lacking in wanting.items() if lacking]


def next_status(status: CaseStatus, action: CaseAction) -> CaseStatus:
    """Return the state that `action` leads to; raise NotPossible where it cannot be done in this one."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        possible = " or ".join(f"“{each.label.lower()}”" for each in actions_from(status)) or "nothing"
        raise NotPossible(
            f"This cannot be done to a case that is {status.label.lower()}: what can be done is {possible}."
        ) from None


def days_of_conduct(
    days: Sequence[tuple[date | None, date | None]],
) -> tuple[date | None, date | None]:
    """Return the first and last day of conduct made of these dated parts; None where an end is not known.

    A first day without a last one is that day alone. One part without any date leaves both ends open: nobody
    knows what Code it falls under.
    """
    firsts = [first for first, _ in days]
    lasts = [last or first for first, last in days]
    return (
        None if None in firsts or not firsts else min(day for day in firsts if day),
        None if None in lasts or not lasts else max(day for day in lasts if day),
    )
