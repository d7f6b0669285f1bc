"""Commands: flask evidence …."""

import click
from flask.cli import AppGroup

from casework.evidence import queries, service

group = AppGroup("evidence", help="Check the evidence store.")


@group.command("verify")
@click.option("--case", "reference", help="Only the evidence of this case, by its reference: SMC/2026/0042.")
def verify(reference: str | None) -> None:
    """Hash stored originals again, and compare with the hash recorded when they were received."""
    case_id = None if reference is None else _case_id(reference)
    total = len(queries.originals(case_id))
    with click.progressbar(service.verify_store(case_id=case_id), length=total, label="Hashing") as results:
        checked = list(results)
    faults = [result for result in checked if not result.intact]
    for fault in faults:
        labels = ", ".join(exhibit.label for exhibit in queries.live_exhibits(fault.sha256))
        found = f"now hashes to {fault.found}" if fault.found else "is missing"
        click.echo(f"{labels}: {fault.sha256} {found}", err=True)
    whose = f" of {reference}" if reference else ""
    match = len(checked) - len(faults)
    said = f"{match} of {len(checked)} stored files{whose} match the hash recorded when they were received."
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
            f"{len(found.missing)} originals are missing: {', '.join(found.missing)}. Restore them from a backup."
        )
