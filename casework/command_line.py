"""What the commands of every room share: a rule that was not met is said in a sentence, not in a traceback."""

from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from casework.database import first_words
from casework.errors import DomainError


class RoomGroup(AppGroup):
    """`flask <room> <verb>`. A DomainError, or a database that is away, ends it with status 1 and a message."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(error.message) from None
        except OperationalError as error:
            raise click.ClickException(f"The database cannot be used: {first_words(error)}.") from None
