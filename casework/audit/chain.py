"""How audit rows are hashed and chained. Pure: the database and the verifier both read this."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from casework.audit.verbs import DISPOSALS

GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """Return the one JSON form of `value`: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def detail_digest(salt: str, body: dict[str, Any]) -> str:
    """Return the digest that stands in the chain for a detail. The salt keeps short details from being guessed."""
    return hashlib.sha256(salt.encode() + canonical(body)).hexdigest()


class Link(Protocol):
    """A chained row, read only."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def verb(self) -> str: ...
    @property
    def subject_type(self) -> str: ...
    @property
    def subject_id(self) -> int | None: ...
    @property
    def case_id(self) -> int | None: ...
    @property
    def fields(self) -> list[str]: ...
    @property
    def digest(self) -> str: ...
    @property
    def prev_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


def link_hash(link: Link, prev_hash: str) -> str:
    """Return the hash of a row chained to `prev_hash`."""
    row = {
        "seq": link.seq,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": link.actor_id,
        "verb": link.verb,
        "subject": [link.subject_type, link.subject_id],
        "case": link.case_id,
        "fields": link.fields,
        "digest": link.digest,
    }
    return hashlib.sha256(prev_hash.encode() + canonical(row)).hexdigest()


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many rows, and the hash of the last."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Read COUNT:HASH as printed in a report; raise ValueError for anything else."""
        count, _, digest = text.strip().partition(":")
        if not count.isdecimal() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
            raise ValueError("a head is written COUNT:HASH, with a hash of 64 hexadecimal characters")
        return cls(int(count), digest)


@dataclass(frozen=True)
class Finding:
    """What a walk along the chain found. `broken_at` is the first row that does not fit."""

    head: Head
    broken_at: int | None = None
    why: str | None = None
    vouched_to: int = 0
    disposed: int = 0

    @property
    def sound(self) -> bool:
        return self.broken_at is None

    def in_words(self) -> list[str]:
        """Say what was found, a sentence each."""
        count = self.head.count
        if self.broken_at is not None:
            said = [f"Row {self.broken_at} does not fit: {self.why}."]
            said += (
                [f"The {count} before it fit." if count != 1 else "The one before it fits."] if count else []
            )
        else:
            said = [f"Every row fits, {count:,} in all: none was changed, taken out or put in between."]
        if self.disposed:
            said.append(
                f"The detail of {self.disposed:,} went with what was destroyed; the chain holds without it."
            )
        if self.vouched_to:
            said.append(
                f"A head kept outside the audit trail vouches for row {self.vouched_to} and all before it."
            )
        if self.vouched_to < count:
            said.append(
                f"From row {self.vouched_to + 1} on nothing outside vouches: whoever can write to the database could "
                "have made these rows anew. An issued report, or a head that is kept elsewhere, vouches from then on."
            )
        return said


def walk(
    links: Iterable[tuple[Link, tuple[str, dict[str, Any]] | None]], heads: Iterable[Head] = ()
) -> Finding:
    """Check rows in order, each with its (salt, body) or None where the detail was disposed of.

    `heads` come from outside the table (issued reports, the command line): up to the last that fits, somebody
    outside vouches for the chain; a rewrite from any earlier row on cannot fit them. A detail may be gone only where
    a later row says that its subject was destroyed: whoever can write to the table could empty it all the same.
    """
    expected: dict[int, set[str]] = {}
    for head in heads:
        expected.setdefault(head.count, set()).add(head.hash)
    emptied: dict[tuple[str, int | None], Head] = {}
    prev, count, vouched, disposed = GENESIS, 0, 0, 0
    for link, detail in links:
        fault = _fault(link, detail, prev, count)
        if fault is None and expected.get(link.seq, set()) - {link.hash}:
            fault = "its hash differs from a head recorded outside the audit trail"
        if fault:
            return Finding(Head(count, prev), count + 1, fault, vouched, disposed)
        subject = (link.subject_type, link.subject_id)
        if detail is None:
            emptied.setdefault(subject, Head(count, prev))
        elif link.verb in DISPOSALS:
            emptied.pop(subject, None)
        prev, count = link.hash, link.seq
        disposed += detail is None
        if link.seq in expected:
            vouched = link.seq
    beyond = [head for head in expected if head > count]
    if beyond:
        why = f"rows are missing: a head recorded outside the audit trail counts {max(beyond)}"
        return Finding(Head(count, prev), count + 1, why, vouched, disposed)
    if emptied:
        before = min(emptied.values(), key=lambda head: head.count)
        why = "its detail was emptied, and no later row says that an approved destruction did so"
        return Finding(before, before.count + 1, why, min(vouched, before.count), disposed)
    return Finding(Head(count, prev), vouched_to=vouched, disposed=disposed)


def _fault(link: Link, detail: tuple[str, dict[str, Any]] | None, prev: str, count: int) -> str | None:
    if link.seq != count + 1:
        return f"row {count + 1} is missing"
    if link.prev_hash != prev:
        return "it does not follow from the row before"
    if link.hash != link_hash(link, prev):
        return "its content was changed"
    if detail is not None and detail_digest(*detail) != link.digest:
        return "its detail was changed"
    return None
