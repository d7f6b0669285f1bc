"""Signing in as a browser does it, and moving time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts import passwords, queries, routes
from casework.accounts.models import Installation
from casework.audit.models import AuditDetail, AuditEvent
from casework.database import command, db
from tests.support.client import Browserless

PASSWORD = "three quiet herons"
Move = Callable[..., None]


@pytest.fixture
def move_time(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move the clock forward by a timedelta's arguments. Everything in the program asks this one clock."""
    passed = timedelta()
    really = clock.now

    def now() -> datetime:
        return really() + passed

    def move(**by: float) -> None:
        nonlocal passed
        passed += timedelta(**by)

    monkeypatch.setattr(clock, "now", now)
    return move


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2id at its least cost: these tests ask who gets in, not how long guessing takes."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._decoy.cache_clear()


@pytest.fixture
def throttled(app: Flask) -> Iterator[None]:
    """Throttling as it is in use, with nothing counted yet."""
    routes.limiter.enabled = True
    routes.limiter.reset()
    yield
    routes.limiter.reset()
    routes.limiter.enabled = False


@pytest.fixture
def demo(app: Flask) -> None:
    """The mark that the demo loader leaves."""
    mark_demo()


@command
def mark_demo() -> None:
    row = queries.installation() or Installation(id=1)
    row.demo_loaded_at = clock.now()
    db.session.add(row)


@pytest.fixture
def events(app: Flask) -> Callable[[str], list[dict[str, object]]]:
    """Return what the audit trail says under a verb: ids and facts of each event, the oldest first."""

    def of(verb: str) -> list[dict[str, object]]:
        rows = db.session.execute(
            select(AuditEvent, AuditDetail.body)
            .join(AuditDetail, AuditDetail.seq == AuditEvent.seq)
            .where(AuditEvent.verb == verb)
            .order_by(AuditEvent.seq)
        )
        return [
            {"actor_id": event.actor_id, "subject_id": event.subject_id, **(body or {})}
            for event, body in rows
        ]

    return of


def typed_sign_in(client: Browserless, email: str, password: str = PASSWORD, **more: str) -> dict[str, str]:
    """Return the sign-in form as somebody fills it in, with the token of the page."""
    fields = client.get("/sign-in").fields()
    client.token = fields["csrf_token"]
    return {**fields, "email": email, "password": password, **more}
