"""Commands: flask database …."""

import click

from casework.command_line import RoomGroup
from casework.errors import ConfigurationError
from casework.schema import service

group = RoomGroup("database", help="Bring the database's tables up to date, and check them.")


@group.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database up to REVISION (the newest, unless given)."""
    service.upgrade(revision)
    click.echo(f"The database is at revision {service.current_revision()}.")


@group.command("downgrade")
@click.argument("revision")
@click.confirmation_option(prompt="Going back may drop what newer tables hold. Is there a backup?")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION."""
    service.downgrade(revision)
    click.echo(f"The database is at revision {service.current_revision() or 'none'}.")


@group.command("check")
def check() -> None:
    """Migrate an empty SQLite database, and compare the result with the models."""
    try:
        service.check_in_step()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    click.echo("Models and migrations are in step.")
