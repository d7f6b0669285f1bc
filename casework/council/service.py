"""Commands on the council's settings and the days on which it is closed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import IntegrityError

from casework.accounts.models import Officer
from casework.accounts.service import tell_monitoring_officers
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.clock import long_date
from casework.council import queries
from casework.council.colours import LEAST_CONTRAST, PAGE, contrast, is_colour
from casework.council.labels import LABELS
from casework.council.models import Closure, CouncilSettings, ElectionPeriod
from casework.database import command, current_unit, db, lock
from casework.errors import DomainError, NotPossible
from casework.folding import can_be_seen
from casework.versions import expect_version, in_words
from casework.working_days import is_working_day

PREFIX = re.compile(r"[A-Z]{2,8}")
NEEDED = ("council_name", "committee_name", "contact_name", "police_contact")
HEADED = (
    "council_name",
    "committee_name",
    "contact_name",
    "contact_phone",
)  # what papers are headed by, in a line
LONGEST_NAME = 200  # letters; a Word document's properties hold 255
MOST_DAYS = 365
SMALLEST, LARGEST = (
    3,
    50,
)  # what a small number may be: at 2 the only number to hide is 1, and hiding it says so
LONGEST_CLOSURE = 31
LONGEST_ELECTION = 120  # days; a pre-election period is of six weeks or so
SETTINGS_PAGE, CLOSURES_PAGE, ELECTIONS_PAGE = "/council", "/council/closures", "/council/elections"
RECKONING_CHANGED = "council.reckoning"
"""Noted in a unit of work that moved a working day or a time limit: higher rooms reckon anew what they keep of it."""


@command
def change_settings(*, version: int | None = None, actor: Officer | None, **values: object) -> None:
    """Change the settings named in `values`; the others stay. `version`: the one that the officer saw, 0 for defaults.

    Every Monitoring Officer is told what was changed, from what to what: they answer for the council's procedure.

    Raises DomainError (naming the field) for a value that cannot be, Stale for an old version.
    """
    row = db.session.get(CouncilSettings, 1)
    wanted = {name: _checked(name, value) for name, value in values.items()}
    if row is None:
        before = queries.settings()
        changes = {
            name: (getattr(before, name), value)
            for name, value in wanted.items()
            if getattr(before, name) != value
        }
        row = _first(wanted)
        _note_limits(wanted)
        _tell(actor, changes)
        record(Verb.COUNCIL_CHANGED, actor=actor, subject=row, settings=wanted)
        return
    lock(row)
    expect_version(row, version, wanted, LABELS)
    if changes := changes_of(row, **wanted):
        _note_limits(changes)
        record(Verb.COUNCIL_CHANGED, actor=actor, subject=row, changes=changes)
        _tell(actor, changes)


@command
def add_closure(
    *, first_day: date, last_day: date | None = None, reason: str, actor: Officer | None
) -> list[date]:
    """Record that the council is closed on the working days from `first_day` to `last_day`, and return them.

    Weekends, bank holidays and days recorded already are left out; where no day is left DomainError says so.
    """
    last_day, reason = last_day or first_day, " ".join(reason.split())
    if last_day < first_day:
        raise DomainError("The last day cannot be before the first.", "last_day")
    if (last_day - first_day).days > LONGEST_CLOSURE:
        raise DomainError("A closure lasts a month at most. Check the year.", "last_day")
    if not reason:
        raise DomainError("Say why the council is closed.", "reason")
    closed = queries.closures()
    span = (first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1))
    days = [day for day in span if is_working_day(day, closed)]
    if not days:
        raise DomainError(
            "That is a weekend, a bank holiday or recorded already: nobody counts on it.", "first_day"
        )
    rows = [Closure(day=day, reason=reason) for day in days]
    db.session.add_all(rows)
    current_unit().notes[RECKONING_CHANGED] = True
    record(Verb.CLOSURE_ADDED, actor=actor, also=rows, day=_span(days), reason=reason)
    _tell_closure(actor, f"closed on {_span(days)}: {reason}")
    return days


@command
def remove_closure(day: date, *, actor: Officer) -> None:
    """Record that the council is open on a day after all. Raises NotPossible where it was not recorded as closed."""
    row = db.session.get(Closure, day)
    if row is None:
        raise NotPossible("This day is not recorded as closed. Somebody may have removed it already.")
    current_unit().notes[RECKONING_CHANGED] = True
    record(Verb.CLOSURE_REMOVED, actor=actor, also=[row], day=_span([day]), reason=row.reason)
    _tell_closure(actor, f"open on {_span([day])} after all")
    db.session.delete(row)


@command
def add_election(*, election: str, first_day: date, last_day: date, actor: Officer | None) -> ElectionPeriod:
    """Record a pre-election period, its first and last day included."""
    election = " ".join(election.split())
    if not election:
        raise DomainError("Say which election it is.", "election")
    if last_day < first_day:
        raise DomainError("The last day cannot be before the first.", "last_day")
    if (last_day - first_day).days > LONGEST_ELECTION:
        raise DomainError(
            f"A pre-election period lasts {LONGEST_ELECTION} days at most. Check the year.", "last_day"
        )
    row = ElectionPeriod(election=election, first_day=first_day, last_day=last_day)
    db.session.add(row)
    span = _span([first_day, last_day])
    record(Verb.ELECTION_ADDED, actor=actor, subject=row, election=election, days=span)
    _tell_elections(actor, f"recorded a pre-election period, {span}: {election}")
    return row


@command
def remove_election(election_id: int, *, actor: Officer) -> None:
    """Take a pre-election period out. Raises NotPossible where somebody has done so already."""
    row = db.session.get(ElectionPeriod, election_id)
    if row is None:
        raise NotPossible("This pre-election period is not recorded. Somebody may have removed it already.")
    span = _span([row.first_day, row.last_day])
    record(Verb.ELECTION_REMOVED, actor=actor, also=[row], election=row.election, days=span)
    _tell_elections(actor, f"removed the pre-election period of {span}: {row.election}")
    db.session.delete(row)


def _tell_elections(actor: Officer | None, what: str) -> None:
    tell_monitoring_officers(f"{_who(actor)} {what}.", ELECTIONS_PAGE, besides=actor)


def _first(values: dict[str, object]) -> CouncilSettings:
    """Save the settings for the first time; raise NotPossible where another officer did so in the same moment."""
    row = CouncilSettings(id=1, **values)
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        raise NotPossible("Another officer saved the settings first. Load the page again.") from None
    return row


def _tell(actor: Officer | None, changes: Mapping[str, tuple[object, object]]) -> None:
    told = "; ".join(
        f"{LABELS[name]}: {in_words(before)} before, {in_words(after)} now"
        for name, (before, after) in changes.items()
    )
    if told:
        tell_monitoring_officers(
            f"{_who(actor)} changed the council’s settings. {told}.", SETTINGS_PAGE, besides=actor
        )


def _tell_closure(actor: Officer | None, what: str) -> None:
    tell_monitoring_officers(f"{_who(actor)} recorded the council as {what}.", CLOSURES_PAGE, besides=actor)


def _who(actor: Officer | None) -> str:
    return actor.name if actor else "The server’s command line"


def _note_limits(changed: Iterable[str]) -> None:
    if any(name.endswith("_days") for name in changed):
        current_unit().notes[RECKONING_CHANGED] = True


def _checked(name: str, value: object) -> object:
    """Return the value of one setting as it is kept; raise DomainError where it cannot be."""
    if isinstance(value, str):
        value = value.strip()
        if name in HEADED:
            value = " ".join("".join(each if can_be_seen(each) else " " for each in value).split())
            if len(value) > LONGEST_NAME:
                raise DomainError(f"{LABELS[name]}: give {LONGEST_NAME} characters at most.", name)
        if name in NEEDED and not value:
            raise DomainError(f"{LABELS[name]}: this must not be empty.", name)
    match name:
        case "reference_prefix" if not PREFIX.fullmatch(str(value)):
            raise DomainError("A reference begins with two to eight capital letters, such as SMC.", name)
        case "accent_colour":
            return _readable(str(value).lower())
        case "contact_email" if value:
            return _email(str(value))
        case "small_number" if not isinstance(value, int) or not SMALLEST <= value <= LARGEST:
            raise DomainError(f"A small number is from {SMALLEST} to {LARGEST}.", name)
        case _ if name.endswith("_days") and (not isinstance(value, int) or not 1 <= value <= MOST_DAYS):
            raise DomainError(f"{LABELS[name]}: give a number from 1 to {MOST_DAYS}.", name)
    return value


def _readable(colour: str) -> str:
    if not is_colour(colour):
        raise DomainError("Give a colour as # and six digits, such as #123f46.", "accent_colour")
    found = contrast(colour, PAGE)
    if found < LEAST_CONTRAST:
        raise DomainError(
            f"This colour is too light to read: its contrast with the page is {found:.1f} to 1, and {LEAST_CONTRAST} "
            "to 1 is the least. Choose a darker one.",
            "accent_colour",
        )
    return colour


def _email(text: str) -> str:
    try:
        return str(validate_email(text, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError as error:
        raise DomainError(f"This is not an e-mail address: {error}", "contact_email") from None


def _span(days: list[date]) -> str:
    first, last = long_date(days[0]), long_date(days[-1])
    return first if first == last else f"{first} to {last}"
