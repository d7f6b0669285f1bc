"""Commands: flask codes …."""

from datetime import date, datetime

import click

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.codes import queries, service
from casework.codes.workflow import standing
from casework.command_line import RoomGroup
from casework.errors import DomainError, NotAllowed
from casework.members import queries as members
from casework.permissions import Permission, can
from casework.web.filters import long_date, plural

group = RoomGroup("codes", help="The library of Codes.")
_AS = click.option("--as", "email", required=True, help="E-mail address of the officer whose act it is.")
_AUTHORITY = click.option(
    "--authority", "names", multiple=True, help="An authority that adopted it; all, where none is named."
)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@group.command("list")
def list_codes() -> None:
    """List every Code with its versions."""
    codes, counts = queries.codes(), queries.counts()
    if not codes:
        click.echo("The library is empty: flask codes load-shipped loads the two that come with Casework.")
    for code in codes:
        click.echo(f"{code.title} ({code.family.label})")
        for version in code.versions:
            held = counts.get(version.id, queries.Counts())
            period = f"{long_date(version.in_force_from) or 'no date'} to {long_date(version.in_force_to) or 'now'}"
            click.echo(
                f"  {version.id:>4}  {version.label}: {standing(version, clock.today()).label}, {period}, "
                f"{plural(held.clauses, 'clause')}, wording of {held.worded} loaded"
            )


@group.command("load-shipped")
@_AS
@click.option(
    "--from", "first_day", type=_DAY, required=True, help="Day from which they are in force, YYYY-MM-DD."
)
@click.option("--label", help="Name of the version; “in force from” and the day, where left out.")
@_AUTHORITY
def load_shipped(email: str, first_day: datetime, label: str | None, names: tuple[str, ...]) -> None:
    """Load the two Codes that come with Casework, in our own words and without their official wording."""
    day = first_day.date()
    versions = service.load_library(
        authority_ids(names), label=label or default_label(day), in_force_from=day, actor=editor(email)
    )
    for version in versions:
        click.echo(f"{version.code.title}: published, in force from {long_date(day)}.")
    click.echo("No official wording is loaded: flask codes import FILE --fill VERSION adds it.")


def default_label(day: date) -> str:
    """Return a name for a version that is known by its first day alone."""
    return f"in force from {long_date(day)}"


def editor(email: str) -> Officer:
    """Return the officer, who may change the library; raise NotAllowed."""
    officer = accounts.known_officer(email)
    if not officer.active or not can(officer, Permission.CODE_EDIT):
        raise NotAllowed(f"{officer.name} may not change the Code library.")
    return officer


def authority_ids(names: tuple[str, ...]) -> list[int]:
    """Return the ids of these authorities, or of all; raise DomainError for a name that none has."""
    known = {row.name: row.id for row in members.authorities()}
    strange = [name for name in names if name not in known]
    if strange:
        raise DomainError(
            f"No authority is called {strange[0]}. There are: {', '.join(known) or 'none yet'}."
        )
    return [known[name] for name in names or known]
