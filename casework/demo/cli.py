"""Commands: flask demo …."""

import click

from casework.command_line import RoomGroup
from casework.errors import DomainError

group = RoomGroup("demo", help="The demonstration: an invented council with cases in every state.")


@group.command("load")
def load() -> None:
    """Load the demo council into an empty database. It then lets anybody on this machine sign in as anybody."""
    try:
        load_with_progress()
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo("The demo council is loaded.")


def load_with_progress() -> None:
    """Load the demo council, showing how far it is."""
    from casework.demo import service

    with click.progressbar(length=service.STORY_COUNT, label="Loading the demo council") as bar:
        service.load(bar.update)
