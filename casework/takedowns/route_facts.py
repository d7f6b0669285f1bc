"""What is so of each route: the one table that forms, deadlines, letters, checks and chains read. Pure.

What differs between councils (whether a route is offered, its days, on what they rest) is a row of theirs over these
defaults. No law gives a council a right to have a post removed: where an Act is cited it is for what it says of others.
"""

from collections.abc import Collection
from dataclasses import dataclass

from casework.correspondence.workflow import Addressee
from casework.takedowns.workflow import DeadlineBasis, Ground, Route
from casework.words import Choice

B, G, R = DeadlineBasis, Ground, Route


class Need(Choice):
    """What a route or a ground needs, as it is asked."""

    PRINCIPAL = "principal", "On whose behalf is it asked?"
    AGREED = "agreed", "How and when did they agree?"
    GOOD_FAITH = "good_faith", "What is believed in good faith, and by whom?"
    CHANNEL = "channel", "On which of the council’s own channels does the post stand?"
    SEARCH = "search", "Which search shows it?"
    ADDRESS = "address", "What is the exact address of each post?"
    RULE = "rule", "Which rule, or Act and section, in its own words?"
    GROUP = "group", "Has the councillor a group?"


NAMES = {  # as they go on after "Needs:"
    Need.PRINCIPAL: "for whom it is asked",
    Need.AGREED: "that they agree",
    Need.GOOD_FAITH: "what is believed in good faith",
    Need.CHANNEL: "which of the council’s channels it is",
    Need.SEARCH: "the search that shows it",
    Need.ADDRESS: "the exact address of each post",
    Need.RULE: "the rule, in its own words",
    Need.GROUP: "that the councillor has a group",
}
ANSWERED = (Need.PRINCIPAL, Need.AGREED, Need.GOOD_FAITH, Need.CHANNEL, Need.SEARCH)  # in words of their own
FOR_ANOTHER = (Need.PRINCIPAL, Need.AGREED)
MEND = {
    Need.PRINCIPAL: "Say for whom it is asked: the right, or the complaint, is that person’s and not the council’s.",
    Need.AGREED: "Ask the person, and say how and when they agreed: nobody asks in their name without it.",
    Need.GOOD_FAITH: "Say who believes in good faith that the use is not allowed, and why. A false notice can make "
    "whoever sends it liable.",
    Need.CHANNEL: "Name the page, account or site of the council’s own, or choose another route.",
    Need.SEARCH: "Give the words that were searched for: a search engine takes a page out of the results for them.",
    Need.ADDRESS: "Record the post’s exact address under “Posts and evidence”: nobody on this route looks for it.",
    Need.RULE: "Change the draft: under “Which rule or law” give the rule, in the words of whoever is to act on it.",
    Need.GROUP: "Record the group with the councillor’s office, or choose another route.",
}


@dataclass(frozen=True)
class RouteFacts:
    """What is so of one route.

    `acted_on`: the grounds on which anybody there acts; None for all. `days`: working days to answer, before a council
    says otherwise; `near`: whether its own shorter time for urgent requests holds. `remind_day`: the working day after
    sending on which a reminder is due, 0 for none. `discloses`: whether asking tells a third person of the matter.
    `follows`: the routes that may come next, the nearest first.
    """

    addressee: Addressee
    days: int
    basis: DeadlineBasis
    source: str
    remind_day: int
    needs: tuple[Need, ...] = ()
    acted_on: frozenset[Ground] | None = None
    near: bool = False
    discloses: bool = False
    follows: tuple[Route, ...] = ()
    recipient: str = ""


