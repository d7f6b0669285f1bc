"""Commands: flask search …."""

import click
from flask import current_app

from casework.command_line import RoomGroup
from casework.search import service

EXTENSION = "casework.search.sources"
group = RoomGroup("search", help="The index behind the search box.")


@group.command("rebuild")
def rebuild() -> None:
    """Make the index anew from all that the rooms hold, a few cases at a time, while the office works."""
    with click.progressbar(length=1, label="Indexing cases") as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        written = service.rebuild(current_app.extensions[EXTENSION], show)
    click.echo(f"The index holds {written:,} documents.")
