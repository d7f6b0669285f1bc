"""Commands: flask evidence …."""

import click
from flask.cli import AppGroup

from casework.evidence import queries, service

group = AppGroup("evidence", help="Check the evidence store.")


@group.command("verify")
def verify() -> None:
    """Hash every stored original again, and compare with the hash recorded when it was received."""
    with click.progressbar(service.verify_store(), length=queries.stored_count(), label="Hashing") as results:
        faults = [result for result in results if not result.intact]
    for fault in faults:
        labels = ", ".join(exhibit.label for exhibit in queries.live_exhibits(fault.sha256))
        found = f"now hashes to {fault.found}" if fault.found else "is missing"
        click.echo(f"{labels}: {fault.sha256} {found}", err=True)
    if faults:
        raise click.ClickException(
            f"{len(faults)} stored files do not match. Their use has stopped; restore them from a backup."
        )
    click.echo("Every stored file matches the hash recorded when it was received.")


@group.command("reconcile")
def reconcile() -> None:
    """Compare the store with the database: sweep away strays, mark what is missing, redraw lost pictures."""
    found = service.reconcile()
    click.echo(f"Strays swept away: {found.swept}. Pictures redrawn: {found.redrawn}.")
    if found.missing:
        raise click.ClickException(
            f"{len(found.missing)} originals are missing: {', '.join(found.missing)}. Restore them from a backup."
        )
