"""What is done without anybody asking. Each task finds its own rows, and may run twice without harm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

import structlog

from casework.accounts import service as accounts
from casework.cases import service as cases
from casework.evidence import service as evidence
from casework.evidence.texts import service as texts
from casework.takedowns import service as takedowns
from casework.worker.posting import do_the_post

log = structlog.get_logger()

EVERY_MINUTE = {"minute": "*"}
EVERY_HOUR = {"minute": "7"}
EVERY_NIGHT = {"minute": "23", "hour": "3"}


@dataclass(frozen=True)
class Task:
    """Something to do at the times that `at` names, in the words of crontab; `act` returns how much it did.

    With `at_start` the worker also does it when it starts: what a crash left behind waits for no night.
    """

    name: str
    what: str
    at: Mapping[str, str]
    act: Callable[[], int]
    at_start: bool = False
    under_way: Lock = field(default_factory=Lock, compare=False, repr=False)


TASKS = (
    Task(
        "evidence-packs",
        "Make the evidence packs that were asked for",
        EVERY_MINUTE,
        evidence.make_asked_packs,
    ),
    Task(
        "redacted-copies",
        "Check the redacted copies of many pages that were approved",
        EVERY_MINUTE,
        evidence.carry_out_checks,
        at_start=True,
    ),
    Task(
        "mail",
        "Hand the e-mails that wait to the mail server",
        EVERY_MINUTE,
        do_the_post,
        at_start=True,
    ),
    Task(
        "held-forms",
        "Forget what was typed in sessions that nobody came back to",
        EVERY_HOUR,
        accounts.forget_held_forms,
    ),
    Task(
        "pauses",
        "Let the time to answer a removal request run again, where its pause has ended",
        EVERY_HOUR,
        takedowns.resume_paused,
    ),
    Task(
        "reminders",
        "Tell whoever handles a removal request that a reminder is due",
        EVERY_HOUR,
        takedowns.prompt_reminders,
    ),
    Task(
        "silences",
        "Record that no reply came, where the day to answer a removal request has passed",
        EVERY_HOUR,
        takedowns.record_silences,
    ),
    Task(
        "monitoring",
        "End the monitoring of removed posts whose last day has passed",
        EVERY_HOUR,
        takedowns.end_monitoring,
    ),
    Task(
        "evidence-store",
        "Compare the evidence store with the database",
        EVERY_NIGHT,
        lambda: evidence.reconcile().count,
        at_start=True,
    ),
    Task(
        "virus-scans",
        "Show the virus scanner what came while it did not answer",
        EVERY_HOUR,
        evidence.scan_waiting,
        at_start=True,
    ),
    Task(
        "unpacking",
        "Go on taking files out of ZIP files and e-mails where that was broken off",
        EVERY_MINUTE,
        evidence.go_on_unpacking,
        at_start=True,
    ),
    Task(
        "words",
        "Read the words in pictures and documents that came",
        EVERY_MINUTE,
        texts.read_pending,
        at_start=True,
    ),
    Task(
        "due-dates",
        "Reckon anew what is due on every unfinished case",
        EVERY_NIGHT,
        cases.refresh_all_due,
        at_start=True,
    ),
    Task(
        "fixity",
        "Hash again the originals that are due tonight, and count those that no longer match",
        EVERY_NIGHT,
        evidence.verify_some,
    ),
)


def run(task: Task) -> int:
    """Do one task, log how much it did, and return that. Its failure is logged and raised again.

    While it is still under way from the last time, nothing is done: another worker would only get in its way.
    """
    if not task.under_way.acquire(blocking=False):
        return 0
    try:
        done = task.act()
    except Exception:
        log.exception("task failed", task=task.name)
        raise
    finally:
        task.under_way.release()
    log.info("task done", task=task.name, count=done)
    return done
