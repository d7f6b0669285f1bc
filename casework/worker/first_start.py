"""What a start does before the web server: bring the database up to date, and let somebody in."""

import click

from casework.accounts import queries as accounts
from casework.accounts import service as account_service
from casework.config import Settings
from casework.demo import service as demo
from casework.demo.cli import load_with_progress
from casework.schema import service as schema


def prepare(settings: Settings) -> None:
    """Migrate where the database is behind, and load the demo council where it is wanted and nobody is there."""
    if schema.current_revision() != schema.head_revision():
        click.echo("Bringing the database up to date…")
        schema.upgrade()
    if settings.demo and demo.may_be_loaded():
        load_with_progress()


def who_can_sign_in(address: str) -> list[str]:
    """Return, a line each, who can sign in and how."""
    if not accounts.anybody():
        token = account_service.new_setup_token()
        return [
            "Nobody has an account yet. Make the first administrator with this link; it works once:",
            f"  {address}/set-up?token={token}",
        ]
    if accounts.is_demo():
        officers = accounts.officers(active_only=True)
        width = max(len(officer.name) for officer in officers)
        return [
            "This is the demonstration. On this machine anybody may sign in, with one button, as",
            *(
                f"  {officer.name:<{width}}  {', '.join(sorted(role.label for role in officer.roles))}"
                for officer in officers
            ),
        ]
    return ["Officers sign in with their e-mail address and password."]
