"""Commands: flask council …."""

import click

from casework.command_line import RoomGroup
from casework.council import queries
from casework.council.labels import LABELS
from casework.versions import in_words

group = RoomGroup("council", help="The council's own settings.")


@group.command("show")
def show() -> None:
    """Print every setting, and the closures to come."""
    settings = queries.settings()
    for name, label in LABELS.items():
        click.echo(f"{label}: {in_words(getattr(settings, name))}")
    if not queries.is_set():
        click.echo("(Nobody has saved the settings yet: these are the defaults.)")
    for closure in reversed(queries.closed_days()):
        click.echo(f"Closed on {in_words(closure.day)}: {closure.reason}")
