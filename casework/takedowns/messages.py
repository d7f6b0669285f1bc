"""What an e-mail that came as an answer says of itself: from whom, when, what, and whether a person wrote it. Pure.

All of it is proposed: a header can say anything, and the message as it came is an exhibit.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime

from casework.clock import london_date, long_date

LONGEST = 5000  # letters of the words that are proposed
HEADER = re.compile(r"([A-Z][A-Za-z-]*): (.*)")
QUOTED = re.compile(r"(?:On .{0,300} wrote:|-{2,} ?(?:Original|Forwarded) [Mm]essage.*|From: .*)$")
BROKEN = re.compile(r"On .{6,60}\d{1,2}:\d\d.*<\S+@\S+>?$")  # … wrote: stands in the next line
AWAY = re.compile(
    r"(?:(?:re|fwd?): *)*(?:auto(?:matic|mated)?[- ]?(?:reply|response)|out of (?:the )?office|"
    r"away from (?:the|my) (?:office|desk)|on (?:annual )?leave|on holiday)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heard:
    """A message as the form takes it. `ids`: of the e-mails that it says it answers. `answered_by_itself`: RFC 3834."""

    sender: str
    subject: str
    sent_on: date | None
    words: str
    ids: frozenset[str]
    answered_by_itself: bool
    by_a_program: bool
    undelivered: bool


def heard(text: str) -> Heard | None:
    """Return what a message says, from its headers, a blank line and its words; None where there is no message."""
    head, _, body = text.partition("\n\n")
    found = {match[1]: match[2] for line in head.split("\n") if (match := HEADER.fullmatch(line))}
    if not found:
        return None
    said, subject = found.get("Auto-Submitted", "no").lower(), found.get("Subject", "")
    return Heard(
        sender=found.get("From", ""),
        subject=subject,
        sent_on=_day(found.get("Date", "")),
        words=_own(body)[:LONGEST],
        ids=frozenset(
            re.findall(r"<[^<>\s]+>", f"{found.get('In-Reply-To', '')} {found.get('References', '')}")
        ),
        answered_by_itself=said.startswith("auto-replied") or bool(AWAY.match(subject)),
        by_a_program=not said.startswith("no"),
        undelivered="Report" in found,
    )


def remarks(
    message: Heard, *, name: str, ids: Collection[str], sent_on: date | None, today: date
) -> list[str]:
    """Say what is odd about a message as an answer to the request `name`, whose letters went out as `ids`."""
    about = f"{message.subject}\n{message.words}"
    alike = re.sub(r"\d+", r"\\d+", re.escape(name))  # of this case and of any other
    others = set(re.findall(rf"(?<!\w){alike}", about)) - {name}
    named = re.search(rf"{re.escape(name)}(?!\d)", about) is not None
    said = []
    if others and not named:
        said.append(f"It names another request, {', '.join(sorted(others))}, and not this one.")
    elif not named and not message.ids & set(ids):
        said.append("Nothing in it says that it answers this request. Read it before you record it.")
    if message.answered_by_itself:
        said.append("A program answered, as of somebody who is away: it is no more than an acknowledgement.")
    elif message.by_a_program:
        said.append("A program sent it. Read whether it says what became of the request.")
    if message.sent_on is None:
        said.append("It does not say when it was sent. Give the day on which it came.")
    elif sent_on is not None and message.sent_on < sent_on:
        said.append(f"It says that it was sent on {long_date(message.sent_on)}, before the request went out.")
    elif message.sent_on > today:
        said.append(f"It says that it was sent on {long_date(message.sent_on)}, which has not come yet.")
    return said


def _own(body: str) -> str:
    """Return the words without what is quoted of the letter that they answer."""
    kept: list[str] = []
    for line in body.replace("\r\n", "\n").split("\n"):
        if (QUOTED.match(line.strip()) or BROKEN.match(line.strip())) and any(each.strip() for each in kept):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _day(text: str) -> date | None:
    try:
        moment = parsedate_to_datetime(text)
        return london_date(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return None
