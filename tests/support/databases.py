"""A pytest plugin: which database a run is on, and what its run on PostgreSQL leaves to the one on SQLite beside it.

A test that asks for no database finds the same on either, and so does one marked `once`, which asks how pages look,
are worked or are guarded: each is run once.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

import pytest

from tests.support.postgres import private_postgres

NAMES = ("sqlite", "postgresql")
DATABASE = os.environ.get("CASEWORK_TEST_DATABASE", "sqlite")
SECOND = DATABASE == "postgresql"  # the whole suite runs on SQLite


@pytest.fixture(scope="session")
def server() -> Iterator[str | None]:
    """The address of a private PostgreSQL server, or None where the run is on SQLite."""
    with ExitStack() as stack:
        yield stack.enter_context(private_postgres()) if SECOND else None


def asks_for_a_database(fixtures: Iterable[str]) -> bool:
    """Tell whether a test with these fixtures, those that they ask for included, can reach the run's database."""
    return not {"app", "server"}.isdisjoint(fixtures)


def pytest_configure() -> None:
    """Refuse a database that there is not: the run would be on SQLite, and pass for another."""
    if DATABASE not in NAMES:
        raise pytest.UsageError(f"CASEWORK_TEST_DATABASE is {DATABASE!r}; it may be {' or '.join(NAMES)}.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on the second database, what asks for none."""
    if not SECOND:
        return
    left = {item for item in items if finds_the_same(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


def finds_the_same(item: pytest.Item) -> bool:
    """Tell whether a test finds on one database what it finds on the other."""
    marked = item.get_closest_marker("once") is not None
    return marked or not asks_for_a_database(getattr(item, "fixturenames", ()))
