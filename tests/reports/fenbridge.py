"""A fictional office's half-year, for the tests that look at whole reports."""

from datetime import date, timedelta
from random import Random

from casework.cases.workflow import AssessmentKind, ChangeKind, ComplainantCategory, Nature, OutcomeKind
from casework.members.workflow import Platform, Tier
from casework.reports.document import Covering
from casework.reports.facts import (
    ActionFact,
    CaseFact,
    Change,
    ClauseFact,
    ComplaintFact,
    Period,
    RemovalFact,
)
from casework.reports.figures import Figures, committee_figures
from casework.working_days import working_days_between

HALF_YEAR = Period(date(2026, 4, 1), date(2026, 9, 30))
BEFORE = Period(date(2025, 10, 1), date(2026, 3, 31))
TODAY = date(2026, 10, 12)
AUTHORITIES = {
    "Fenbridge County Council": Tier.COUNTY,
    "Eelmere District Council": Tier.DISTRICT,
    "Little Wending Parish Council": Tier.PARISH,
}
CLAUSES = [
    ClauseFact("A4", "Confidential or unpublished matters"),
    ClauseFact("A8", "Offensive or defamatory material"),
    ClauseFact("G2a", "Respect for others, and comments left standing"),
    ClauseFact("G2b", "Equality, bullying and harassment"),
    ClauseFact("R5", "Other people’s personal details"),
    ClauseFact("R9", "Abusive messages"),
]
COVERING = Covering(
    council="Fenbridge County Council",
    committee="Constitution & Ethics Committee",
    contact="The Monitoring Officer, Shire Hall, Fenbridge. monitoring.officer@fenbridge.example",
    made_on=date(2026, 10, 12),
    recommendation="That the committee notes this report.",
    changes="More complaints than in the last period were about one evening’s debate on a road scheme.",
    implications="Financial: none beyond officers’ time.\nLegal: section 28 of the Localism Act 2011.\nEquality: none.",
    background_papers="The Social Media Code for Councillors.",
)


def figures(facts: list[CaseFact], period: Period = HALF_YEAR) -> Figures:
    """Count with the real calendar."""
    return committee_figures(facts, period, today=TODAY, working_days=working_days_between)


def cases(number: int = 24) -> list[CaseFact]:
    """Return cases of a year in every state, the same at each call."""
    dice = Random(7)
    return [_case(dice, n) for n in range(1, number + 1)] + [_draft()]


def _case(dice: Random, number: int) -> CaseFact:
    received = date(2025, 11, 3) + timedelta(days=number * 13)
    registered = received + timedelta(days=dice.choice([0, 1, 30]))
    changes = [Change(registered, ChangeKind.REGISTERED)]
    outcomes = []
    if number % 3:
        ended = registered + timedelta(days=dice.randint(10, 90))
        merged = number % 10 == 0
        changes.append(Change(ended, ChangeKind.MERGED if merged else ChangeKind.CLOSED))
        if not merged and number % 4:
            outcomes.append((ended, dice.choice(list(OutcomeKind))))
        if number % 7 == 0:
            changes.append(Change(ended + timedelta(days=20), ChangeKind.REOPENED))
    authority = dice.choices(list(AUTHORITIES), [8, 4, 1])[0]
    return CaseFact(
        reference=f"SMC/{registered.year}/{number:04}",
        begun=registered,
        received=received,
        changes=tuple(changes),
        nature=dice.choice(list(Nature)),
        authorities=frozenset({authority}),
        tiers=frozenset({AUTHORITIES[authority]}),
        assessments=((registered, dice.choice(list(AssessmentKind))),),
        outcomes=tuple(outcomes),
        clauses=frozenset(dice.sample(CLAUSES, dice.randint(1, 3))),
        platforms=frozenset(
            dice.sample([Platform.FACEBOOK, Platform.X, Platform.NEXTDOOR], dice.randint(0, 2))
        ),
        complaints=tuple(
            ComplaintFact(received, dice.choice(list(ComplainantCategory)[:4]), registered)
            for _ in range(dice.choice([1, 1, 2]))
        ),
        removals=(RemovalFact(registered, registered + timedelta(days=2)),) if number % 4 == 0 else (),
        actions=(ActionFact(due=registered + timedelta(days=30)),) if number % 5 == 0 else (),
    )


def _draft() -> CaseFact:
    return CaseFact(reference="Draft 99", begun=date(2026, 9, 1), received=date(2026, 9, 1))
