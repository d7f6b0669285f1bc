"""Commands: flask search …."""

import click
from flask import current_app
from flask.cli import AppGroup

from casework.search import service

EXTENSION = "casework.search.sources"
group = AppGroup("search", help="The index behind the search box.")


@group.command("rebuild")
def rebuild() -> None:
    """Make the index anew from all that the rooms hold. Officers can read meanwhile; what they change waits."""
    sources = current_app.extensions[EXTENSION]
    total = sum(source.count() for source in sources)
    with click.progressbar(length=total, label="Indexing") as bar:
        written = service.rebuild(sources, bar.update)
    click.echo(f"The index holds {written:,} documents.")
