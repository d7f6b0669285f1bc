"""What the commands of every room share: a rule that was not met is said in a sentence, not in a traceback."""

from typing import Any

import click
from flask.cli import AppGroup

from casework.errors import DomainError


class RoomGroup(AppGroup):
    """`flask <room> <verb>`. A DomainError ends the command with status 1 and its message."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(error.message) from None
