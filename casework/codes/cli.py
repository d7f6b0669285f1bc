"""Commands: flask codes …."""

import hashlib
from datetime import date, datetime
from pathlib import Path
from textwrap import shorten

import click

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.clock import long_date
from casework.codes import queries, service
from casework.codes.importing import NewCode, Preview, Source, preview
from casework.codes.parser import parse
from casework.codes.reading import MAX_BYTES
from casework.codes.workflow import CodeFamily, standing
from casework.command_line import RoomGroup
from casework.errors import DomainError, NotAllowed
from casework.members import queries as members
from casework.permissions import Permission, can
from casework.web.filters import plural

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


@group.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--save", is_flag=True, help="Save it as a draft version; with --from, publish it too.")
@click.option(
    "--fill",
    type=int,
    metavar="VERSION",
    help="Fill this version’s absent wording.",
)
@click.option("--as", "email", help="E-mail address of the officer whose act it is.")
@click.option("--code", "title", help="Title of the Code, new or in the library.")
@click.option("--family", type=click.Choice([each.value for each in CodeFamily]), help="What a new Code is.")
@click.option("--label", help="Name of the version.")
@click.option("--from", "first_day", type=_DAY, help="Day from which it is in force, YYYY-MM-DD.")
@_AUTHORITY
def import_code(
    path: Path,
    *,
    save: bool,
    fill: int | None,
    email: str | None,
    title: str | None,
    family: str | None,
    label: str | None,
    first_day: datetime | None,
    names: tuple[str, ...],
) -> None:
    """Read the Code in FILE (plain text or DOCX) and show what is found; save it only when told to."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    looked = preview(parse(content))
    _show(looked)
    if not save and fill is None:
        click.echo("Nothing was saved: --fill VERSION, or --save, does that.")
        return
    if email is None:
        raise DomainError("Say whose act it is: --as EMAIL.")
    officer, source = editor(email), Source(path.name, hashlib.sha256(content).hexdigest())
    clauses = looked.clauses({}, {})
    if fill is not None:
        wording = {clause.reference: clause.wording or "" for clause in clauses}
        filled = service.fill_wording(queries.version(fill), wording, actor=officer, source=source)
        click.echo(f"The official wording of {plural(filled, 'clause')} is loaded.")
        return
    day = first_day.date() if first_day else None
    title = title or (looked.known.title if looked.known else looked.published.title)
    known = next((code for code in queries.codes() if code.title == title), None)
    new = NewCode(title, _family(family, looked), () if known else authority_ids(names))
    version = service.save_code(
        known or new,
        label or (default_label(day) if day else ""),
        clauses,
        first_day=day,
        actor=officer,
        source=source,
    )
    click.echo(
        f"{title}, {version.label}: {'published' if day else 'saved as a draft'}, version {version.id}."
    )


def _family(given: str | None, looked: Preview) -> CodeFamily:
    if given:
        return CodeFamily.of(given)
    return looked.known.family if looked.known else CodeFamily.SOCIAL_MEDIA


def _show(looked: Preview) -> None:
    for notice in looked.published.notices:
        click.echo(f"Note: {notice}")
    for section in looked.sections:
        if not section.offers:
            continue
        count = sum(offer.item.is_clause for offer in section.offers)
        items = plural(len(section.offers), "item")
        click.echo(f"{section.title or 'Without a heading'}: {plural(count, 'clause')} of {items}")
        for offer in section.offers:
            indent, item = "  " * (offer.item.level + 1), offer.item
            what = (
                f"{item.reference} [{offer.kind.label}]"
                if item.is_clause
                else f"(not a clause: {item.why_not})"
            )
            click.echo(f"{indent}{what} {shorten(item.wording, 80, placeholder='…')}")
    click.echo(f"In all {plural(len(looked.published.clauses()), 'clause')}.")


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
