"""Commands: flask cases …."""

from pathlib import Path

import click

from casework.accounts.queries import known_officer
from casework.cases import service, workbook
from casework.command_line import RoomGroup
from casework.web.filters import plural

group = RoomGroup("cases", help="Cases, from the server's command line.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="E-mail address of the officer who imports.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def import_cases(file: Path, email: str, *, dry_run: bool) -> None:
    """Import open cases from the workbook FILE: all of them, or none where a row is faulty."""
    actor, data = known_officer(email), file.read_bytes()
    with click.progressbar(
        length=len(workbook.read(data)), label="Checking" if dry_run else "Importing"
    ) as bar:
        outcome = service.import_cases(data, actor=actor, dry_run=dry_run, progress=bar.update)
    for row in outcome.said:
        click.echo(f"row {row.number}: {row.reference}: {row.councillor or 'not yet identified'}")
        for officer in row.namesakes:
            click.echo(f"row {row.number}: the case will ask whether it is one person: {officer}")
    for fault in outcome.faults:
        where = f"row {fault.number}, {fault.column}" if fault.column else f"row {fault.number}"
        click.echo(f"{where}: “{fault.value}”: {fault.why}", err=True)
    if outcome.faults:
        raise click.ClickException("Nothing was imported. Mend these rows, and run it again.")
    click.echo(f"{plural(len(outcome.said), 'case')} {'would be ' if dry_run else ''}imported.")


@group.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def write_template(file: Path) -> None:
    """Write the workbook that is filled in for an import to FILE."""
    file.write_bytes(workbook.template())
    click.echo(f"The template is in {file}.")
