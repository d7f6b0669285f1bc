"""Commands: flask evidence …."""

from pathlib import Path
from shutil import copyfileobj

import click

from casework.accounts import queries as accounts
from casework.cases.queries import get_visible
from casework.command_line import RoomGroup
from casework.errors import DomainError
from casework.evidence import queries, recorded, service
from casework.evidence.packs import queries as packs
from casework.evidence.packs.signing import grouped
from casework.evidence.packs.workflow import Profile

group = RoomGroup("evidence", help="Check the evidence store.")


@group.command("verify")
@click.option("--case", "reference", help="Only the evidence of this case, by its reference: SMC/2026/0042.")
def verify(reference: str | None) -> None:
    """Hash stored originals and redacted copies again, and compare with the hash recorded when they were stored."""
    case_id = None if reference is None else _case_id(reference)
    total = len(queries.frozen(case_id))
    with click.progressbar(service.verify_store(case_id=case_id), length=total, label="Hashing") as results:
        checked = list(results)
    faults = [result for result in checked if not result.intact]
    for fault in faults:
        exhibits = [exhibit.label for exhibit in queries.live_exhibits(fault.sha256)]
        copies = [copy.name_for(copy.exhibit) for _, copy in queries.copies_at([fault.sha256])]
        labels = ", ".join([*exhibits, *copies])
        found = f"now hashes to {fault.found}" if fault.found else "is missing"
        click.echo(f"{labels}: {fault.sha256} {found}", err=True)
    others = recorded.differing(case_id=case_id)
    for exhibit, received in others:
        click.echo(f"{exhibit.label}: received as {received}, its row names {exhibit.sha256}", err=True)
    whose = f" of {reference}" if reference else ""
    match = len(checked) - len(faults)
    said = f"{match} of {len(checked)} stored files{whose} match the hash recorded when they were stored."
    if others:
        service.note_differing(others)
        raise click.ClickException(f"{said} {len(others)} rows name other files than were received.")
    if faults:
        raise click.ClickException(f"{said} The use of the others has stopped; restore them from a backup.")
    click.echo(said)


def _case_id(reference: str) -> int:
    case_id = queries.case_called(reference)
    if case_id is None:
        raise click.ClickException(
            f"There is no case {reference}. Enter a reference as it stands on the case."
        )
    return case_id


@group.command("reconcile")
def reconcile() -> None:
    """Compare the store with the database: sweep away strays, mark what is missing, redraw lost pictures."""
    found = service.reconcile()
    click.echo(f"Strays swept away: {found.swept}. Pictures redrawn: {found.redrawn}.")
    if found.missing:
        raise click.ClickException(
            f"{len(found.missing)} stored files are missing: {', '.join(found.missing)}. Restore them from a backup."
        )


@group.command("pack")
@click.argument("reference")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--profile", type=click.Choice([each.value for each in Profile]), required=True)
@click.option("--as", "email", required=True, help="The officer on whose behalf, by e-mail address.")
@click.option("--for", "for_whom", required=True, help="Who gets it, and what for; recorded.")
def pack(reference: str, file: Path, profile: str, email: str, for_whom: str) -> None:
    """Make a signed evidence pack of the case REFERENCE, and write it to FILE, which must not exist yet."""
    if file.exists():
        raise click.ClickException(f"{file} exists already. Give another name.")
    try:
        officer = accounts.known_officer(email)
        case = get_visible(officer, _case_id(reference))
        asked = service.ask_pack(case, Profile.of(profile), actor=officer, for_whom=for_whom)
        pack_id = asked.id
        service.make_pack(pack_id)
        made = packs.get_visible_pack(officer, pack_id)
        if made.failed_why:
            raise click.ClickException(made.failed_why)
        taken, left = len(made.contents["taken"]), len(made.contents["left_out"])
        fingerprint, sha256 = made.fingerprint, made.sha256
        with service.open_pack(made, actor=officer) as source, file.open("xb") as sink:
            copyfileobj(source, sink)
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{taken} exhibits are in {file}, {left} left out. SHA-256 {sha256}.")
    click.echo(f"Signed by the key {grouped(fingerprint)}")
