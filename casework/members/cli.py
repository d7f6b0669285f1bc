"""Commands: flask members …."""

from pathlib import Path

import click

from casework.accounts import queries as accounts
from casework.command_line import RoomGroup
from casework.members import service

group = RoomGroup("members", help="Authorities and councillors.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--as", "email", help="E-mail address of the officer who imports.")
def import_members(file: Path, email: str | None, *, dry_run: bool) -> None:
    """Import councillors from the CSV FILE: all of it, or nothing where a row is faulty."""
    actor = accounts.known_officer(email) if email else None
    data = file.read_bytes()
    outcome = service.dry_run(data) if dry_run else service.import_file(data, actor=actor)
    for number, name, what in outcome.said:
        click.echo(f"line {number}: {name}: {what}")
    for fault in outcome.faults:
        where = f"line {fault.number}, {fault.column}" if fault.column else f"line {fault.number}"
        click.echo(f"{where}: “{fault.value}”: {fault.why}", err=True)
    if outcome.faults:
        raise click.ClickException("Nothing was imported. Mend these rows, and run it again.")
    click.echo(f"{outcome.changes} rows {'would be ' if dry_run else ''}imported.")
