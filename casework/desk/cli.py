"""Commands: flask audit …."""

import click

from casework.audit import queries as audit
from casework.audit.chain import Head, walk
from casework.command_line import RoomGroup
from casework.reports.queries import issued_heads

group = RoomGroup("audit", help="Check the audit trail, and print its head to keep elsewhere.")


class HeadType(click.ParamType[Head]):
    """COUNT:HASH on the command line."""

    name = "count:hash"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        try:
            return Head.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@group.command("head")
def head() -> None:
    """Print the present end of the audit trail, COUNT:HASH. Keep it where nobody of this office can change it."""
    click.echo(audit.head())


@group.command("verify")
@click.option(
    "heads", "--head", type=HeadType(), multiple=True, help="COUNT:HASH kept elsewhere; may be repeated."
)
def verify(heads: tuple[Head, ...]) -> None:
    """Walk the audit trail from its first row, and name the first that does not fit."""
    known = [*issued_heads(), *heads]
    with click.progressbar(audit.links(), length=audit.head().count, label="Checking") as links:
        finding = walk(links, known)
    for words in finding.in_words():
        click.echo(words)
    click.echo(f"Head: {finding.head}")
    if not finding.sound:
        raise click.exceptions.Exit(1)
