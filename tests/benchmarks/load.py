"""Fills a database with many plausible cases, by bulk inserts: the only place where rows are not made by commands."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select, text

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case, Complaint, Conduct, Post, StatusChange, SubjectMember
from casework.cases.workflow import (
    CaseStatus,
    ChangeKind,
    Channel,
    ComplainantCategory,
    Nature,
    OutcomeKind,
)
from casework.database import Base, db
from casework.members.models import Councillor
from casework.members.workflow import Platform
from casework.search.models import SearchDocument

BATCH = 5_000
RARE = "zygomorphic"  # a word that stands in as many posts, however many cases there are
RARE_HITS = 40
WORDS = "council road letter meeting clerk library hedge bypass budget planning quarry school bus bridge market".split()


def load(count: int, *, seed: int = 7) -> None:
    """Add `count` cases, each with a complaint, a post and a member, all in the search index."""
    chance = random.Random(seed)
    with db.engine.begin() as connection:
        officers = list(connection.scalars(select(Officer.id)))
        councillors = list(connection.scalars(select(Councillor.id)))
        first = (connection.scalar(select(Case.id).order_by(Case.id.desc()).limit(1)) or 0) + 1
        ids = range(first, first + count)
        days = {key: clock.today() - timedelta(days=chance.randrange(1, 2_000)) for key in ids}
        rare = set(chance.sample(ids, min(RARE_HITS, count)))
        _insert(connection, Case, (_case(key, days[key], officers, chance) for key in ids))
        _insert(connection, StatusChange, (_change(key, days[key], officers[0]) for key in ids))
        _insert(connection, Complaint, (_complaint(key, days[key], chance) for key in ids))
        _insert(connection, Conduct, ({"id": key, "case_id": key} for key in ids))
        _insert(connection, SubjectMember, (_subject(key, councillors, chance) for key in ids))
        _insert(connection, Post, (_post(key, days[key], chance, rare=key in rare) for key in ids))
        _insert(connection, SearchDocument, (_document(key, chance, rare=key in rare) for key in ids))
        _move_sequences(connection)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _insert(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(model), batch)


def _case(key: int, day: date, officers: list[int], chance: random.Random) -> dict[str, Any]:
    closed = chance.random() < 0.9
    return {
        "id": key,
        "reference": f"BEN/{day.year}/{key:06d}",
        "year": day.year,
        "number": 1_000_000 + key,
        "status": CaseStatus.CLOSED if closed else CaseStatus.OPEN,
        "nature": chance.choice(list(Nature)),
        "description": " ".join(chance.choices(WORDS, k=12)),
        "received_on": day,
        "next_due_on": None if closed else day + timedelta(days=28),
        "outcome": chance.choice(list(OutcomeKind)) if closed else None,
        "owner_id": chance.choice(officers),
        "created_by_id": chance.choice(officers),
        "created_at": clock.now(),
        "registered_at": clock.now(),
        "closed_on": day + timedelta(days=20) if closed else None,
    }


def _change(key: int, day: date, officer: int) -> dict[str, Any]:
    return {
        "case_id": key,
        "kind": ChangeKind.REGISTERED,
        "on_day": day,
        "at": clock.now(),
        "by_id": officer,
        "reason": "",
    }


def _complaint(key: int, day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "case_id": key,
        "received_on": day,
        "channel": chance.choice(list(Channel)),
        "category": chance.choice(list(ComplainantCategory)),
        "complainant_name": f"Somebody {key}",
    }


def _subject(key: int, councillors: list[int], chance: random.Random) -> dict[str, Any]:
    return {"case_id": key, "councillor_id": chance.choice(councillors), "capacity_facts": {}}


def _post(key: int, day: date, chance: random.Random, *, rare: bool) -> dict[str, Any]:
    words = " ".join([*chance.choices(WORDS, k=20), *([RARE] if rare else [])])
    return {
        "case_id": key,
        "conduct_id": key,
        "platform": chance.choice(list(Platform)),
        "address": f"https://posts.example/{key}",
        "address_key": f"posts.example/{key}",
        "handle_key": f"handle{key % 500}",
        "words": words,
        "posted_from": day,
        "posted_to": day,
    }


def _document(key: int, chance: random.Random, *, rare: bool) -> dict[str, Any]:
    words = [*chance.choices(WORDS, k=20), *([RARE] if rare else [])]
    return {
        "kind": "benchmark",
        "subject_id": key,
        "case_id": key,
        "title": f"BEN {key}",
        "body": " ".join(words),
    }


def _move_sequences(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for model in (Case, Conduct):
        table = model.__tablename__
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        )
