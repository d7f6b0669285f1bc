"""Commands: flask outbox …."""

import click
from sqlalchemy import select

from casework import clock
from casework.command_line import RoomGroup
from casework.database import command, db
from casework.outbox import queries
from casework.outbox.addresses import checked_addresses
from casework.outbox.contents import Trial, composed, new_message_id
from casework.outbox.models import Message
from casework.outbox.server import Unreachable, connected, hand_over, is_on, own_settings
from casework.outbox.troubles import look_at
from casework.outbox.workflow import PATIENCE, MessageStatus

group = RoomGroup("outbox", help="E-mail: try the server, see what waits, try it now.")
MOST = 200


@group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a test message to ADDRESS now, and say what the server answered where it fails."""
    if not is_on():
        raise click.ClickException("E-mail is off: CASEWORK_SMTP_HOST is not set.")
    recipients, sender = checked_addresses(address), own_settings().smtp_from
    rfc822 = composed(
        Trial(), sender=sender, recipients=recipients, message_id=new_message_id(sender), at=clock.now()
    )
    try:
        with connected() as server:
            click.echo(f"Connected to {own_settings().smtp_host}.")
            outcome = hand_over(server, rfc822, recipients, attempts=PATIENCE)
    except Unreachable as error:
        raise click.ClickException(_whole(error.message, error.said)) from None
    if outcome.status is not MessageStatus.SENT:
        raise click.ClickException(_whole(outcome.error, outcome.reply))
    click.echo(f"The server took it: {outcome.reply}. Look whether it arrives.")


@group.command("list")
def list_messages() -> None:
    """List what waits, failed or came back; nothing of what it says, nor to whom."""
    messages = queries.waiting_or_astray(MOST)
    if not messages:
        click.echo("Nothing waits, and nothing has gone astray.")
    for message in messages:
        again = f", again {clock.london_time(message.next_try_at):%d %b %H:%M}" if message.next_try_at else ""
        click.echo(
            f"{message.id:>6}  {message.kind.label}: {message.status.label.lower()}, tried {message.attempts} times"
            f"{again}. {message.error} {look_at(message.error, own_settings().smtp_host)}".rstrip()
        )


def _whole(error: str, said: str) -> str:
    """Return what went wrong, what to look at, and what was said."""
    look = look_at(error, own_settings().smtp_host)
    return " ".join(filter(None, (error, look, f"It said: {said or 'nothing'}")))


@group.command("retry")
def retry() -> None:
    """Let what waits be tried within a minute. What failed is for its officer to send again."""
    click.echo(f"Messages to be tried now: {try_now()}")


@command
def try_now() -> int:
    """Let every message that waits be due now, and return how many there are."""
    waiting = db.session.scalars(
        select(Message).where(Message.status == MessageStatus.QUEUED, Message.next_try_at > clock.now())
    ).all()
    for message in waiting:
        message.next_try_at = clock.now()
    return len(waiting)