ASKED = "No rule sets a time: the council asks, and declining is not itself a breach."
A_MONTH = 23  # working days: never fewer than the month of Article 12(3), as a month has 23 at most
ROUTE_FACTS: dict[Route, RouteFacts] = {
    R.COUNCILLOR: RouteFacts(
        Addressee.MEMBER, 5, B.COURTESY, ASKED, 3, near=True,
        follows=(R.GROUP_LEADER, R.PAGE_ADMIN, R.CHANNEL_TEAM, R.PLATFORM, R.RIGHTS_OWNER, R.SAFETY_ACT, R.ERASURE,
                 R.POLICE, R.HELPLINE),
    ),
    R.GROUP_LEADER: RouteFacts(
        Addressee.LEADER, 5, B.COURTESY, ASKED, 3, (Need.GROUP,), near=True, discloses=True,
        follows=(R.PAGE_ADMIN, R.PLATFORM, R.SAFETY_ACT, R.ERASURE, R.POLICE),
        recipient="The leader of the group",
    ),
    R.PAGE_ADMIN: RouteFacts(
        Addressee.PAGE, 5, B.COURTESY,
        f"{ASKED} Where the person defamed sends a notice of their own, the Defamation (Operators of Websites) "
        "Regulations 2013 tell the operator of a website what to do with it; a council’s request is no such notice.",
        3, (Need.ADDRESS,), near=True, discloses=True,
        follows=(R.PLATFORM, R.SAFETY_ACT, R.ERASURE, R.DELISTING, R.POLICE),
        recipient="Administrators of the page",
    ),
    R.CHANNEL_TEAM: RouteFacts(
        Addressee.CHANNEL, 2, B.PROCEDURE,
        "The council runs the channel itself: its own rules for it say who may take a post down, and when.",
        1, (Need.CHANNEL,), near=True, follows=(R.PLATFORM,), recipient="Channel team",
    ),
    R.RIGHTS_OWNER: RouteFacts(
        Addressee.PLATFORM, 5, B.COURTESY,
        "Copyright, Designs and Patents Act 1988, and the Electronic Commerce (EC Directive) Regulations 2002, reg. "
        "19: a host that knows acts expeditiously. No number of days is set.",
        2, (Need.ADDRESS, *FOR_ANOTHER, Need.GOOD_FAITH), frozenset({G.RIGHTS}),
        follows=(R.PLATFORM, R.DELISTING), recipient="Rights team of the platform",
    ),
    R.PLATFORM: RouteFacts(
        Addressee.PLATFORM, 5, B.COURTESY,
        "The platform’s own terms. No law sets a time for a council’s report, and none has a standing of its own.",
        2, (Need.ADDRESS,),
        frozenset({G.PLATFORM_RULE, G.PERSONAL_DATA, G.DEFAMATION, G.RIGHTS, G.UNLAWFUL}),
        follows=(R.SAFETY_ACT, R.RIGHTS_OWNER, R.ERASURE, R.DELISTING, R.HELPLINE, R.POLICE),
        recipient="Reports team of the platform",
    ),
    R.SAFETY_ACT: RouteFacts(
        Addressee.PLATFORM, 5, B.COURTESY,
        "Online Safety Act 2023, ss. 21 and 32: services let users and those affected complain. The Act sets no number "
        "of days, and gives a council no special standing.",
        2, (Need.ADDRESS, *FOR_ANOTHER), frozenset({G.PLATFORM_RULE, G.UNLAWFUL}),
        follows=(R.HELPLINE, R.DELISTING, R.POLICE), recipient="Complaints team of the platform",
    ),
    R.ERASURE: RouteFacts(
        Addressee.PLATFORM, A_MONTH, B.STATUTE,
        "UK GDPR Articles 17 and 12(3): without undue delay, and within one month at the latest. The right is the "
        "person’s own, and has exceptions, freedom of expression among them.",
        15, (Need.ADDRESS, *FOR_ANOTHER), frozenset({G.PERSONAL_DATA}),
        follows=(R.DELISTING,), recipient="Data protection contact of the platform",
    ),
    R.DELISTING: RouteFacts(
        Addressee.SEARCH, A_MONTH, B.COURTESY,
        "Where it rests on personal data, UK GDPR Article 12(3) gives a month; else the search engine’s own terms.",
        15, (Need.ADDRESS, *FOR_ANOTHER, Need.SEARCH), frozenset({G.PERSONAL_DATA, G.DEFAMATION, G.UNLAWFUL}),
        recipient="Removals team of the search engine",
    ),
    R.POLICE: RouteFacts(
        Addressee.POLICE, 5, B.COURTESY, "The police decide for themselves what they do, and when.",
        0, (), frozenset({G.UNLAWFUL}), follows=(R.PLATFORM, R.HELPLINE), recipient="Police officer in charge",
    ),
    R.HELPLINE: RouteFacts(
        Addressee.HELPLINE, 5, B.COURTESY, "The helpline’s own terms; most ask that the platform was asked first.",
        0, (Need.ADDRESS, *FOR_ANOTHER), frozenset({G.PLATFORM_RULE, G.PERSONAL_DATA, G.UNLAWFUL}),
        follows=(R.POLICE,), recipient="Helpline team",
    ),
}  # fmt: skip
OF_GROUND: dict[Ground, tuple[Need, ...]] = {
    G.PLATFORM_RULE: (Need.RULE,),
    G.DEFAMATION: FOR_ANOTHER,
    G.RIGHTS: (*FOR_ANOTHER, Need.GOOD_FAITH),
}


def needs(route: Route, grounds: Collection[str]) -> list[Need]:
    """Return what a request on this route and these grounds needs, in the order in which it is asked."""
    wanted = set(ROUTE_FACTS[route].needs)
    for ground, more in OF_GROUND.items():
        if ground in grounds:
            wanted |= set(more)
    return [need for need in Need if need in wanted]


def wanted_by(need: Need) -> list[str]:
    """Return the routes and the grounds that need this, as they are called."""
    routes = [route.label for route, facts in ROUTE_FACTS.items() if need in facts.needs]
    return routes + [ground.label for ground, more in OF_GROUND.items() if need in more]


def acts_on(route: Route) -> str:
    """Say on which grounds anybody on this route acts, before anything is sent; "" where on any."""
    useful = ROUTE_FACTS[route].acted_on
    if useful is None:
        return ""
    listed = ", ".join(f"“{ground.label}”" for ground in Ground if ground in useful)
    return f"Acts on {listed} alone: a breach of a council’s Code is no ground here."


def told_for_nothing(route: Route, grounds: Collection[str]) -> str | None:
    """Say on which of the grounds nobody on this route acts, where it acts on another; None where there is none."""
    useful = ROUTE_FACTS[route].acted_on
    idle = [ground for ground in Ground if ground in grounds and useful is not None and ground not in useful]
    if not idle or len(idle) == len(grounds):
        return None
    listed = " or ".join(f"“{ground.label}”" for ground in idle)
    return (
        f"On the route “{route.label}” nobody acts on {listed}: the letter would tell them of it for nothing. Take it "
        "off, or ask for that in a request of its own."
    )


def not_acted_on(route: Route, grounds: Collection[str]) -> str | None:
    """Say why nobody on this route would act on these grounds; None where one of them will do."""
    useful = ROUTE_FACTS[route].acted_on
    if useful is None or useful & set(grounds):
        return None
    wanted = " or ".join(f"“{ground.label}”" for ground in Ground if ground in useful)
    return (
        f"On the route “{route.label}” nobody acts on this ground. A breach of a council’s Code is not one there: "
        f"give {wanted}, if it applies, or choose another route."
    )
