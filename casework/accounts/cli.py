"""Commands: flask accounts …."""

import click

from casework.accounts import queries, service
from casework.command_line import RoomGroup
from casework.permissions import Role

group = RoomGroup("accounts", help="Officers' accounts, from the server's command line.")


@group.command("create-admin")
@click.option("--email", prompt="E-mail address")
@click.option("--name", prompt="Full name")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def create_admin(email: str, name: str, password: str) -> None:
    """Create a system administrator: accounts and settings, no case content."""
    officer = service.create_officer(
        name=name, email=email, password=password, roles=[Role.ADMINISTRATOR], actor=None
    )
    click.echo(f"{officer.name} can sign in as {officer.email}, and makes the other accounts.")


@group.command("setup-token")
def setup_token() -> None:
    """Print a one-time address with which the first administrator makes their account."""
    token = service.new_setup_token()
    click.echo("Open this address on the service; it works once, and only the newest one:")
    click.echo(f"  /set-up?token={token}")


@group.command("reset-password")
@click.argument("email")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def reset_password(email: str, password: str) -> None:
    """Set a new password for the account EMAIL, and end its sessions."""
    officer = queries.known_officer(email)
    service.reset_password(officer, password, actor=None)
    click.echo(
        f"{officer.name} signs in with the new password. The officer and the Monitoring Officer are told."
    )


@group.command("list")
def list_accounts() -> None:
    """List every account, with its roles."""
    officers = queries.officers()
    if not officers:
        click.echo("Nobody has an account yet: flask accounts create-admin makes the first.")
    for officer in officers:
        roles = ", ".join(sorted(role.label for role in officer.roles)) or "no role"
        state = "" if officer.active else " (deactivated)"
        click.echo(f"{officer.exhibit_prefix:<5}{officer.email:<40}{officer.name}{state}: {roles}")
