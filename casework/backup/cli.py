"""Commands: flask backup …."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click._termui_impl import ProgressBar
from flask import current_app

from casework.backup import service
from casework.command_line import RoomGroup
from casework.errors import DomainError

group = RoomGroup("backup", help="Save database and files together, and bring them back.")
FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@group.command("create")
@FILE
def create(file: Path) -> None:
    """Write one FILE with the database and every frozen file, while the office works."""
    with _progress() as progress:
        summary = service.create(file, current_app.config["SETTINGS"], progress)
    click.echo(f"{summary.rows:,} rows and {summary.files:,} files are in {file}.")
    click.echo(f"The audit trail in it ends at {summary.head}")
    if summary.left_out:
        for name, why in summary.left_out.items():
            click.echo(f"Left out: {name}: {why}", err=True)
        raise click.ClickException(
            "All but these files is in the backup. Bring them back from an earlier one."
        )


@group.command("restore")
@FILE
def restore(file: Path) -> None:
    """Bring FILE back into an empty instance, checking every hash and the audit trail."""
    with _progress() as progress:
        summary = service.restore(file, current_app.config["SETTINGS"], progress)
    click.echo(f"{summary.rows:,} rows and {summary.files:,} files are back; all match what was saved.")


@contextmanager
def _progress() -> Iterator[service.Progress]:
    """Give a bar for each part of the work, and turn what goes wrong into a message."""
    shown: list[tuple[str, ProgressBar[int]]] = []

    def show(what: str, done: int, every: int) -> None:
        if not shown or shown[-1][0] != what:
            shown.append((what, click.progressbar(length=every, label=f"{what:<9}")))
            shown[-1][1].__enter__()
        bar = shown[-1][1]
        bar.update(done - bar.pos)
        if done == every:
            bar.__exit__(None, None, None)

    try:
        yield show
    except DomainError as error:
        raise click.ClickException(error.message) from None
