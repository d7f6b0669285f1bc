"""One round of the post: what the rooms have for it, what the server takes, and what that means."""

from casework.desk.mailing import mail_notices
from casework.outbox.sending import send_waiting
from casework.takedowns.service import settle_mail


def do_the_post() -> int:
    """Send what waits and record what became of it; return how many messages were sent or settled."""
    mail_notices()
    taken = send_waiting()
    return max(taken, settle_mail())
