"""The wording of the letters. Pure: facts in, plain text out, so that each sentence can be tested.

A paragraph is one line: whatever shows, prints or sends the letter wraps it.

A removal request claims no power: the council may ask, and has none to order. The High Court quashed a finding that
had not weighed a politician's freedom of expression (Robinson [2021] EWHC 2014), so a letter finds nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.cases.workflow import Confidentiality
from casework.clock import long_date
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.fields import Values
from casework.correspondence.templates.language import rendered
from casework.correspondence.workflow import Addressee, LetterKind


@dataclass(frozen=True)
class Office:
    """Who writes: the council and how its Monitoring Officer is reached."""

    council: str
    name: str
    email: str
    phone: str

    @property
    def reached(self) -> str:
        """How to reply, in words."""
        ways = [way for way in (self.email, self.phone) if way]
        return " or ".join(ways) if ways else f"{self.name}, {self.council}"


@dataclass(frozen=True)
class Acknowledgement:
    """What an acknowledgement says. `name` is empty where the complainant is not to be named."""

    office: Office
    reference: str
    written_on: date
    name: str
    received_on: date
    assess_by: date
    confidentiality: Confidentiality


@dataclass(frozen=True)
class RemovalText:
    """What a removal request says. It has no place for a complainant.

    `name`: the request's own reference. `wish`: what is asked, as it follows "we ask you to". `places`: where each
    post is. `because`: the grounds, one line each. `holds_copy`: whether an exhibit shows every post.
    `keep_copy`: whether the recipient may keep one. `wanted_words`: what a correction is to say. `on_behalf_of`: for
    whom it is asked, `good_faith`: what is believed in good faith, `search`: which search shows it; "" where nothing.
    """

    office: Office
    name: str
    case_name: str
    written_on: date
    recipient: str
    addressee: Addressee
    wish: str
    places: Sequence[str]
    because: Sequence[str]
    deadline: date
    deadline_words: str
    holds_copy: bool
    keep_copy: bool
    tells_member: bool
    wanted_words: str = ""
    on_behalf_of: str = ""
    good_faith: str = ""
    search: str = ""


def acknowledgement(facts: Acknowledgement) -> str:
    """Return the text of an acknowledgement to a complainant."""
    office = facts.office
    return whole_letter(
        office,
        facts.written_on,
        facts.reference,
        facts.name,
        "Your complaint about the use of social media by a councillor",
        [
            (
                f"Thank you for your complaint, which we received on {long_date(facts.received_on)}. It is recorded "
                "under the reference above. Please quote it whenever you write to us about this."
            ),
            "WHAT HAPPENS NEXT",
            (
                "The Monitoring Officer will first consider whether the matter falls within the Code of Conduct for "
                "councillors, which applies when somebody acts as a councillor or gives that impression. They may "
                "ask you for more, and may ask an Independent Person for a view. We aim to tell you what was decided "
                f"at this first stage by {long_date(facts.assess_by)}. If we need longer we will write and say why."
            ),
            "Until then nothing has been decided, and no finding has been made about anybody.",
            "YOUR NAME",
            _CONFIDENTIALITY[facts.confidentiality],
            "WHAT HELPS",
            (
                "Please keep what you have: screenshots, messages, addresses of posts and their dates. Posts can "
                "vanish. Please do not use anybody else’s account, or a false one, to look for more."
            ),
            "WHAT THE COUNCIL CAN AND CANNOT DO",
            (
                "The council can consider whether the Code of Conduct for councillors was breached. It may ask for a "
                "post to be removed, but it has no power to remove one or to order that. You can report a post to the "
                "platform yourself at any time."
            ),
            "If anybody is in danger, call the police on 999 at once.",
            f"If anything here is unclear, or you need it in another form, reply to {office.reached}.",
        ],
    )


_CONFIDENTIALITY = {
    Confidentiality.NOT_ASKED: "A councillor who is complained about is normally told who has complained, so that "
    "they can answer. If you want to ask us not to give your name, tell us now, and why. We will decide before the "
    "councillor is told, and we will tell you what we have decided first.",
    Confidentiality.UNDECIDED: "You have asked us to keep your name confidential. We have not decided yet. The "
    "councillor will not be told who you are before we have decided and told you.",
    Confidentiality.GRANTED: "You have asked us to keep your name confidential, and we have agreed. The councillor "
    "will not be told who you are by us. Should a court or the law ever require more, we will tell you first where "
    "we may.",
    Confidentiality.REFUSED: "You have asked us to keep your name confidential, and we have decided that we cannot. "
    "We will give you our reasons, and you can tell us whether you want to go on, before your name is passed to "
    "the councillor.",
}


def request_values(facts: RemovalText) -> Values:
    """Return what each field of a removal request says."""
    several = len(facts.places) > 1
    told = (
        "This letter tells you that a matter about your use of social media has been recorded as "
        f"{facts.case_name}. No finding has been made about you. You will be told separately how it is dealt with "
        "and how you can answer."
    )
    return {
        **common_values(facts.office, facts.written_on, facts.name, facts.recipient, facts.places),
        "told": told if facts.tells_member else "",
        "opening": f"{_OPENING[facts.addressee]} {facts.wish}:",
        "instead": facts.wanted_words,
        "grounds": list(facts.because),
        "for_whom": _for_whom(facts),
        "standing": standing(facts.addressee),
        "copies": copies(
            facts.addressee, holds_copy=facts.holds_copy, keep_copy=facts.keep_copy, several=several
        ),
        "looks": looks(facts.deadline, several=several),
        "reply": reply(facts.office, facts.name, facts.deadline, facts.deadline_words),
        "reply_by": long_date(facts.deadline),
        "disagree": disagreement(facts.addressee),
    }


def removal_request(facts: RemovalText) -> str:
    """Return the text of a removal request, in the words that Casework comes with."""
    return rendered(BUILT_IN[LetterKind.REMOVAL_REQUEST], request_values(facts))


def common_values(
    office: Office, written_on: date, name: str, recipient: str, places: Sequence[str]
) -> Values:
    """Return what the fields say that every letter about a removal request has."""
    return {
        "council": office.council,
        "office": office.name,
        "office_email": office.email,
        "office_phone": office.phone,
        "written_on": long_date(written_on),
        "reference": name,
        "recipient": recipient,
        "posts": [f"{number}. {place}" for number, place in enumerate(places, start=1)],
    }


def reply(office: Office, name: str, deadline: date, deadline_words: str) -> str:
    """Say how to reply and by when, and that silence is nothing but silence."""
    return (
        f"Please reply to {office.reached} by {long_date(deadline)} ({deadline_words}), quoting {name}. Please say "
        "what was done and when, or that you decline. Silence will be recorded as no reply, and as nothing else."
    )


_OPENING = {
    Addressee.MEMBER: "We ask you to",
    Addressee.LEADER: "We ask for your help as leader of the group: please pass this request to the councillor "
    "concerned, whom we ask to",
    Addressee.PAGE: "You are shown as running the page or group concerned. We ask you to",
    Addressee.CHANNEL: "The following stands on a channel that the council itself runs. We ask you to",
    Addressee.PLATFORM: "We report the following and ask you to consider it under your own rules and the law that "
    "applies to you. We ask you to",
    Addressee.SEARCH: "We report the following, which your search shows, and ask you to consider it under your own "
    "rules and the law that applies to you. We ask you to",
    Addressee.POLICE: "What follows may be an offence, which is for you to judge and not for us. Should you take it "
    "up, we ask for your help to",
    Addressee.HELPLINE: "We ask for your help, within what you do, to",
}
ASKED_OF_A_BODY = frozenset(
    {Addressee.PLATFORM, Addressee.SEARCH, Addressee.POLICE, Addressee.HELPLINE}
)  # it judges by rules of its own, and neither wrote nor carries the post


def _for_whom(facts: RemovalText) -> list[str]:
    """Return for whom it is asked, what they believe and which search shows it, where any of that is said."""
    said = [
        (facts.on_behalf_of, "This is asked on behalf of {}, who has agreed to it."),
        (facts.good_faith, "In good faith: {}"),
        (facts.search, "The search that shows it: {}"),
    ]
    return [words.format(" ".join(text.split())) for text, words in said if text]


def standing(addressee: Addressee) -> str:
    """Say what a request is: no order, and no finding."""
    if addressee is Addressee.CHANNEL:
        return (
            "This is a request. Whether the post stays is for you to decide, under the council’s own rules for the "
            "channel. It finds nothing of anybody, and is made without prejudice to any finding."
        )
    if addressee in ASKED_OF_A_BODY:
        return (
            "This is a request. The council claims no special standing and no power to order it, and it makes no "
            "finding about anybody by asking. It is made without prejudice to any finding."
        )
    return (
        "This is a request. The council has no power to order it and claims none. It is made without prejudice to any "
        "finding: nobody has decided by it whether a Code was breached. Declining is not itself a breach."
    )


def copies(addressee: Addressee, *, holds_copy: bool, keep_copy: bool, several: bool) -> str:
    """Say that we hold a copy, and whether they are to keep one; only the member has words of their own to refer to."""
    them = "these posts as they were" if several else "the post as it was"
    ours = f"We hold a copy of {them} when we recorded {'them' if several else 'it'}." if holds_copy else ""
    if not keep_copy:
        theirs = "Because of what is shown, please do not make, keep or pass on any further copy."
    elif addressee is Addressee.MEMBER:
        theirs = "Before anything is changed, please keep a copy of your own, with its date, to refer to."
    else:
        theirs = ""
    return f"{ours} {theirs}".strip()


def looks(deadline: date, *, several: bool) -> str:
    """Announce where somebody looks, and when: what no letter announced would be watching (RIPA 2000, Part II)."""
    where = "each of the addresses given above" if several else "the address given above"
    return (
        f"Somebody from the council will look at {where} once you tell us that it is done, or otherwise after "
        f"{long_date(deadline)}. Where it is gone, they look once more at least 24 hours later. They look at no more "
        "than it takes to say what is there, and never with a personal or a false account."
    )


def disagreement(addressee: Addressee) -> str:
    """Say how to disagree, and whose advice a councillor may ask for."""
    if addressee in ASKED_OF_A_BODY:
        return (
            "If you think that we have this wrong, or that it is for somebody else, tell us why. What you say will be "
            "kept with the matter and considered before anything else is decided."
        )
    common = (
        "If you think that we have this wrong, tell us why: that it is true, that it is fair comment or was yours to "
        "say, that the account is not yours, or anything else. You may propose something less, such as a correction or "
        "fewer readers. What you say will be kept with the matter and considered before anything else is decided."
    )
    if addressee is Addressee.MEMBER:
        return (
            f"{common} You may take advice of your own, and may ask for the views of an Independent Person appointed "
            "under section 28(7) of the Localism Act 2011."
        )
    return common


def whole_letter(
    office: Office, written_on: date, reference: str, name: str, subject: str, parts: Sequence[str]
) -> str:
    """Return a whole letter: head, reference, greeting, its parts one blank line apart, and who signs.

    Without a `name` it goes to a complainant who is not named.
    """
    head = "\n".join([office.council, office.name, *(way for way in (office.email, office.phone) if way)])
    blocks = [
        head,
        long_date(written_on),
        f"Our reference: {reference}",
        f"Dear {name or 'complainant'},",
        subject.upper(),
        *parts,
        "Yours sincerely," if name else "Yours faithfully,",
        f"{office.name}\n{office.council}",
    ]
    return "\n\n".join(blocks) + "\n"
