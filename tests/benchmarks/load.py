"""Fills a database with many plausible cases, by bulk inserts: the only place where rows are not made by commands.

Every column that a list or a page reads is set as the commands set it: a column left to its default would measure
another product.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from casework import clock
from casework.accounts.models import Officer
from casework.audit.chain import detail_digest, link_hash
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.cases.models import (
    Case,
    Complaint,
    Conduct,
    Note,
    Post,
    SubjectMember,
    Wall,
)
from casework.database import Base, db
from casework.evidence.models import Exhibit
from casework.members.folding import name_words, sort_name
from casework.members.models import Authority, Councillor, NamePart
from casework.search.documents import Document
from casework.search.models import SearchDocument
from casework.takedowns.models import RemovalRequest
from tests.benchmarks.rows import MAKERS, REQUEST_MAKERS, WORDS

BATCH = 5_000
RARE = "zygomorphic"  # a word that stands in as many posts, however many cases there are
RARE_HITS = 40
STILL_OPEN = 45  # days
REQUESTED = 5  # one case in so many has a removal request, and
EACH_REQUESTED = 1_000  # every one of the first thousand: so that lists of requests fill a page at every size
CASES_EACH = 25  # of a councillor, however many cases there are
WALLED = 0.01  # of the cases, from each officer
KEYED = (Case, Conduct, Post, Note, Complaint, SubjectMember, Exhibit, RemovalRequest)


@dataclass(frozen=True)
class Loader:
    """What rows are made of. `keys` are free in every table of KEYED; `first` are those of the very first cases."""

    chance: random.Random
    keys: range
    first: range
    officers: list[int]
    councillors: list[tuple[int, str]]
    authorities: list[int]
    rare: frozenset[int]

    def day(self, key: int) -> date:
        """Return the day on which the case was received: the same whenever it is asked."""
        return clock.today() - timedelta(days=random.Random(key).randrange(1, 2_000))

    def closed(self, key: int) -> bool:
        """Say whether the case is closed, as nearly all are after some weeks: the archive is what grows."""
        return (clock.today() - self.day(key)).days > STILL_OPEN and random.Random(-key).random() < 0.995

    def requested(self, key: int) -> bool:
        """Say whether the case has a removal request."""
        return key in self.first or not key % REQUESTED

    def ended(self, key: int) -> bool:
        """Say whether its removal request has ended: with its case, but for one in ten of the first."""
        return bool(key % 10) if key in self.first else self.closed(key)

    def councillor(self, key: int) -> tuple[int, str]:
        """Return the councillor whom the case is about, by id and sort name."""
        return self.councillors[random.Random(key).randrange(len(self.councillors))]

    def words(self, key: int) -> str:
        """Return the words of the case's post."""
        rare = [RARE] if key in self.rare else []
        return " ".join([*random.Random(key).choices(WORDS, k=20), *rare])


def load(count: int, *, seed: int = 7) -> None:
    """Add `count` cases, each with what an ordinary one has, all in the search index and the audit trail."""
    with db.engine.begin() as connection:
        loader = _loader(connection, count, random.Random(seed))
        for model, make in MAKERS:
            _insert(connection, model, (make(loader, key) for key in loader.keys))
        for model, make in REQUEST_MAKERS:
            _insert(connection, model, (make(loader, key) for key in loader.keys if loader.requested(key)))
        _insert(connection, Wall, _walls(loader))
        _insert(connection, SearchDocument, _documents(loader))
        events, details = _chained(connection, loader)
        _insert(connection, AuditEvent, events)
        _insert(connection, AuditDetail, details)
        _move_sequences(connection)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _loader(connection: Connection, count: int, chance: random.Random) -> Loader:
    first = max(connection.scalar(select(func.max(model.id))) or 0 for model in KEYED) + 1
    keys = range(first, first + count)
    already = connection.scalar(select(func.count()).select_from(RemovalRequest)) or 0
    return Loader(
        chance,
        keys,
        keys[: max(0, EACH_REQUESTED - already)],
        list(connection.scalars(select(Officer.id).order_by(Officer.id))),
        _councillors(connection, max(1, count // CASES_EACH), chance),
        list(connection.scalars(select(Authority.id))),
        frozenset(chance.sample(keys, min(RARE_HITS, count))),
    )


def _councillors(connection: Connection, count: int, chance: random.Random) -> list[tuple[int, str]]:
    """Add councillors with names that are nobody's, and return each one's id and sort name."""
    names = [f"Kit {chance.choice(WORDS).title()}-{chance.randrange(10**6)}" for _ in range(count)]
    rows = [{"name": name, "sort_name": sort_name(name)} for name in names]
    made = connection.execute(
        insert(Councillor).returning(Councillor.id, sort_by_parameter_order=True), rows
    ).scalars()
    found = [(key, row["sort_name"]) for key, row in zip(made, rows, strict=True)]
    parts = [
        {"part": part, "councillor_id": key}
        for (key, _), name in zip(found, names, strict=True)
        for part in dict.fromkeys(name_words(name))
    ]
    connection.execute(insert(NamePart), parts)
    return found


def _insert(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(model), batch)


def _walls(loader: Loader) -> Iterator[dict[str, Any]]:
    for officer in loader.officers:
        for key in loader.chance.sample(loader.keys, int(len(loader.keys) * WALLED)):
            yield {
                "case_id": key,
                "officer_id": officer,
                "reason": "A neighbour.",
                "raised_by_id": loader.officers[0],
                "raised_at": clock.now(),
            }


def _documents(loader: Loader) -> Iterator[dict[str, Any]]:
    for key in loader.keys:
        for each in (
            Document("case", key, key, f"BEN {key}", "A letter to the clerk"),
            Document("post", key, key, f"Post by @handle{key % 500}", loader.words(key)),
        ):
            yield {
                "kind": each.kind,
                "subject_id": each.subject_id,
                "case_id": each.case_id,
                "title": each.title,
                "body": each.text,
                "words": each.indexed,
            }


def _chained(
    connection: Connection, loader: Loader
) -> tuple[Iterable[dict[str, Any]], Iterable[dict[str, Any]]]:
    """Return events of each case, three of them, and their details: the chain goes on and verifies."""
    last = connection.execute(
        select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    ).one()
    seq, prev = last.seq, last.hash
    salt, body, events = "0" * 32, {"reason": "A benchmark"}, []
    digest = detail_digest(salt, body)
    for key in loader.keys:
        for verb in (Verb.CASE_DRAFTED, Verb.CASE_REGISTERED, Verb.NOTE_ADDED):
            seq += 1
            link = SimpleNamespace(
                seq=seq, at=clock.now(), actor_id=loader.officers[0], verb=verb.value, subject_type="cases",
                subject_id=key, case_id=key, fields=[], digest=digest, prev_hash=prev, hash="",
            )  # fmt: skip
            link.hash = prev = link_hash(link, prev)
            events.append(vars(link))
    return events, ({"seq": each["seq"], "salt": salt, "body": body} for each in events)


def _move_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for model in KEYED:
        table = model.__tablename__
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        )
